"""Why late? The delay of each milestone against its plan, by cause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from lunarsim.scenario.asset import Asset
from lunarsim.world.functions import CREW, FACILITIES, PILOT, TRIAL, bits, has_facility
from lunarsim.world.supply import PLANT_FLIGHT
from lunarsim.world.trace import (
    CAUSES,
    LAUNCH_FAILURE,
    MILESTONES,
    NOT_FLOWN,
    PARTIAL,
    SUCCESS,
    WITHDRAWN,
    CriticalItem,
    MissionRecord,
    Waits,
)

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


def fate_of(record: MissionRecord) -> str:
    """Return the cause that kept a mission from completing its milestone."""
    if record.outcome == WITHDRAWN or record.replanned:
        return "cooperation"
    if record.outcome > PARTIAL:
        return "launch_failure" if record.outcome == LAUNCH_FAILURE else "landing_failure"
    lost = [cause for cause, days in record.waits.items() if days > 0]
    longest = max(lost, key=lambda cause: record.waits[cause], default="slip")
    return longest if record.outcome in (SUCCESS, PARTIAL) else record.waiting_for


def lacking(campaign: Campaign, milestone: str) -> Callable[[Asset], bool] | None:
    """Return what tells the assets that a station lacks for a milestone; None where it has been equipped with all."""
    station, limits = campaign.station, campaign.scenario.station
    missing = [mask for mask in TRIAL if not station.installed.functions & mask]
    power = {"station_basic": limits.basic_power_kw, "station_extended": limits.extended_power_kw}.get(milestone, 0.0)
    if not missing and station.installed_kw < power:
        return lambda asset: asset.night_power_kw > 0 or asset.storage_kwh > 0
    if milestone == "station_basic" and not has_facility(station.installed.functions):
        missing.append(FACILITIES)
    if milestone == "station_extended":
        missing += [mask for mask in (PILOT, CREW) if not station.installed.functions & mask]
    return (lambda asset: bits(asset.functions) & missing[0] != 0) if missing else None


def unreached(campaign: Campaign, milestone: str) -> tuple[Waits, str]:
    """Return the waits, up to the horizon, of what an unreached milestone of the station waits for, and its fate."""
    found = _bringing_what_lacks(campaign, milestone)
    if not found:
        return {}, "repair"
    withdrawn = any(gone for gone, *_ in found)
    _, _, key, name = min(found)
    record = campaign.trace.missions[key]
    fate = "cooperation" if withdrawn else fate_of(record)
    pending = campaign.station.open_wait(name)
    if pending is not None:
        waits, cause, since = pending
        return waits | {cause: waits.get(cause, 0.0) + campaign.horizon_days - since}, fate
    if record.outcome == PARTIAL:
        # It came down, but what is lacking was lost.
        fate = "landing_failure"
    return with_open_wait(record, campaign.horizon_days), fate


def _bringing_what_lacks(campaign: Campaign, milestone: str) -> list[tuple[bool, float, str, str]]:
    """Return what would bring what the station lacks: whether it was withdrawn, planned day, mission and asset."""
    lacks = lacking(campaign, milestone)
    if lacks is None:
        return []
    records, assets = campaign.trace.missions, campaign.scenario.assets
    online = campaign.trace.asset_online_day
    return [
        (record.outcome == WITHDRAWN, record.planned_day, planned.key, name)
        for planned in campaign.prepared.missions
        for name in planned.mission.assets
        if name not in online and lacks(assets[name])
        for record in [records[planned.key]]
        if planned.mission.role != "fallback" or campaign.partnership.lapse_day == 0 or record.replanned
    ]


def critical_items(campaign: Campaign) -> dict[str, CriticalItem]:
    """Return what each milestone hung on: what completed it or, where it was not reached, what the station lacked.

    Milestones of the mine hang on the lead's plant; one that nothing in the plan would bring hangs on nothing.
    """
    scenario = campaign.scenario
    found = {}
    for milestone in MILESTONES:
        if not milestone.startswith("station"):
            if scenario.plant.units > 0:
                found[milestone] = CriticalItem(scenario.station.lead, "")
            continue
        item = campaign.milestones.reached_by.get(milestone)
        if item is not None:
            mission, _, asset = item.entity.rpartition("/")
            found[milestone] = CriticalItem(scenario.assets[asset].program, mission)
        elif milestone not in campaign.milestones.reached_waits:
            bringing = _bringing_what_lacks(campaign, milestone)
            if bringing:
                *_, mission, asset = min(bringing)
                found[milestone] = CriticalItem(scenario.assets[asset].program, mission)
    return found


def with_open_wait(record: MissionRecord, horizon_days: float) -> Waits:
    """Return the waits of a mission, the one that the horizon cuts off included."""
    open_days = max(horizon_days - record.waiting_since, 0.0)
    if record.outcome != NOT_FLOWN or record.waiting_for == "slip" or open_days == 0.0:
        return dict(record.waits)
    return record.waits | {record.waiting_for: record.waits.get(record.waiting_for, 0.0) + open_days}


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
    reached = campaign.milestones.reached_waits
    result: dict[str, Waits] = {}
    for milestone, planned in planned_day.items():
        waits: Mapping[str, float]
        if planned_by.get(milestone) == PLANT_FLIGHT:
            waits = reached.get(milestone) or reached.get("first_product") or {}
            waits = waits or with_open_wait(campaign.mine_record, campaign.horizon_days)
            # What the mine's waits do not hold are extra flights, for cargo that was lost.
            fate = "landing_failure"
        elif milestone in reached:
            waits = reached[milestone]
            item = campaign.milestones.reached_by[milestone]
            mission = campaign.trace.missions.get(planned_by.get(milestone, ""))
            replaced = item is not None and item.replanned
            fate = "cooperation" if replaced else "repair" if mission is None else fate_of(mission)
        else:
            waits, fate = unreached(campaign, milestone)
        day = campaign.trace.milestone_day.get(milestone, campaign.horizon_days)
        result[milestone] = attribute(day - planned, waits, fate)
    return result
