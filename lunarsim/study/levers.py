"""Levers as checked axes of the dataset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lunarsim.scenario.checking import checked
from lunarsim.scenario.parameter import Parameter
from lunarsim.scenario.scenario import declaration
from lunarsim.study.request import Lever
from lunarsim.study.settings import SETTINGS
from lunarsim.words.errors import Fault, InputError

SETTING_GROUPS = frozenset({*SETTINGS, "experiment", "sweep", "hydra"})
"""Groups that say how a sweep is made: neither levers nor factors."""

RESERVED = frozenset({"sample", "replicate", "factor", "case", "u", "status", "error", "run_seconds"})
"""Names of the dataset that no lever may take."""


@dataclass(frozen=True)
class Axis:
    """A lever whose values are checked, with the name of its dimension.

    Parameters
    ----------
    name : str
        Dimension of the dataset.
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
        """Return the values as labels of one type: numbers and truths as they are, all else as text."""
        kinds = {type(value) for value in self.values}
        if kinds <= {bool} or kinds <= {int} or kinds <= {float}:
            return list(self.values)
        return [_text(value) for value in self.values]


def _text(value: Any) -> str:
    if value is None:
        return "null"
    return ",".join(value) if isinstance(value, tuple) else str(value)


def is_setting(key: str) -> bool:
    """Tell whether a key belongs to the settings of the sweep itself."""
    return key.partition("@")[0].partition(".")[0].partition("/")[0] in SETTING_GROUPS


def checked_axes(levers: Sequence[Lever], faults: list[Fault]) -> tuple[Axis, ...]:
    """Return the levers as axes that have no names yet; what is wrong with them is added to ``faults``."""
    axes = []
    for key, count in Counter(lever.key for lever in levers).items():
        if count > 1:
            faults.append(Fault(key, f"is varied {count} times; give all its values in one list"))
    for lever in levers:
        if is_setting(lever.key):
            faults.append(Fault(lever.key, "says how the sweep is made and cannot be varied in it; give one value"))
        elif not lever.values:
            faults.append(Fault(lever.key, "is varied over no values; give at least one"))
        else:
            declared, values = _checked_values(lever, faults)
            axes.append(Axis("", lever.key, values, declared))
    return tuple(axes)


def _checked_values(lever: Lever, faults: list[Fault]) -> tuple[Parameter | None, tuple[Any, ...]]:
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
            try:
                values.append(checked(value, declared, hint))
            except ValueError as error:
                faults.append(Fault(lever.key, str(error)))
    faults.extend(
        Fault(lever.key, f"has the value {_text(value)} {count} times; each value may stand once")
        for value, count in Counter(values).items()
        if count > 1
    )
    return declared, tuple(values)


def named(axes: Sequence[Axis], taken: Collection[str]) -> tuple[Axis, ...]:
    """Return the axes with the names of their dimensions.

    A name is the last part of the key; the full key where two levers share that part or where it is ``taken`` by a
    variable or another dimension; and ``KEY.option`` where even the full key is taken, as in ``station.option``.
    """
    last = [axis.key.rpartition(".")[2] for axis in axes]
    shared = {name for name, count in Counter(last).items() if count > 1}
    unusable = RESERVED | shared | set(taken)
    result = []
    for axis, short in zip(axes, last, strict=True):
        long = f"{axis.key}.option" if axis.key in RESERVED or axis.key in taken else axis.key
        result.append(replace(axis, name=long if short in unusable else short))
    return tuple(result)
