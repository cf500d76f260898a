"""Where on the Moon a sweep works: the sites of its mines and stations, for the page's map."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import xarray as xr

from lunarsim.reading.titles.labels import label_title, stored_config
from lunarsim.scenario.library.places.known_sites import known_sites, site_named

WHOLE_MOON = (-180.0, 180.0, -90.0, 90.0)
"""West, east, south and north of the map [deg]."""

_NUMBERS = ("latitude_deg", "longitude_deg", "thorium_ppm")


def about_places(dataset: xr.Dataset) -> dict[str, Any] | None:
    """Return the places of a sweep for a map, None where its record names none.

    Parameters
    ----------
    dataset : Dataset
        A sweep, whose composed scenarios name the sites of mine and station; levers may name more.
    """
    places: dict[tuple[str, str], dict[str, Any]] = {}
    for role, site in _sites(dataset):
        latitude, longitude, thorium = (float(site[name]) for name in _NUMBERS)
        label = str(site.get("title") or site.get("name", ""))
        text = f"Thorium {thorium:.3g} ppm"
        lit = site.get("lit_fraction")
        if isinstance(lit, (int, float)):
            text += f"; in sunlight {lit:.0%} of the time".replace("%", " %")
        place = {"label": label, "latitude": latitude, "longitude": longitude, "role": role, "text": text}
        places.setdefault((role, label), place)
    if not places:
        return None
    roles = ", ".join(f"{place['label']} ({place['role'].lower()})" for place in places.values())
    return {
        "image": None,
        "extent": list(WHOLE_MOON),
        "alt": f"Map of the Moon with {roles}",
        "source": "positions and thorium of the option files of the group site, or as set for this sweep",
        "places": list(places.values()),
    }


def _sites(dataset: xr.Dataset) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the sites of all composed scenarios with their roles, and those that levers name."""
    for tree in _trees(dataset):
        mine = _part(tree, "site")
        if all(isinstance(mine.get(name), (int, float)) for name in _NUMBERS):
            yield "Mine", mine
        for group in ("station", "rival"):
            part = _part(tree, group)
            if group == "station" or part.get("name") not in (None, "", "none"):
                yield from _known(part.get("site"), _role(part, dataset), mine)
    for coordinate in dataset.coords.values():
        if coordinate.attrs.get("config_key") in ("station.site", "rival.site"):
            for name in coordinate.values.ravel().tolist():
                yield from _known(name, "Station", {})


def _role(part: Mapping[str, Any], dataset: xr.Dataset) -> str:
    name = str(part.get("name", ""))
    return f"Station {label_title('station', name, dataset)}" if name else "Station"


def _known(name: Any, role: str, mine: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if name is not None and mine.get("name") == name:
        yield role, mine
    elif name in known_sites():
        yield role, vars(site_named(str(name)))


def _trees(dataset: xr.Dataset) -> Iterator[Mapping[str, Any]]:
    """Yield the composed scenarios of a sweep, as far as its record can be read."""
    config = stored_config(dataset)
    try:
        listed = [(dict(tree)) for _, tree in json.loads(dataset.attrs["scenarios"])]
    except (KeyError, TypeError, ValueError, RecursionError):
        listed = []
    for tree in listed:
        yield {**listed[0], **tree}
    if not listed and config:
        yield config


def _part(tree: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = tree.get(name, {})
    return part if isinstance(part, Mapping) else {}
