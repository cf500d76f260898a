"""Builds scenarios from composed trees of plain values, and gives the tree of all defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING
from typing import Any

from lunarsim.scenario.declare.checking import build_group
from lunarsim.scenario.declare.declaration import REQUIRED, parameters_of
from lunarsim.scenario.declare.records import Records
from lunarsim.scenario.groups.plan import Plan
from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.groups.timeline import Timeline
from lunarsim.scenario.rules import broken_rules
from lunarsim.scenario.scenario import COLLECTIONS, GROUPS, LIBRARIES, NOBODY, Scenario, libraries
from lunarsim.words.errors import Fault, InputError, unknown


def default_tree() -> dict[str, Any]:
    """Return all defaults as a plain nested mapping, ``???`` where an option file must give the value.

    It is what Hydra composes upon; the programs are added by their option files.
    """
    tree: dict[str, Any] = {group: group_defaults(cls) for group, cls in GROUPS.items()}
    tree["rival"] |= {"name": NOBODY, "lead": NOBODY}
    return tree | {name: {} for name in COLLECTIONS}


def group_defaults(cls: type) -> dict[str, Any]:
    """Return the defaults of one group's dataclass as plain values."""
    return {
        name: REQUIRED if default is MISSING else list(default) if isinstance(default, tuple) else default
        for name, _, default in parameters_of(cls)
    }


def build(tree: Mapping[str, Any]) -> Scenario:
    """Build a scenario from a composed tree of plain values.

    Raises
    ------
    InputError
        With all faults of the tree: those of :func:`assemble` or, where there are none, broken rules.
    """
    scenario = assemble(tree)
    broken = broken_rules(scenario)
    if broken:
        raise InputError(broken)
    return scenario


def assemble(tree: Mapping[str, Any]) -> Scenario:
    """Build a scenario from a composed tree of plain values, each checked by itself, without the rules over several.

    Raises
    ------
    InputError
        With all faults of the values: unknown keys and names, wrong types, values out of range.
    """
    faults: list[Fault] = []
    known = [*GROUPS, *COLLECTIONS]
    faults.extend(Fault(str(key), unknown(str(key), known, "key")) for key in tree if key not in known)
    parts: dict[str, Any] = {
        group: build_group(cls, tree.get(group, {}), group, faults) for group, cls in GROUPS.items()
    }
    parts["programs"] = Records(
        (name, build_group(Program, values, f"programs.{name}", faults))
        for name, values in tree.get("programs", {}).items()
    )
    parts["changes"] = {name: tree.get(name) or {} for name in LIBRARIES}
    plan, timeline = parts["plan"] or Plan(), parts["timeline"] or Timeline()
    parts |= libraries(plan.manifest, timeline.as_of, parts["changes"], faults)
    if faults:
        raise InputError(faults)
    return Scenario(**parts)
