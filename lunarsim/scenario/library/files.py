"""The library files of missions, vehicles, assets and elements: data files under ``configs/library/``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from lunarsim.scenario.declare.checking import build_group
from lunarsim.scenario.declare.records import Records
from lunarsim.scenario.library.paths import shipped
from lunarsim.words.errors import Fault, InputError
from lunarsim.words.units import parse_date

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def read(name: str) -> dict[str, Any]:
    """Return a library file ``configs/library/NAME.yml`` as plain data; callers must not change it."""
    path = shipped("configs") / "library" / f"{name}.yml"
    with path.open("rb") as file:
        data = yaml.load(file, Loader=_Loader)
    if not isinstance(data, dict):
        raise InputError([Fault(str(path), "is not a mapping")])
    return data


@cache
def records(cls: Any, name: str, as_of: str) -> dict[str, Any]:
    """Return the records of a library file as they stood on a date, read-only."""
    faults: list[Fault] = []
    built = {
        key: build_group(cls, as_known(values, as_of), f"configs/library/{name}.yml: {key}", faults)
        for key, values in read(name).items()
    }
    if faults:
        raise InputError(faults)
    return Records({key: record for key, record in built.items() if record is not None})


def as_known(record: Mapping[str, Any], as_of: str) -> dict[str, Any]:
    """Return a library record as it stood on a date.

    ``before`` maps dates to fields: before that date, these fields stood so. The dates after ``as_of`` are undone from
    the newest to the oldest, so that each only holds what it changed.
    """
    known = {field: value for field, value in record.items() if field != "before"}
    day = parse_date(as_of)
    dated = sorted(record.get("before", {}).items(), key=lambda item: parse_date(str(item[0])), reverse=True)
    for date, fields in dated:
        if day < parse_date(str(date)):
            known |= fields
    return known
