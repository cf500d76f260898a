"""The known sites: the options of the group ``site``."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from lunarsim.scenario.declare.checking import build_group
from lunarsim.scenario.groups.extraction.site import Site
from lunarsim.scenario.library.paths import shipped
from lunarsim.words.errors import Fault, InputError, unknown

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def known_sites() -> tuple[str, ...]:
    """Return the keys of the known sites."""
    return tuple(sorted(path.stem for path in (shipped("configs") / "site").glob("*.yaml")))


@cache
def _read(name: str) -> Site:
    faults: list[Fault] = []
    path = shipped("configs") / "site" / f"{name}.yaml"
    site = build_group(Site, yaml.load(path.read_bytes(), Loader=_Loader), f"configs/site/{name}.yaml", faults)
    if site is None:
        raise InputError(faults)
    return site


def site_named(name: str, present: Site | None = None) -> Site:
    """Return a site by its key; ``present`` is taken, with its changes, where it is the one that is meant.

    Raises
    ------
    InputError
        If there is no such site, with the nearest one.
    """
    if present is not None and present.name == name:
        return present
    if name not in known_sites():
        raise InputError([Fault("station.site", unknown(name, known_sites(), "site"))])
    return _read(name)
