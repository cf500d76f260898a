"""What is given up, withdrawn or under way at the horizon: when the work on it ends, and what was built by then."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator

from lunarsim.world.history.flight_outcomes import WITHDRAWN
from lunarsim.world.history.flights import Unfinished
from lunarsim.world.history.missions import MissionRecord
from lunarsim.world.history.trace import Trace
from lunarsim.world.planned_missions import PlannedMission
from lunarsim.world.prospects import given_up_day, lost_day


def never_taken_up(record: MissionRecord, trace: Trace) -> bool:
    """Return whether a mission was never ordered, as a fallback for a partner's that came."""
    return math.isnan(record.ready_day) and given_up_day(record, trace) == math.inf


def stops_day(missions: Iterable[str], trace: Trace, lost: dict[str, float]) -> float:
    """Return from when on none of some missions can come any more; before all days where none was taken up [day].

    Infinity where one of them still can. ``lost`` keeps what is found, as in :func:`lunarsim.world.prospects.lost_day`.
    """
    last = -math.inf
    for mission in missions:
        record = trace.flights.missions[mission]
        if not never_taken_up(record, trace):
            last = max(last, lost_day(mission, trace, lost))
    return last


def unfinished(
    manifest: Iterable[PlannedMission], trace: Trace, asset_mass_position: Callable[[str], float]
) -> Iterator[Unfinished]:
    """Yield the work on flights that have no end in the run.

    These are missions that were given up, or wait for what never comes, before their first launch, those that were
    withdrawn while they were built again, and campaigns that are under way at the horizon, with the launches that they
    have made.

    Parameters
    ----------
    manifest : iterable of PlannedMission
        What may have flown.
    trace : Trace
        What happened.
    asset_mass_position : callable
        From a program to where the masses of its assets lie between the least and the most that is plausible [1].
    """
    lost: dict[str, float] = {}
    due: dict[str, float] = {}
    for planned in manifest:
        record = trace.flights.missions[planned.key]
        built = 1.0
        if record.in_flight:
            due_day, day = record.campaign_day, trace.horizon_days
            built = record.launches_made / planned.mission.launches
        elif not math.isnan(record.first_launched_day):
            if record.outcome != WITHDRAWN or record.due_day <= record.launched_day:
                continue
            due_day, day = record.due_day, trace.programs.lapse_day
        elif never_taken_up(record, trace):
            continue
        else:
            due_day, day = _due_day(planned.key, trace, due), lost_day(planned.key, trace, lost)
        if 0.0 < day < math.inf:
            yield Unfinished(
                planned.mission.program,
                due_day,
                day,
                planned.hardware_kg(asset_mass_position(planned.mission.program)) * built,
                planned.launches_musd * built,
            )


def _due_day(mission: str, trace: Trace, known: dict[str, float]) -> float:
    """Return the launch for which a mission was being built: its own, not before what it needs [day]."""
    if mission not in known:
        record = trace.flights.missions[mission]
        if not math.isnan(record.first_launched_day):
            return record.launched_day
        due = record.due_day
        for needed in trace.flights.needed.get(mission, ()):
            known_days = [_due_day(each, trace, known) for each in needed if each in trace.flights.missions]
            due = max(due, min((day for day in known_days if not math.isnan(day)), default=due))
        known[mission] = due
    return known[mission]
