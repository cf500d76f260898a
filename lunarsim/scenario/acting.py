"""Which parameters can act on the outcomes of a scenario, by what their declarations say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from lunarsim.scenario.declare.declaration import AnyOf, Condition, HardwareCondition, when
from lunarsim.scenario.groups.extraction.flowsheet import FLOWSHEETS
from lunarsim.scenario.library.flowsheet_graphs import unused_parameters
from lunarsim.scenario.scenario import DECIDES_LIBRARIES, NOBODY, Scenario, declaration

PossibleValues = Callable[[str], Collection[Any] | None]
"""Gives the values that a parameter takes in a sweep; None where it is uncertain, so that it may take any."""


def can_act(key: str, scenario: Scenario, values: PossibleValues) -> bool:
    """Return whether a parameter can act on any run of a base scenario; the parameters as of :func:`unmet`."""
    return next(unmet(key, scenario, values), None) is None


def unmet(key: str, scenario: Scenario, values: PossibleValues) -> Iterator[str]:
    """Yield in words the conditions of a parameter that hold for no run of a base scenario.

    Each condition is judged by itself, so that a parameter is only left out where some condition holds for no run.

    Parameters
    ----------
    key : str
        The parameter.
    scenario : Scenario
        Whose programs are asked.
    values : callable
        Gives the values of a parameter in the runs, such as those of a lever.
    """
    if not takes_part(key, scenario, values):
        yield from _takes_part_if(key)
    flowsheets = values("flowsheet.name")
    if flowsheets is not None and key in unused_parameters(frozenset(map(str, flowsheets))):
        yield from _is_read_if(key)
    declared, _ = declaration(key)
    for condition in declared.acts_if:
        holds = (
            _can_come(condition, key.partition(".")[0], scenario, values)
            if isinstance(condition, HardwareCondition)
            else _can_hold(condition, scenario, values)
        )
        if not holds:
            yield _in_words(condition)


def takes_part(key: str, scenario: Scenario, values: PossibleValues) -> bool:
    """Return whether the program or second station of a parameter is part of any run; all else always is."""
    decisive = _decides_part(key)
    if decisive in ("", key):
        return True
    group, name, *_ = key.split(".")
    if group == "programs" and name not in scenario.programs:
        return False
    taken = values(decisive)
    return taken is None or any(value not in (False, NOBODY) for value in taken)


def _decides_part(key: str) -> str:
    """Return the parameter that decides whether a program or the second station is there, or an empty string."""
    group, name, *_ = key.split(".")
    return {"rival": "rival.lead", "programs": f"programs.{name}.active"}.get(group, "")


def conditions(key: str) -> str:
    """Return in words when a parameter acts; empty where it always does."""
    declared, _ = declaration(key)
    return " and ".join((*_takes_part_if(key), *_is_read_if(key), *map(_in_words, declared.acts_if)))


def _takes_part_if(key: str) -> Iterator[str]:
    """Yield in words when the program or second station of a parameter is there."""
    decisive = _decides_part(key)
    if decisive not in ("", key):
        yield f"{decisive} is not {NOBODY}" if decisive == "rival.lead" else _in_words(when(decisive))


def _is_read_if(key: str) -> Iterator[str]:
    """Yield in words which flowsheets read a parameter of the process."""
    readers = tuple(name for name in FLOWSHEETS if key not in unused_parameters(frozenset([name])))
    if readers != FLOWSHEETS:
        yield _in_words(when("flowsheet.name", *readers))


def _in_words(condition: Condition | AnyOf | HardwareCondition) -> str:
    """Return a condition in words, with what "set" means for a parameter of its type."""
    if isinstance(condition, AnyOf):
        return f"either {' or '.join(map(_in_words, condition.conditions))}"
    if isinstance(condition, HardwareCondition) or not condition.is_bare:
        return str(condition)
    declared, hint = declaration(condition.key)
    if hint in (int, float):
        return f"{condition.key} is {'above' if declared.low >= 0 else 'not'} 0"
    return f"{condition.key} is true" if hint is bool else str(condition)


def _can_hold(condition: Condition | AnyOf, scenario: Scenario, values: PossibleValues) -> bool:
    if isinstance(condition, AnyOf):
        return any(_can_hold(each, scenario, values) for each in condition.conditions)
    before, star, name = condition.key.partition("*.")
    if star:
        collection = before.rstrip(".")
        return any(
            _is_met(condition, values(f"{collection}.{entry}.{name}"), values)
            for entry in getattr(scenario, collection)
            if takes_part(f"{collection}.{entry}.{name}", scenario, values)
        )
    return _is_met(condition, values(condition.key), values)


def _can_come(hardware: HardwareCondition, station: str, scenario: Scenario, values: PossibleValues) -> bool:
    """Return whether a mission of those who may build a station brings such hardware."""

    def matches(asset: str) -> bool:
        known = values(f"assets.{asset}.evidence")
        amounts = [values(f"assets.{asset}.{field}") for field in hardware.fields]
        return (known is None or not set(hardware.evidence).isdisjoint(known)) and any(
            taken is None or any(amount > 0 for amount in taken) for taken in amounts
        )

    if any(taken is None or len(set(taken)) > 1 for taken in map(values, DECIDES_LIBRARIES)):
        return True
    builders = set(values("rival.lead") or ()) if station == "rival" else _may_build(scenario, values)
    matching = {asset for asset in scenario.assets if matches(asset)}
    listed = values(f"{station}.parts")
    if listed is None or any(not matching.isdisjoint(parts) for parts in listed):
        return True
    return any(
        not matching.isdisjoint(brought)
        for mission in scenario.missions
        if not builders.isdisjoint(values(f"missions.{mission}.program") or builders)
        for brought in values(f"missions.{mission}.assets") or ()
    )


def _may_build(scenario: Scenario, values: PossibleValues) -> set[str]:
    """Return who may be a member of the main station in some run, by the rule of :meth:`Scenario.members`."""

    def among(key: str, otherwise: Collection[Any]) -> set[Any]:
        taken = values(key)
        return set(otherwise if taken is None else taken)

    leads = among("station.lead", scenario.programs)
    if among("cooperation.mode", ("active",)) == {NOBODY}:
        return leads
    rivals = among("rival.lead", (NOBODY,))
    camps = {name: among(f"programs.{name}.camp", ()) for name in scenario.programs}
    of_leads = {camp for name in leads for camp in camps.get(name, ())} - {NOBODY}
    partners = {
        name
        for name in scenario.programs
        if any(among(f"programs.{name}.active", (True,))) and rivals != {name} and camps[name] & of_leads
    }
    return leads | partners


def _is_met(condition: Condition, taken: Collection[Any] | None, values: PossibleValues) -> bool:
    if taken is None:
        return True
    if condition.other_than:
        others = values(condition.other_than)
        return others is None or len({*taken, *others}) > 1
    if condition.unless is not None:
        return any(value != condition.unless for value in taken)
    return any(value in condition.values if condition.values else bool(value) for value in taken)
