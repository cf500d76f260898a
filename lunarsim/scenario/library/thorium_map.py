"""Reads a map of elements in the format of Lunar Prospector's 5-degree abundances.

NASA Planetary Data System, data set LP-L-GRS-5-ELEM-ABUNDANCE-V1.0 (Prettyman et al. 2006, J. Geophys. Res. 111,
E12007). The map is no part of lunarsim; ``docs/rare_earths.md`` says where it can be had.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lunarsim.scenario.regular_files import read_regular
from lunarsim.words.errors import Fault, InputError

if TYPE_CHECKING:
    from lunarsim.physics.resource.element_map import ElementMap

LIMIT_BYTES = 20_000_000
COLUMNS = 61
_FEO, _TH = 12, 14
_BOUNDS = slice(1, 5)
_KEY = "site.thorium_map"


class MapSite(NamedTuple):
    """What a map says of a place: means by area over the pixels about it [ppm, wt%]."""

    thorium_ppm: float
    feo_wt_pct: float


def site_on_map(path: Path, latitude_deg: float, longitude_deg: float, radius_km: float) -> MapSite:
    """Return thorium and iron of a place by a map.

    Parameters
    ----------
    path : Path
        The map.
    latitude_deg, longitude_deg : float
        The place [degrees].
    radius_km : float
        Radius of the average [km]; 0 takes the pixel that holds the place.

    Raises
    ------
    InputError
        If the map cannot be read.
    """
    from lunarsim.physics.resource.element_map import near_pixels

    element_map = read_map(path)
    weights = near_pixels(element_map, latitude_deg, longitude_deg, radius_km)
    return MapSite(float((weights * element_map.thorium_ppm).sum()), float((weights * element_map.feo_wt_pct).sum()))


def read_map(path: Path) -> ElementMap:
    """Return the map of a file.

    Raises
    ------
    InputError
        If it is none.
    """
    try:
        raw = read_regular(path, LIMIT_BYTES)
    except OSError as error:
        raise _refused(path, f"cannot be read: {error.strerror or error}") from error
    return _parsed(path, hashlib.sha256(raw).hexdigest(), _Bytes(raw))


class _Bytes:
    """Content that the cache does not compare: its digest does."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Bytes)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=4)
def _parsed(path: Path, digest: str, content: _Bytes) -> ElementMap:
    import numpy as np

    from lunarsim.physics.resource.element_map import ElementMap, map_area_km2
    from lunarsim.physics.sphere import pixel_area_km2

    try:
        rows = [line.split() for line in content.raw.decode("ascii").splitlines() if line.strip()]
        short = next((index for index, row in enumerate(rows, start=1) if len(row) != COLUMNS), None)
        if short is not None:
            raise _refused(path, f"has {len(rows[short - 1])} columns in row {short}, a map has {COLUMNS}")
        table = np.array(rows, dtype=float).reshape(-1, COLUMNS)
    except (UnicodeDecodeError, ValueError):
        raise _refused(path, "holds something else than numbers") from None
    if not np.isfinite(table).all():
        raise _refused(path, "holds a number that is not finite")
    south, north, west, east = table[:, _BOUNDS].T
    if not ((south >= -90) & (south < north) & (north <= 90) & (west >= -180) & (west < east) & (east <= 180)).all():
        raise _refused(path, "has a pixel whose bounds are no latitudes -90 to 90 and longitudes -180 to 180 in order")
    element_map = ElementMap(
        south,
        north,
        west,
        east,
        # Unmixing gives a few pixels next to nothing, or less.
        np.maximum(table[:, _TH], 0.0),
        np.maximum(table[:, _FEO], 0.0) * 100.0,
    )
    covered = float(map_area_km2(element_map).sum() / pixel_area_km2(-90.0, 90.0, -180.0, 180.0))
    if abs(covered - 1.0) > 1e-3:
        raise _refused(path, f"covers {covered:.1%} of the Moon; pixels are missing or overlap")
    return element_map


def _refused(path: Path, problem: str) -> InputError:
    return InputError([Fault(_KEY, f"is {path.name!r}, which {problem}")])
