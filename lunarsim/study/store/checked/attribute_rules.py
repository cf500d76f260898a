"""Which attributes a dataset and its arrays may have, of which type, and which fill values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from lunarsim.study.store.checked.stored_array import StoredArray
from lunarsim.study.store.layout import DAYS, FILL, READ_AS_DURATIONS

T = TypeVar("T")

_WHOLE = ("format", "results", "samples", "replicates", "seed")
_JSON = {"config": dict, "levers": dict, "intervals": list, "factors": list}
"""Attributes that hold more than a text, and what they hold."""

_OF_ARRAYS: Mapping[str, type] = {
    "allowed": str,
    "calendar": str,
    "config_key": str,
    "currency_year": int,
    "description": str,
    "distribution": str,
    "evidence": str,
    "flag_meanings": str,
    "flag_values": list,
    "long_name": str,
    "source": str,
    "standard_name": str,
    "units": str,
    FILL: int,
}
_FILLS: Mapping[str, tuple[Any, ...]] = {"bool": (False,), "string": ("",), "int64": (0, -1)}
"""Of labels."""


def typed(value: Any, kind: type[T], otherwise: str) -> T:
    """Return a value of a type; of anything else, raise ValueError with what is wrong."""
    if not isinstance(value, kind):
        raise ValueError(otherwise)
    return value


def check_attributes(attributes: Mapping[str, Any]) -> None:
    """Check the attributes of a dataset.

    Raises
    ------
    ValueError
        With the first one that is not as lunarsim writes it.
    """
    for name in ("block_shape", "plan_hash"):
        if name not in attributes:
            raise ValueError(f"it lacks the attribute {name}")
    for name, value in attributes.items():
        if name == "block_shape":
            continue
        if name in _WHOLE:
            right, allowed = type(value) is int, "a whole number"
        elif name.startswith("design_"):
            right, allowed = isinstance(value, (str, int, float)), "a number or a text"
        else:
            right, allowed = isinstance(value, str), "a text"
        if not right:
            raise ValueError(f"its attribute {name} is of type {type(value).__name__}, must be {allowed}")
    for name, kind in _JSON.items():
        if name in attributes:
            _check_json(name, attributes[name], kind)


def _check_json(name: str, text: str, kind: type) -> None:
    try:
        right = isinstance(json.loads(text), kind)
    except (ValueError, RecursionError):
        right = False
    if not right:
        raise ValueError(f"its attribute {name} is not the JSON of a {'mapping' if kind is dict else 'list'}")


def check_array_attributes(name: str, attributes: Any, array: StoredArray, of_runs: bool, sealed: bool) -> None:
    """Check attributes and fill value of an array.

    Raises
    ------
    ValueError
        With the first one that is not as lunarsim writes it.
    """
    found = typed(attributes, dict, f"{name} has no attributes")
    for key, value in found.items():
        kind = _OF_ARRAYS.get(key)
        if kind is None:
            raise ValueError(f"{name} has the attribute {key!r}, which lunarsim does not write")
        if not isinstance(value, kind) or isinstance(value, bool):
            raise ValueError(f"the attribute {key} of {name} is {value!r}, must be of type {kind.__name__}"[:200])
    if not all(type(code) is int for code in found.get("flag_values", ())):
        raise ValueError(f"the attribute flag_values of {name} are not whole numbers")
    if len(found.get("flag_values", ())) != len(found.get("flag_meanings", "").split()):
        raise ValueError(f"{name} has not one meaning for each code")
    _check_units(name, found, array)
    _check_fill(name, found, array, of_runs, sealed)


def _check_units(name: str, attributes: Mapping[str, Any], array: StoredArray) -> None:
    """Check that no reader takes the numbers for times or durations, other than labels that are days."""
    units = attributes.get("units", "")
    is_time = "since" in units or "calendar" in attributes
    as_days = units == DAYS and array.dims == (name,) and array.kind == "int64"
    if units in READ_AS_DURATIONS or (
        is_time and not (as_days and attributes.get("calendar") == "proleptic_gregorian")
    ):
        raise ValueError(f"{name} has the units {units!r}, which lunarsim does not write for it")


def _check_fill(name: str, attributes: Mapping[str, Any], array: StoredArray, of_runs: bool, sealed: bool) -> None:
    """Check what stands where nothing is written: never a value that could be one of a run."""
    declared = attributes.get(FILL)
    if name == "status":
        right = array.fill == 0 and declared is None
    elif array.kind.startswith("float"):
        right = declared is None and (array.fill == "NaN" or (not of_runs and array.fill == 0.0))
    elif of_runs and array.kind.startswith("int"):
        codes = attributes.get("flag_values", ())
        right = (
            type(array.fill) is int
            and array.fill < 0
            and declared == (array.fill if sealed else None)
            and not (sealed and array.fill in codes)
        )
    else:
        right = declared is None and array.fill in _FILLS.get(array.kind, ())
    if not right:
        raise ValueError(f"{name} has the fill value {array.fill!r}, which lunarsim does not write for it")
