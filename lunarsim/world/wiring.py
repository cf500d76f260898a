"""The wiring of a run: builds the parts of the world and connects what they need and announce."""

from __future__ import annotations

from collections.abc import Callable

from lunarsim.scenario.library.asset import Asset
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.draws import Draws
from lunarsim.world.clock import Clock
from lunarsim.world.flights.flight import Flights
from lunarsim.world.flights.landing import Developers
from lunarsim.world.flights.launch import Launchers
from lunarsim.world.flights.missions import Missions
from lunarsim.world.flights.readiness import Readiness
from lunarsim.world.flights.windows import LandingWindows, windows_by_destination
from lunarsim.world.mine.deposit import DepositState
from lunarsim.world.mine.mine_delays import MineMilestones
from lunarsim.world.mine.mine_plan import MinePlan
from lunarsim.world.mine.plant import PlantState
from lunarsim.world.mine.returns import Returns
from lunarsim.world.mine.supply import Supply
from lunarsim.world.mine.unit_needs import plant_site
from lunarsim.world.prepared import PlannedMission, Prepared
from lunarsim.world.programs.agreement import agreement
from lunarsim.world.programs.cutoff import CutoffState
from lunarsim.world.programs.partnership import Partnership
from lunarsim.world.programs.program import Programs
from lunarsim.world.programs.replacements import Replacements
from lunarsim.world.signal import Arguments, Signal
from lunarsim.world.station.milestones import Milestones
from lunarsim.world.station.station import StationState
from lunarsim.world.trace import HardwareId, MissionRecord, StationTrace, Trace


