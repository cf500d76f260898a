"""A site read from a map, ``site.thorium_map=FILE``: its thorium and iron are put in place of those of the option."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from lunarsim.door.line.vetting import Vetted, sets
from lunarsim.words.errors import Fault, InputError

KEY = "site.thorium_map"
FROM_MAP = ("site.thorium_ppm", "site.feo_wt_pct")
"""Parameters that a map gives."""


def put_map(
    tree: dict[str, Any], choices: Mapping[str, str | None], vetted: Iterable[Vetted], given: Collection[str]
) -> None:
    """Read the map that a composed tree names, and put its thorium and iron of the site into the tree.

    The map lies in or below the folder of the option file that names it, or the working directory where the line does.

    Parameters
    ----------
    tree : dict
        The composed tree, changed in place.
    choices : mapping
        The option chosen for each group.
    vetted : iterable of Vetted
        The user's option files.
    given : collection of str
        Keys that the line itself gives.

    Raises
    ------
    InputError
        If the map lies elsewhere or cannot be read, or the line sets what the map gives.
    """
    site = tree["site"]
    name = site.get("thorium_map")
    if not isinstance(name, str) or not name:
        return
    duplicates = [key for key in FROM_MAP if key in given]
    if duplicates:
        raise InputError(
            [Fault(key, f"is given, and {KEY} gives it, too; allowed is one of them") for key in duplicates]
        )
    from lunarsim.scenario.library.thorium_map import site_on_map

    numbers = [site.get(key) for key in ("latitude_deg", "longitude_deg", "map_radius_km")]
    if not all(isinstance(number, int | float) for number in numbers):
        return  # The scenario's own check reports what is wrong with them.
    found = site_on_map(_inside(name, _folder(choices, vetted, given)), *map(float, numbers))
    site["thorium_ppm"], site["feo_wt_pct"] = found


def _folder(choices: Mapping[str, str | None], vetted: Iterable[Vetted], given: Collection[str]) -> Path:
    if KEY in given:
        return Path.cwd()
    setting = [file for file in vetted if sets(file, KEY)]
    chosen = [file for file in setting if choices.get(file.group) == file.name]
    for file in (*chosen, *setting):
        return file.path.parent
    return Path.cwd()


def _inside(name: str, folder: Path) -> Path:
    base = folder.resolve()
    path = (base / name).resolve()
    if not path.is_relative_to(base):
        raise InputError([Fault(KEY, f"is {name!r}, which lies outside {base}; a map lies in or below it")])
    return path
