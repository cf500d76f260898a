"""The missions of the manifest: when they go, what they wait for, and who takes over what they bring."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import count

from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.library.asset import Asset
from lunarsim.scenario.library.mission import Mission
from lunarsim.words.draws import Draws
from lunarsim.world.causes import cause_of_loss
from lunarsim.world.clock import Clock, Process, Wait
from lunarsim.world.flights.deliveries import Deliver, Deliveries
from lunarsim.world.flights.flight import Fly
from lunarsim.world.flights.hold import SAME_DAY, Hold, wait_out
from lunarsim.world.flights.landers import Landers
from lunarsim.world.flights.order import Along, meets_needs, mission_order, only_delays, uses_up_lander
from lunarsim.world.history.flight_outcomes import ARRIVED, PARTIAL, SUCCESS, WITHDRAWN
from lunarsim.world.history.flights import FlightTrace
from lunarsim.world.history.missions import MissionRecord, Replanned
from lunarsim.world.history.notes import MissionWait, Note
from lunarsim.world.planned_missions import PlannedMission
from lunarsim.world.programs.dated_plans import Band
from lunarsim.world.prospects import expected_first
from lunarsim.world.signal import Signal


class Missions:
    """The missions of the manifest in one run.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    manifest : sequence of PlannedMission
        What may fly.
    needed_in : mapping
        The lists in which missions are needed, of each of which one must succeed, by mission.
    programs, assets : mapping
        Libraries by name.
    test_reflights : int
        How often a failed test of a craft for crews is flown again.
    needs_act : bool
        Whether missions wait for those that they need (``waits.prerequisite``).
    asset_mass_position : callable
        From a program to where the masses of its assets lie between the least and the most that is plausible [1].
    along : Along
        What missions bring beside their assets.
    ready_day : callable
        From a mission that is ordered now, its record and its new plan, if any, to the day on which it is ready.
    stretch_days : callable
        From a program, a day and days of work from then on, to the days by which the budget, and what a cut-off takes,
        stretch it [day].
    fly : callable
        Flies an order.
    is_sent : callable
        Whether a mission is still sent.
    deliver : callable
        Takes over a piece of hardware that a program has brought.
    draws : Draws
        The draws of the run.
    trace : FlightTrace
        Its slice of the trace.
    notes : list of Note, optional
        Notes of a run that keeps them.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        manifest: Sequence[PlannedMission],
        needed_in: Mapping[str, tuple[tuple[str, ...], ...]],
        programs: Mapping[str, Program],
        assets: Mapping[str, Asset],
        test_reflights: int,
        needs_act: bool,
        asset_mass_position: Callable[[str], float],
        along: Along,
        ready_day: Callable[[PlannedMission, MissionRecord, Replanned | None], float],
        stretch_days: Callable[[str, float, float], tuple[float, float]],
        fly: Fly,
        is_sent: Callable[[Mission], bool],
        deliver: Deliver,
        draws: Draws,
        trace: FlightTrace,
        notes: list[Note] | None = None,
    ) -> None:
        self._clock = clock
        self._manifest = manifest
        self._programs = programs
        self._test_reflights = test_reflights
        self._needs_act = needs_act
        self._asset_mass_position = asset_mass_position
        self._along = along
        self._ready_day = ready_day
        self._stretch_days = stretch_days
        self._fly = fly
        self._is_sent = is_sent
        self._draws = draws
        self._trace = trace
        self._notes = notes
        self._needed_in = needed_in
        self._met = {needed: clock.conclusion() for lists in needed_in.values() for needed in lists}
        self._met_by: dict[tuple[str, ...], str] = {}
        self._landers = Landers(clock, trace.landers_taken)
        self._deliveries = Deliveries(clock, programs, assets, asset_mass_position, along, deliver, draws, trace)
        self.crew_landed, self.spares_landed = self._deliveries.crew_landed, self._deliveries.spares_landed
        self._missions = {planned.key: planned.mission for planned in manifest}
        self.given_up: Signal[str] = Signal()
        """A mission flies no more and has not done what others need it for."""

    def start(self, waits_for_order: Callable[[PlannedMission], bool]) -> None:
        """Start all missions but those that wait until they are ordered."""
        for planned in self._manifest:
            self._trace.missions[planned.key] = MissionRecord(planned.planned_day, mission=planned.key)
        for planned in self._manifest:
            if not waits_for_order(planned):
                self._clock.start(self._course(planned))

    def order_replacement(self, planned: PlannedMission, replanned: Replanned) -> None:
        """Start a fallback with its new plan."""
        self._clock.start(self._course(planned, replanned))

    def give_up(self, mission: str) -> None:
        """Note that a mission flies no more and has not done what others need it for: they wait forever."""
        record = self._trace.missions[mission]
        record.given_up_day = min(record.given_up_day, self._clock.now)
        self._landers.give_back(mission)
        self.given_up.emit(mission)

    def withdraw_joint(self) -> None:
        """Withdraw the partners' contributions that have neither succeeded nor are under way.

        The landers of their crews serve others from now on, which are not withdrawn with them.
        """
        withdrawn = []
        for planned in self._manifest:
            if planned.mission.role == "joint":
                record = self._trace.missions[planned.key]
                if not record.in_flight and record.outcome not in (SUCCESS, PARTIAL):
                    record.outcome = WITHDRAWN
                    withdrawn.append(planned.key)
        for crew in withdrawn:
            self._landers.give_back(crew)

    def _course(self, planned: PlannedMission, replanned: Replanned | None = None) -> Process[None]:
        """Fly a mission, again after a loss where it is critical, and hand over what it brings."""
        clock, mission, key = self._clock, planned.mission, planned.key
        record = self._trace.missions[key]
        program = self._programs[mission.program]
        ready = self._ready_day(planned, record, replanned)
        if ready > clock.now:
            yield clock.wait_until(ready)
        if self._needs_act:
            yield from self._wait_for_needs(planned, ready, record)
        order = mission_order(planned, self._asset_mass_position(mission.program), self._along)
        has_met, critical = False, mission.critical or mission.crew_test
        reflights = self._test_reflights if mission.crew_test else program.reflights if critical else 0
        for attempt in count():
            if planned.landers:
                order = order._replace(developer=(yield from self._take_lander(planned, record)))
            flight = yield from self._fly(order, attempt, record)
            if flight is None:
                break
            outcome = record.outcome = flight.outcome
            if uses_up_lander(outcome):
                self._landers.use_up(key)
            if outcome > PARTIAL and not self._is_sent(mission):
                # Lost on its way when the agreement ended.
                record.outcome = WITHDRAWN
                break
            meets = meets_needs(mission, outcome)
            is_complete = outcome in ARRIVED and self._deliveries.hand_over(planned, flight, record)
            if meets and not has_met:
                # What has come down suffices for those that need it, whether or not the rest follows.
                has_met = True
                self._meet_needs(key)
            if is_complete and meets:
                break
            delayed = only_delays(mission, outcome)
            if not ((delayed or reflights) and self._is_sent(mission)):
                break
            reflights -= not delayed
            cause = cause_of_loss(outcome)
            record.waits[cause] = record.waits.get(cause, 0.0) + clock.now - record.launched_day
            number = record.arrivals if cause == "landing_failure" else attempt - record.arrivals
            work_days = self._rebuild_days(planned, program, attempt, cause, number)
            yield from self._rebuild(mission.program, cause, work_days, record)
            # Its vehicle is built with it: a loss takes none from others.
            order = order._replace(again=True)
            if not self._is_sent(mission):
                # The agreement ended while it was rebuilt: what a partial landing left out does not follow.
                break
        # It has not been used up where its crew never set out.
        self._landers.give_back(key)
        if not has_met and record.outcome != WITHDRAWN:
            self.give_up(key)

    def _take_lander(self, planned: PlannedMission, record: MissionRecord) -> Process[str]:
        """Wait for a lander that no other crew has taken, unless one is left from an ascent; return its developer.

        Where needs do not act, a crew for which there is none brings its own.
        """
        landers, key = self._landers, planned.key
        if landers.of(key) is None and not landers.take(key, planned.landers) and self._needs_act:
            yield from self._wait_for(planned.landers, record, landers.wait_for(key, planned.landers))
        lander = self._missions[landers.of(key) or key]
        return lander.developer or lander.program

    def _meet_needs(self, key: str) -> None:
        """Let those that need a mission, alone or as one of several, go on: it has succeeded."""
        for needed in self._needed_in.get(key, ()):
            self._met_by.setdefault(needed, key)
            self._met[needed].conclude()
        if self._missions[key].crew_lander:
            self._landers.arrived(key)

    def _wait_for_needs(self, planned: PlannedMission, ready: float, record: MissionRecord) -> Process[None]:
        """Wait for what a mission needs, one that was ready on a day; a crew takes its lander afterwards."""
        for needed in planned.needed:
            if needed not in self._met_by and needed != planned.landers:
                yield from self._wait_for(needed, record, self._met[needed])
        if planned.plan.band is not None:
            yield from self._follow(planned, planned.plan.band, ready, record)

    def _wait_for(self, needed: tuple[str, ...], record: MissionRecord, met: Wait) -> Process[None]:
        """Wait until one of the missions that this one needs has succeeded, forever where all have failed for good."""
        since = self._clock.now
        record.waiting_for, record.waiting_since = "prerequisite", since
        record.waiting_among, record.held_up_by = needed, expected_first(needed, self._trace.missions)
        record.waits_when_freed = {}
        if self._notes is not None:
            self._notes.append(MissionWait(since, record, "prerequisite", need=" or ".join(needed)))
        yield met
        record.waiting_among, record.held_up_by = (), self._landers.of(record.mission) or self._met_by[needed]
        record.waits["prerequisite"] = record.waits.get("prerequisite", 0.0) + self._clock.now - since
        record.waiting_since = math.inf
        record.waits_when_freed = dict(record.waits)

    def _follow(self, planned: PlannedMission, band: Band, ready: float, record: MissionRecord) -> Process[None]:
        """Let a mission that nobody announced follow what it needs: as closely as its author's earliest date allows.

        That date, or the one drawn where it is earlier still, holds if all that it needs comes as planned.
        """
        soonest, last = -math.inf, ""
        for needed in planned.needed:
            if needed == planned.landers:
                # It waits in orbit: the plan's distance to it is no rule.
                continue
            need = self._met_by[needed]
            known = self._trace.missions[need]
            after = known.launched_day + max(min(band.low_day, ready) - known.planned_day, 0.0)
            if after > soonest:
                soonest, last = after, need
        if soonest > self._clock.now + SAME_DAY:
            record.held_up_by, record.waits_when_freed = last, {}
            yield from wait_out(self._clock, Hold("prerequisite", soonest), record, self._notes)
            record.waits_when_freed = dict(record.waits)

    def _rebuild(self, program: str, cause: str, work_days: float, record: MissionRecord) -> Process[None]:
        """Wait until a lost mission is built again, which its program's money stretches as any work.

        What more money than planned saves is the budget's, as the days are that less of it costs.
        """
        by_budget, by_cut = self._stretch_days(program, self._clock.now, work_days)
        record.due_day = self._clock.now + work_days + by_budget + by_cut
        saved = min(by_budget, 0.0)
        if saved < 0.0:
            record.waits[cause] -= saved
            record.waits["budget"] = record.waits.get("budget", 0.0) + saved
        yield from wait_out(self._clock, Hold(cause, self._clock.now + work_days + saved), record, self._notes)
        for held_by, days in (("budget", by_budget), ("technology_cutoff", by_cut)):
            if days > SAME_DAY:
                yield from wait_out(self._clock, Hold(held_by, self._clock.now + days), record, self._notes)

    def _rebuild_days(self, planned: PlannedMission, program: Program, attempt: int, cause: str, number: int) -> float:
        """Return the days until a lost mission can fly again: the next one in line sooner than one that must be built.

        A second unit in build is there only once, then comes the next of a series, if it is of one.

        Draws are numbered by cause, as those of landings are by arrival: without one cause the others strike as before.
        """
        mission = planned.mission
        normal = self._draws.normal(planned.key, f"rebuild_{cause}", number)
        second = program.second_unit if mission.second_unit is None else mission.second_unit
        # Craft for crews are made one after the other, those of their tests and their landers included.
        if (second and attempt == 0) or mission.is_for_crews:
            return program.second_unit_days * math.exp(program.second_unit_ln_sd * normal)
        if mission.in_series:
            return program.series_days * math.exp(program.series_ln_sd * normal)
        return program.rebuild_days * math.exp(program.rebuild_ln_sd * normal)