class Campaign:
    """One run: its parts, and nothing that they do.

    What a part needs of another it gets as a callable, and only from parts that are built before it; what goes the
    other way is a signal. So nothing but signals makes a circle, and a run that has disconnected them is freed at once.

    Parameters
    ----------
    scenario : Scenario
        The input.
    draws : Draws
        The draws of the run.
    prepared : Prepared
        Constant parts of the scenario.
    deposit : DepositState
        The deposit of the run.
    mine : MinePlan
        The mine on it, as planned.
    max_events : int
        Events after which the run is given up; 0 is no limit.
    keep_notes : bool
        Whether the trace keeps notes.
    """

    def __init__(
        self,
        scenario: Scenario,
        draws: Draws,
        prepared: Prepared,
        deposit: DepositState,
        mine: MinePlan,
        max_events: int = 0,
        keep_notes: bool = False,
    ) -> None:
        self._scenario, self._prepared = scenario, prepared
        self.trace = trace = Trace(prepared.horizon_days, notes=[] if keep_notes else None)
        self.clock = Clock(prepared.horizon_days, max_events)
        self._build_programs(draws)
        self._build_stations(draws)
        self._build_flights(draws)
        self._build_mine(draws, deposit, mine)
        self.replacements = Replacements(
            self.clock,
            scenario.cooperation,
            scenario.station.lead,
            prepared.missions,
            scenario.logistics.transit_days,
            self.partnership.in_force,
            trace.flights.missions,
            trace.programs,
        )
        self._disconnect: list[Callable[[], None]] = []
        self._connect_parts()

    def _build_programs(self, draws: Draws) -> None:
        scenario, prepared, waits, trace = self._scenario, self._prepared, self._scenario.waits, self.trace.programs
        self.cutoff = CutoffState(scenario.cutoff, waits.technology_cutoff, scenario.programs, prepared.start, draws)
        self.programs = Programs(
            scenario.programs,
            scenario.energy,
            waits,
            scenario.timeline.as_of,
            prepared.years,
            prepared.extra_needs,
            self.cutoff.income_cut,
            draws,
            trace,
        )
        terms = agreement(scenario.cooperation, draws, prepared.start, prepared.horizon_days, may_end=waits.cooperation)
        self.partnership = Partnership(
            self.clock,
            terms,
            scenario.station.lead,
            scenario.partners,
            scenario.cooperation.partner_share,
            prepared.joint,
            trace,
        )
        self.readiness = Readiness(
            self.clock,
            self.programs.slip,
            self.partnership.paused_days,
            self.partnership.resumption_day,
            bool(terms.suspensions),
            self.cutoff.redesign_days,
            self.cutoff.allowed_day,
            self.cutoff.day,
            self.trace.notes,
        )

    def _build_stations(self, draws: Draws) -> None:
        scenario, prepared, clock, trace = self._scenario, self._prepared, self.clock, self.trace
        waits, notes = scenario.waits, trace.notes
        self.station = StationState(clock, scenario.station, prepared.station_site, waits, draws, trace.station, notes)
        self.milestones = Milestones(
            clock, scenario.station, self.station.online, self.station.installed, trace.station
        )
        self.rival: StationState | None = None
        self.rival_milestones: Milestones | None = None
        if prepared.rival_site is not None:
            trace.rival = StationTrace()
            self.rival = StationState(clock, scenario.rival, prepared.rival_site, waits, draws, trace.rival, notes)
            self.rival_milestones = Milestones(
                clock, scenario.rival, self.rival.online, self.rival.installed, trace.rival
            )

    def _build_flights(self, draws: Draws) -> None:
        scenario, prepared, clock, trace = self._scenario, self._prepared, self.clock, self.trace
        waits, main, joins = scenario.waits, self.station, self.partnership.joins
        rival, rival_lead = self.rival, scenario.rival.lead if self.rival is not None else ""
        place = plant_site(scenario)
        mine_windows = LandingWindows(prepared.start, place.latitude_deg, place.longitude_deg)

        def deliver(program: str, hardware: HardwareId, asset: Asset, record: MissionRecord) -> None:
            if rival is not None and program == rival_lead:
                rival.deliver(hardware, asset, record)
            elif joins(program):
                main.deliver(hardware, asset, record)

        def asset_mass_position(program: str) -> float:
            return (scenario.rival if program == rival_lead else scenario.station).asset_mass_position

        self.launchers = Launchers(
            scenario.vehicles,
            scenario.programs,
            scenario.launch,
            waits,
            prepared.start,
            prepared.first_flight_day,
            self.programs.slip,
            draws,
        )
        self.developers = Developers(scenario.programs, scenario.landing, scenario.timeline.as_of, waits, draws)
        self.flights = Flights(
            clock,
            waits.window,
            scenario.logistics.transit_days,
            scenario.programs,
            windows_by_destination(prepared.windows, scenario.station.lead, mine_windows),
            self.readiness.hold,
            self.launchers.hold,
            self.launchers.campaign_days,
            self.launchers.launch,
            self.launchers.give_back,
            self.developers.arrive,
            trace.flights,
            trace.notes,
        )
        self.missions = Missions(
            clock,
            prepared.missions,
            scenario.programs,
            scenario.vehicles,
            scenario.assets,
            waits.prerequisite,
            asset_mass_position,
            self.readiness.ready_day,
            self.flights.fly,
            self.partnership.sends,
            deliver,
            draws,
            trace.flights,
            trace.notes,
        )

    def _build_mine(self, draws: Draws, deposit: DepositState, mine: MinePlan) -> None:
        scenario, clock, trace = self._scenario, self.clock, self.trace
        waits = scenario.waits
        self.plant = PlantState(clock, scenario.plant, mine.plant, deposit.soil_kg, self.station.surplus_kw, trace.mine)
        self.returns = Returns(
            clock,
            mine.returns,
            waits.landing_failure,
            self.plant.settle,
            self.plant.product_kg,
            self.plant.oxygen_kg,
            self.plant.ship,
            self.plant.lacks_power,
            self.partnership.product_shares,
            draws,
            trace.mine,
            trace.notes,
        )
        self.supply = Supply(
            clock,
            mine.planned_day,
            mine.cargo,
            scenario.plant,
            scenario.flowsheet,
            scenario.logistics,
            scenario.station,
            waits,
            mine.plant.needs.first_soil_days,
            self.programs.slip,
            self.flights.fly,
            self.plant.add_unit,
            self.plant.shortage_kg,
            self.plant.resupply,
            self.returns.missing,
            self.returns.take_in,
            draws,
            trace.mine,
            trace.notes,
        )
        self.mine_milestones = MineMilestones(clock, trace.mine)

    def _connect_parts(self) -> None:
        """Connect what parts announce to those that act on it, in the order in which they act."""
        connect, milestones, mine_milestones = self._connect, self.milestones, self.mine_milestones
        connect(self.partnership.lapsed, self.missions.withdraw_joint, self.replacements.agreement_lapsed)
        connect(self.replacements.ordered, self.missions.order_replacement)
        connect(self.readiness.given_up, self.missions.conclude)
        connect(self.station.functions_changed, milestones.functions_changed)
        connect(self.station.item_installed, milestones.item_installed)
        connect(self.station.power_changed, self.plant.power_changed)
        if self.rival is not None and self.rival_milestones is not None:
            connect(self.rival.functions_changed, self.rival_milestones.functions_changed)
            connect(self.rival.item_installed, self.rival_milestones.item_installed)
        connect(self.plant.product_started, mine_milestones.product_started)
        connect(self.returns.shipment_received, mine_milestones.shipment_received)
        connect(self.supply.first_unit_commissioned, self.returns.start)

    def _connect(self, signal: Signal[*Arguments], *receivers: Callable[[*Arguments], None]) -> None:
        for receiver in receivers:
            signal.connect(receiver)
        self._disconnect.append(signal.disconnect)

    def run(self, to_first_return: bool = False) -> Trace:
        """Run to the horizon, or only until product reaches the Earth for the first time; return what happened."""
        self.start()
        if to_first_return:
            self._connect(self.mine_milestones.first_return_reached, self.clock.stop)
        self.clock.run()
        self.milestones.close()
        if self.rival_milestones is not None:
            self.rival_milestones.close()
        # Delays are those of the main station.
        self.station.close()
        self.plant.close()
        self.returns.close()
        self.programs.close(self._prepared.horizon_days)
        return self.trace

    def start(self) -> None:
        """Start what happens by itself."""
        scenario, prepared, partnership = self._scenario, self._prepared, self.partnership
        lead = scenario.station.lead

        def waits_for_order(planned: PlannedMission) -> bool:
            mission = planned.mission
            return mission.role == "fallback" and mission.program == lead and partnership.in_force()

        self.missions.start(waits_for_order)
        partnership.start()
        self.replacements.start(scenario.waits.cooperation)
        for key, since_day in prepared.present.items():
            asset = scenario.assets[key]
            if self.rival is not None and asset.program == scenario.rival.lead:
                self.rival.place(key, asset, since_day)
            elif partnership.joins(asset.program):
                self.station.place(key, asset, since_day)
        self.supply.start()

    def close(self) -> None:
        """Let go of all parts, so that memory is freed at once: the garbage collector would take a tenth of a run."""
        for disconnect in self._disconnect:
            disconnect()
        self.clock.close()
