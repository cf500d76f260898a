"""The map that a site is read from, ``site.thorium_map=FILE``: where its file may lie, what not to give with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from lunarsim.door.line.vetting import Vetted, sets
from lunarsim.scenario.library.places.thorium_map import SiteMap, read_map
from lunarsim.scenario.scenario import FROM_MAP, MAPPED
from lunarsim.words.errors import Fault, InputError

KEY = MAPPED[0]


def add_map(
    maps: dict[str, SiteMap],
    tree: Mapping[str, Any],
    choices: Mapping[str, str | None],
    vetted: Iterable[Vetted],
    given: Collection[str],
) -> None:
    """Read the map that a composed tree names, if any.

    The map lies in or below the folder of the option file that names it, or the working directory where the line does.

    Parameters
    ----------
    maps : dict
        Maps by their names, to which it is added.
    tree : mapping
        The composed tree.
    choices : mapping
        The option chosen for each group.
    vetted : iterable of Vetted
        The user's option files.
    given : collection of str
        Keys that the line itself gives.

    Raises
    ------
    InputError
        If the map lies elsewhere or cannot be read, or another one has its name.
    """
    name = tree["site"].get("thorium_map")
    if isinstance(name, str) and name:
        read_into(maps, name, _folder(choices, vetted, given))


def read_into(maps: dict[str, SiteMap], name: str, folder: Path) -> None:
    """Read a map that lies in or below a folder and add it to others by its name."""
    path = _inside(name, folder)
    found = read_map(path)
    if maps.setdefault(name, found) != found:
        raise InputError([Fault(KEY, f"is {name!r}, of which {path} is one and another file another; rename one")])


def put_place(tree: dict[str, Any], maps: Mapping[str, SiteMap]) -> None:
    """Put thorium and iron of the site into a tree, where it has a map and a place."""
    site = tree["site"]
    found = maps.get(site.get("thorium_map"))
    place = [site.get(key.partition(".")[2]) for key in MAPPED[1:]]
    # The scenario's own check reports what is wrong with them.
    if found is not None and all(isinstance(number, int | float) for number in place):
        site |= found.at(*map(float, place))._asdict()


def check_given(tree: Mapping[str, Any], maps: Mapping[str, SiteMap], given: Collection[str]) -> None:
    """Refuse what a line gives beside its map.

    Raises
    ------
    InputError
        With all of it.
    """
    duplicates = [key for key in FROM_MAP if key in given]
    if duplicates and (tree["site"].get("thorium_map") in maps or KEY in given):
        problem = f"is given, and {KEY} gives it, too; allowed is one of them"
        raise InputError([Fault(key, problem) for key in duplicates])


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
