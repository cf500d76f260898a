"""Checks of single overrides: names of groups, options and parameters, types and ranges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, get_args

from lunarsim.door.line.keys import parameter_at
from lunarsim.door.line.option_catalog import EXPERIMENT, Catalog
from lunarsim.door.line.overrides import Typed
from lunarsim.door.line.vetting import OVER_ALL, Vetted
from lunarsim.scenario.declare.checking import checked
from lunarsim.scenario.scenario import COLLECTIONS
from lunarsim.study.request.settings import SETTINGS
from lunarsim.words.errors import Fault, InputError, unknown

NEVER_VARIED = (*SETTINGS, EXPERIMENT)
"""Groups that are neither levers nor factors."""

NEVER_FACTORS = ("timeline",)
"""Groups whose parameters may be levers, but not uncertain factors."""

NEVER_LEVERS = ("site.thorium_map", "site.map_radius_km")
"""Parameters that are used up when a site is read."""


def faults_of(typed: Typed, catalog: Catalog, programs: Sequence[str], multirun: bool) -> list[Fault]:
    """Return what is wrong with one override, taken by itself.

    Parameters
    ----------
    typed : Typed
        The override.
    catalog : Catalog
        What can be chosen.
    programs : sequence of str
        Names of the programs of this line.
    multirun : bool
        Whether sweeps are allowed (``-m``).
    """
    return list(dict.fromkeys(_faults(typed, catalog, programs, multirun)))


def is_choice(key: str, catalog: Catalog) -> bool:
    """Return whether a key is a config group's, with or without its package."""
    return key.partition("@")[0] in catalog.groups


def unknown_programs(files: Iterable[Vetted], programs: Sequence[str]) -> Iterator[Fault]:
    """Yield the programs that option files set and that are none of this line's."""
    for file in files:
        named = file.content.get("programs") if file.group in OVER_ALL else None
        for name in named if isinstance(named, dict) else ():
            if name not in programs:
                yield Fault(f"{file.path}: programs.{name}", unknown(name, programs, "program"))


def values_of(typed: Typed, catalog: Catalog) -> tuple[Any, ...]:
    """Return the values of an override; of a pattern, the options that match, and option names as texts."""
    group = typed.key.partition("@")[0]
    if group not in catalog.groups:
        return typed.values
    if typed.pattern is not None:
        return tuple(typed.pattern.filter(list(catalog.options(group))))
    return tuple(None if value is None else str(value) for value in typed.values)


def _faults(typed: Typed, catalog: Catalog, programs: Sequence[str], multirun: bool) -> Iterator[Fault]:
    group = typed.key.partition("@")[0].partition(".")[0]
    swept = typed.form != "fixed"
    if swept and group in NEVER_VARIED:
        yield Fault(typed.path, f"{group} is one for the whole sweep, neither a lever nor a factor")
    elif swept and not multirun:
        yield Fault(
            typed.path, f"{typed.text!r} is a sweep; sweeps need -m (lunarsim -m ...), texts with commas need quotes"
        )
    if group == "hydra" or group.startswith("hydra/"):
        yield Fault(typed.path, "Hydra's own settings are fixed, apart from hydra.searchpath=[FOLDER]")
    elif typed.sign == "~":
        yield Fault(typed.path, "cannot be removed; give another option or value instead")
    elif is_choice(typed.key, catalog):
        yield from _choice_faults(typed, catalog)
    else:
        yield from _value_faults(typed, programs)


def _choice_faults(typed: Typed, catalog: Catalog) -> Iterator[Fault]:
    group, _, package = typed.key.partition("@")
    added = typed.sign == "+" and group == "program" and package.startswith("programs.")
    if typed.key not in catalog.base and not added:
        places = [key for key in catalog.base if key.partition("@")[0] == group]
        yield Fault(typed.path, unknown(typed.key, places, "key") if package else f"is used as {' or '.join(places)}")
        return
    if typed.sign and not (added and typed.key not in catalog.base):
        yield Fault(typed.path, f"exists already; leave out the {typed.sign!r}")
    if typed.form == "factor":
        yield Fault(typed.path, f"an option of {group} has no interval; list options to compare them")
        return
    values = values_of(typed, catalog)
    if not values:
        yield Fault(
            typed.path, f"{typed.text!r} matches no option of {group} (there are {', '.join(catalog.options(group))})"
        )
    for value in values:
        if value is None and group == EXPERIMENT:
            continue
        try:
            catalog.option(group, str(value))
        except InputError as error:
            yield from (
                Fault(typed.path if fault.path == group else fault.path, fault.problem) for fault in error.faults
            )


def _value_faults(typed: Typed, programs: Sequence[str]) -> Iterator[Fault]:
    if typed.form != "fixed" and typed.key in NEVER_LEVERS:
        yield Fault(typed.path, "is read once for a site; write an option of site for each value and list these")
        return
    if typed.pattern is not None:
        yield Fault(typed.path, "glob() chooses among the options of a group; list the values of a parameter")
        return
    if typed.interval is not None:
        yield from _factor_faults(typed, programs)
        return
    for value in typed.values:
        for key, leaf in _leaves(typed.key, value):
            yield from _leaf_faults(typed, key, leaf, programs)


def _leaf_faults(typed: Typed, key: str, value: Any, programs: Sequence[str]) -> Iterator[Fault]:
    path = typed.path + key.removeprefix(typed.key)
    try:
        declared, hint = parameter_at(key, programs)
    except InputError as error:
        yield from (Fault(path, fault.problem) for fault in error.faults)
        return
    if typed.sign:
        yield Fault(path, f"exists already; leave out the {typed.sign!r}")
    try:
        checked(value, declared, hint)
    except ValueError as error:
        yield Fault(path, str(error))


def _factor_faults(typed: Typed, programs: Sequence[str]) -> Iterator[Fault]:
    interval = typed.interval
    assert interval is not None
    try:
        declared, hint = parameter_at(typed.key, programs)
    except InputError as error:
        yield from (Fault(typed.path, fault.problem) for fault in error.faults)
        return
    if typed.sign:
        yield Fault(typed.path, f"exists already; leave out the {typed.sign!r}")
    if typed.key.partition(".")[0] in NEVER_FACTORS:
        yield Fault(typed.path, "may be a lever, never a factor; list values to compare them")
    elif declared.date or not {hint, *get_args(hint)} & {int, float}:
        yield Fault(typed.path, "is no number and so has no interval; list values to compare them")
    else:
        for end in (interval.low, interval.high):
            if not declared.low <= end <= declared.high:
                yield Fault(typed.path, f"has an interval to {end:g}, allowed {declared.allowed()}")


def _leaves(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the single parameters of a mapping given as one override, such as ``missions.change_8={planned: ...}``."""
    if isinstance(value, dict) and key.partition(".")[0] in COLLECTIONS:
        for name, inner in value.items():
            yield from _leaves(f"{key}.{name}", inner)
    else:
        yield key, value
