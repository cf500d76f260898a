"""The wiring of a run: builds the parts of the world and connects what they need and announce."""

from __future__ import annotations

from lunarsim.scenario.library.asset import Asset
from lunarsim.scenario.library.slip_fits import slip_fit
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.draws import Draws
from lunarsim.world.clock import Clock
from lunarsim.world.flights.crewed import CrewedMissions
from lunarsim.world.flights.flight import Flights
from lunarsim.world.flights.landing import Developers
from lunarsim.world.flights.launchers import Launchers
from lunarsim.world.flights.missions import Missions
from lunarsim.world.flights.readiness import Readiness
from lunarsim.world.flights.windows import LandingWindows, windows_by_destination
from lunarsim.world.history.missions import HardwareId, MissionRecord
from lunarsim.world.history.trace import Trace
from lunarsim.world.mine.deposit import DepositState
from lunarsim.world.mine.mine_plan import MinePlan
from lunarsim.world.mine.unit_needs import plant_site
from lunarsim.world.mine_wiring import connect_mine, mine_parts
from lunarsim.world.prepared import Prepared
from lunarsim.world.programs.agreement import agreement
from lunarsim.world.programs.cutoff import CutoffState
from lunarsim.world.programs.dated_plans import stand_down_days
from lunarsim.world.programs.partnership import Partnership
from lunarsim.world.programs.program import Programs
from lunarsim.world.programs.replacements import Replacements
from lunarsim.world.programs.shelving import Shelving
from lunarsim.world.prospects import lost_day
from lunarsim.world.signal import Connections
from lunarsim.world.station_wiring import connect_stations, stations
from lunarsim.world.upkeep_wiring import along, build_outs, connect_build_outs, connect_keepings, keepings


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
    max_events, keep_notes : int, bool
        Events after which the run is given up (0: no limit), and whether the trace keeps notes.
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
        if scenario.waits.prerequisite:
            trace.flights.needed, trace.flights.crews = prepared.needed, prepared.crews
        self.clock = Clock(prepared.horizon_days, max_events)
        self._build_programs(draws)
        self._stations = stations(scenario, prepared, self.clock, draws, trace)
        self.station = self._stations[0].state
        self.rival = self._stations[1].state if len(self._stations) > 1 else None
        self._build_flights(draws)
        states = [station for station, _ in self._stations]
        self._keepings = keepings(
            scenario,
            prepared,
            self.clock,
            stations=states,
            partnership=self.partnership,
            fly=self.flights.fly,
            draws=draws,
            trace=trace,
        )
        self._build_outs = build_outs(scenario, prepared, self.clock, states, self.flights.fly, draws, trace)
        # Crews stay where their upkeep is simulated; that of the main station comes first.
        self._stays = self._keepings[0].stays if self._keepings else None
        self._mine_stands_at = self.station if mine.plant.at_station else None
        self._mine = mine_parts(
            scenario,
            self.clock,
            prepared=prepared,
            deposit=deposit,
            mine=mine,
            station=self.station,
            stays=self._stays,
            slip=self.programs.slip,
            product_shares=self.partnership.product_shares,
            fly=self.flights.fly_fleet,
            draws=draws,
            trace=trace,
        )
        self.plant, self.returns = self._mine.plant, self._mine.returns
        self.replacements = Replacements(
            self.clock,
            cooperation=scenario.cooperation,
            lead=scenario.station.lead,
            missions=prepared.missions,
            never_come_days=prepared.never_come_days,
            transit_days=scenario.logistics.transit_days,
            in_force=self.partnership.in_force,
            records=trace.flights.missions,
            lapses_delay=scenario.waits.cooperation,
            lost_day=lambda mission: lost_day(mission, trace, {}),
            trace=trace.programs,
        )
        self._connections = Connections()
        self._connect_parts()

    def _build_programs(self, draws: Draws) -> None:
        scenario, prepared, waits, trace = self._scenario, self._prepared, self._scenario.waits, self.trace.programs
        self.cutoff = CutoffState(scenario.cutoff, waits.technology_cutoff, scenario.programs, prepared.start, draws)
        self.programs = Programs(
            scenario.programs,
            energy=scenario.energy,
            waits=waits,
            as_of=scenario.timeline.as_of,
            slips=scenario.slips,
            years=prepared.years,
            run_years=prepared.run_years,
            extra_needs=prepared.extra_needs,
            income_cut=self.cutoff.income_cut,
            draws=draws,
            trace=trace,
        )
        shelving = Shelving(
            scenario.slips,
            slip_fit(scenario.timeline.as_of),
            draws,
            plans=prepared.undertaken,
            ready_day=self.programs.ready_day,
            waits=waits,
        )
        terms = agreement(scenario.cooperation, draws, prepared.start, prepared.horizon_days, may_end=waits.cooperation)
        self.partnership = Partnership(
            self.clock,
            terms,
            lead=scenario.station.lead,
            partners=scenario.partners,
            partner_share=scenario.cooperation.partner_share,
            joint_missions=prepared.joint,
            trace=trace,
        )
        self.readiness = Readiness(
            self.clock,
            slip=self.programs.slip,
            stand_down_days=lambda plan: stand_down_days(plan, waits),
            shelved=shelving.given_up,
            paused_days=self.partnership.paused_days,
            resumption_day=self.partnership.resumption_day,
            has_suspensions=bool(terms.suspensions),
            redesign_days=self.cutoff.redesign_days,
            allowed_day=self.cutoff.allowed_day,
            cutoff_day=self.cutoff.day,
            notes=self.trace.notes,
        )

    def _build_flights(self, draws: Draws) -> None:
        scenario, prepared, clock, trace = self._scenario, self._prepared, self.clock, self.trace
        waits, main, joins = scenario.waits, self.station, self.partnership.joins
        rival, rival_lead = self.rival, scenario.rival.lead
        place = plant_site(scenario)
        mine_windows = LandingWindows(prepared.start, place.latitude_deg, place.longitude_deg)

        def deliver(program: str, hardware: HardwareId, asset: Asset, record: MissionRecord) -> None:
            if rival is not None and program == rival_lead:
                rival.deliver(hardware, asset, record)
            elif joins(program):
                main.deliver(hardware, asset, record)

        self.launchers = Launchers(
            scenario.vehicles,
            programs=scenario.programs,
            launch=scenario.launch,
            waits=waits,
            start=prepared.start,
            horizon_days=prepared.horizon_days,
            first_flights=prepared.first_flights,
            slip=self.programs.slip,
            stand_down_days=lambda plan: stand_down_days(plan, waits),
            draws=draws,
        )
        as_of, test_success = scenario.timeline.as_of, scenario.crews.test_landing_success
        self.developers = Developers(scenario.programs, scenario.landing, as_of, waits, draws, test_success)
        self.crewed = CrewedMissions(
            scenario.programs,
            scenario.crews,
            waits=waits,
            draws=draws,
            count_landing=self.developers.count_landing,
            trace=trace.flights,
        )
        self.flights = Flights(
            clock,
            has_windows=waits.window,
            transit_days=scenario.logistics.transit_days,
            programs=scenario.programs,
            windows=windows_by_destination(prepared.windows, scenario.station.lead, mine_windows),
            mission_hold=self.readiness.hold,
            vehicle_hold=self.launchers.hold,
            campaign_days=self.launchers.campaign_days,
            launch=self.launchers.launch,
            give_back=self.launchers.give_back,
            arrive=self.developers.arrive,
            crew_hold=self.crewed.hold,
            abort=self.crewed.abort,
            fly_crew=self.crewed.fly,
            trace=trace.flights,
            notes=trace.notes,
        )
        self.missions = Missions(
            clock,
            manifest=prepared.missions,
            needed_in=prepared.needed_in,
            programs=scenario.programs,
            assets=scenario.assets,
            test_reflights=scenario.crews.test_reflights,
            needs_act=waits.prerequisite,
            asset_mass_position=scenario.asset_mass_position,
            along=along(scenario),
            ready_day=self.readiness.ready_day,
            stretch_days=self.programs.stretch_days,
            fly=self.flights.fly,
            is_sent=self.partnership.sends,
            deliver=deliver,
            draws=draws,
            trace=trace.flights,
            notes=trace.notes,
        )

    def _connect_parts(self) -> None:
        """Connect what parts announce to those that act on it, in the order in which they act."""
        connect = self._connections.connect
        connect(self.partnership.lapsed, self.missions.withdraw_joint, self.replacements.agreement_lapsed)
        connect(self.replacements.ordered, self.missions.order_replacement)
        connect(self.readiness.given_up, self.missions.give_up)
        connect(self.flights.given_up, self.missions.give_up)
        connect(self.missions.given_up, self.replacements.given_up)
        connect_keepings(self._connections, self._keepings, [each for _, each in self._stations], self.missions)
        connect_build_outs(self._connections, self._build_outs)
        connect_stations(self._connections, self._stations)
        connect_mine(self._connections, self._mine, self._mine_stands_at, self._stays)

    def run(self, to_first_return: bool = False) -> Trace:
        """Run to the horizon, or only until product reaches the Earth for the first time; return what happened."""
        self.start()
        if to_first_return:
            self._connections.connect(self._mine.milestones.first_return_reached, self.clock.stop)
        self.clock.run()
        for _, milestones in self._stations:
            milestones.close()
        for keeping in self._keepings:
            keeping.close()
        # Delays are those of the main station.
        self.station.record_for_delays()
        self.plant.close()
        self.returns.close()
        self.programs.close(self._prepared.horizon_days)
        return self.trace

    def start(self) -> None:
        """Start what happens by itself."""
        scenario, prepared, partnership = self._scenario, self._prepared, self.partnership
        lead = scenario.station.lead
        self.missions.start(lambda planned: planned.mission.is_fallback_of(lead) and partnership.in_force())
        partnership.start()
        self.replacements.start()
        for key, since_day in prepared.present.items():
            asset = scenario.assets[key]
            if self.rival is not None and asset.program == scenario.rival.lead:
                self.rival.place(key, asset, since_day)
            elif partnership.joins(asset.program):
                self.station.place(key, asset, since_day)
        self._mine.supply.start()

    def close(self) -> None:
        """Let go of all parts, so that memory is freed at once: the garbage collector would take a tenth of a run."""
        self._connections.close()
        self.clock.close()
