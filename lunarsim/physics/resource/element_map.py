"""A map of elements on the Moon as pixels between parallels and meridians, which need not be a regular grid."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lunarsim.physics.transport import great_circle_km
from lunarsim.words.arrays import FloatArray, Floats, Result

MOON_RADIUS_KM = 1737.4
"""Mean radius (Archinal et al. 2018, Celest. Mech. Dyn. Astron. 130:22)."""


class ElementMap(NamedTuple):
    """Pixels and what they hold; every array has dims (pixel,).

    Bounds are degrees, north and east positive, longitudes from -180 to 180; ``thorium_sd_ppm`` is the error of the
    measurement, which is small beside what a pixel of 150 km hides.
    """

    south_deg: FloatArray
    north_deg: FloatArray
    west_deg: FloatArray
    east_deg: FloatArray
    thorium_ppm: FloatArray
    feo_wt_pct: FloatArray
    potassium_ppm: FloatArray
    thorium_sd_ppm: FloatArray


class Cutoff(NamedTuple):
    """Area with thorium of at least a cut-off, and its mean; dims (cut-off,)."""

    area_km2: FloatArray
    mean_ppm: FloatArray


def pixel_area_km2(south_deg: Floats, north_deg: Floats, west_deg: Floats, east_deg: Floats) -> Result:
    """Return the area between two parallels and two meridians.

    Source: area of a zone of a sphere.

    Parameters
    ----------
    south_deg : float or array [deg]
        Southern bound.
    north_deg : float or array [deg]
        Northern bound.
    west_deg : float or array [deg]
        Western bound.
    east_deg : float or array [deg]
        Eastern bound, above the western one.

    Returns
    -------
    float or array [km2]
        Area.
    """
    height = np.sin(np.radians(north_deg)) - np.sin(np.radians(south_deg))
    return MOON_RADIUS_KM**2 * np.radians(np.asarray(east_deg) - west_deg)[()] * height


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


def area_above_cutoff(element_map: ElementMap, cutoff_ppm: FloatArray) -> Cutoff:
    """Return the area with thorium of at least each cut-off and its area-weighted mean.

    Source: grade and tonnage of a block model (CRIRSCO International Reporting Template 2019).

    Parameters
    ----------
    element_map : ElementMap [1]
        The map.
    cutoff_ppm : array [ppm], dims (cut-off,)
        Cut-offs.

    Returns
    -------
    Cutoff [km2, ppm]
        The mean is NaN where nothing reaches the cut-off.
    """
    weights = np.where(element_map.thorium_ppm >= np.asarray(cutoff_ppm)[:, np.newaxis], map_area_km2(element_map), 0.0)
    area = weights.sum(axis=-1)
    metal = (weights * element_map.thorium_ppm).sum(axis=-1)
    return Cutoff(area, np.divide(metal, area, out=np.full_like(area, np.nan), where=area > 0.0))


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


def regrid(element_map: ElementMap, rows: int, columns: int) -> ElementMap:
    """Return the map averaged over blocks of equal latitude and longitude, each pixel by the area it shares with them.

    Source: change of support by averaging; sin of latitude times longitude keeps areas.

    Parameters
    ----------
    element_map : ElementMap [1]
        The map.
    rows : int [1]
        Blocks from pole to pole.
    columns : int [1]
        Blocks around.

    Returns
    -------
    ElementMap [1]
        The blocks; the error of measurement is that of a mean of independent pixels.
    """
    parallels, meridians = np.linspace(-90.0, 90.0, rows + 1), np.linspace(-180.0, 180.0, columns + 1)
    heights = _overlap(np.sin(np.radians(parallels)), *(np.sin(np.radians(b)) for b in element_map[:2]))
    widths = _overlap(np.radians(meridians), *(np.radians(bound) for bound in element_map[2:4]))
    shared = (heights[:, np.newaxis] * widths[np.newaxis]).reshape(rows * columns, -1)
    weights = shared / shared.sum(axis=-1, keepdims=True)

    def mean(values: FloatArray) -> FloatArray:
        averaged: FloatArray = (weights * values).sum(axis=-1)
        return averaged

    south, west = np.meshgrid(parallels[:-1], meridians[:-1], indexing="ij")
    north, east = np.meshgrid(parallels[1:], meridians[1:], indexing="ij")
    return ElementMap(
        south.ravel(),
        north.ravel(),
        west.ravel(),
        east.ravel(),
        mean(element_map.thorium_ppm),
        mean(element_map.feo_wt_pct),
        mean(element_map.potassium_ppm),
        np.sqrt((np.square(weights) * np.square(element_map.thorium_sd_ppm)).sum(axis=-1)),
    )


def _overlap(edges: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """Return the length that each interval between edges shares with each of some intervals, dims (edge, interval)."""
    shared = np.minimum(edges[1:, np.newaxis], high) - np.maximum(edges[:-1, np.newaxis], low)
    length: FloatArray = np.maximum(shared, 0.0)
    return length
