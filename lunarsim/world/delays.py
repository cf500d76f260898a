"""Why late? The delay of each milestone against its plan, by cause."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lunarsim.world.supply import PLANT_FLIGHT
from lunarsim.world.trace import CAUSES, LAUNCH_FAILURE, WITHDRAWN, MissionRecord, Waits

if TYPE_CHECKING:
    from lunarsim.world.campaign import Campaign


def attribute(delay: float, waits: Mapping[str, float], fate: str) -> Waits:
    """Return a delay by cause; the parts add up to the delay.

    The waits of what completed the milestone are its parts. Where they are longer than the delay, the plan had slack,
    which the first waits used up. Where they are shorter, something else was planned to complete the milestone earlier
    and did not: the rest goes to the cause of its ``fate``.

    Parameters
    ----------
    delay : float
        Date reached, or the horizon, minus planned date [day].
    waits : mapping
        Days by cause of what completed the milestone, or of what it still waits for [day].
    fate : str
        Cause that what was planned to complete it met.
    """
    parts = {cause: days for cause, days in waits.items() if days != 0.0}
    rest = delay - sum(parts.values())
    if rest > 0:
        parts[fate] = parts.get(fate, 0.0) + rest
    elif rest < 0:
        slack = -rest
        for cause in CAUSES:
            used = min(max(parts.get(cause, 0.0), 0.0), slack)
            if used > 0:
                parts[cause] -= used
                slack -= used
        if slack > 0:
            # Earlier than planned: what came early did so by its slip.
            parts["slip"] = parts.get("slip", 0.0) - slack
    return parts


def fate_of(record: MissionRecord | None) -> str:
    """Return the cause that kept a mission from completing its milestone."""
    if record is None:
        return "repair"
    if record.outcome == WITHDRAWN or record.replanned:
        return "cooperation"
    if record.outcome > 2:
        return "launch_failure" if record.outcome == LAUNCH_FAILURE else "landing_failure"
    longest = max(record.waits, key=lambda cause: record.waits[cause], default="slip")
    return longest if record.outcome in (1, 2) else record.waiting_for


def delays(campaign: Campaign, planned_day: Mapping[str, float], planned_by: Mapping[str, str]) -> dict[str, Waits]:
    """Return the delay of each milestone by cause.

    Parameters
    ----------
    campaign : Campaign
        A run at its end.
    planned_day : mapping
        Day of each milestone in the same scenario without waits [day]; what is not reached there is left out.
    planned_by : mapping
        Mission that completes each milestone there.
    """
    horizon = campaign.horizon_days
    result: dict[str, Waits] = {}
    for milestone, planned in planned_day.items():
        mission = planned_by.get(milestone, "")
        record = campaign.trace.missions.get(mission)
        day = campaign.trace.milestone_day.get(milestone)
        if day is not None:
            waits: Mapping[str, float] = campaign.milestones.reached_waits[milestone]
        else:
            day = horizon
            waits = campaign.open_waits(milestone, mission)
        # What the mine's waits do not hold are extra flights, for cargo that partial landings left out.
        fate = "landing_failure" if mission == PLANT_FLIGHT else fate_of(record)
        result[milestone] = attribute(day - planned, waits, fate)
    return result
