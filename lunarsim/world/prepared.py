"""What all runs of a scenario share: dates as days, who flies, where the station stands."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from lunarsim.scenario.groups.extraction.site import Site
from lunarsim.scenario.library.places.known_sites import site_named
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.units import add_years, days_between, parse_date
from lunarsim.world.flights.windows import LandingWindows
from lunarsim.world.history.missions import HardwareId
from lunarsim.world.money.development import NewDesign, new_designs
from lunarsim.world.money.needs import extra_needs, year_starts
from lunarsim.world.planned_missions import PlannedMission, planned_mission
from lunarsim.world.programs.calibrations import Calibration
from lunarsim.world.programs.chains import shipped_missions
from lunarsim.world.programs.dated_plans import DatedPlan, dated_plans, main_chain
from lunarsim.world.programs.exposures import exposed
from lunarsim.world.station.functions import bits
from lunarsim.world.station.official import Equipment, equipment_for


@dataclass(frozen=True)
class Prepared:
    """Constant parts of a scenario. It fits every scenario with the same manifest, libraries and timeline.

    ``windows`` are those of each station's site, ``asked`` what official milestones ask of each station, by its lead;
    ``present`` are the assets that work at the start, with the day of their first work; ``joint`` are the partners'
    contributions among the missions, ``never_come_days`` the planned days of critical ones that are cancelled,
    ``needed_in`` the lists in which each mission is needed, ``first_flights`` the
    plans of vehicles that have not flown, ``main_chain`` a plan of the chain in which the mine stands, ``undertaken``
    those of the shipped manifest that stand in the plan, cancelled or not. ``years`` are the days on which calendar
    years begin, of which the first ``run_years`` belong to the run.
    """

    scenario: Scenario
    start: dt.date
    horizon_days: float
    station_site: Site
    rival_site: Site | None
    windows: dict[str, LandingWindows]
    present: Mapping[str, float]
    asked: Mapping[str, tuple[Equipment, ...]]
    missions: tuple[PlannedMission, ...]
    joint: frozenset[str]
    never_come_days: tuple[float, ...]
    needed_in: Mapping[str, tuple[tuple[str, ...], ...]]
    first_flights: Mapping[str, DatedPlan]
    main_chain: DatedPlan
    undertaken: tuple[DatedPlan, ...]
    years: tuple[float, ...]
    run_years: int
    extra_needs: Mapping[str, tuple[float, ...]]
    designs: tuple[NewDesign, ...]

    @cached_property
    def needed(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        """Lists of missions of each of which one is needed, by the mission that needs them."""
        return {planned.key: planned.needed for planned in self.missions if planned.needed}

    @cached_property
    def crews(self) -> frozenset[str]:
        """Missions that take a lander."""
        return frozenset(planned.key for planned in self.missions if planned.landers)

    @cached_property
    def by_key(self) -> dict[str, PlannedMission]:
        """Missions by key."""
        return {planned.key: planned for planned in self.missions}

    @cached_property
    def brought(self) -> Callable[[int, str], Sequence[tuple[PlannedMission, HardwareId]]]:
        """Which missions bring what with one of some functions, as bits, or of a group; no group is an empty text."""
        assets = self.scenario.assets
        pieces = [
            (planned, HardwareId(name, planned.key), bits(assets[name].functions), assets[name].group)
            for planned in self.missions
            for name in dict.fromkeys(planned.mission.assets)
        ]

        @cache
        def like(functions: int, group: str) -> Sequence[tuple[PlannedMission, HardwareId]]:
            return [
                (planned, hardware)
                for planned, hardware, offered, its_group in pieces
                if offered & functions or (group and its_group == group)
            ]

        return like

    @cached_property
    def crews_for_stations(self) -> tuple[PlannedMission, ...]:
        """Missions whose crews stay at a station."""
        return tuple(planned for planned in self.missions if planned.crew_launch and planned.mission.at_station)

    def fits(self, scenario: Scenario) -> bool:
        """Return whether these parts hold for another scenario, too: none of what they were made from differs."""
        mine = self.scenario
        return scenario is mine or (
            scenario.missions is mine.missions
            and scenario.vehicles is mine.vehicles
            and scenario.assets is mine.assets
            and scenario.official_milestones is mine.official_milestones
            and scenario.timeline is mine.timeline
            and scenario.cooperation.mode == mine.cooperation.mode
            and scenario.station.site == mine.station.site
            and (
                scenario.site is mine.site
                or not {scenario.station.site, scenario.rival.site} & {scenario.site.name, mine.site.name}
            )
            and scenario.station.lead == mine.station.lead
            and packing_of(scenario) == packing_of(mine)
            and scenario.plan.mars == mine.plan.mars
            and scenario.slips.far == mine.slips.far
            and scenario.rival.lead == mine.rival.lead
            and scenario.rival.site == mine.rival.site
            and all(
                (scenario.programs[name].active, scenario.programs[name].camp) == (program.active, program.camp)
                for name, program in mine.programs.items()
            )
        )


def packing_of(scenario: Scenario) -> tuple[object, ...]:
    """Return what decides which parts of the stations fly when as planned; nothing where cargo flights bring none."""
    stations = (scenario.station, scenario.rival)
    if not any(station.parts for station in stations):
        return ()
    packed = tuple((station.parts, station.parts_from, station.cargo_vehicle) for station in stations)
    return (*packed, scenario.upkeep.flight_interval_days)


def needed_in(missions: Iterable[PlannedMission]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the lists in which each mission is needed."""
    found: dict[str, dict[tuple[str, ...], None]] = {}
    for planned in missions:
        for each in planned.needed:
            for name in each:
                found.setdefault(name, {})[each] = None
    return {name: tuple(lists) for name, lists in found.items()}


