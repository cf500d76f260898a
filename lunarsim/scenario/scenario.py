"""The scenario: one full, checked, immutable input of a simulation."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass
from typing import Any

from lunarsim.scenario import library
from lunarsim.scenario.asset import Asset
from lunarsim.scenario.checking import build_group, checked, declarations
from lunarsim.scenario.cooperation import Cooperation
from lunarsim.scenario.deposit import Deposit
from lunarsim.scenario.finance import Finance
from lunarsim.scenario.flowsheet import Flowsheet
from lunarsim.scenario.landing import Landing
from lunarsim.scenario.launch import Launch
from lunarsim.scenario.logistics import Logistics
from lunarsim.scenario.market import Market
from lunarsim.scenario.mission import Mission
from lunarsim.scenario.parameter import Parameter, parameters_of
from lunarsim.scenario.plan import Plan
from lunarsim.scenario.plant import Plant
from lunarsim.scenario.program import Program
from lunarsim.scenario.records import Records
from lunarsim.scenario.rules import broken_rules
from lunarsim.scenario.site import Site
from lunarsim.scenario.station import Station
from lunarsim.scenario.timeline import Timeline
from lunarsim.scenario.vehicle import Vehicle
from lunarsim.scenario.waits import Waits
from lunarsim.words.errors import Fault, InputError, unknown

GROUPS: dict[str, type] = {
    "timeline": Timeline,
    "plan": Plan,
    "waits": Waits,
    "cooperation": Cooperation,
    "station": Station,
    "site": Site,
    "deposit": Deposit,
    "flowsheet": Flowsheet,
    "plant": Plant,
    "launch": Launch,
    "landing": Landing,
    "logistics": Logistics,
    "market": Market,
    "finance": Finance,
}
"""The groups that hold one instance each, by their key."""

COLLECTIONS: dict[str, type] = {"programs": Program, "missions": Mission, "vehicles": Vehicle, "assets": Asset}
"""The groups that hold several named instances, by their key."""


@dataclass(frozen=True)
class Scenario:
    """One full, checked, immutable input."""

    timeline: Timeline
    plan: Plan
    waits: Waits
    cooperation: Cooperation
    station: Station
    site: Site
    deposit: Deposit
    flowsheet: Flowsheet
    plant: Plant
    launch: Launch
    landing: Landing
    logistics: Logistics
    market: Market
    finance: Finance
    programs: Mapping[str, Program]
    missions: Mapping[str, Mission]
    vehicles: Mapping[str, Vehicle]
    assets: Mapping[str, Asset]

    def value(self, key: str) -> Any:
        """Return the value of a parameter, such as ``plant.units`` or ``programs.china.slip_multiplier``."""
        here: Any = self
        for part in key.split("."):
            here = here[part] if isinstance(here, Mapping) else getattr(here, part)
        return here

    def declaration(self, key: str) -> tuple[Parameter, Any]:
        """Return the declaration and the type of a parameter.

        Raises
        ------
        InputError
            If the scenario has no such parameter, with the nearest one.
        """
        return declaration(key, self)

    def with_values(self, values: Mapping[str, Any]) -> Scenario:
        """Return this scenario with some parameters at other values, checked like any input.

        Raises
        ------
        InputError
            With all faults of the values.
        """
        faults: list[Fault] = []
        fitting = {}
        for key, value in values.items():
            try:
                fitting[key] = checked(value, *self.declaration(key))
            except InputError as error:
                faults.extend(error.faults)
            except ValueError as error:
                faults.append(Fault(key, str(error)))
        if faults:
            raise InputError(faults)
        changed = setter(tuple(fitting))(self, tuple(fitting.values()))
        broken = broken_rules(changed)
        if broken:
            raise InputError(broken)
        return changed


def declaration(key: str, scenario: Scenario | None = None) -> tuple[Parameter, Any]:
    """Return declaration and type of the parameter at ``key``, its name checked where a scenario is given.

    Raises
    ------
    InputError
        If there is no such parameter, with the nearest one.
    """
    group, _, rest = key.partition(".")
    if group in GROUPS:
        known = declarations(GROUPS[group])
        if rest in known:
            return known[rest]
        raise InputError([Fault(key, unknown(rest, known, f"parameter of {group}"))])
    if group in COLLECTIONS:
        name, _, field = rest.partition(".")
        known = declarations(COLLECTIONS[group])
        if scenario is not None and name not in getattr(scenario, group):
            raise InputError([Fault(key, unknown(name, getattr(scenario, group), group.rstrip("s")))])
        if field in known:
            return known[field]
        raise InputError([Fault(key, unknown(field, known, f"parameter of {group}"))])
    raise InputError([Fault(key, unknown(group, [*GROUPS, *COLLECTIONS], "key"))])


def setter(keys: Sequence[str]) -> Callable[[Scenario, Sequence[Any]], Scenario]:
    """Return a fast function that puts values, given in the order of ``keys``, into a scenario; it checks nothing."""
    plain: dict[str, list[tuple[str, int]]] = {}
    named: dict[str, dict[str, list[tuple[str, int]]]] = {}
    for position, key in enumerate(keys):
        parts = key.split(".")
        if len(parts) == 2:
            plain.setdefault(parts[0], []).append((parts[1], position))
        else:
            named.setdefault(parts[0], {}).setdefault(parts[1], []).append((parts[2], position))

    def put(scenario: Scenario, values: Sequence[Any]) -> Scenario:
        replace = dataclasses.replace
        changes: dict[str, Any] = {
            group: replace(getattr(scenario, group), **{field: values[i] for field, i in fields})
            for group, fields in plain.items()
        }
        for group, names in named.items():
            records = dict(getattr(scenario, group))
            for name, fields in names.items():
                records[name] = replace(records[name], **{field: values[i] for field, i in fields})
            changes[group] = Records(records)
        return replace(scenario, **changes) if changes else scenario

    return put


def default_tree() -> dict[str, Any]:
    """Return all defaults as a plain nested mapping, ``???`` where an option file must give the value.

    It is what Hydra composes upon; the programs are added by their option files.
    """
    tree: dict[str, Any] = {group: group_defaults(cls) for group, cls in GROUPS.items()}
    return tree | {name: {} for name in COLLECTIONS}


def group_defaults(cls: type) -> dict[str, Any]:
    """Return the defaults of one group's dataclass as plain values."""
    return {
        name: "???" if default is MISSING else list(default) if isinstance(default, tuple) else default
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
    if parts["plan"] is not None:
        parts["missions"] = library.manifest_missions(parts["plan"].manifest, tree.get("missions", {}), faults)
    parts["vehicles"] = library.vehicles(tree.get("vehicles", {}), faults)
    parts["assets"] = library.assets(tree.get("assets", {}), faults)
    if faults:
        raise InputError(faults)
    return Scenario(**parts)
