"""Maps of the Moon on paper: the azimuthal projection that keeps areas."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lunarsim.words.arrays import FloatArray, Floats


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
