"""Checks of single overrides: names of groups, options and parameters, types and ranges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, get_args

from lunarsim.door.line.keys import library_names, parameter_at
from lunarsim.door.line.option_catalog import EXPERIMENT, Catalog
from lunarsim.door.line.overrides import ParsedOverride
from lunarsim.door.line.vetting import OVER_ALL, Vetted
from lunarsim.scenario.declare.checking import checked
from lunarsim.scenario.libraries import LIBRARIES, LIKE
from lunarsim.scenario.scenario import COLLECTIONS
from lunarsim.study.request.settings import SETTINGS
from lunarsim.words.errors import MOST_FAULTS, Fault, InputError, unknown

NEVER_VARIED = (*SETTINGS, EXPERIMENT)
"""Groups that are neither levers nor factors."""

NEVER_FACTORS = ("timeline",)
"""Groups whose parameters may be levers, but not uncertain factors."""

FILES = ("site.thorium_map",)
"""Parameters that name a file; only the line itself may list files to compare."""


def override_errors(override: ParsedOverride, catalog: Catalog, programs: Sequence[str], multirun: bool) -> list[Fault]:
    """Return the errors of one override, taken by itself.

    Parameters
    ----------
    override : ParsedOverride
        The override.
    catalog : Catalog
        What can be chosen.
    programs : sequence of str
        Names of the programs of this line.
    multirun : bool
        Whether sweeps are allowed (``-m``).
    """
    return list(dict.fromkeys(islice(_errors(override, catalog, programs, multirun), MOST_FAULTS)))


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


def values_of(override: ParsedOverride, catalog: Catalog) -> tuple[Any, ...]:
    """Return the values of an override; of a pattern, the options that match, and option names as texts."""
    group = override.key.partition("@")[0]
    if group not in catalog.groups:
        return override.values
    if override.pattern is not None:
        return tuple(override.pattern.filter(list(catalog.options(group))))
    return tuple(None if value is None else str(value) for value in override.values)


def _errors(override: ParsedOverride, catalog: Catalog, programs: Sequence[str], multirun: bool) -> Iterator[Fault]:
    group = override.key.partition("@")[0].partition(".")[0]
    swept = override.form != "fixed"
    if swept and group in NEVER_VARIED:
        yield Fault(override.path, f"{group} applies to the whole sweep and is neither a lever nor a factor")
    elif swept and not multirun:
        yield Fault(
            override.path,
            f"{override.text!r} is a sweep; sweeps need -m (lunarsim -m ...), texts with commas need quotes",
        )
    if group == "hydra" or group.startswith("hydra/"):
        yield Fault(
            override.path,
            f"Hydra's own settings are fixed, apart from hydra.searchpath=[FOLDER]{_instead(override.key)}",
        )
    elif override.sign == "~":
        yield Fault(override.path, "cannot be removed; give another option or value instead")
    elif is_choice(override.key, catalog):
        yield from _choice_errors(override, catalog)
    else:
        yield from _value_errors(override, programs)


def _instead(key: str) -> str:
    """Return what lunarsim has in place of a group of Hydra."""
    if "launcher" in key:
        return "; what makes the runs is chosen with executor=serial, processes or dask"
    return "; samples are chosen with design=NAME, what makes the runs with executor=NAME" if "sweeper" in key else ""


def _choice_errors(override: ParsedOverride, catalog: Catalog) -> Iterator[Fault]:
    group, _, package = override.key.partition("@")
    added = override.sign == "+" and group == "program" and package.startswith("programs.")
    if override.key not in catalog.base and not added:
        keys = [key for key in catalog.base if key.partition("@")[0] == group]
        yield Fault(override.path, unknown(override.key, keys, "key") if package else f"is used as {' or '.join(keys)}")
        return
    if override.sign and not (added and override.key not in catalog.base):
        yield Fault(override.path, f"exists already; leave out the {override.sign!r}")
    if override.form == "factor":
        yield Fault(override.path, f"an option of {group} has no interval; list options to compare them")
        return
    values = values_of(override, catalog)
    if not values:
        yield Fault(
            override.path,
            f"{override.text!r} matches no option of {group} (there are {', '.join(catalog.options(group))})",
        )
    for value in values:
        if value is None and group == EXPERIMENT:
            continue
        try:
            catalog.option(group, str(value))
        except InputError as error:
            yield from (
                Fault(override.path if fault.path == group else fault.path, fault.problem) for fault in error.faults
            )


def _value_errors(override: ParsedOverride, programs: Sequence[str]) -> Iterator[Fault]:
    if override.form != "fixed" and override.key in FILES and override.where:
        yield Fault(override.path, "names files; list them on the command line, or write an option of site for each")
        return
    if override.pattern is not None:
        yield Fault(override.path, "glob() chooses among the options of a group; list the values of a parameter")
        return
    if override.interval is not None:
        yield from _factor_errors(override, programs)
        return
    for value in override.values:
        for key, leaf in _leaves(override.key, value):
            yield from _leaf_errors(override, key, leaf, programs)


def _leaf_errors(override: ParsedOverride, key: str, value: Any, programs: Sequence[str]) -> Iterator[Fault]:
    path = override.path + key.removeprefix(override.key)
    collection, name, field = (*key.split("."), "", "")[:3]
    if collection in LIBRARIES and field == LIKE:
        if override.form != "fixed" or not isinstance(value, str):
            yield Fault(path, f"is one name of the {collection}, which a new one starts from; neither lever nor factor")
        return
    try:
        declared, hint = parameter_at(key, programs)
    except InputError as error:
        yield from (Fault(path, fault.problem) for fault in error.faults)
        return
    # What is new in a library is found when that is read.
    if override.sign and not (collection in LIBRARIES and name not in library_names(collection)):
        yield Fault(path, f"exists already; leave out the {override.sign!r}")
    try:
        checked(value, declared, hint)
    except ValueError as error:
        yield Fault(path, str(error))


def _factor_errors(override: ParsedOverride, programs: Sequence[str]) -> Iterator[Fault]:
    interval = override.interval
    assert interval is not None
    try:
        declared, hint = parameter_at(override.key, programs)
    except InputError as error:
        yield from (Fault(override.path, fault.problem) for fault in error.faults)
        return
    if override.sign:
        yield Fault(override.path, f"exists already; leave out the {override.sign!r}")
    if override.key.partition(".")[0] in NEVER_FACTORS:
        yield Fault(override.path, "may be a lever, never a factor; list values to compare them")
    elif declared.date or not {hint, *get_args(hint)} & {int, float}:
        yield Fault(override.path, "is not a number and so has no interval; list values to compare them")
    else:
        for end in (interval.low, interval.high):
            if not declared.least <= end <= declared.high:
                yield Fault(override.path, f"has an interval to {end:g}, allowed {declared.allowed()}")


def _leaves(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the single parameters of a mapping given as one override, such as ``missions.change_8={planned: ...}``."""
    if isinstance(value, dict) and key.partition(".")[0] in COLLECTIONS:
        for name, inner in value.items():
            yield from _leaves(f"{key}.{name}", inner)
    else:
        yield key, value
