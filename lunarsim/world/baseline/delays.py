"""Why late? The delay of each milestone against its plan, by cause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from lunarsim.scenario.library.asset import Asset
from lunarsim.world.causes import along_the_path, attribute, fate_of, with_open_wait
from lunarsim.world.mine.supply import PLANT_FLIGHT
from lunarsim.world.station.functions import CREW, FACILITIES, PILOT, TRIAL, bits, has_facility
from lunarsim.world.station.hardware import newest_of_the_trial
from lunarsim.world.trace import MILESTONES, PARTIAL, WITHDRAWN, CriticalItem, DaysByCause, MissionRecord

if TYPE_CHECKING:
    from lunarsim.world.wiring import Campaign


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


def unreached(campaign: Campaign, milestone: str) -> tuple[DaysByCause, MissionRecord | None, str]:
    """Return what an unreached milestone of the station waits for: its waits to the horizon, its mission, its fate."""
    found = _bringing_what_lacks(campaign, milestone)
    if not found:
        # All is there: its trial, which failures may have begun anew, goes beyond the horizon.
        newest = newest_of_the_trial(campaign.station.online)
        if newest is None or campaign.waits.repair:
            return {}, None, "repair"
        fate = fate_of(newest.record) if newest.record is not None else "slip"
        return dict(newest.waits), newest.record, fate
    withdrawn = any(gone for gone, *_ in found)
    _, _, key, name = min(found)
    record = campaign.trace.flights.missions[key]
    fate = "cooperation" if withdrawn else fate_of(record)
    pending = campaign.station.open_wait(name)
    if pending is not None:
        waits, cause, since = pending
        return waits | {cause: waits.get(cause, 0.0) + campaign.horizon_days - since}, record, fate
    if record.outcome == PARTIAL:
        # It came down, but what is lacking was lost.
        fate = "landing_failure"
    return with_open_wait(record, campaign.horizon_days), record, fate


def _bringing_what_lacks(campaign: Campaign, milestone: str) -> list[tuple[bool, float, str, str]]:
    """Return what would bring what the station lacks: whether it was withdrawn, planned day, mission and asset."""
    lacks = lacking(campaign, milestone)
    if lacks is None:
        return []
    station = campaign.station
    records, assets = campaign.trace.flights.missions, campaign.scenario.assets
    online = campaign.trace.online_day
    return [
        (record.outcome == WITHDRAWN, record.planned_day, planned.key, name)
        for planned in campaign.prepared.missions
        for name in planned.mission.assets
        if name not in online and lacks(assets[name]) and campaign.station_of(planned.mission.program) is station
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
            asset, mission = item.hardware
            found[milestone] = CriticalItem(scenario.assets[asset].program, mission)
        elif milestone not in campaign.milestones.reached_waits:
            bringing = _bringing_what_lacks(campaign, milestone)
            if bringing:
                *_, mission, asset = min(bringing)
                found[milestone] = CriticalItem(scenario.assets[asset].program, mission)
    return found


def delays(
    campaign: Campaign, planned_day: Mapping[str, float], planned_by: Mapping[str, str]
) -> dict[str, DaysByCause]:
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
    reached, reached_day = campaign.milestones.reached_waits, campaign.trace.milestone_day
    missions, horizon_days = campaign.trace.flights.missions, campaign.horizon_days
    result: dict[str, DaysByCause] = {}
    for milestone, planned in planned_day.items():
        record: MissionRecord | None = None
        if planned_by.get(milestone) == PLANT_FLIGHT:
            waits = reached.get(milestone) or reached.get("first_product") or campaign.waits_of_product()
            # What the mine's waits do not hold are extra flights, for cargo that was lost, and what a return lacked.
            fate = campaign.returns.fate if milestone == "first_return" else "landing_failure"
        elif milestone in reached:
            waits = reached[milestone]
            item = campaign.milestones.reached_by[milestone]
            record = item.record if item is not None else None
            mission = missions.get(planned_by.get(milestone, ""))
            replaced = record is not None and record.replanned
            fate = "cooperation" if replaced else "repair" if mission is None else fate_of(mission)
        else:
            waits, record, fate = unreached(campaign, milestone)
        waits = along_the_path(waits, record, missions, campaign.scenario.logistics.transit_days, horizon_days)
        day = reached_day.get(milestone, horizon_days)
        result[milestone] = attribute(day - planned, waits, fate)
    return result
