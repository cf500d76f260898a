"""Spans of time of one run: who waits for what, flies, is put to work and stands still; what a Gantt chart draws."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from lunarsim.world.causes import cause_of_end
from lunarsim.world.history.flight_outcomes import FLIGHT_OUTCOMES, NOT_FLOWN, WITHDRAWN
from lunarsim.world.history.missions import HardwareId, MissionRecord
from lunarsim.world.history.notes import HardwareNote, MissionWait
from lunarsim.world.history.trace import Trace
from lunarsim.world.story.event_log import BEFORE_READY, MINE, is_new_start, online_days


class Span(NamedTuple):
    """One span of the life of a mission, an asset or the station; at a mere instant it ends as it starts.

    Parameters
    ----------
    start_day, end_day : float
        Days since the start [day].
    kind : str
        What it is about: ``mission``, ``asset``, ``milestone`` or, once, ``simulation``.
    who : str
        Key of the mission or asset, name of the milestone; of an asset that several missions bring, with the mission.
    what : str
        ``planned``, ``wait``, ``flight``, ``withdrawn``, ``shelved``, ``given_up``; ``commissioning``, ``work``,
        ``down``; ``reached``, ``missed``.
    cause : str
        Cause of a wait, outcome of a flight, why something is down.
    """

    start_day: float
    end_day: float
    kind: str
    who: str
    what: str
    cause: str = ""


def spans(trace: Trace) -> list[Span]:
    """Return the spans of a run; the trace must have been kept with notes."""
    listed = [Span(0.0, trace.horizon_days, "simulation", "", "simulation")]
    listed += _flights(trace)
    for key, record in trace.flights.missions.items():
        listed += _before_ready(trace, key, record)
        if (day := record.given_up_day) < trace.horizon_days:
            listed.append(Span(day, day, "mission", key, "given_up", cause_of_end(record)))
    for note in trace.notes or ():
        if isinstance(note, MissionWait) and is_new_start(note) and note.day < trace.horizon_days:
            listed.append(Span(note.day, note.day, "mission", note.record.mission, "shelved", "shelving"))
    listed += _mission_waits(trace)
    listed += _assets(trace)
    listed += [Span(day, day, "milestone", name, "reached") for name, day in trace.milestone_day.items()]
    end = trace.horizon_days
    missed = [name for name in trace.delay_days if name not in trace.milestone_day]
    listed += [Span(end, end, "milestone", name, "missed") for name in missed]
    return listed


def _flights(trace: Trace) -> Iterator[Span]:
    for flight in trace.flights.flown:
        who = flight.mission if flight.mission in trace.flights.missions else MINE
        yield Span(flight.launched_day, flight.ended_day, "mission", who, "flight", FLIGHT_OUTCOMES[flight.outcome])


def _before_ready(trace: Trace, key: str, record: MissionRecord) -> Iterator[Span]:
    """Yield the plan of a mission and what kept it from being ready then; a fallback that nobody asked for has none."""
    withdrawn = record.outcome == WITHDRAWN
    if record.outcome == NOT_FLOWN and "slip" not in record.waits:
        return
    yield Span(record.planned_day, record.planned_day, "mission", key, "planned")
    end = trace.programs.lapse_day if withdrawn else trace.horizon_days
    waits = {cause: record.waits.get(cause, 0.0) for cause in BEFORE_READY}
    ready = min(record.ready_day, end)
    # It first waits for the end of a stand-down, with which its plan has moved.
    day = max([record.planned_day, *(note.until for note in _first_waits(trace, record) if note.until is not None)])
    for cause, days in waits.items():
        # Days won by one cause are taken off those lost by the last.
        until = min(day + max(days, 0.0), ready)
        if until > day:
            yield Span(day, until, "mission", key, "wait", cause)
            day = until
    if withdrawn:
        yield Span(end, end, "mission", key, "withdrawn", "cooperation")


def _first_waits(trace: Trace, record: MissionRecord) -> Iterator[MissionWait]:
    """Yield the waits of a mission for its vehicle that begin on its planned day."""
    for note in trace.notes or ():
        if (
            isinstance(note, MissionWait)
            and note.record is record
            and (note.cause, note.day) == ("vehicle", record.planned_day)
        ):
            yield note


def _mission_waits(trace: Trace) -> Iterator[Span]:
    waits: dict[int, list[MissionWait]] = {}
    for note in trace.notes or ():
        if isinstance(note, MissionWait) and not is_new_start(note):
            # The flights of the mine have several records and one name.
            waits.setdefault(id(note.record), []).append(note)
    for own in waits.values():
        record = own[0].record
        end = trace.programs.lapse_day if record.outcome == WITHDRAWN else trace.horizon_days
        launches = [flight.launched_day for flight in trace.flights.flown if flight.mission == record.mission]
        for note in own:
            until = note.until
            if until is None:
                # A wait for another mission ends when the next wait begins or the launch comes.
                later = [other.day for other in own if other.day >= note.day and other is not note]
                until = min([*later, *(day for day in launches if day >= note.day), end])
            if min(until, end) > note.day:
                yield Span(note.day, min(until, end), "mission", record.mission or MINE, "wait", note.cause)


def _assets(trace: Trace) -> Iterator[Span]:
    """Yield the waits of hardware behind its delivery, its commissioning, work and times without work."""
    notes: dict[HardwareId, list[HardwareNote]] = {}
    for note in trace.notes or ():
        if isinstance(note, HardwareNote):
            notes.setdefault(note.hardware, []).append(note)
    online = online_days(trace)
    pieces = Counter(hardware.asset for hardware in {*online, *notes})
    for hardware in [*online, *(hardware for hardware in notes if hardware not in online)]:
        own = notes.get(hardware, [])
        asset, mission = hardware
        # Where several missions bring the same asset, each piece has a row of its own.
        key = f"{asset} ({mission})" if mission and pieces[asset] > 1 else asset
        for index, note in enumerate(own):
            following = own[index + 1].day if index + 1 < len(own) else trace.horizon_days
            if note.what == "waits":
                yield Span(note.day, following, "asset", key, "wait", note.cause)
            elif note.what == "commissioning" and note.until is not None:
                yield Span(note.day, min(note.until, trace.horizon_days), "asset", key, "commissioning")
            elif note.what == "fails":
                yield Span(note.day, following, "asset", key, "down", note.cause or "repair")
        yield from _work(trace, key, own, online.get(hardware, math.inf))


def _work(trace: Trace, key: str, own: list[HardwareNote], since: float) -> Iterator[Span]:
    for note in own:
        if note.what in ("fails", "replaced"):
            # What nobody mends fails, and is then given up.
            if since < math.inf:
                yield Span(since, note.day, "asset", key, "work")
            since = math.inf
        elif note.what == "repaired":
            since = note.day
    if since < trace.horizon_days:
        yield Span(since, trace.horizon_days, "asset", key, "work")
