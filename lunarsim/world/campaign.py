"""The campaign: puts programs, launches, station and plant together. Scenario + draws -> trace."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import simpy

from lunarsim.scenario.scenario import Scenario
from lunarsim.scenario.waits import Waits
from lunarsim.words.draws import Draws
from lunarsim.words.units import DAYS_PER_YEAR, days_between, parse_date
from lunarsim.world.agreement import lapse_day
from lunarsim.world.delays import delays
from lunarsim.world.deposits import DepositState, deposits
from lunarsim.world.flights import Process, fly_mission
from lunarsim.world.landings import Developer
from lunarsim.world.launchers import Launcher
from lunarsim.world.limits import event_numbers
from lunarsim.world.milestones import Milestones
from lunarsim.world.plant import PlantState
from lunarsim.world.prepared import PlannedMission, Prepared, prepare
from lunarsim.world.slips import slip_days, slip_law
from lunarsim.world.station import StationState
from lunarsim.world.supply import PLANT_FLIGHT, build_plant, planned_mine_days
from lunarsim.world.trace import PARTIAL, SUCCESS, WITHDRAWN, MissionRecord, Trace
from lunarsim.world.trace import Waits as WaitDays
from lunarsim.world.windows import LandingWindows

NO_WAITS = Waits(**{field.name: False for field in dataclasses.fields(Waits)})


class Campaign:
    """One run: the state that its processes share.

    Parameters
    ----------
    scenario : Scenario
        The input.
    draws : Draws
        The draws of the run.
    prepared : Prepared
        Constant parts of the scenario.
    ground : DepositState
        The deposit of the run.
    max_events : int
        Events after which the run is given up; 0 is no limit.
    """

    def __init__(
        self, scenario: Scenario, draws: Draws, prepared: Prepared, ground: DepositState, max_events: int = 0
    ) -> None:
        self.scenario = scenario
        self.draws = draws
        self.prepared = prepared
        self.ground = ground
        self.waits = scenario.waits
        self.horizon_days = prepared.horizon_days
        self.env: Any = simpy.Environment()
        if max_events:
            numbers: Any = event_numbers(max_events)
            self.env._eid = numbers
        self.never = self.env.event()
        self.trace = Trace(self.horizon_days)
        self.windows = {
            "station": prepared.windows,
        }
        mine = LandingWindows(prepared.start, scenario.site.latitude_deg, scenario.site.longitude_deg)
        self.windows |= {"plant": mine, "supply": mine}
        self.lapse_day = lapse_day(scenario, draws, prepared.start, self.horizon_days)
        self.developers = {
            name: Developer(program, self.waits, draws) for name, program in scenario.programs.items() if program.active
        }
        as_of = scenario.timeline.as_of
        self.slip_laws = {name: slip_law(name, program, as_of) for name, program in scenario.programs.items()}
        self.launchers = _Launchers(self)
        self.concluded: dict[str, Any] = {}
        self.product_waits: WaitDays = {}
        self._delivered: dict[str, set[str]] = {}
        self._fallbacks_ordered = False
        planned = max(days_between(prepared.start, parse_date(scenario.plant.planned)), 0.0)
        self.mine_record = MissionRecord(planned)
        self.milestones = Milestones(self)
        self.station = StationState(self)
        self.plant = PlantState(self, ground)

    def run(self) -> Trace:
        """Run to the horizon and return what happened."""
        env, trace = self.env, self.trace
        in_force = self.lapse_day > 0
        trace.cooperation.append((0.0, 1.0 if in_force else 0.0))
        for planned in self.prepared.missions:
            trace.missions[planned.key] = MissionRecord(planned.planned_day)
            self.concluded[planned.key] = env.event()
        for planned in self.prepared.missions:
            if not in_force or planned.mission.role != "fallback":
                env.process(fly_mission(self, planned))
        if in_force and self.lapse_day < self.horizon_days:
            env.process(self._lapse())
        if in_force and self.waits.cooperation:
            env.process(self._lose_patience())
        for key, asset in self.scenario.assets.items():
            if asset.present and self._joins(asset.program):
                self.station.place(key, asset)
        if self.scenario.plant.units > 0:
            env.process(build_plant(self))
        env.run(until=self.horizon_days)
        self.milestones.close()
        self.plant.close()
        return trace

    def _lapse(self) -> Process:
        yield self.env.timeout(self.lapse_day)
        self.trace.cooperation.append((self.env.now, 0.0))
        for planned, record in self._joint():
            if not record.in_flight and record.outcome not in (SUCCESS, PARTIAL):
                record.outcome = WITHDRAWN
                self.conclude(planned.key)
        self._order_fallbacks()

    def _lose_patience(self) -> Process:
        """The lead must be able to go on without its partner: it does not wait for a late one for ever."""
        last = max((record.planned_day for _, record in self._joint()), default=self.horizon_days)
        yield self.env.timeout(last + self.scenario.cooperation.patience_years * DAYS_PER_YEAR)
        if self.cooperates and any(record.outcome not in (SUCCESS, PARTIAL) for _, record in self._joint()):
            self._order_fallbacks()

    def _joint(self) -> Iterator[tuple[PlannedMission, MissionRecord]]:
        for planned in self.prepared.missions:
            if planned.mission.role == "joint":
                yield planned, self.trace.missions[planned.key]

    def _order_fallbacks(self) -> None:
        if self._fallbacks_ordered:
            return
        self._fallbacks_ordered = True
        earliest = self.env.now + self.scenario.cooperation.replacement_years * DAYS_PER_YEAR
        for planned in self.prepared.missions:
            if planned.mission.role == "fallback":
                self.env.process(fly_mission(self, planned, max(planned.planned_day, earliest)))

    @property
    def cooperates(self) -> bool:
        """Return whether the agreement is in force now."""
        return bool(self.env.now < self.lapse_day)

    def _joins(self, program: str) -> bool:
        """Return whether a program's hardware works for the station."""
        return program == self.scenario.station.lead or (self.cooperates and program in self.developers)

    def conclude(self, mission: str) -> None:
        """Let those that wait for a mission go on: it has succeeded or has been given up."""
        event = self.concluded[mission]
        if not event.triggered:
            event.succeed()

    def arrived(self, planned: PlannedMission, outcome: int, attempt: int) -> bool:
        """Take over what a mission of the manifest brought; return whether all of it came down in working order."""
        mission, key = planned.mission, planned.key
        record = self.trace.missions[key]
        program = self.scenario.programs[mission.program]
        if mission.kind == "crewed" and outcome == SUCCESS:
            self.trace.crewed_landing_day.setdefault(mission.program, self.env.now)
        joins = self._joins(mission.program)
        delivered = self._delivered.setdefault(key, set())
        for number, name in enumerate(mission.assets):
            lost = outcome == PARTIAL and (
                self.draws.uniform(key, f"partial_cargo_{attempt}", number) >= program.partial_payload_share
            )
            if not lost and name not in delivered:
                delivered.add(name)
                if joins:
                    self.station.deliver(name, self.scenario.assets[name], key, record)
        return len(delivered) == len(set(mission.assets))

    def product_shares(self) -> dict[str, float]:
        """Return what share of the product goes to each program now."""
        lead = self.scenario.station.lead
        partners = [name for name in self.developers if name != lead]
        if not partners or not self.cooperates:
            return {lead: 1.0}
        share = self.scenario.cooperation.partner_share
        return {lead: 1.0 - share} | {name: share / len(partners) for name in partners}

    def first_product(self) -> None:
        """Note the first product."""
        self.milestones.note("first_product", self.product_waits)

    def first_return(self) -> None:
        """Note the first product at home; lost shipments before it count as landing failures."""
        lost = sum(1 for shipment in self.trace.shipments if not shipment.received_kg)
        days = lost * (self.scenario.logistics.return_interval_days + self.scenario.logistics.transit_days)
        waits = self.milestones.reached_waits["first_product"]
        self.milestones.note("first_return", waits | {"landing_failure": waits.get("landing_failure", 0.0) + days})


