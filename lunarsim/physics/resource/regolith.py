"""Lunar soil as a body: how dense it is and how much of it lies on a square meter."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import Floats, Result


def bulk_density_kg_m3(depth_m: Floats) -> Result:
    """Return the density of the soil at a depth.

    Source: hyperbolic fit of Carrier, Olhoeft & Mendell 1991, Lunar Sourcebook, ch. 9.

    Parameters
    ----------
    depth_m : float or array [m]
        Depth below the surface.

    Returns
    -------
    float or array [kg/m3]
        1300 at the surface, 1920 far below it.
    """
    return 1920.0 * (depth_m + 0.122) / (depth_m + 0.18)


def areal_mass_kg_m2(depth_m: Floats) -> Result:
    """Return the soil that stands above a depth: the integral of its density.

    Source: integral of Carrier, Olhoeft & Mendell 1991, Lunar Sourcebook, ch. 9.

    Parameters
    ----------
    depth_m : float or array [m]
        Depth to which the ground is dug.

    Returns
    -------
    float or array [kg/m2]
        Mass over each square meter.
    """
    return 1920.0 * (depth_m - 0.058 * np.log1p(depth_m / 0.18))


def mean_density_kg_m3(depth_m: Floats) -> Result:
    """Return the mean density of the soil above a depth.

    Source: integral of Carrier, Olhoeft & Mendell 1991, Lunar Sourcebook, ch. 9.

    Parameters
    ----------
    depth_m : float or array [m]
        Depth to which the ground is dug, above zero.

    Returns
    -------
    float or array [kg/m3]
        Between the density at the surface and that at the depth.
    """
    return areal_mass_kg_m2(depth_m) / depth_m
