"""Mass of soil: over each square meter and over an area."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import Floats, Result


def areal_mass_kg_m2(depth_m: Floats) -> Result:
    """Return the mass of soil above a depth: the integral of its density.

    Source: integral of Carrier, Olhoeft & Mendell 1991, Lunar Sourcebook, ch. 9.

    Parameters
    ----------
    depth_m : float or array [m]
        Depth of mining.

    Returns
    -------
    float or array [kg/m2]
        Mass over each square meter.
    """
    return 1920.0 * (depth_m - 0.058 * np.log1p(depth_m / 0.18))


def rock_in_place_t(area_km2: Floats, depth_m: Floats) -> Result:
    """Return the soil of an area down to a depth.

    Source: area times areal mass (Carrier, Olhoeft & Mendell 1991, Lunar Sourcebook, ch. 9).

    Parameters
    ----------
    area_km2 : float or array [km2]
        Area.
    depth_m : float or array [m]
        Depth.

    Returns
    -------
    float or array [t]
        Soil.
    """
    return area_km2 * areal_mass_kg_m2(depth_m) * 1e3