class _Launchers(dict[str, Launcher]):
    """The launch vehicles of a run, each made when a mission first asks for it."""

    def __init__(self, campaign: Campaign) -> None:
        super().__init__()
        self._campaign = campaign

    def __missing__(self, name: str) -> Launcher:
        campaign = self._campaign
        scenario = campaign.scenario
        vehicle = scenario.vehicles[name]
        planned = campaign.prepared.first_flight_day.get(name, 0.0)
        first = planned
        if vehicle.first_flight is not None and vehicle.program in scenario.programs:
            program = scenario.programs[vehicle.program]
            law = campaign.slip_laws[vehicle.program]
            first += sum(slip_days(planned, vehicle.program, program, law, name, campaign.waits, campaign.draws))
        launcher = self[name] = Launcher(name, vehicle, campaign.waits, campaign.draws, first)
        return launcher


@dataclasses.dataclass(frozen=True)
class PlannedDates:
    """Days of the station's milestones without any wait, and the missions that complete them."""

    day: dict[str, float]
    mission: dict[str, str]
    made_of: tuple[float, ...]

    def fit(self, scenario: Scenario) -> bool:
        """Return whether another scenario with the same prepared parts has the same planned dates."""
        return self.made_of == _made_of(scenario)


def _made_of(scenario: Scenario) -> tuple[float, ...]:
    station = scenario.station
    return (
        station.trial_days,
        station.basic_power_kw,
        station.extended_power_kw,
        station.power_multiplier,
        scenario.logistics.transit_days,
    )


