"""Places as datasets: the known sites, and the pixels of a map of elements."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import xarray as xr

from lunarsim.scenario.library.places.known_sites import known_sites, site_named
from lunarsim.scenario.library.places.thorium_map import read_map

_SITE_COLUMNS = {
    "latitude_deg": "degrees_north",
    "longitude_deg": "degrees_east",
    "thorium_ppm": "ppm",
    "feo_wt_pct": "percent",
    "silicic": "1",
    "title": "",
}
_PIXEL_COLUMNS = {
    "south_deg": "degrees_north",
    "north_deg": "degrees_north",
    "west_deg": "degrees_east",
    "east_deg": "degrees_east",
    "thorium_ppm": "ppm",
    "feo_wt_pct": "percent",
}


def site_table() -> xr.Dataset:
    """Return all options of the group ``site``.

    Returns
    -------
    Dataset
        ``latitude_deg``, ``longitude_deg`` [deg], ``thorium_ppm`` [ppm], ``feo_wt_pct`` [wt%], ``silicic`` and
        ``title``, dims (site); coordinate ``site`` holds their keys.
    """
    sites = [site_named(name) for name in known_sites()]
    columns = {
        name: ("site", np.array([getattr(site, name) for site in sites]), {"units": units})
        for name, units in _SITE_COLUMNS.items()
    }
    return xr.Dataset(columns, {"site": list(known_sites())})


def map_pixels(path: Path | str) -> xr.Dataset:
    """Return the pixels of a map file as ``site.thorium_map`` reads it.

    Returns
    -------
    Dataset
        Bounds ``south_deg``, ``north_deg``, ``west_deg``, ``east_deg`` [deg], ``thorium_ppm`` [ppm] and
        ``feo_wt_pct`` [wt%], dims (pixel).

    Raises
    ------
    InputError
        If it is no such map.
    OSError
        If there is no such file.
    """
    found = read_map(Path(path)).element_map
    return xr.Dataset(
        {name: ("pixel", getattr(found, name), {"units": units}) for name, units in _PIXEL_COLUMNS.items()}
    )
