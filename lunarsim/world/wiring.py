"""The campaign: puts programs, launches, station and plant together. Scenario + draws -> trace."""

from __future__ import annotations

import math
from typing import Any

import simpy

from lunarsim.scenario.scenario import Scenario
from lunarsim.words.draws import Draws
from lunarsim.words.units import days_between, parse_date
from lunarsim.world.causes import with_open_wait
from lunarsim.world.clock import event_numbers
from lunarsim.world.flights.flight import fly_mission
from lunarsim.world.flights.landing import Developers
from lunarsim.world.flights.launch import Launcher
from lunarsim.world.flights.windows import LandingWindows
from lunarsim.world.mine.deposit import DepositState
from lunarsim.world.mine.plant import PlantState
from lunarsim.world.mine.returns import ReturnState
from lunarsim.world.mine.supply import build_plant
from lunarsim.world.mine.unit_needs import plant_site
from lunarsim.world.prepared import PlannedMission, Prepared
from lunarsim.world.programs.cooperation import Partnership
from lunarsim.world.programs.cutoff import CutoffState
from lunarsim.world.programs.funding import EnergyIncome, Purse
from lunarsim.world.programs.program import ProgramState
from lunarsim.world.station.milestones import Milestones
from lunarsim.world.station.station import StationState
from lunarsim.world.trace import (
    LANDING_LOSSES,
    PARTIAL,
    SUCCESS,
    DaysByCause,
    MissionRecord,
    Shipment,
    StationTrace,
    Trace,
)


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
        self._returned = self.env.event()
        self.trace = Trace(self.horizon_days)
        where = plant_site(scenario)
        self._mine_windows = LandingWindows(prepared.start, where.latitude_deg, where.longitude_deg)
        self.cutoff = CutoffState(scenario, draws)
        self.energy_income = EnergyIncome(scenario.energy, prepared.years, draws)
        self.programs = _Programs(self)
        self.developers = Developers(scenario, draws)
        self.partnership = Partnership(self)
        self.launchers = _Launchers(self)
        self.concluded: dict[str, Any] = {}
        self.product_waits: DaysByCause = {}
        self.supply_waits: DaysByCause = {}
        self._delivered: dict[str, set[str]] = {}
        planned = max(days_between(prepared.start, parse_date(scenario.plant.planned)), 0.0)
        self.mine_record = MissionRecord(planned)
        self.milestones = Milestones(self, scenario.station, self.trace.station, self.trace.mine)
        self.station = StationState(self, scenario.station, prepared.station_site, self.milestones, self.trace.station)
        self.rival: StationState | None = None
        if prepared.rival_site is not None:
            self.trace.rival = StationTrace()
            watch = Milestones(self, scenario.rival, self.trace.rival, self.trace.mine)
            self.rival = StationState(self, scenario.rival, prepared.rival_site, watch, self.trace.rival)
        self.plant = PlantState(self, ground)
        self.returns = ReturnState(self)

    def run(self, to_first_return: bool = False) -> Trace:
        """Run to the horizon, or only until product comes home for the first time, and return what happened."""
        env, trace = self.env, self.trace
        for planned in self.prepared.missions:
            trace.flights.missions[planned.key] = MissionRecord(planned.planned_day, mission=planned.key)
            self.concluded[planned.key] = env.event()
        for planned in self.prepared.missions:
            waits_for_a_lapse = planned.mission.program == self.scenario.station.lead and self.partnership.cooperates
            if planned.mission.role != "fallback" or not waits_for_a_lapse:
                env.process(fly_mission(self, planned))
        self.partnership.begin()
        for key in self.prepared.present:
            asset = self.scenario.assets[key]
            station = self._joined(asset.program)
            if station is not None:
                station.place(key, asset)
        if self.scenario.plant.units > 0:
            env.process(build_plant(self))
        env.run(
            until=env.any_of([env.timeout(self.horizon_days), self._returned]) if to_first_return else self.horizon_days
        )
        self.milestones.close()
        if self.rival is not None:
            self.rival.milestones.close()
        self.plant.close()
        self.returns.close()
        for name, state in self.programs.items():
            if state.program.active:
                trace.programs.mean_pace[name] = state.purse.mean_pace(self.horizon_days)
        return trace

    def clear(self) -> None:
        """Let go of all parts, so that memory goes at once.

        A process and the event that it waits for hold each other, and so do events and their environment; for garbage
        collection to find them takes a tenth of a run's time.
        """
        to_come = self.env._queue
        for event in (self.never, self._returned, self.returns.equipped, *self.concluded.values()):
            event.callbacks = None
        for *_, event in to_come:
            event.callbacks = None
        to_come.clear()
        # The environment keeps methods of its own.
        vars(self.env).clear()
        vars(self).clear()

    def station_of(self, program: str) -> StationState:
        """Return the station for which a program builds, if for any: its own, or else the main one."""
        return self.rival if self.rival is not None and program == self.rival.limits.lead else self.station

    def _joined(self, program: str) -> StationState | None:
        """Return the station that a program's hardware joins now."""
        station = self.station_of(program)
        return station if station is self.rival or self.partnership.joins(program) else None

    def windows_of(self, program: str, purpose: str) -> LandingWindows:
        """Return the windows of the place to which a program flies for a purpose."""
        if purpose in ("plant", "supply"):
            return self._mine_windows
        return self.prepared.windows[self.station_of(program).limits.lead]

    def conclude(self, mission: str) -> None:
        """Let those that wait for a mission go on: it has succeeded or has been given up."""
        event = self.concluded[mission]
        if not event.triggered:
            event.succeed()

    def arrived(self, planned: PlannedMission, outcome: int, arrival: int) -> bool:
        """Take over what a mission of the manifest brought; return whether all of it came down in working order.

        What stays in orbit has parted before a landing fails.
        """
        mission, key = planned.mission, planned.key
        record = self.trace.flights.missions[key]
        program = self.scenario.programs[mission.program]
        if mission.kind == "crewed" and outcome == SUCCESS:
            self.trace.flights.crewed_landing_day.setdefault(mission.program, self.env.now)
        station = self._joined(mission.program)
        delivered = self._delivered.setdefault(key, set())
        for number, name in enumerate(mission.assets):
            asset = self.scenario.assets[name]
            if outcome in LANDING_LOSSES and asset.landed:
                continue
            lost = outcome == PARTIAL and (
                self.draws.uniform(key, f"partial_cargo_{arrival}", number) >= program.partial_payload_share
            )
            if not lost and name not in delivered:
                delivered.add(name)
                if station is not None:
                    station.deliver(name, asset, key, record)
        return outcome not in LANDING_LOSSES and len(delivered) == len(set(mission.assets))

    def first_product(self) -> None:
        """Note the first product."""
        if "first_product" not in self.milestones.reached_waits:
            self.milestones.note("first_product", self.waits_of_product())

    def waits_of_product(self) -> DaysByCause:
        """Return what the product has waited for since the plan, with the power for which the plant stood still."""
        if self.plant.units == 0:
            return with_open_wait(self.mine_record, self.horizon_days)
        return self.product_waits | {"power": self.product_waits.get("power", 0.0) + self.plant.powerless_days}

    def load_fate(self) -> str:
        """Return why there is less product than planned: power now, or what held up flights for the mine the most."""
        if self.plant.lacks_power:
            return "power"
        waits = [self.mine_record.waits, self.supply_waits]
        days = {cause: max(each.get(cause, 0.0) for each in waits) for cause in {**waits[0], **waits[1]}}
        longest = max(days, key=lambda cause: days[cause], default="")
        return longest if days.get(longest, 0.0) > 0 else "landing_failure"

    def first_return(self, arrived: Shipment) -> None:
        """Note the first product at home; the time since a lost first shipment is a failed landing's."""
        days = arrived.sent_day - self.trace.mine.shipments[0].sent_day
        waits = self.returns.waits or self.milestones.reached_waits["first_product"]
        self.milestones.note("first_return", waits | {"landing_failure": waits.get("landing_failure", 0.0) + days})
        if not self._returned.triggered:
            self._returned.succeed()


