"""The event log of one run: what happened when, to whom and why, read from its trace."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lunarsim.words.sums import total
from lunarsim.world.causes import cause_of_end
from lunarsim.world.history.flight_outcomes import (
    FLIGHT_OUTCOMES,
    LAUNCH_LOSSES,
    PARTIAL,
    STAND_DOWNS,
    SUCCESS,
    WITHDRAWN,
)
from lunarsim.world.history.flights import Flight
from lunarsim.world.history.mine import Limits, PlantInterval, Shipment
from lunarsim.world.history.missions import HardwareId
from lunarsim.world.history.notes import HardwareNote, MissionWait
from lunarsim.world.history.trace import Trace

MINE = "mine"
"""Who waits where no mission of the manifest does: the flights of the mine."""

BEFORE_READY = ("shelving", "cooperation", "slip", "budget", "technology_cutoff")
"""Causes that strike a mission before it asks for its vehicle."""


class Event(NamedTuple):
    """One line of the log.

    Parameters
    ----------
    day : float
        Days since the start [day].
    what, who, cause : str
        What happened, to which mission, asset or program, and why or how much.
    """

    day: float
    what: str
    who: str
    cause: str = ""


def event_log(trace: Trace) -> list[Event]:
    """Return the events of a run in order of time; the trace must have been kept with notes."""
    events = [
        *_missions(trace),
        *(event for flight in trace.flights.flown for event in _flight(flight)),
        *_notes(trace),
        *_cooperation(trace),
        *_gates(trace),
        *_plant(trace.mine.intervals),
        *_limits(trace.mine.limits),
        *_shipments(trace),
        *_milestones(trace),
    ]
    return sorted(events, key=lambda event: event.day)


def _missions(trace: Trace) -> Iterator[Event]:
    for key, record in trace.flights.missions.items():
        before = {cause: record.waits.get(cause, 0.0) for cause in BEFORE_READY}
        if record.ready_day < trace.horizon_days:
            yield Event(max(record.ready_day, 0.0), "ready", key, _days(before))
        if record.outcome == WITHDRAWN:
            yield Event(trace.programs.lapse_day, "withdrawn", key, "cooperation")
        if record.given_up_day < trace.horizon_days:
            yield Event(record.given_up_day, "given up", key, cause_of_end(record))
    for lander, (crew, day) in trace.flights.landers_taken.items():
        yield Event(day, "takes lander", crew, lander)
    for program, day in trace.flights.crewed_landing_day.items():
        yield Event(day, "first crewed landing", program)


def _flight(flight: Flight) -> Iterator[Event]:
    yield Event(flight.launched_day, "launch", flight.mission, f"{flight.program}, {flight.sent_kg:,.0f} kg sent")
    if flight.outcome in (SUCCESS, PARTIAL):
        what = "landing" if flight.landed_kg else "arrival"
        cause = f"{flight.landed_kg:,.0f} kg landed" if flight.landed_kg else ""
        if flight.outcome == PARTIAL:
            what = f"partial {what}"
        yield Event(flight.ended_day, what, flight.mission, cause)
    else:
        why = ", ".join(
            told
            for told, outcomes in (("vehicle grounded", LAUNCH_LOSSES), ("crews stand down", STAND_DOWNS))
            if flight.outcome in outcomes
        )
        yield Event(flight.ended_day, FLIGHT_OUTCOMES[flight.outcome].replace("_", " "), flight.mission, why)


def _notes(trace: Trace) -> Iterator[Event]:
    for note in trace.notes or ():
        if isinstance(note, MissionWait) and is_new_start(note):
            yield Event(note.day, "shelved", note.record.mission, _with_span(note, "restarted", trace.horizon_days))
        elif isinstance(note, MissionWait):
            cause = f"{note.cause} {note.need}" if note.need else note.cause
            yield Event(note.day, "waits", note.record.mission or MINE, _with_span(note, cause, trace.horizon_days))
        elif isinstance(note, HardwareNote):
            yield Event(note.day, note.what, note.hardware.text, _with_span(note, note.cause, trace.horizon_days))
        else:
            yield Event(note.day, "return waits", "product", note.reason)
    days = online_days(trace)
    pieces = Counter(hardware.asset for hardware in days)
    for hardware, day in days.items():
        yield Event(day, "online", hardware.asset if pieces[hardware.asset] == 1 else hardware.text)
    for unit in trace.mine.grown:
        parts = f"{unit.home_made_kg:.0f} kg of own product, {unit.landed_kg:.0f} kg landed"
        yield Event(unit.day, "plant unit built", "plant", parts)
    yield from (Event(day, "plant unit at work", "plant", f"{units:.0f} in all") for day, units in trace.mine.units)


def is_new_start(note: MissionWait) -> bool:
    """Return whether a mission is given up and waits to be restarted, in days that its new plan holds."""
    return note.cause == "shelving" and note.until is not None and math.isfinite(note.until)


def online_days(trace: Trace) -> dict[HardwareId, float]:
    """Return when each piece of hardware was first put to work [day since the start], in that order.

    The trace has one day for each asset, that of the first piece, and the notes have all pieces.
    """
    brought = {
        note.hardware: note.until
        for note in trace.notes or ()
        if isinstance(note, HardwareNote)
        and note.what == "commissioning"
        and note.until is not None
        and note.until < trace.horizon_days
    }
    firsts = {(hardware.asset, day) for hardware, day in brought.items()}
    present = {HardwareId(key): day for key, day in trace.online_day.items() if (key, day) not in firsts}
    return dict(sorted((present | brought).items(), key=lambda item: item[1]))


def _with_span(note: MissionWait | HardwareNote, cause: str, horizon_days: float) -> str:
    """Return a cause with the time that it lasts, where that is known."""
    if note.until is None:
        return cause
    span = "beyond the horizon" if note.until >= horizon_days else f"{note.until - note.day:,.0f} d"
    return f"{cause}, {span}" if cause else span


def _cooperation(trace: Trace) -> Iterator[Event]:
    for day, in_force in trace.programs.cooperation:
        ended = day in (0.0, trace.programs.lapse_day)
        if day > 0 or not in_force:
            what = "in force again" if in_force else "not in force" if ended else "suspended"
            yield Event(day, f"cooperation {what}", "agreement")
    for begins, ends in trace.programs.gaps:
        yield Event(begins, "five-year program not renewed", "agreement", "work on joint missions stands still")
        if ends < min(trace.horizon_days, trace.programs.lapse_day if trace.programs.lapse_day > 0 else math.inf):
            yield Event(ends, "work on joint missions goes on", "agreement")
    if trace.programs.replacement_day < trace.horizon_days:
        yield Event(trace.programs.replacement_day, "replacements ordered", "lead", "cooperation")


def _gates(trace: Trace) -> Iterator[Event]:
    for gate, begin, end, stops in trace.mine.gates:
        if end < trace.horizon_days:
            what = "gate ends the undertaking" if stops else "gate passed"
            yield Event(end, what, gate, f"begun {end - begin:,.0f} d before")


def _plant(intervals: list[PlantInterval]) -> Iterator[Event]:
    before = None
    for rates in intervals:
        if before is None or rates.start_day > before.end_day:
            yield Event(rates.start_day, "plant runs", "plant", _rates(rates))
        elif (rates.feed, rates.product) != (before.feed, before.product):
            yield Event(rates.start_day, "plant changes its rate", "plant", _rates(rates))
        if before is not None and rates.start_day > before.end_day:
            yield Event(before.end_day, "plant stops", "plant")
        before = rates


def _limits(steps: list[tuple[float, Limits]]) -> Iterator[Event]:
    for day, limits in steps:
        shares = ", ".join(limit if share == 1 else f"{limit} {share:.0%}" for limit, share in limits)
        yield Event(day, "plant is limited", "plant", shares.replace("_", " "))


def _rates(rates: PlantInterval) -> str:
    return f"{rates.feed:,.0f} kg soil/d, {rates.product * 1e3:,.2f} g oxide/d, {rates.power_kw:,.1f} kW"


def _shipments(trace: Trace) -> Iterator[Event]:
    for shipment in trace.mine.shipments:
        yield Event(shipment.sent_day, "shipment leaves", "product", _load(shipment))
        if math.isnan(shipment.arrived_day):
            continue
        got = ", ".join(f"{mass:,.2f} kg to {program}" for program, mass in shipment.received_kg.items())
        if got and shipment.lost_kg > 0:
            got += f"; {shipment.lost_kg:,.2f} kg lost"
        yield Event(shipment.arrived_day, "shipment arrives" if got else "shipment lost", "product", got)


def _load(shipment: Shipment) -> str:
    craft = f" in {shipment.craft} craft" if shipment.craft > 1 else ""
    return f"{shipment.sent_kg:,.2f} kg{craft} on {shipment.propellant_kg:,.0f} kg of propellant"


def _milestones(trace: Trace) -> Iterator[Event]:
    for name, day in trace.milestone_day.items():
        late = trace.delay_days.get(name, {})
        text = f"{total(late.values(), 0.0):+,.0f} d against the plan: {_days(late)}" if late else ""
        yield Event(day, f"milestone {name}", "station" if name.startswith("station") else MINE, text)
    if trace.rival is not None:
        for name, day in trace.rival.milestone_day.items():
            yield Event(day, f"milestone {name}", "rival", "")


def _days(waits: Mapping[str, float]) -> str:
    """Return days by cause, the longest first."""
    longest = sorted(waits.items(), key=lambda item: -abs(item[1]))
    return ", ".join(f"{cause} {days:+,.0f} d" for cause, days in longest if abs(days) >= 0.5)
