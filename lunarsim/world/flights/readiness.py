"""When a mission is ready: what slip, money, agreement and cut-off do to its plan before it asks for a vehicle."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from lunarsim.world.trace import MissionRecord, MissionWait

if TYPE_CHECKING:
    from collections.abc import Generator

    from lunarsim.world.prepared import PlannedMission
    from lunarsim.world.wiring import Campaign


class Restraint(NamedTuple):
    """What keeps a ready mission from being launched, and until when [day]."""

    cause: str
    until_day: float


def ready_day(campaign: Campaign, planned: PlannedMission, replanned_day: float | None) -> float:
    """Return when a mission that is ordered now is ready, infinity for never; book its waits in its record.

    Parameters
    ----------
    campaign : Campaign
        The run.
    planned : PlannedMission
        The mission.
    replanned_day : float, optional
        Planned day of a fallback that stands in for a partner's mission [day].
    """
    now, key, program = campaign.env.now, planned.key, planned.mission.program
    record = campaign.trace.flights.missions[key]
    due = planned.planned_day
    if replanned_day is not None:
        record.replanned = True
        record.waits = campaign.partnership.replanned_waits(replanned_day - due)
        due = replanned_day
    # The new date is the lead's own and follows from the day on which it is ordered.
    precision = planned.mission.planned_precision if replanned_day is None else "day"
    slip = campaign.programs[program].slip(due - now, key, now, precision)
    if replanned_day is not None:
        # A replacement that was ordered only after the lapse does not come before its plan.
        slip = slip.never_early()
    for cause, days in zip(slip._fields, slip, strict=True):
        record.waits[cause] = record.waits.get(cause, 0.0) + days
    ready = due + sum(slip)
    if paused_days := campaign.partnership.paused_days(key, now, ready):
        record.waits["cooperation"] = record.waits.get("cooperation", 0.0) + paused_days
        ready += paused_days
    cutoff = campaign.cutoff
    if now >= cutoff.day:
        # What is ordered after a cut-off is designed without foreign parts.
        cutoff.design_anew(key)
    elif ready > cutoff.day and cutoff.meets(program, key):
        if cutoff.redesign_days == math.inf:
            if cutoff.day < campaign.horizon_days:
                campaign.env.process(_give_up(campaign, planned, record))
            return math.inf
        record.waits["technology_cutoff"] += cutoff.redesign_days
        ready += cutoff.redesign_days
    record.ready_day = ready
    return ready


def _give_up(campaign: Campaign, planned: PlannedMission, record: MissionRecord) -> Generator[Any, Any, Any]:
    """Give a mission up on the day of the cut-off, as nothing replaces its parts; all its delay is the cut-off's."""
    yield campaign.env.timeout(campaign.cutoff.day - campaign.env.now)
    since = max(planned.planned_day, campaign.env.now)
    record.waits = {"slip": 0.0}
    record.ready_day = record.waiting_since = since
    record.waiting_for = "technology_cutoff"
    if campaign.trace.notes is not None:
        campaign.trace.notes.append(MissionWait(since, record, "technology_cutoff", math.inf))
    campaign.conclude(planned.key)


def restraint(campaign: Campaign, program: str, mission: str, day: float) -> Restraint | None:
    """Return what keeps a mission of the manifest from being launched on a day on which it is ready, if anything."""
    if day < campaign.cutoff.day and not campaign.partnership.suspensions:
        return None
    until = campaign.partnership.resumption_day(mission, day)
    if until > day + SAME_DAY:
        return Restraint("cooperation", until)
    until = campaign.cutoff.allowed_day(program, mission, day)
    if until > day + SAME_DAY:
        if until == math.inf:
            campaign.conclude(mission)
        return Restraint("technology_cutoff", until)
    return None


SAME_DAY = 1e-9
"""Rounding of a day, or of a window's opening, must not send a mission back to sleep for nothing."""
