"""Delays by cause along the critical path: a wait for another mission becomes the causes that held that one up."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields

from lunarsim.scenario.groups.waits import Waits
from lunarsim.words.sums import total
from lunarsim.world.history.flight_outcomes import LAUNCH_LOSSES, NOT_FLOWN, PARTIAL, SUCCESS, WITHDRAWN
from lunarsim.world.history.missions import DaysByCause, MissionRecord

CAUSES = tuple(field.name for field in fields(Waits))
"""Causes of delay: those that can be switched off, in the order in which they strike a mission."""


def attribute(delay: float, waits: Mapping[str, float], rest_cause: str, early: str = "slip") -> DaysByCause:
    """Return a delay by cause; the parts add up to the delay.

    The waits of what completed the milestone are its parts. Where they are longer than the delay, the plan had slack,
    which the first waits used up. Where they are shorter, something else was planned to complete the milestone earlier
    and did not: the rest goes to the cause that kept it from that.

    Parameters
    ----------
    delay : float
        Date reached, or the horizon, minus planned date [day].
    waits : mapping
        Days by cause of what completed the milestone, or of what it still waits for [day].
    rest_cause : str
        Cause that kept from it what was planned to complete it.
    early : str
        Cause to which days go that were won by something else than ``waits``.
    """
    parts = {cause: days for cause, days in waits.items() if days != 0.0}
    rest = delay - total(parts.values(), 0.0)
    if rest > 0:
        parts[rest_cause] = parts.get(rest_cause, 0.0) + rest
    elif rest < 0:
        slack = -rest
        for cause in CAUSES:
            waited = parts.get(cause, 0.0)
            if waited > 0.0:
                used = min(waited, slack)
                parts[cause] -= used
                slack -= used
        if slack > 0:
            # Earlier than planned: what came early did so by what won it most days.
            won = min(parts, key=lambda cause: parts[cause], default=early)
            won = won if parts.get(won, 0.0) < 0 else early
            parts[won] = parts.get(won, 0.0) - slack
    return parts


def cut_down(before: DaysByCause, waits: DaysByCause, days: float) -> DaysByCause:
    """Return waits of which those since an earlier time are so many days at most, each in its share [day]."""
    grown = {cause: waited - before.get(cause, 0.0) for cause, waited in waits.items()}
    since = total(grown.values(), 0.0)
    share = min(days / since, 1.0) if since > 0.0 else 1.0
    return {cause: before.get(cause, 0.0) + waited * share for cause, waited in grown.items()}


def cause_of_loss(outcome: int) -> str:
    """Return the cause of the delay that a flight of such an outcome leaves behind."""
    return "launch_failure" if outcome in LAUNCH_LOSSES else "landing_failure"


def cause_of_end(record: MissionRecord) -> str:
    """Return why a mission was given up: its last loss, or what it waited for."""
    return cause_of_loss(record.outcome) if record.outcome > PARTIAL else record.waiting_for


def cause_of(record: MissionRecord) -> str:
    """Return the cause that kept a mission from completing its milestone."""
    if record.outcome == WITHDRAWN:
        return "cooperation"
    if record.replanned:
        return record.replanned_by
    if record.outcome > PARTIAL:
        return cause_of_loss(record.outcome)
    lost = [cause for cause, days in record.waits.items() if days > 0]
    longest = max(lost, key=lambda cause: record.waits[cause], default="slip")
    return longest if record.outcome in (SUCCESS, PARTIAL) else record.waiting_for


def with_open_wait(record: MissionRecord, horizon_days: float) -> DaysByCause:
    """Return the waits of a mission, the one that the horizon cuts off included [day]."""
    open_days = max(horizon_days - record.waiting_since, 0.0)
    if record.outcome != NOT_FLOWN or record.waiting_for == "slip" or open_days == 0.0:
        return dict(record.waits)
    return record.waits | {record.waiting_for: record.waits.get(record.waiting_for, 0.0) + open_days}


def along_the_path(
    waits: DaysByCause,
    record: MissionRecord | None,
    missions: Mapping[str, MissionRecord],
    transit_days: float,
    horizon_days: float,
) -> DaysByCause:
    """Return waits in which that for another mission becomes the other's own causes, and so on back to the plan.

    A mission that was held up by another is on the other's critical path: what it had waited for before is slack there,
    and what its plan lacked, compared with the other's plan, is all that remains of ``prerequisite``.

    Parameters
    ----------
    waits : dict
        Days by cause of a mission, or of an asset behind its mission [day].
    record : MissionRecord or None
        The mission; None for what was there at the start.
    missions : mapping
        All missions of the run.
    transit_days : float
        Time from launch to arrival [day].
    horizon_days : float
        End of the run, up to which an open wait counts [day].
    """
    need = missions.get(record.held_up_by) if record is not None else None
    if need is None or record is None:
        return waits
    before = record.waits_when_freed or with_open_wait(record, horizon_days)
    behind = along_the_path(with_open_wait(need, horizon_days), need, missions, transit_days, horizon_days)
    lacking = max(need.planned_day + transit_days - record.planned_day, 0.0)
    behind = behind | {"prerequisite": behind.get("prerequisite", 0.0) + lacking}
    early = min(before, key=lambda cause: before[cause], default="slip")
    path = attribute(math.fsum(before.values()), behind, cause_of(need), early)
    return {cause: waits.get(cause, 0.0) - before.get(cause, 0.0) + path.get(cause, 0.0) for cause in {**waits, **path}}
