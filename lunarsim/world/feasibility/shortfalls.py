"""What a plan that can be run leaves out even where nothing is late: hardware without power, milestones, missions."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache

from lunarsim.scenario.groups.extraction.site import Site
from lunarsim.scenario.groups.station import Station
from lunarsim.scenario.library.power.ratings import night_power_kw, site_cycle
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.sharing import Sharing
from lunarsim.words.units import parse_date
from lunarsim.world.baseline.cancellations import listed
from lunarsim.world.baseline.planned_dates import NO_DRAWS, NO_WAITS, as_planned, planned_dates
from lunarsim.world.clock import Clock
from lunarsim.world.feasibility.horizon import end_of, longer
from lunarsim.world.feasibility.payloads import spares_left_behind
from lunarsim.world.feasibility.plants import (
    idle_growth,
    immature_plant,
    plant_before_gates,
    returns_not_worth_it,
    slow_plant,
    spent_ground,
    unproven_growth,
)
from lunarsim.world.feasibility.remedies import remedy, up
from lunarsim.world.feasibility.replacing import never_replaced
from lunarsim.world.feasibility.services import unserved_plant
from lunarsim.world.history.missions import MissionRecord
from lunarsim.world.history.stations import StationTrace
from lunarsim.world.mine.unit_needs import commissioning_days
from lunarsim.world.prepared import Prepared, prepare
from lunarsim.world.signal import Connections
from lunarsim.world.station.balance import Balance
from lunarsim.world.station.functions import CREW, FACILITIES, PILOT, TRIAL, functions_of
from lunarsim.world.station.hardware import Item
from lunarsim.world.station.station import StationState

ASKED = {
    "station_working": tuple(zip(TRIAL, ("relay", "command link", "rover or robot"), strict=True)),
    "station_basic": ((FACILITIES, "science or ISRU facility"),),
    "station_extended": ((PILOT, "ISRU at pilot scale"), (CREW, "hardware for crews")),
}
"""What each milestone asks for beside what the one before it does: functions, as bits, and their name."""


def shortfalls(scenario: Scenario) -> tuple[str, ...]:
    """Return what never comes by the plan at face value, a sentence each, with an override that would help.

    None of it makes a run useless, so that it is said and not refused.
    """
    deciding = Sharing(
        scenario,
        scenario.missions,
        scenario.vehicles,
        scenario.assets,
        scenario.official_milestones,
        scenario.programs,
        scenario.timeline,
        scenario.plan,
        scenario.cooperation,
        scenario.station,
        scenario.rival,
        scenario.waits,
        scenario.upkeep,
        scenario.site,
        scenario.deposit,
        scenario.mine,
        scenario.plant,
        scenario.flowsheet,
        scenario.gates,
        scenario.slips,
        scenario.logistics,
    )
    # Markets decide on returns alone, and are often what is compared.
    return (*_known(deciding), *returns_not_worth_it(scenario))


@lru_cache(16)
def _known(deciding: Sharing[Scenario]) -> tuple[str, ...]:
    scenario = deciding.whole
    prepared = prepare(scenario)
    sites = (prepared.station_site, prepared.rival_site)
    powerless = (
        sentence
        for station, site in zip(scenario.stations.values(), sites, strict=False)
        if site is not None
        for sentence in _without_power(scenario, prepared, station, site)
    )
    return (
        *_late_missions(scenario),
        *_late_parts(scenario),
        *_late_plant(scenario),
        *plant_before_gates(scenario),
        *slow_plant(scenario),
        *spent_ground(scenario),
        *immature_plant(scenario),
        *unserved_plant(scenario),
        *idle_growth(scenario),
        *unproven_growth(scenario),
        *spares_left_behind(scenario),
        *_late_milestones(scenario, prepared),
        *powerless,
        *never_replaced(scenario, prepared),
        *_borrowed_landers(scenario),
    )


def _borrowed_landers(scenario: Scenario) -> Iterator[str]:
    """Yield which stations and missions fly on what a program builds that takes no part."""
    flown = {
        f"{group}.cargo_vehicle": (station.cargo_vehicle, station.lead)
        for group, station in zip(("station", "rival"), scenario.stations.values(), strict=False)
        if scenario.waits.repair
    } | {
        f"missions.{key}.vehicle": (mission.vehicle, mission.program)
        for key, mission in scenario.missions.items()
        if scenario.flies(mission)
    }
    for key, (name, program) in flown.items():
        maker = scenario.vehicles[name].program
        if maker != program and maker in scenario.programs and not scenario.programs[maker].active:
            own = [other for other, vehicle in scenario.vehicles.items() if vehicle.program == program]
            largest = max(own, key=lambda other: scenario.vehicles[other].landed_payload_kg, default=None)
            yield (
                f"{program} flies on {name} ({key}), which {maker} builds, a program that takes no part"
                + (remedy(key, largest) if largest is not None else "")
            )


def _late_missions(scenario: Scenario) -> Iterator[str]:
    """Yield which missions are planned for after the end."""
    end = end_of(scenario.timeline)
    days = {key: parse_date(mission.planned) for key, mission in scenario.missions.items() if scenario.flies(mission)}
    late = [key for key, day in days.items() if day >= end]
    if late:
        verb = "are" if len(late) > 1 else "is"
        yield f"{listed(late)} {verb} planned for after the end of the timeline {end}" + longer(
            scenario.timeline, max(days[key] for key in late)
        )


def _late_parts(scenario: Scenario) -> Iterator[str]:
    """Yield which parts of a station can fly only after the end of the timeline, or of its support."""
    end, support = end_of(scenario.timeline), scenario.upkeep.end_of_support
    for group, station in scenario.stations.items():
        day = parse_date(station.parts_from)
        if station.parts and day >= end:
            key = f"{group}.parts_from"
            yield f"{listed(station.parts)} can fly only after the end of the timeline {end} ({key})" + longer(
                scenario.timeline, day
            )
        elif station.parts and scenario.waits.repair and support and day >= parse_date(support):
            yield (
                f"{listed(station.parts)} can fly only after the end of support {support} (upkeep.end_of_support), and "
                f"never do; set {group}.parts_from to an earlier day or upkeep.end_of_support to a later one"
            )


def _late_plant(scenario: Scenario) -> Iterator[str]:
    """Yield that the plant cannot work before the end."""
    plant, timeline = scenario.plant, scenario.timeline
    end = end_of(timeline)
    works = parse_date(plant.planned) + timedelta(days=scenario.logistics.transit_days + commissioning_days(plant))
    if plant.units > 0 and works >= end:
        yield (
            f"the plant, planned for {plant.planned} (plant.planned), works after the end of the timeline {end}"
            + longer(timeline, works)
        )


def _late_milestones(scenario: Scenario, prepared: Prepared) -> Iterator[str]:
    """Yield which milestones of the main station come after the end by the plan, or never."""
    plan = planned_dates(scenario, dataclasses.replace(prepared, horizon_days=math.inf))
    late = {name: day for name, day in plan.day.items() if day >= prepared.horizon_days}
    if late:
        dates = [prepared.start + timedelta(days=math.floor(day)) for day in late.values()]
        come = ", ".join(f"{name} on {date}" for name, date in zip(late, dates, strict=True))
        yield (
            f"milestones of {scenario.station.name} planned for after the end of the timeline "
            f"{end_of(scenario.timeline)}: {come}" + longer(scenario.timeline, max(dates))
        )
    # What comes later asks for this, too.
    never = next((name for name in ASKED if name not in plan.day), None)
    if never is not None:
        yield f"{never} never comes by this plan: {_lacking(scenario, prepared, never)}"


def _lacking(scenario: Scenario, prepared: Prepared, milestone: str) -> str:
    """Return what the plan of the main station never has of what a milestone asks for."""
    station, site = scenario.station, prepared.station_site
    installed = Balance(functions_of(site), site_cycle(site))
    for _, item in as_planned(scenario, prepared, station):
        installed.join(item)
    missing = [f"no {name}" for function, name in ASKED[milestone] if not installed.functions & function]
    key = {"station_basic": "basic_power_kw", "station_extended": "extended_power_kw"}.get(milestone)
    if key is not None and installed.supply_kw < getattr(station, key):
        has = f"{installed.supply_kw:.4g} of {getattr(station, key):g} kW last through the night"
        missing.append(f"{has} (station.{key})")
    return ", ".join(missing)


def _without_power(scenario: Scenario, prepared: Prepared, station: Station, site: Site) -> Iterator[str]:
    """Yield what waits for power to the end at a station, by the rules of the run, where nothing is late or fails."""
    if not scenario.waits.power:
        return
    items = [item for _, item in as_planned(scenario, prepared, station)]
    trace, clock = StationTrace(), Clock(prepared.horizon_days)
    waits = dataclasses.replace(NO_WAITS, prerequisite=scenario.waits.prerequisite, power=True)
    state, connections = StationState(clock, station, site, waits, NO_DRAWS, trace), Connections()
    state.connect(connections)

    def deliver(item: Item) -> None:
        state.deliver(item.hardware, item.asset, MissionRecord(clock.now))

    for item in items:
        if not item.hardware.mission:
            state.place(item.hardware.asset, item.asset, item.online_day)
        elif item.delivered_day < prepared.horizon_days:
            clock.after(max(item.delivered_day, 0.0), deliver, item)
    clock.run()
    state.record_for_delays()
    connections.close()
    clock.close()
    powerless = [name for name, wait in trace.open_waits.items() if wait.cause == "power"]
    if not powerless:
        return
    _, working = state.balances()
    assets = scenario.assets
    cycle = site_cycle(site)
    added_kw = math.fsum(assets[name].load_kw - night_power_kw([assets[name]], cycle) for name in powerless)
    asked_kw = (working.load_kw + added_kw) * (1.0 + station.power_margin)
    _, source = max(
        (night_power_kw([item.asset], cycle), item.hardware.asset) for item in items if item.hardware.mission
    )
    short_kw = asked_kw - working.supply_kw
    asset = scenario.assets[source]
    day_kw, night_kw = up(asset.power_kw + short_kw), up(asset.night_power_kw + short_kw)
    verb = "wait" if len(powerless) > 1 else "waits"
    yield (
        f"{listed(powerless)} of {station.name} {verb} for power to the end even as planned: all loads with their "
        f"margin take {asked_kw:.4g} kW, {working.supply_kw:.4g} kW last through the night"
        + remedy(f"assets.{source}.night_power_kw", night_kw)
        + f" assets.{source}.power_kw={max(day_kw, night_kw):g}"
    )
