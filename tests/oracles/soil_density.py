"""Density of lunar soil by depth."""

from __future__ import annotations


def bulk_density_kg_m3(depth_m):
    """Return the density of the soil at a depth [m] below the surface [kg/m3].

    Source: hyperbolic fit of Carrier, Olhoeft & Mendell 1991, Lunar Sourcebook, ch. 9.
    """
    return 1920.0 * (depth_m + 0.122) / (depth_m + 0.18)
