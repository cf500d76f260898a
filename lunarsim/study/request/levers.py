"""Levers as checked axes of the dataset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lunarsim.scenario.declare.checking import checked
from lunarsim.scenario.declare.declaration import Parameter
from lunarsim.scenario.scenario import declaration
from lunarsim.study.request.request import Cases, Lever
from lunarsim.study.request.settings import SETTINGS
from lunarsim.words.errors import MOST_FAULTS, Fault, InputError, unknown
from lunarsim.words.terminal import as_typed

SETTING_GROUPS = frozenset({*SETTINGS, "experiment", "sweep", "hydra"})
"""Groups that say how a sweep is made: neither levers nor factors."""

CASE = "case"
"""Name of the dimension that a table of levers makes."""

RESERVED = frozenset({"sample", "replicate", "factor", CASE, "u", "status", "error", "run_seconds"})
"""Names of the dataset that no lever may take."""


@dataclass(frozen=True)
class CheckedLever:
    """A lever whose values are checked, with the name of its coordinate.

    Parameters
    ----------
    name : str
        Coordinate of the dataset.
    key : str
        Config group or parameter.
    values : tuple
        Names of options, or values in the type of the declaration.
    declared : Parameter or None
        Declaration of the parameter; None for a config group.
    """

    name: str
    key: str
    values: tuple[Any, ...]
    declared: Parameter | None

    @property
    def group(self) -> bool:
        """Whether the key is a config group."""
        return self.declared is None

    def labels(self) -> list[Any]:
        """Return the values as labels of one type: numbers and Booleans as they are, all else as strings."""
        kinds = {type(value) for value in self.values}
        if kinds <= {bool} or kinds <= {int} or kinds <= {float}:
            return list(self.values)
        return [_text(value) for value in self.values]


@dataclass(frozen=True)
class Axis:
    """A dimension of the dataset: one lever, or several that move together.

    Parameters
    ----------
    levers : tuple of CheckedLever
        All of the same length; the first names the dimension, the others are coordinates along it.
    cases : tuple of str
        Labels of the dimension ``case`` where a table gives the levers; all of these are coordinates along it then.
    """

    levers: tuple[CheckedLever, ...]
    cases: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.levers[0].values)

    @property
    def name(self) -> str:
        """Name of the dimension."""
        return CASE if self.cases else self.levers[0].name

    @property
    def group(self) -> bool:
        """Whether a config group is among the levers."""
        return any(lever.group for lever in self.levers)

    def parameters(self, at: int) -> Iterator[tuple[str, Any]]:
        """Yield key and value of each lever that is a parameter, at a position."""
        return ((lever.key, lever.values[at]) for lever in self.levers if not lever.group)

    def options(self, at: int) -> Iterator[tuple[str, str]]:
        """Yield key and option of each lever that is a config group, at a position."""
        return ((lever.key, lever.values[at]) for lever in self.levers if lever.group)

    def text(self, at: int) -> str:
        """Return what stands at a position, for messages."""
        return ", ".join(f"{lever.key}={as_typed(lever.values[at])}" for lever in self.levers)


def levers_of(axes: Iterable[Axis]) -> Iterator[CheckedLever]:
    """Yield the levers of all axes."""
    return (lever for axis in axes for lever in axis.levers)


def _text(value: Any) -> str:
    if isinstance(value, tuple) and value:
        return ",".join(" or ".join(each) if isinstance(each, tuple) else each for each in value)
    return as_typed(value)


def is_setting(key: str) -> bool:
    """Return whether a key belongs to the settings of the sweep itself."""
    return key.partition("@")[0].partition(".")[0].partition("/")[0] in SETTING_GROUPS


def checked_axes(
    levers: Sequence[Lever], pairs: Sequence[tuple[str, ...]], cases: Cases | None, faults: list[Fault]
) -> tuple[Axis, ...]:
    """Return the axes, whose levers have no names yet; their errors are added to ``faults``.

    Parameters
    ----------
    levers : sequence of Lever
        As asked.
    pairs : sequence of tuples of keys
        Levers that move together (``design.pair``).
    cases : Cases, optional
        Levers that a table gives.
    faults : list of Fault
        Takes the errors.
    """
    checked_levers: dict[str, CheckedLever] = {}
    for key, count in Counter(lever.key for lever in levers).items():
        if count > 1:
            faults.append(Fault(key, f"is varied {count} times; give all its values in one list"))
    pairs = _checked_pairs(levers, pairs, cases, faults)
    repeatable = {key for pair in pairs for key in pair[1:]} | set(cases.keys if cases else ())
    for lever in levers:
        if is_setting(lever.key):
            faults.append(Fault(lever.key, "says how the sweep is made and cannot be varied in it; give one value"))
        elif not lever.values:
            faults.append(Fault(lever.key, "is varied over no values; give at least one"))
        else:
            declared, values = _checked_values(lever, lever.key in repeatable, faults)
            checked_levers[lever.key] = CheckedLever("", lever.key, values, declared)
    return tuple(_joined(checked_levers, pairs, cases, faults))


def _checked_values(lever: Lever, repeatable: bool, faults: list[Fault]) -> tuple[Parameter | None, tuple[Any, ...]]:
    declared: Parameter | None = None
    values: list[Any] = list(lever.values)
    if not lever.group:
        try:
            declared, hint = declaration(lever.key)
        except InputError as error:
            faults.extend(error.faults)
            return None, tuple(values)
        values = []
        for value in lever.values:
            if len(faults) >= MOST_FAULTS:
                break
            try:
                values.append(checked(value, declared, hint))
            except ValueError as error:
                faults.append(Fault(lever.key, str(error)))
    faults.extend(
        Fault(lever.key, f"has the value {_text(value)} {count} times; each value may stand once")
        for value, count in Counter(values).items()
        if count > 1 and not repeatable
    )
    return declared, tuple(values)


def _checked_pairs(
    levers: Sequence[Lever], pairs: Sequence[tuple[str, ...]], cases: Cases | None, faults: list[Fault]
) -> list[tuple[str, ...]]:
    """Return the pairs that can be made."""
    by_key = {lever.key: lever for lever in levers}
    tabled = set(cases.keys if cases else ())
    good = []
    for key, count in Counter(key for pair in pairs for key in pair).items():
        if count > 1:
            faults.append(Fault("design.pair", f"names {key} {count} times, allowed once"))
    for pair in pairs:
        before = len(faults)
        if len(pair) < 2:
            faults.append(Fault("design.pair", f"is [{', '.join(pair)}]; two levers or more move together"))
        for key in pair:
            if key in tabled:
                faults.append(Fault("design.pair", f"names {key}, which design.table gives; its levers move together"))
            elif key not in by_key:
                faults.append(Fault("design.pair", f"names {key}, which is not a lever here: " + unknown(key, by_key)))
        if len(faults) > before:
            continue
        if len({len(by_key[key].values) for key in pair}) > 1:
            lengths = ", ".join(f"{len(by_key[key].values)} of {key}" for key in pair)
            faults.append(Fault("design.pair", f"joins levers of unequal length: {lengths}; give each as many values"))
        else:
            good.append(pair)
    return good


def _joined(
    checked_levers: dict[str, CheckedLever], pairs: Sequence[tuple[str, ...]], cases: Cases | None, faults: list[Fault]
) -> Iterator[Axis]:
    """Yield the axes in the order of their first levers."""
    together = {key: pair for pair in pairs for key in pair}
    if cases:
        together |= dict.fromkeys(cases.keys, cases.keys)
    done: set[str] = set()
    for key in checked_levers:
        if key in done:
            continue
        members = [checked_levers[each] for each in together.get(key, (key,)) if each in checked_levers]
        done.update(lever.key for lever in members)
        labels = cases.labels if cases and key in cases.keys else ()
        rows = list(zip(*(lever.values for lever in members), strict=False))
        for row, count in Counter(rows).items() if labels else ():
            if count > 1:
                duplicates = ", ".join(label for label, each in zip(labels, rows, strict=False) if each == row)
                faults.append(
                    Fault("design.table", f"has the same values in the cases {duplicates}; each may stand once")
                )
        yield Axis(tuple(members), labels)


def named(axes: Sequence[Axis], taken: Collection[str]) -> tuple[Axis, ...]:
    """Return the axes with the names of their levers' coordinates.

    A name is the last part of the key; the full key where two levers share that part or where it is ``taken`` by a
    variable or another dimension; and ``KEY.option`` where even the full key is taken, as in ``station.option``.
    """
    shared = {name for name, count in Counter(map(_last_part, levers_of(axes))).items() if count > 1}
    unusable = RESERVED | shared | set(taken)

    def name(lever: CheckedLever) -> str:
        long = f"{lever.key}.option" if lever.key in RESERVED or lever.key in taken else lever.key
        return long if _last_part(lever) in unusable else _last_part(lever)

    return tuple(
        replace(axis, levers=tuple(replace(lever, name=name(lever)) for lever in axis.levers)) for axis in axes
    )


def _last_part(lever: CheckedLever) -> str:
    return lever.key.rpartition(".")[2]
