"""What missions can still hope for: which of several is expected first, and from when on none can come."""

from __future__ import annotations

import math
from collections.abc import Mapping

from lunarsim.words.sums import total
from lunarsim.world.history.flight_outcomes import WITHDRAWN
from lunarsim.world.history.missions import MissionRecord
from lunarsim.world.history.trace import Trace


def expected_first(needed: tuple[str, ...], missions: Mapping[str, MissionRecord]) -> str:
    """Return the one of several missions that is expected first by what it has waited so far; given up, if all are."""
    if len(needed) == 1:
        return needed[0]
    known = [missions[each] for each in needed if each in missions]
    return min(known, key=_expected, default=MissionRecord(0.0, mission=needed[0])).mission


def _expected(record: MissionRecord) -> tuple[float, float]:
    """Return what orders missions by when they are expected; those that have been given up come last."""
    due = record.planned_day + total(record.waits.values(), 0.0)
    return (due, 0.0) if record.given_up_day == math.inf else (math.inf, -record.given_up_day)


def given_up_day(record: MissionRecord, trace: Trace) -> float:
    """Return when a mission itself is given up or withdrawn [day]."""
    return min(record.given_up_day, trace.programs.lapse_day if record.outcome == WITHDRAWN else math.inf)


def lost_day(mission: str, trace: Trace, known: dict[str, float]) -> float:
    """Return from when on it is clear that a mission never does what others need it for; infinity for no day [day].

    It is given up, or waits for what never comes: one of the lists of which it needs one mission each holds none that
    can still come. A crew that was lost and is to fly again also waits for a lander. What is cancelled never comes from
    the start. ``known`` keeps what is found.
    """
    if mission in known:
        return known[mission]
    record = trace.flights.missions.get(mission)
    if record is None:
        return -math.inf
    lost = given_up_day(record, trace)
    if math.isnan(record.first_launched_day) or record.waiting_among:
        for needed in trace.flights.needed.get(mission, ()):
            lost = min(lost, max(_lost_to(mission, each, trace, known) for each in needed))
    known[mission] = lost
    return lost


def _lost_to(mission: str, needed: str, trace: Trace, known: dict[str, float]) -> float:
    """Return from when on a mission can no longer hope for one that it needs, be it that a crew has it [day].

    The crew itself has used its lander up when it is lost and waits for another.
    """
    lost = lost_day(needed, trace, known)
    taken = trace.flights.landers_taken.get(needed)
    if taken is not None and mission in trace.flights.crews:
        record = trace.flights.missions[mission]
        if taken.crew != mission:
            lost = min(lost, taken.day)
        elif record.waiting_among:
            lost = min(lost, record.launched_day)
    return lost


def blame_last_hopes(trace: Trace) -> None:
    """Lay waits for one of several missions that none has ended to the one that was the last hope.

    That is the one that can still come, of several the one that is expected first; where none can, the one of which
    that was clear last.
    """
    missions, known = trace.flights.missions, dict[str, float]()
    for record in missions.values():
        if len(record.waiting_among) > 1:
            lost = {each: _lost_to(record.mission, each, trace, known) for each in record.waiting_among}
            last = max(lost.values())
            record.held_up_by = expected_first(tuple(each for each in lost if lost[each] == last), missions)
