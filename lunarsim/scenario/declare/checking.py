"""Check values against their declarations and build a group's dataclass from a plain mapping."""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from lunarsim.scenario.declare.declaration import ANY_VALUE, FIRST_DATE, LAST_DATE, Parameter, parameters_of
from lunarsim.words.errors import MOST_FAULTS, Fault, shown, unknown, unknown_choice
from lunarsim.words.units import parse_date

T = TypeVar("T")

_KINDS = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}

_LARGEST = 10**300
"""Beyond it an integer has no place among floats, by which it is compared and shown."""


@cache
def declarations(cls: Any) -> dict[str, tuple[Parameter, Any]]:
    """Return declaration and type of each parameter of a group's dataclass, by name."""
    hints = typing.get_type_hints(cls)
    return {name: (declared, hints[name]) for name, declared, _ in parameters_of(cls)}


def checked(value: Any, declared: Parameter, hint: Any) -> Any:
    """Return a value in the type of its declaration.

    Raises
    ------
    ValueError
        With a text that says what the value is and what is allowed.
    """
    if value is None:
        if declared.optional:
            return None
        raise ValueError(f"is null, {_allowed(declared, hint)}")
    if isinstance(hint, types.UnionType):
        (hint,) = (part for part in typing.get_args(hint) if part is not type(None))
    if typing.get_origin(hint) is tuple:
        if isinstance(value, str) or not hasattr(value, "__iter__"):
            raise ValueError(f"is {shown(value)}, must be a list")
        (inner, *_) = typing.get_args(hint)
        if typing.get_origin(inner) is not tuple:
            return tuple(_one(item, declared, inner) for item in value)
        if value and all(isinstance(item, str) for item in value):
            # One list of names may stand for a list of one.
            value = [value]
        return tuple(checked(item, declared, inner) for item in value)
    return _one(value, declared, hint)


def _one(value: Any, declared: Parameter, kind: Any) -> Any:
    if type(value) is int and abs(value) > _LARGEST:
        raise ValueError(f"is a whole number beyond {_LARGEST:.0e}, allowed {declared.allowed()}")
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if kind is int and isinstance(value, float) and value.is_integer():
        value = int(value)
    if type(value) is not kind:
        raise ValueError(f"is {shown(value)}, {_allowed(declared, kind)}")
    # Where a user may add to what is named, rules over the whole scenario check it.
    if declared.choices and value not in declared.choices and not declared.refers_to:
        raise ValueError(unknown_choice(value, declared.choices, "value"))
    if declared.pattern and not re.fullmatch(declared.pattern, value):
        raise ValueError(f"is {shown(value)}, allowed {declared.allowed()}")
    if declared.date:
        try:
            possible = FIRST_DATE <= parse_date(value) <= LAST_DATE
        except ValueError:
            possible = False
        if not possible:
            raise ValueError(f"is {shown(value)}, allowed {declared.allowed()}")
    if kind in (int, float) and not declared.allows(value):
        raise ValueError(f"is {value:g}, allowed {declared.allowed()}")
    return value


def _allowed(declared: Parameter, kind: Any) -> str:
    """Say of which kind a value must be, and what is allowed where not every value of its kind is."""
    allowed = declared.allowed()
    must = f"must be {_KINDS[kind]}" if kind in _KINDS else ""
    return "; ".join(filter(None, [must, f"allowed {allowed}" if allowed != ANY_VALUE or not must else ""]))


def build_group(cls: Callable[..., T], values: Any, path: str, faults: list[Fault]) -> T | None:
    """Build a group's dataclass; errors are added to ``faults``, and None returned where it cannot be built."""
    if not isinstance(values, Mapping):
        faults.append(Fault(path, f"is {values!r}, must be a mapping"))
        return None
    group: Any = cls
    known = declarations(group)
    before = len(faults)
    arguments: dict[str, Any] = {}
    for name, value in values.items():
        if len(faults) >= MOST_FAULTS:
            break
        if name not in known:
            faults.append(Fault(f"{path}.{name}", unknown(str(name), known, "key")))
            continue
        try:
            arguments[name] = checked(value, *known[name])
        except ValueError as error:
            faults.append(Fault(f"{path}.{name}", str(error)))
    faults.extend(
        Fault(f"{path}.{field.name}", f"is missing, allowed {known[field.name][0].allowed()}")
        for field in dataclasses.fields(group)
        if field.name in known and field.default is dataclasses.MISSING and field.name not in values
    )
    return cls(**arguments) if len(faults) == before else None