class _Programs(dict[str, ProgramState]):
    """The programs of a run, each made when it is first asked: one that takes no part costs nothing."""

    def __init__(self, campaign: Campaign) -> None:
        super().__init__()
        self._campaign = campaign

    def __missing__(self, name: str) -> ProgramState:
        campaign = self._campaign
        scenario = campaign.scenario
        program = scenario.programs[name]
        purse = Purse(
            name,
            program,
            campaign.prepared.years,
            campaign.draws,
            campaign.waits.budget,
            campaign.energy_income,
            campaign.prepared.extra_needs.get(name),
            campaign.cutoff.cut(name),
        )
        state = self[name] = ProgramState(name, program, campaign.waits, scenario.timeline.as_of, campaign.draws, purse)
        return state


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
        first, stretched = planned, tuple[tuple[str, float], ...]()
        if vehicle.first_flight is not None and vehicle.program in scenario.programs:
            slip = campaign.programs[vehicle.program].slip(planned, name)
            first += sum(slip)
            stretched = (("budget", slip.budget), ("technology_cutoff", slip.technology_cutoff))
        lost = vehicle.pad_lost_until
        back = days_between(campaign.prepared.start, parse_date(lost)) if lost is not None else -math.inf
        launcher = self[name] = Launcher(
            name, vehicle, scenario.launch, campaign.waits, campaign.draws, first, back, stretched
        )
        return launcher
