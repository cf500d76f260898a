"""The libraries of a scenario: the records of the library files, with what a user changes and adds."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeAlias

from lunarsim.scenario.declare.checking import build_group, declarations
from lunarsim.scenario.declare.records import Records
from lunarsim.scenario.groups.plan import MANIFEST_DATES, OWN
from lunarsim.scenario.library.asset import Asset
from lunarsim.scenario.library.files import as_known, records
from lunarsim.scenario.library.mission import LEVERS, Mission, with_band_along
from lunarsim.scenario.library.official_milestone import OfficialMilestone
from lunarsim.scenario.library.vehicle import Vehicle
from lunarsim.words.errors import MOST_FAULTS, Fault, InputError, shown, unknown
from lunarsim.words.units import parse_date

Record: TypeAlias = Mission | Vehicle | Asset | OfficialMilestone

KINDS: dict[str, type] = {
    "missions": Mission,
    "vehicles": Vehicle,
    "assets": Asset,
    "official_milestones": OfficialMilestone,
}
"""What the libraries hold, by their key."""

LIBRARIES = tuple(KINDS)
"""The collections that are read from libraries by the manifest and the date up to which things are known."""

LIKE = "like"
"""Key of a new record that names another one, from which it takes what it does not say itself."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


def libraries(
    manifest: str, as_of: str, changes: Mapping[str, Mapping[str, Any]], faults: list[Fault] | None = None
) -> dict[str, Any]:
    """Return the records of all libraries as known at a date, with a user's changes and additions.

    Errors are raised where no list takes them.
    """
    errors = [] if faults is None else faults
    read: dict[str, Any] = {}
    for collection, kind in KINDS.items():
        models: tuple[Mapping[str, Record], ...] = ()
        if collection == "official_milestones":
            known = _promised(as_of, frozenset(read["missions"]), _abilities(read["missions"], read["assets"]))
        elif collection == "assets":
            known = _hardware(as_of)
        elif collection != "missions":
            known = records(kind, collection, as_of)
        elif manifest != OWN:
            known = records(kind, f"missions_{manifest}", as_of)
        else:
            # What the user adds may be like a mission of any shipped plan, the newest first.
            known = Records[Any]()
            models = tuple(records(kind, f"missions_{name}", as_of) for name in reversed(MANIFEST_DATES))
        asked = changes.get(collection, {})
        # Nothing is changed in most scenarios, which share one library then.
        read[collection] = _Changes(collection, kind, known, models, asked, as_of, errors).all() if asked else known
    if errors and faults is None:
        raise InputError(errors)
    return read


@cache
def _hardware(as_of: str) -> Mapping[str, Any]:
    """Return what the shipped missions bring, and then the elements of a station that none of them brings."""
    return Records({**records(Asset, "assets", as_of), **records(Asset, "station_elements", as_of)})


CREWED_LANDING = "crewed_landing"


def _abilities(missions: Mapping[str, Mission], assets: Mapping[str, Asset]) -> frozenset[tuple[str, str]]:
    """Return what missions of each program can do that a wording may ask of any of them: hardware, crewed landings."""
    able = {
        (mission.program, function)
        for mission in missions.values()
        for name in mission.assets
        if name in assets
        for function in assets[name].functions
    }
    return frozenset(
        able | {(mission.program, CREWED_LANDING) for mission in missions.values() if mission.kind == "crewed"}
    )


@cache
def _promised(as_of: str, missions: frozenset[str], abilities: frozenset[tuple[str, str]]) -> Mapping[str, Any]:
    """Return the milestones that had been promised by a date and that the manifest has missions for.

    A plan that lacks what a wording names, or asks of any mission, is about something else.
    """
    day = parse_date(as_of)
    return Records(
        (key, milestone)
        for key, milestone in records(OfficialMilestone, "official_milestones", as_of).items()
        if parse_date(milestone.said_on) <= day
        and missions.issuperset(milestone.missions)
        and abilities.issuperset(
            (milestone.program, asked)
            for asked in (*milestone.own_hardware, *([CREWED_LANDING] if milestone.crewed_landing else []))
        )
    )


def original(name: str, changes: Mapping[str, Any]) -> str:
    """Return the record that a new one is like, over others; the name itself where it is like none.

    Parameters
    ----------
    name : str
        A mission, vehicle or asset.
    changes : mapping
        What the user changes and adds in its library.
    """
    while LIKE in changes.get(name, ()):
        name = changes[name][LIKE]
    return name


def _of_like(model: Record, own: Mapping[str, Any]) -> str:
    """Return how well a new record is known that is like another one: nobody has published or measured anything of it.

    A mission with an author's band of its own has a date that nobody announced; another slips as its model does.
    """
    if isinstance(model, Mission) and None not in (own.get("planned_low"), own.get("planned_high")):
        return "assumed"
    return "analogue" if model.evidence in ("measured", "published") else model.evidence