def planned_dates(scenario: Scenario, prepared: Prepared, max_events: int = 0) -> PlannedDates:
    """Return the dates of the station's milestones as planned: the same campaign with ``waits=none`` and no mine."""
    plant = dataclasses.replace(scenario.plant, units=0)
    calm = dataclasses.replace(scenario, waits=NO_WAITS, plant=plant)
    (ground,) = deposits([calm])
    campaign = Campaign(calm, _NO_DRAWS, prepared, ground, max_events)
    trace = campaign.run()
    by = {name: item.entity.partition("/")[0] for name, item in campaign.milestones.reached_by.items() if item}
    return PlannedDates(dict(trace.milestone_day), by, _made_of(scenario))


class _NoDraws(Draws):
    """Stands where nothing may be drawn."""

    def __init__(self) -> None:
        pass

    def uniform(self, entity: str, purpose: str, occurrence: int = 0) -> float:
        raise AssertionError(f"a plan without waits must not draw {entity}, {purpose}, {occurrence}")

    normal = uniform


_NO_DRAWS = _NoDraws()


def simulate(
    scenario: Scenario,
    draws: Draws,
    prepared: Prepared | None = None,
    planned: PlannedDates | None = None,
    ground: DepositState | None = None,
    max_events: int = 0,
    noted: bool = False,
) -> Trace:
    """Run one campaign and return what happened.

    Parameters
    ----------
    scenario : Scenario
        The input.
    draws : Draws
        The draws of the run.
    prepared, planned, ground : optional
        Parts that can be made once for many runs; made here where they are left out or do not fit.
    max_events : int
        Events after which the run is given up; 0 is no limit.
    noted : bool
        Whether the trace keeps the notes that a log of events needs.

    Raises
    ------
    lunarsim.world.limits.TooManyEventsError
        If there are more.
    """
    if prepared is None or not prepared.fits(scenario):
        prepared, planned = prepare(scenario), None
    if ground is None:
        (ground,) = deposits([scenario])
    if planned is None or not planned.fit(scenario):
        planned = planned_dates(scenario, prepared, max_events)
    campaign = Campaign(scenario, draws, prepared, ground, max_events)
    if noted:
        campaign.trace.notes = []
    trace = campaign.run()
    mine = planned_mine_days(campaign)
    trace.delay_days = delays(campaign, planned.day | mine, planned.mission | dict.fromkeys(mine, PLANT_FLIGHT))
    trace.mine_landed_kg = sum(flight.landed_kg for flight in trace.flights if flight.purpose != "station")
    # Processes, events and their parts refer to each other through the campaign; without it, memory goes at once.
    vars(campaign).clear()
    return trace
