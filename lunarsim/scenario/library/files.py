"""The libraries of missions, vehicles, assets and elements: data files under ``configs/library/``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

import yaml

from lunarsim.scenario.declare.checking import build_group, declarations
from lunarsim.scenario.declare.records import Records
from lunarsim.scenario.library.asset import Asset
from lunarsim.scenario.library.mission import Mission, with_band_along
from lunarsim.scenario.library.official_milestone import OfficialMilestone
from lunarsim.scenario.library.paths import shipped
from lunarsim.scenario.library.vehicle import Vehicle
from lunarsim.words.errors import MOST_FAULTS, Fault, InputError, unknown
from lunarsim.words.units import parse_date

T = TypeVar("T", Mission, Vehicle, Asset, OfficialMilestone)

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
def _records(cls: Any, name: str, as_of: str) -> dict[str, Any]:
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


def changed(
    cls: type[T], name: str, as_of: str, changes: Mapping[str, Any], path: str, faults: list[Fault]
) -> Mapping[str, T]:
    """Return the records of a library as they stood on a date, with a user's changes to some of their fields.

    Unknown names and fields and bad values are added to ``faults``.
    """
    kind: Any = cls
    return with_changes(cls, _records(kind, name, as_of), changes, path, faults)


def with_changes(
    cls: type[T], records: Mapping[str, T], changes: Mapping[str, Any], path: str, faults: list[Fault]
) -> Mapping[str, T]:
    """Return records with a user's changes to some of their fields; errors are added to ``faults``."""
    kind: Any = cls
    if not changes:
        return records
    result = dict(records)
    for key, fields in changes.items():
        if len(faults) >= MOST_FAULTS:
            break
        if key not in records:
            faults.append(Fault(f"{path}.{key}", unknown(str(key), records, path.rstrip("s"))))
            continue
        if not isinstance(fields, Mapping):
            allowed = ", ".join(declarations(kind))
            faults.append(Fault(f"{path}.{key}", f"is {fields!r}, must be a mapping of {allowed}"))
            continue
        present = {field: getattr(records[key], field) for field in declarations(kind)}
        known = records[key]
        given = with_band_along(known, fields) if isinstance(known, Mission) else dict(fields)
        record = build_group(cls, present | given, f"{path}.{key}", faults)
        if record is not None:
            result[key] = record
    return Records(result)


def manifest_missions(
    manifest: str, as_of: str, changes: Mapping[str, Any], faults: list[Fault]
) -> Mapping[str, Mission]:
    """Return the missions of a manifest with a user's changes."""
    return changed(Mission, f"missions_{manifest}", as_of, changes, "missions", faults)


def vehicles(as_of: str, changes: Mapping[str, Any], faults: list[Fault]) -> Mapping[str, Vehicle]:
    """Return the launch vehicles as they stood on a date, with a user's changes."""
    return changed(Vehicle, "vehicles", as_of, changes, "vehicles", faults)


def assets(as_of: str, changes: Mapping[str, Any], faults: list[Fault]) -> Mapping[str, Asset]:
    """Return the assets as they stood on a date, with a user's changes."""
    return changed(Asset, "assets", as_of, changes, "assets", faults)


def official_milestones(
    as_of: str, missions: Mapping[str, Mission], changes: Mapping[str, Any], faults: list[Fault]
) -> Mapping[str, OfficialMilestone]:
    """Return the milestones that had been promised by a date and name only missions of the manifest.

    A plan that lacks what a wording names is about something else.
    """
    known = _promised(as_of, frozenset(missions))
    return with_changes(OfficialMilestone, known, changes, "official_milestones", faults)


@cache
def _promised(as_of: str, missions: frozenset[str]) -> Mapping[str, OfficialMilestone]:
    records: Mapping[str, OfficialMilestone] = _records(OfficialMilestone, "official_milestones", as_of)
    day = parse_date(as_of)
    return Records(
        (key, milestone)
        for key, milestone in records.items()
        if parse_date(milestone.said_on) <= day and missions.issuperset(milestone.missions)
    )
