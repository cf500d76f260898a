"""Scenarios without Hydra: the declared defaults, a site, the two programs and changes to single values."""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from lunarsim.scenario.building import build, default_tree, group_defaults
from lunarsim.scenario.groups.waits import Waits
from lunarsim.scenario.library.paths import shipped
from lunarsim.scenario.scenario import Scenario

PROGRAMS = ("china", "russia", "usa")
CHINA_ALONE = {"cooperation.mode": "none", "programs.russia.active": False}
BY_PROGRAM = {"cooperation.basis": "five_year_programme"}
LAPSED = BY_PROGRAM | {"cooperation.mode": "lapsed"}
"""The partner's missions are withdrawn on 2027-12-31 unless another date is set."""
RUSSIA_ALONE = {
    "cooperation.mode": "none",
    "programs.china.active": False,
    "station.lead": "russia",
    "station.cargo_vehicle": "angara_a5",
    "logistics.cargo_vehicle": "yenisei",
}


def option(group: str, name: str) -> dict[str, Any]:
    """Return an option file of a config group as plain values."""
    return copy.deepcopy(_parsed(group, name))


@functools.cache
def _parsed(group: str, name: str) -> dict[str, Any]:
    return yaml.safe_load((shipped("configs") / group / f"{name}.yaml").read_text(encoding="utf-8")) or {}


def plan_of(name: str) -> dict[str, Any]:
    """Return the changes that an option of ``plan`` makes, by full key."""
    return dict(_leaves(option("plan", name) or {}))


def _leaves(tree: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{path}{key}.")
        else:
            yield path + key, value


_BASE_CAMP = option("station", "artemis")
ARTEMIS = {
    "cooperation.mode": "none",
    "programs.china.active": False,
    "programs.russia.active": False,
    "programs.usa.active": True,
    "logistics.cargo_vehicle": "starship",
} | {f"station.{key}": value for key, value in _BASE_CAMP.items()}
RACE = {"programs.usa.active": True} | {f"rival.{key}": value for key, value in _BASE_CAMP.items()}
NO_WAITS = {f"waits.{name}": False for name in group_defaults(Waits)}
PLANT_AT_ONCE = {f"missions.russia_power_plant_{number}.planned": "2036-12-31" for number in (1, 2, 3)}
"""The joint power plant whole on one day, half a year before the crew module."""


def tree_of(changes: Mapping[str, Any] = {}, site: str = "shackleton") -> dict[str, Any]:
    """Return a composed tree; ``changes`` are values by full key, such as ``programs.russia.active``."""
    tree = default_tree()
    tree["site"] = option("site", site)
    tree["programs"] = {name: option("program", name) for name in PROGRAMS}
    for key, value in changes.items():
        *path, last = key.split(".")
        node = tree
        for part in path:
            node = node.setdefault(part, {})
        node[last] = value
    return tree


def scenario_of(changes: Mapping[str, Any] = {}, site: str = "shackleton") -> Scenario:
    """Return a checked scenario; see :func:`tree_of`."""
    return build(tree_of(changes, site))
