"""Build scenarios from composed trees of plain values or from other scenarios; give the tree of all defaults."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import MISSING
from typing import Any

from lunarsim.scenario.blocs import BLOCS, own_blocs
from lunarsim.scenario.declare.checking import build_group, checked, declarations
from lunarsim.scenario.declare.declaration import REQUIRED, parameters_of
from lunarsim.scenario.declare.records import Records
from lunarsim.scenario.groups.plan import Plan
from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.groups.timeline import Timeline
from lunarsim.scenario.libraries import LIBRARIES, libraries
from lunarsim.scenario.library.places.thorium_map import SiteMap
from lunarsim.scenario.rules import broken_rules
from lunarsim.scenario.scenario import (
    COLLECTIONS,
    FROM_MAP,
    GROUPS,
    MAPPED,
    NOBODY,
    Scenario,
    on_map,
    setter,
)
from lunarsim.words.errors import Fault, InputError, shown, unknown


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


def build(tree: Mapping[str, Any], maps: Mapping[str, SiteMap] | None = None) -> Scenario:
    """Build a scenario from a composed tree of plain values and the maps that it may read its site from.

    Raises
    ------
    InputError
        With all errors of the tree: those of :func:`assemble` or, where there are none, broken rules.
    """
    scenario = assemble(tree, maps)
    broken = broken_rules(scenario)
    if broken:
        raise InputError(broken)
    return scenario


def assemble(tree: Mapping[str, Any], maps: Mapping[str, SiteMap] | None = None) -> Scenario:
    """Build a scenario from a composed tree of plain values, each checked by itself, without the rules over several.

    Where the site has a map, thorium and iron are those of the map; a map that is not at hand has given them before.

    Raises
    ------
    InputError
        With all errors of the values: unknown keys and names, wrong types, values out of range.
    """
    faults: list[Fault] = []
    known = [*GROUPS, *COLLECTIONS, BLOCS]
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
    parts["own_blocs"] = own_blocs(tree.get(BLOCS) or {}, tuple(parts["programs"]), faults)
    if faults:
        raise InputError(faults)
    known_maps = Records(maps or {})
    return Scenario(**parts | {"site": on_map(parts["site"], known_maps)}, maps=known_maps)


def checked_scenario(scenario: Scenario) -> Scenario:
    """Return a scenario of unknown origin, such as one made by ``dataclasses.replace``, checked like any input.

    Raises
    ------
    InputError
        With all errors of its values or, where there are none, broken rules.
    """
    faults: list[Fault] = []
    parts: dict[str, Any] = {
        group: _checked_record(getattr(scenario, group), cls, group, faults) for group, cls in GROUPS.items()
    }
    shipped = {} if faults else libraries(scenario.plan.manifest, scenario.timeline.as_of, {})
    for collection, kind in COLLECTIONS.items():
        records, known = getattr(scenario, collection), shipped.get(collection, {})
        if not isinstance(records, Mapping):
            faults.append(Fault(collection, f"is {shown(records)}, must be a mapping from names to records"))
            continue
        wrong = (name for name in records if type(name) is not str)
        faults.extend(Fault(collection, f"has the name {shown(name)}, must be a text") for name in wrong)
        good = {
            name: each if each is known.get(name) else _checked_record(each, kind, f"{collection}.{name}", faults)
            for name, each in records.items()
        }
        parts[collection] = records if _are_same(good, records) else Records(good)
    if not faults and any(part is not getattr(scenario, name) for name, part in parts.items()):
        scenario = dataclasses.replace(scenario, **parts)
    faults = faults or [*_place_faults(scenario), *broken_rules(scenario)]
    if faults:
        raise InputError(faults)
    return scenario


def _are_same(some: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    return all(each is others[name] for name, each in some.items())


def _place_faults(scenario: Scenario) -> Iterator[Fault]:
    """Yield where a site that is read from a map has other figures than the map gives at its place."""
    site = scenario.site
    if not site.thorium_map:
        return
    if site.thorium_map not in scenario.maps:
        yield _map_not_read(site.thorium_map)
        return
    mapped = on_map(site, scenario.maps)
    for key in FROM_MAP:
        name = key.partition(".")[2]
        given, right = getattr(site, name), getattr(mapped, name)
        if given != right:
            yield Fault(key, f"is {given:g}, but {MAPPED[0]} gives {right:g} at this place; change it with with_values")


def _map_not_read(name: str) -> Fault:
    return Fault(
        MAPPED[0], f"is {shown(name)}, which this scenario has not read; make the scenario again with load_scenario"
    )


def _checked_record(record: Any, cls: Any, path: str, faults: list[Fault]) -> Any:
    """Return a group or a record, with values in the type of their declarations; errors are added to ``faults``."""
    if not isinstance(record, cls):
        faults.append(Fault(path, f"is {shown(record)}, must be of type {cls.__name__}"))
        return record
    converted = {}
    for name, (declared, hint) in declarations(cls).items():
        value = getattr(record, name)
        try:
            good = checked(value, declared, hint)
        except ValueError as error:
            faults.append(Fault(f"{path}.{name}", str(error)))
            continue
        if type(good) is not type(value):
            converted[name] = good
    return dataclasses.replace(record, **converted) if converted else record


def with_values(scenario: Scenario, values: Mapping[str, Any]) -> Scenario:
    """Return a scenario with some parameters at other values, checked like any input.

    Raises
    ------
    InputError
        With all errors of the values.
    """
    faults: list[Fault] = []
    fitting = {}
    for key, value in values.items():
        if type(key) is not str:
            faults.append(Fault(shown(key), "is not a text; keys are texts such as 'plant.units'"))
            continue
        try:
            fitting[key] = checked(value, *scenario.declaration(key))
        except InputError as error:
            faults.extend(error.faults)
        except ValueError as error:
            faults.append(Fault(key, str(error)))
    faults.extend(_map_faults(scenario, fitting))
    if faults:
        raise InputError(faults)
    changed = setter(tuple(fitting))(scenario, tuple(fitting.values()))
    if any(key.partition(".")[0] in LIBRARIES for key in fitting):
        changed = dataclasses.replace(changed, changes=_with_changes(scenario.changes, fitting))
    broken = broken_rules(changed)
    if broken:
        raise InputError(broken)
    return changed


def _map_faults(scenario: Scenario, values: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield why values cannot be put into a scenario whose site is read from a map."""
    name = values.get(MAPPED[0], scenario.site.thorium_map)
    if not name:
        if scenario.site.thorium_map and not values.keys() >= set(FROM_MAP):
            yield Fault(
                MAPPED[0],
                f"is '', but this scenario holds only the map's figures; give {' and '.join(FROM_MAP)}, too, "
                "or make the scenario again with load_scenario",
            )
        return
    if name not in scenario.maps and not set(MAPPED).isdisjoint(values):
        yield _map_not_read(name)
    yield from (
        Fault(key, f"is given, and {MAPPED[0]} gives it, too; allowed is one of them")
        for key in FROM_MAP
        if key in values
    )


def _with_changes(
    changes: Mapping[str, Mapping[str, Any]], values: Mapping[str, Any]
) -> Mapping[str, Mapping[str, Any]]:
    """Return the changes of the libraries with other values added."""
    result = {name: {key: dict(fields) for key, fields in changes.get(name, {}).items()} for name in LIBRARIES}
    for key, value in values.items():
        name, _, rest = key.partition(".")
        if name in LIBRARIES:
            record, _, last = rest.partition(".")
            result[name].setdefault(record, {})[last] = value
    return result
