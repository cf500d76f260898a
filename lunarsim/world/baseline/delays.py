"""Why late? The delay of each milestone against its plan, by cause."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from lunarsim.scenario.groups.station import Station
from lunarsim.scenario.library.asset import Asset
from lunarsim.scenario.scenario import Scenario
from lunarsim.world.causes import along_the_path, attribute, cause_of, with_open_wait
from lunarsim.world.history.flight_outcomes import PARTIAL, WITHDRAWN
from lunarsim.world.history.missions import DaysByCause, MissionRecord
from lunarsim.world.history.stations import StationTrace
from lunarsim.world.history.trace import MILESTONES, CriticalItem, Trace
from lunarsim.world.mine.logistics.cargo import PLANT_FLIGHT
from lunarsim.world.mine.mine_delays import product_waits
from lunarsim.world.prepared import Prepared
from lunarsim.world.station.functions import CREW, FACILITIES, PILOT, TRIAL, bits, has_facility


class Candidate(NamedTuple):
    """A mission that would bring what a station lacks: whether it was withdrawn, its planned day, key and asset."""

    withdrawn: bool
    planned_day: float
    mission: str
    asset: str


def lacking(station: StationTrace, limits: Station, milestone: str) -> Callable[[Asset], bool] | None:
    """Return what tests whether an asset is what a station lacks for a milestone; None where it has been equipped."""
    functions = station.installed_functions
    missing = [mask for mask in TRIAL if not functions & mask]
    power = {"station_basic": limits.basic_power_kw, "station_extended": limits.extended_power_kw}.get(milestone, 0.0)
    if not missing and station.installed_kw < power:
        return lambda asset: max(asset.power_kw, asset.night_power_kw, asset.storage_kwh, asset.fuel_cell_kwh) > 0
    if milestone == "station_basic" and not has_facility(functions):
        missing.append(FACILITIES)
    if milestone == "station_extended":
        missing += [mask for mask in (PILOT, CREW) if not functions & mask]
    return (lambda asset: bits(asset.functions) & missing[0] != 0) if missing else None


def unreached(
    scenario: Scenario, prepared: Prepared, trace: Trace, milestone: str
) -> tuple[DaysByCause, MissionRecord | None, str]:
    """Return what an unreached milestone of the station waits for.

    Returns
    -------
    waits : dict
        Its waits to the horizon [day].
    record : MissionRecord or None
        The mission that would complete it.
    rest_cause : str
        Cause of what these waits do not hold.
    """
    station = trace.station
    candidates = _bringing_what_lacks(scenario, prepared, trace, milestone)
    if not candidates:
        # All is there: its trial, which failures may have interrupted, goes beyond the horizon.
        newest = station.on_trial
        if newest is None or scenario.waits.repair:
            return {}, None, "repair"
        return newest.waits, newest.record, cause_of(newest.record) if newest.record is not None else "slip"
    withdrawn = any(candidate.withdrawn for candidate in candidates)
    first = min(candidates)
    record = trace.flights.missions[first.mission]
    rest_cause = "cooperation" if withdrawn else cause_of(record)
    pending = station.open_waits.get(first.asset)
    if pending is not None:
        waits, cause, since = pending
        return waits | {cause: waits.get(cause, 0.0) + trace.horizon_days - since}, record, rest_cause
    if record.outcome == PARTIAL:
        # It came down, but what is lacking was lost.
        rest_cause = "landing_failure"
    return with_open_wait(record, trace.horizon_days), record, rest_cause


def _bringing_what_lacks(scenario: Scenario, prepared: Prepared, trace: Trace, milestone: str) -> list[Candidate]:
    """Return what would bring what the main station lacks."""
    lacks = lacking(trace.station, scenario.station, milestone)
    if lacks is None:
        return []
    records, assets, online_day = trace.flights.missions, scenario.assets, trace.online_day
    elsewhere = scenario.rival.lead if trace.rival is not None else ""
    (_, agreed), *_ = trace.programs.cooperation
    # What a partner flies for itself does not join the station once the agreement has ended.
    together = agreed and math.isnan(trace.programs.lapse_day)
    lead = scenario.station.lead
    return [
        Candidate(record.outcome == WITHDRAWN, record.planned_day, planned.key, name)
        for planned in prepared.missions
        for name in planned.mission.assets
        if name not in online_day and lacks(assets[name]) and planned.mission.program != elsewhere
        if together or planned.mission.program == lead or planned.mission.role == "joint"
        for record in [records[planned.key]]
        # Fallbacks stand in the plan where there is no agreement, else they come by order.
        if planned.mission.role != "fallback" or not agreed or record.replanned
    ]


def critical_items(scenario: Scenario, prepared: Prepared, trace: Trace) -> dict[str, CriticalItem]:
    """Return what each milestone hung on: what completed it or, where it was not reached, what the station lacked.

    Milestones of the mine depend on the lead's plant; one that nothing in the plan would bring depends on nothing.
    """
    critical = {}
    for milestone in MILESTONES:
        if not milestone.startswith("station"):
            if scenario.plant.units > 0:
                critical[milestone] = CriticalItem(scenario.station.lead, "")
            continue
        reached = trace.station.reached.get(milestone)
        if reached is not None:
            if reached.hardware is not None:
                asset, mission = reached.hardware
                # What a cargo flight brought is no mission's.
                of_plan = mission if mission in trace.flights.missions else ""
                critical[milestone] = CriticalItem(scenario.assets[asset].program, of_plan)
            continue
        candidates = _bringing_what_lacks(scenario, prepared, trace, milestone)
        if candidates:
            first = min(candidates)
            critical[milestone] = CriticalItem(scenario.assets[first.asset].program, first.mission)
    return critical


def delays(
    scenario: Scenario,
    prepared: Prepared,
    trace: Trace,
    planned_day: Mapping[str, float],
    planned_by: Mapping[str, str],
) -> dict[str, DaysByCause]:
    """Return the delay of each milestone by cause.

    Parameters
    ----------
    scenario, prepared : Scenario, Prepared
        The input.
    trace : Trace
        A run at its end.
    planned_day : mapping
        Day of each milestone in the same scenario without waits [day]; what is not reached there is left out.
    planned_by : mapping
        Mission that completes each milestone there.
    """
    missions, horizon_days = trace.flights.missions, trace.horizon_days
    transit_days = scenario.logistics.transit_days
    result: dict[str, DaysByCause] = {}
    for milestone, planned in planned_day.items():
        by = planned_by.get(milestone, "")
        if by == PLANT_FLIGHT:
            day, waits, rest_cause = _of_the_mine(trace, milestone)
            result[milestone] = attribute(day - planned, waits, rest_cause)
            continue
        reached = trace.station.reached.get(milestone)
        if reached is not None:
            day, waits, record = reached.day, reached.waits, reached.record
            mission = missions.get(by)
            replaced_by = "" if record is None else record.replanned_by
            rest_cause = replaced_by or ("repair" if mission is None else cause_of(mission))
        else:
            day = horizon_days
            waits, record, rest_cause = unreached(scenario, prepared, trace, milestone)
        waits = along_the_path(waits, record, missions, transit_days, horizon_days)
        result[milestone] = attribute(day - planned, waits, rest_cause, _early_by(scenario, trace, by))
    return result


def _early_by(scenario: Scenario, trace: Trace, mission: str) -> str:
    """Return the cause that won most days for what was planned to complete a milestone, slip where none did."""
    record = trace.flights.missions.get(mission)
    if record is None or math.isnan(record.launched_day):
        return "slip"
    arrival = record.launched_day + scenario.logistics.transit_days
    commissioning = [
        trace.online_day[name] - arrival - scenario.assets[name].commissioning_days
        for name in scenario.missions[mission].assets
        if name in trace.online_day
    ]
    waits = record.waits | {"commissioning": max(commissioning, default=0.0)}
    cause = min(waits, key=lambda cause: waits[cause])
    return cause if waits[cause] < 0.0 else "slip"


def _of_the_mine(trace: Trace, milestone: str) -> tuple[float, DaysByCause, str]:
    """Return day, waits and the cause of the rest of a milestone of the mine.

    What its waits do not hold are extra flights, for cargo that was lost, and what a return lacked.
    """
    mine = trace.mine
    rest_cause = mine.return_cause if milestone == "first_return" else "landing_failure"
    reached = mine.reached.get(milestone)
    if reached is not None and reached.waits:
        return reached.day, reached.waits, rest_cause
    day = reached.day if reached is not None else trace.horizon_days
    product = mine.reached.get("first_product")
    waits = product.waits if product is not None else {}
    return day, waits or product_waits(mine, trace.horizon_days), rest_cause
