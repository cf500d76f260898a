"""A map of elements on the Moon as pixels between parallels and meridians, which need not be a regular grid."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lunarsim.physics.sphere import great_circle_km, pixel_area_km2
from lunarsim.words.arrays import FloatArray


class ElementMap(NamedTuple):
    """Pixels and what they hold; every array has dims (pixel,).

    Bounds are degrees, north and east positive, longitudes from -180 to 180. The error of the measurement is left out,
    for it is small beside the scatter within a pixel of 150 km.
    """

    south_deg: FloatArray
    north_deg: FloatArray
    west_deg: FloatArray
    east_deg: FloatArray
    thorium_ppm: FloatArray
    feo_wt_pct: FloatArray


def map_area_km2(element_map: ElementMap) -> FloatArray:
    """Return the area of each pixel.

    Source: area of a zone of a sphere.

    Parameters
    ----------
    element_map : ElementMap [1]
        The map.

    Returns
    -------
    array [km2], dims (pixel,)
        Areas; those of a whole map add up to 3.793e7 km2.
    """
    area: FloatArray = pixel_area_km2(*element_map[:4])
    return area


def near_pixels(element_map: ElementMap, latitude_deg: float, longitude_deg: float, radius_km: float) -> FloatArray:
    """Return the weights of the pixels about a place: by area those whose middle lies within a radius.

    Where no middle does, as with a radius of 0, the pixel that holds the place has all the weight.

    Source: block averaging with weights by area.

    Parameters
    ----------
    element_map : ElementMap [1]
        The map.
    latitude_deg : float [deg]
        Latitude of the place.
    longitude_deg : float [deg]
        Longitude of the place, -180 to 180.
    radius_km : float [km]
        Radius.

    Returns
    -------
    array [1], dims (pixel,)
        Weights that add up to 1.
    """
    middle_deg = np.where(
        element_map.east_deg - element_map.west_deg >= 360.0,
        np.copysign(90.0, element_map.south_deg + element_map.north_deg),
        (element_map.south_deg + element_map.north_deg) / 2.0,
    )
    east_deg = (element_map.west_deg + element_map.east_deg) / 2.0
    near = great_circle_km(latitude_deg, longitude_deg, middle_deg, east_deg) <= radius_km
    if not near.any():
        # The bound to the north and the east belongs to the next pixel, but for the pole and the date line.
        inside = (element_map.south_deg <= latitude_deg) & (latitude_deg < element_map.north_deg)
        inside |= (latitude_deg == 90.0) & (element_map.north_deg == 90.0)
        inside &= (element_map.west_deg <= longitude_deg) & (longitude_deg < element_map.east_deg) | (
            (longitude_deg == 180.0) & (element_map.east_deg == 180.0)
        )
        near = inside
    weights = np.where(near, map_area_km2(element_map), 0.0)
    shares: FloatArray = weights / weights.sum()
    return shares
