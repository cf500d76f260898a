"""The Moon as a sphere: distances along the surface, areas between parallels and meridians, and maps on paper."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lunarsim.words.arrays import FloatArray, Floats, Result

LUNAR_RADIUS_KM = 1737.4
"""Mean radius (IAU 2015)."""


def great_circle_km(
    latitude_1_deg: Floats, longitude_1_deg: Floats, latitude_2_deg: Floats, longitude_2_deg: Floats
) -> Result:
    """Return the distance of two places along the surface of the Moon.

    Source: haversine formula on the mean radius of 1737.4 km (IAU 2015).

    Parameters
    ----------
    latitude_1_deg : float or array [deg]
        Latitude of the first place, north positive.
    longitude_1_deg : float or array [deg]
        Its longitude, east positive.
    latitude_2_deg : float or array [deg]
        Latitude of the second place.
    longitude_2_deg : float or array [deg]
        Its longitude.

    Returns
    -------
    float or array [km]
        From 0 to half the circumference.
    """
    north_1, north_2 = np.radians(latitude_1_deg), np.radians(latitude_2_deg)
    eastward = np.radians(longitude_2_deg) - np.radians(longitude_1_deg)
    across = np.cos(north_1) * np.cos(north_2) * np.square(np.sin(eastward / 2.0))
    haversine = np.square(np.sin((north_2 - north_1) / 2.0)) + across
    return 2.0 * LUNAR_RADIUS_KM * np.arcsin(np.sqrt(np.clip(haversine, 0.0, 1.0)))


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
    return LUNAR_RADIUS_KM**2 * np.radians(np.asarray(east_deg) - west_deg)[()] * height


class OnPaper(NamedTuple):
    """Places on a map of a sphere of radius 1, east to the right, and how far they are from its middle [deg]."""

    x: FloatArray
    y: FloatArray
    distance_deg: FloatArray


def azimuthal_equal_area(
    latitude_deg: Floats, longitude_deg: Floats, middle_latitude_deg: float, middle_longitude_deg: float
) -> OnPaper:
    """Return where places lie on a map about a middle.

    Source: Lambert's azimuthal equal-area projection of the sphere (Snyder 1987, USGS Professional Paper 1395, ch. 24).

    Parameters
    ----------
    latitude_deg : float or array [deg]
        Latitude of the places, north positive.
    longitude_deg : float or array [deg]
        Their longitude, east positive.
    middle_latitude_deg : float [deg]
        Latitude of the middle of the map.
    middle_longitude_deg : float [deg]
        Its longitude; this meridian points down from the north pole and up from the south pole.

    Returns
    -------
    OnPaper [1, 1, deg]
        A place at the distance d from the middle lies 2 sin(d / 2) from that of the map; the antipode, which is a
        circle, is put on its rim anywhere.
    """
    latitude, longitude = np.radians(latitude_deg), np.radians(np.asarray(longitude_deg) - middle_longitude_deg)
    middle = np.radians(middle_latitude_deg)
    toward = np.sin(middle) * np.sin(latitude) + np.cos(middle) * np.cos(latitude) * np.cos(longitude)
    toward = np.clip(toward, -1.0, 1.0)
    scale = np.sqrt(2.0 / np.maximum(1.0 + toward, 1e-12))
    x = scale * np.cos(latitude) * np.sin(longitude)
    y = scale * (np.cos(middle) * np.sin(latitude) - np.sin(middle) * np.cos(latitude) * np.cos(longitude))
    return OnPaper(np.asarray(x), np.asarray(y), np.asarray(np.degrees(np.arccos(toward))))