class _Changes:
    """A user's changes of one library; errors are added to a list, those of one record once."""

    def __init__(
        self,
        collection: str,
        kind: type,
        known: Mapping[str, Record],
        models: Iterable[Mapping[str, Record]],
        changes: Mapping[str, Any],
        as_of: str,
        faults: list[Fault],
    ) -> None:
        self._collection = collection
        self._kind: Any = kind
        self._known = known
        self._models = tuple(models)
        self._changes = changes
        self._as_of = as_of
        self._faults = faults
        self._made: dict[str, Record | None] = {}
        self._first_titles: dict[str, str] = {}

    def all(self) -> Mapping[str, Record]:
        """Return all records of the library: those that stand in it, in their order, and then the new ones."""
        result = dict(self._known)
        for key in self._changes:
            if len(self._faults) >= MOST_FAULTS:
                break
            # The last one of a trail is made first: a manifest may hold longer trails than Python has frames.
            trail = self._trail(key)
            for at in reversed(range(1, len(trail))):
                self._record(trail[at], tuple(trail[:at]))
            record = self._record(key, ())
            if record is not None:
                result[key] = record
        return Records(result)

    def _trail(self, key: str) -> list[str]:
        """Return a record and the new ones that it is like, over others, up to one that is made or closes a circle."""
        trail: dict[str, None] = {}
        while key not in trail and key not in self._made and key in self._changes:
            trail[key] = None
            fields = self._changes[key]
            name = fields.get(LIKE) if isinstance(fields, Mapping) and key not in self._known else None
            if not isinstance(name, str):
                break
            key = name
        return list(trail)

    def _record(self, key: str, trail: tuple[str, ...]) -> Record | None:
        """Return a record that is changed or new; ``trail`` are the new ones that are like it, over others."""
        if key not in self._made:
            self._made[key] = None
            fields = self._changes[key]
            if isinstance(fields, Mapping):
                self._made[key] = self._changed(key, fields) if key in self._known else self._new(key, fields, trail)
            else:
                allowed = ", ".join(declarations(self._kind))
                self._fault(key, f"is {shown(fields)}, must be a mapping of {allowed}")
        return self._made[key]

    def _changed(self, key: str, fields: Mapping[str, Any]) -> Record | None:
        if LIKE in fields:
            self._fault(f"{key}.{LIKE}", f"is given, but {key} exists already; only a new one is like another")
            return None
        return self._built(key, self._known[key], fields)

    def _new(self, key: str, fields: Mapping[str, Any], trail: tuple[str, ...]) -> Record | None:
        if not isinstance(key, str) or not _NAME.fullmatch(key):
            self._fault(key, "is not a name: letters, digits and _ after a letter, at most 64")
        elif LIKE in fields:
            model = self._model(key, fields[LIKE], (*trail, key))
            if model is not None:
                first = self._first_titles.get(fields[LIKE], model.title)
                if "title" not in fields:
                    self._first_titles[key] = first
                title = f"{key.replace('_', ' ')} (like {first})"
                own = {field: value for field, value in fields.items() if field != LIKE}
                said = {
                    "title": title,
                    "source": f"as {fields[LIKE]}; the user's own",
                    "evidence": _of_like(model, own),
                }
                return self._built(key, model, said | own)
        elif "title" in fields or not (known := self._known or self._others(fields)):
            return self._from_nothing(key, fields)
        else:
            what = self._collection.removesuffix("s")
            new = f"+{self._collection}.{key}={{{LIKE}: {next(iter(known))}, ...}}"
            self._fault(key, f"{unknown(key, known, what).rstrip('?')}? A new one says what it is like: {new}")
        return None

    def _others(self, fields: Mapping[str, Any]) -> list[str]:
        """Return the records of a plan of one's own among which a name was meant that says little of what is new.

        Empty where most that a new one has to say is there: what is missing is reported then.
        """
        needed = [field.name for field in dataclasses.fields(self._kind) if field.default is dataclasses.MISSING]
        if 2 * len(fields.keys() & set(needed)) >= len(needed):
            return []
        whole = {"title", LIKE}
        return [name for name, own in self._changes.items() if isinstance(own, Mapping) and whole & own.keys()]

    def _from_nothing(self, key: str, fields: Mapping[str, Any]) -> Record | None:
        """Return a new record that is like no other one; as a library's it may say what was known before some dates."""
        try:
            return self._built(key, None, as_known(fields, self._as_of))
        except (AttributeError, TypeError, ValueError):
            self._fault(f"{key}.before", f"is {shown(fields.get('before'))}, must be a mapping from dates to fields")
            return None

    def _model(self, key: str, name: Any, trail: tuple[str, ...]) -> Record | None:
        """Return the record that a new one is like."""
        path = f"{key}.{LIKE}"
        if not isinstance(name, str):
            self._fault(path, f"is {shown(name)}, must be the name of one of the {self._collection}")
        elif name in trail:
            self._fault(path, f"closes a circle: {' -> '.join([*trail[trail.index(name) :], name])}")
        elif name in self._changes:
            # As it is by the user's own changes.
            return self._record(name, trail)
        elif name in self._known:
            return self._known[name]
        else:
            for models in self._models:
                if name in models:
                    return models[name]
            names = {*self._changes, *self._known, *(each for models in self._models for each in models)} - {key}
            self._fault(path, unknown(name, names, self._collection.removesuffix("s")))
        return None

    def _built(self, key: str, model: Record | None, fields: Mapping[str, Any]) -> Record | None:
        present: dict[str, Any] = {}
        given = dict(fields)
        if model is not None:
            present = {field: getattr(model, field) for field in declarations(self._kind)}
            if isinstance(model, Mission):
                given = with_band_along(model, fields)
                if key not in self._known:
                    # What is asked of a mission is not asked of those that are like it.
                    present |= {lever: getattr(Mission, lever) for lever in LEVERS}
        made: Record | None = build_group(self._kind, present | given, f"{self._collection}.{key}", self._faults)
        return made

    def _fault(self, key: str, problem: str) -> None:
        self._faults.append(Fault(f"{self._collection}.{key}", problem))