def prepare(scenario: Scenario, calibrations: Mapping[str, Calibration] | None = None) -> Prepared:
    """Return the constant parts of a scenario; calibrations of slips are those that are shipped, or those given."""
    start = parse_date(scenario.timeline.start)
    horizon_days = days_between(start, add_years(start, scenario.timeline.horizon_years))
    sites = {name: site_named(station.site, scenario.site) for name, station in scenario.stations.items()}
    windows = {
        station.lead: LandingWindows(start, sites[name].latitude_deg, sites[name].longitude_deg)
        for name, station in scenario.stations.items()
    }
    present = {
        key: days_between(start, parse_date(asset.online_since)) if asset.online_since else 0.0
        for key, asset in scenario.assets.items()
        if asset.present and asset.program in scenario.programs and scenario.programs[asset.program].active
    }
    in_plan = {key for key, mission in scenario.missions.items() if scenario.plans(mission)}
    plans = exposed(dated_plans(scenario, start, calibrations), scenario, in_plan)
    missions = tuple(
        planned_mission(scenario, plans[key], mission, in_plan)
        for key, mission in scenario.missions.items()
        if scenario.flies(mission)
    )
    shipped = shipped_missions(scenario)
    added = {key for key in scenario.missions if key not in shipped} if shipped else set[str]()
    years = year_starts(start)
    return Prepared(
        scenario,
        start,
        horizon_days,
        sites["station"],
        sites.get("rival"),
        windows,
        present,
        {station.lead: equipment_for(scenario, station) for station in scenario.stations.values()},
        missions,
        frozenset(planned.key for planned in missions if planned.mission.role == "joint"),
        tuple(
            plans[key].planned_day
            for key, mission in scenario.missions.items()
            if key in in_plan and mission.cancelled and mission.critical and mission.role == "joint"
        ),
        needed_in(missions),
        {name: plan for name, plan in plans.items() if name in scenario.vehicles},
        main_chain(scenario.station.lead, plans, added),
        tuple(plans[key] for key in scenario.missions if key in in_plan and key not in added),
        years,
        bisect_right(years, horizon_days),
        extra_needs(((planned.planned_day, planned.mission) for planned in missions), start),
        new_designs(
            ((planned.key, planned.planned_day, planned.mission, planned.craft_kg) for planned in missions),
            scenario.vehicles,
            scenario.assets,
            {name: plan.planned_day for name, plan in plans.items() if name in scenario.vehicles},
            frozenset(name for name, program in scenario.programs.items() if program.active),
        ),
    )
