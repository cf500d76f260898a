"""Reads a map of elements in the format of Lunar Prospector's 5-degree abundances.

NASA Planetary Data System, data set LP-L-GRS-5-ELEM-ABUNDANCE-V1.0 (Prettyman et al. 2006, J. Geophys. Res. 111,
E12007). The map is no part of lunarsim; ``docs/rare_earths.md`` says where it can be had.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.groups.extraction.site import Site
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


@dataclass(frozen=True)
class SiteMap:
    """A map of elements as plain data, so that a scenario, a stored sweep and a worker hold the same one.

    Parameters
    ----------
    pixels : tuple of tuples of float
        Of each pixel the bounds south, north, west, east [degrees], thorium [ppm] and iron oxide [wt%].

    Raises
    ------
    ValueError
        If they are not the pixels of a whole map.
    """

    pixels: tuple[tuple[float, ...], ...]

    def __post_init__(self) -> None:
        problem = _problem(self.element_map)
        if problem:
            raise ValueError(problem)

    @cached_property
    def element_map(self) -> ElementMap:
        """The pixels as arrays."""
        import numpy as np

        from lunarsim.physics.resource.element_map import ElementMap

        return ElementMap(*np.array(self.pixels, dtype=float).reshape(-1, len(ElementMap._fields)).T)

    @cached_property
    def digest(self) -> str:
        """A text that two maps share only if their pixels are equal."""
        return hashlib.sha256(repr(self.pixels).encode()).hexdigest()

    def at(self, latitude_deg: float, longitude_deg: float, radius_km: float) -> MapSite:
        """Return thorium and iron of a place.

        Parameters
        ----------
        latitude_deg, longitude_deg : float
            The place [degrees].
        radius_km : float
            Radius of the average [km]; 0 takes the pixel that holds the place.
        """
        from lunarsim.physics.resource.element_map import near_pixels

        found = self.element_map
        weights = near_pixels(found, latitude_deg, longitude_deg, radius_km)
        return MapSite(float((weights * found.thorium_ppm).sum()), float((weights * found.feo_wt_pct).sum()))


def read_map(path: Path) -> SiteMap:
    """Return the map of a file.

    Raises
    ------
    InputError
        If it is none.
    """
    try:
        return _parsed(read_regular(path, LIMIT_BYTES))
    except OSError as error:
        raise InputError([Fault(_KEY, f"is {path.name!r}, which cannot be read: {error.strerror or error}")]) from error
    except ValueError as error:
        raise InputError([Fault(_KEY, f"is {path.name!r}, which {error}")]) from None


@lru_cache(maxsize=4)
def _parsed(raw: bytes) -> SiteMap:
    import numpy as np

    try:
        rows = [line.split() for line in raw.decode("ascii").splitlines() if line.strip()]
        short = next((index for index, row in enumerate(rows, start=1) if len(row) != COLUMNS), None)
        table = np.array([] if short else rows, dtype=float).reshape(-1, COLUMNS)
    except (UnicodeDecodeError, ValueError):
        raise ValueError("holds something else than numbers") from None
    if short is not None:
        raise ValueError(f"has {len(rows[short - 1])} columns in row {short}, a map has {COLUMNS}")
    if not np.isfinite(table).all():
        raise ValueError("holds a number that is not finite")
    # Unmixing gives a few pixels next to nothing, or less.
    thorium_ppm, feo_wt_pct = np.maximum(table[:, _TH], 0.0), np.maximum(table[:, _FEO], 0.0) * 100.0
    return SiteMap(tuple(map(tuple, np.column_stack([table[:, _BOUNDS], thorium_ppm, feo_wt_pct]).tolist())))


def _problem(found: ElementMap) -> str:
    """Return why pixels are no map of the Moon, or nothing."""
    import numpy as np

    from lunarsim.physics.resource.element_map import map_area_km2
    from lunarsim.physics.sphere import pixel_area_km2

    south, north, west, east = found[:4]
    if not ((south >= -90) & (south < north) & (north <= 90) & (west >= -180) & (west < east) & (east <= 180)).all():
        return "has a pixel whose bounds are not latitudes -90 to 90 and longitudes -180 to 180 in order"
    covered = float(map_area_km2(found).sum() / pixel_area_km2(-90.0, 90.0, -180.0, 180.0))
    if abs(covered - 1.0) > 1e-3:
        return f"covers {covered:.1%} of the Moon; pixels are missing or overlap"
    for name in MapSite._fields:
        declared, _ = declarations(Site)[name]
        values = getattr(found, name)
        if not ((values >= declared.low) & (values <= declared.high)).all():
            return f"has a pixel of {name} {np.max(np.abs(values)):g}, allowed {declared.allowed()}"
    return ""
