"""Readiness, flights and missions by themselves."""

import dataclasses
import math

import pytest

from lunarsim.scenario.groups.programs.program import Program
from lunarsim.words.sums import total
from lunarsim.world.clock import Clock
from lunarsim.world.flight_history import Flight
from lunarsim.world.flights.flight import Flights
from lunarsim.world.flights.hold import Hold
from lunarsim.world.flights.missions import Missions
from lunarsim.world.flights.order import mission_order
from lunarsim.world.flights.readiness import Readiness, Replanned
from lunarsim.world.flights.windows import LandingWindows, windows_by_destination
from lunarsim.world.prepared import needed_in, prepare
from lunarsim.world.programs.dated_plans import band
from lunarsim.world.programs.shelving import GivenUp
from lunarsim.world.programs.slip_law import Slip
from lunarsim.world.prospects import blame_last_hopes, lost_day
from lunarsim.world.trace import (
    ABORTED_ASCENT,
    DESCENT_FAILURE,
    LAUNCH_FAILURE,
    LOSS_OF_CREW,
    LOSS_OF_CREW_IN_ASCENT,
    LOSS_OF_MISSION,
    PARTIAL,
    SUCCESS,
    WITHDRAWN,
    FlightTrace,
    MissionRecord,
    Trace,
)
from tests.scenario.building import scenario_of
from tests.world.parts import HORIZON_DAYS, start_of
from tests.world.running import FixedDraws

BUILT = scenario_of()
MISSIONS = {planned.key: planned for planned in prepare(BUILT).missions}
LANDER = MISSIONS["change_8"]


def record_of(planned):
    return MissionRecord(planned.planned_day, mission=planned.key)


# Readiness.


def readiness_of(clock, slip=Slip(0.0, 0.0, 0.0), paused=0.0, redesign=0.0, cutoff_day=math.inf, **known):  # noqa: B008
    values = {
        "resumption_day": lambda mission, day: day,
        "allowed_day": lambda program, mission, day: day,
        "shelved": lambda plan: None,
        "stand_down_days": lambda plan: 0.0,
    } | known
    return Readiness(
        clock,
        slip=lambda *plan: slip,
        stand_down_days=values["stand_down_days"],
        shelved=values["shelved"],
        paused_days=lambda mission, since, ready: paused,
        resumption_day=values["resumption_day"],
        has_suspensions="resumption_day" in known,
        redesign_days=lambda program, mission, ordered, ready: redesign,
        allowed_day=values["allowed_day"],
        cutoff_day=cutoff_day,
        notes=known.get("notes"),
    )


def test_a_mission_is_ready_after_slip_pauses_and_redesign_each_booked_on_its_cause():
    record = record_of(LANDER)
    ready = readiness_of(Clock(HORIZON_DAYS), Slip(30.0, 20.0, 1.0), paused=5.0, redesign=100.0)
    assert ready.ready_day(LANDER, record) == LANDER.planned_day + 156.0
    assert record.waits == {"slip": 30.0, "budget": 20.0, "technology_cutoff": 101.0, "cooperation": 5.0}
    assert record.ready_day == LANDER.planned_day + 156.0


def test_a_plan_that_moves_with_a_stand_down_slips_as_before_and_books_the_move_on_its_vehicle():
    record, notes = record_of(LANDER), []
    ready = readiness_of(Clock(HORIZON_DAYS), Slip(30.0, 20.0, 0.0), stand_down_days=lambda plan: 900.0, notes=notes)
    assert ready.ready_day(LANDER, record) == LANDER.planned_day + 950.0
    assert record.waits == {"vehicle": 900.0, "slip": 30.0, "budget": 20.0, "technology_cutoff": 0.0}
    (note,) = notes
    assert (note.day, note.cause, note.until) == (LANDER.planned_day, "vehicle", LANDER.planned_day + 900.0)
    # What the lead orders later is planned by what is known then.
    fallback = record_of(LANDER)
    ready.ready_day(LANDER, fallback, Replanned(LANDER.planned_day + 400.0, {"cooperation": 400.0}))
    assert "vehicle" not in fallback.waits


@pytest.mark.parametrize("again", [math.inf, HORIZON_DAYS + 500.0])
def test_a_mission_that_is_given_up_behind_the_horizon_is_only_late_up_to_it(again):
    late, record = HORIZON_DAYS + 1_000.0, record_of(LANDER)
    end = GivenUp(HORIZON_DAYS + 1.0, again, again)
    clock = Clock(HORIZON_DAYS)
    ready = readiness_of(clock, Slip(late, 0.0, 0.0), shelved=lambda plan: end)
    assert ready.ready_day(LANDER, record) == LANDER.planned_day + late
    clock.run()
    assert (record.given_up_day, record.waiting_for, record.waits["slip"]) == (math.inf, "slip", late)


def test_a_replanned_mission_is_never_early_and_keeps_what_put_it_off():
    record = record_of(LANDER)
    ready = readiness_of(Clock(HORIZON_DAYS), Slip(-50.0, 7.0, 0.0))
    day = LANDER.planned_day + 400.0
    assert ready.ready_day(LANDER, record, Replanned(day, {"cooperation": 400.0})) == day + 7.0
    assert record.waits == {"cooperation": 400.0, "slip": 0.0, "budget": 7.0, "technology_cutoff": 0.0}
    assert record.replanned


def test_a_craft_that_nothing_replaces_is_given_up_on_the_day_of_the_cut_off():
    clock, record, given_up = Clock(HORIZON_DAYS), record_of(LANDER), []
    ready = readiness_of(clock, redesign=math.inf, cutoff_day=300.0)
    ready.given_up.connect(lambda mission: given_up.append((clock.now, mission)))
    assert ready.ready_day(LANDER, record) == math.inf
    clock.run()
    assert given_up == [(300.0, "change_8")]
    assert (record.waiting_for, record.waiting_since) == ("technology_cutoff", max(LANDER.planned_day, 300.0))


def test_a_ready_mission_is_held_by_a_suspension_and_then_by_the_cut_off():
    ready = readiness_of(
        Clock(HORIZON_DAYS),
        resumption_day=lambda mission, day: max(day, 50.0),
        allowed_day=lambda program, mission, day: max(day, 80.0),
    )
    assert ready.hold("russia", "luna_26", 10.0) == Hold("cooperation", 50.0)
    assert ready.hold("russia", "luna_26", 60.0) == Hold("technology_cutoff", 80.0)
    assert ready.hold("russia", "luna_26", 90.0) is None


# Flights.


class Flying:
    """Flights by themselves: launches and arrivals end as the test says."""

    def __init__(self, holds=(), launches=(), arrivals=(), windows=False, crew_holds=()):
        self.clock, self.trace = Clock(HORIZON_DAYS), FlightTrace()
        self.holds, self.launches, self.arrivals = list(holds), list(launches), list(arrivals)
        self.given_back, self.crew_holds = [], list(crew_holds)
        self.site = LandingWindows(start_of(BUILT), -89.0, 0.0)
        self.part = Flights(
            self.clock,
            has_windows=windows,
            transit_days=5.0,
            programs=BUILT.programs,
            windows=windows_by_destination({"china": self.site}, "china", self.site),
            mission_hold=lambda program, mission, day: None,
            vehicle_hold=self.hold,
            campaign_days=lambda vehicle, launches: 12.0 * (launches - 1),
            launch=lambda vehicle, program, day, mission, occurrence, units, surely: (
                self.launches.pop(0) if self.launches else True
            ),
            give_back=lambda vehicle, program, units: self.given_back.append(units),
            arrive=lambda *arrival: self.arrivals.pop(0) if self.arrivals else SUCCESS,
            crew_hold=lambda program, day: next((hold for hold in self.crew_holds if hold.until_day > day), None),
            abort=lambda program, mission, launch, day: ABORTED_ASCENT,
            fly_crew=lambda *arrival: LOSS_OF_MISSION,
            trace=self.trace,
        )

    def hold(self, vehicle, program, day, vehicles):
        return next((hold for hold in self.holds if hold.until_day > day), None)

    def fly(self, order, record):
        results = []

        def course():
            results.append((yield from self.part.fly(order, 0, record)))

        self.clock.start(course())
        self.clock.run()
        return results


def order_of(planned, **changes):
    return mission_order(planned, 0.0)._replace(**changes)


def test_a_flight_waits_out_what_holds_it_and_books_each_wait():
    alone, record = Flying(holds=[Hold("vehicle", 40.0), Hold("pad", 70.0)]), record_of(LANDER)
    (flight,) = alone.fly(order_of(LANDER), record)
    assert (flight.launched_day, flight.ended_day, flight.outcome) == (70.0, 75.0, SUCCESS)
    assert record.waits == {"vehicle": 40.0, "pad": 30.0}
    assert alone.trace.flown == [flight]
    assert flight.landed_kg == order_of(LANDER).landed_kg


def test_a_flight_lands_in_its_window():
    alone, record = Flying(windows=True), record_of(LANDER)
    (flight,) = alone.fly(order_of(LANDER, window="month"), record)
    assert flight.ended_day == pytest.approx(alone.site.next_month(5.0))
    assert record.waits.get("window", 0.0) == pytest.approx(flight.launched_day)


def test_a_campaign_that_fails_gives_back_the_vehicles_that_it_does_not_need():
    alone, record = Flying(launches=[True, False]), record_of(LANDER)
    order = order_of(LANDER, launches=4, launch_cost_musd=400.0)
    (flight,) = alone.fly(order, record)
    assert (flight.outcome, flight.landed_kg) == (LAUNCH_FAILURE, 0.0)
    assert alone.given_back == [2]
    # What stayed on the ground is not paid for.
    assert (flight.launch_cost_musd, flight.hardware_kg, flight.sent_kg) == (
        200.0,
        order.hardware_kg / 2,
        order.sent_kg / 2,
    )


def test_a_mission_that_has_been_withdrawn_does_not_fly():
    alone, record = Flying(), record_of(LANDER)
    record.outcome = WITHDRAWN
    assert alone.fly(order_of(LANDER), record) == [None]
    assert alone.trace.flown == []


@pytest.mark.parametrize(
    ("launches", "outcome"),
    [([False], LAUNCH_FAILURE), ([True, False], ABORTED_ASCENT), ([True, True, False], LAUNCH_FAILURE)],
)
def test_only_the_launch_that_carries_the_crew_is_aborted(launches, outcome):
    alone = Flying(launches=launches)
    (flight,) = alone.fly(order_of(LANDER, launches=3, crew_launch=2), record_of(LANDER))
    assert flight.outcome == outcome
    assert alone.given_back == [3 - len(launches)]


def test_what_becomes_of_a_crew_that_has_set_out_is_no_matter_of_the_robotic_record():
    alone = Flying(arrivals=[DESCENT_FAILURE])
    (flight,) = alone.fly(order_of(LANDER, launches=2, crew_launch=2), record_of(LANDER))
    assert (flight.outcome, flight.ended_day) == (LOSS_OF_MISSION, 5.0)
    assert alone.arrivals == [DESCENT_FAILURE]


def test_a_stand_down_of_crews_holds_crewed_missions_until_the_crew_has_been_launched_and_no_others():
    stand_down = [Hold("landing_failure", 90.0)]
    alone, record = Flying(crew_holds=stand_down), record_of(LANDER)
    (flight,) = alone.fly(order_of(LANDER, launches=2, crew_launch=1), record)
    assert flight.launched_day == 90.0
    assert record.waits == {"landing_failure": 90.0}
    alone, record = Flying(crew_holds=stand_down), record_of(LANDER)
    (flight,) = alone.fly(order_of(LANDER, launches=2), record)
    assert (flight.launched_day, record.waits) == (0.0, {})


# Missions.


class Manifest:
    """Missions by themselves: flights take a day and end as the test says, by mission."""

    def __init__(self, missions, outcomes={}, is_sent=lambda mission: True, normals=None, **rules):  # noqa: B006
        self.clock, self.whole = Clock(HORIZON_DAYS), Trace(HORIZON_DAYS)
        self.missions, self.trace = missions, self.whole.flights
        self.outcomes = {key: list(codes) for key, codes in outcomes.items()}
        self.delivered = []
        self.developers = {}
        self.part = Missions(
            self.clock,
            manifest=missions,
            needed_in=needed_in(missions),
            programs=BUILT.programs,
            assets=BUILT.assets,
            test_reflights=2,
            needs_act=rules.get("needs_act", True),
            asset_mass_position=lambda program: 0.0,
            ready_day=lambda planned, record, replanned: planned.planned_day if replanned is None else replanned.day,
            stretch_days=rules.get("stretch", lambda program, day, work_days: (0.0, 0.0)),
            fly=self.fly,
            is_sent=is_sent,
            deliver=lambda program, hardware, asset, record: self.delivered.append(hardware.text),
            draws=FixedDraws(normals=normals),
            trace=self.trace,
        )

    def fly(self, order, attempt, record):
        if record.outcome == WITHDRAWN:
            return None
        self.developers[order.mission] = order.developer
        record.launched_day = self.clock.now
        yield self.clock.wait(1.0)
        codes = self.outcomes.get(order.mission)
        outcome = codes.pop(0) if codes else SUCCESS
        record.arrivals += outcome != LAUNCH_FAILURE
        flight = Flight(order.mission, order.program, order.purpose, self.clock.now - 1.0, self.clock.now, outcome,
                        0.0, 0.0, 0.0, 0.0, 0.0)  # fmt: skip
        self.trace.flown.append(flight)
        return flight

    def run(self, waits_for_order=lambda planned: False):
        self.part.start(waits_for_order)
        self.clock.run()
        return self.trace

    def ended(self):
        """Return the trace of a run with what is clear at its end."""
        trace = self.run()
        trace.needed = {planned.key: planned.needed for planned in self.missions}
        trace.crews = frozenset(planned.key for planned in self.missions if planned.landers)
        blame_last_hopes(self.whole)
        return trace


def planned(key, day, **changes):
    mission = dataclasses.replace(LANDER.mission, **({"needs": (), "assets": (), "critical": False} | changes))
    takes = mission.kind == "crewed" and mission.alternatives
    plan = dataclasses.replace(LANDER.plan, entity=key, planned_day=day)
    return dataclasses.replace(LANDER, key=key, mission=mission, plan=plan, needed=mission.needed,
                               landers=mission.alternatives[0] if takes else ())  # fmt: skip


def test_a_mission_waits_for_what_it_needs_and_the_wait_is_booked_with_who_held_it_up():
    trace = Manifest([planned("first", 100.0), planned("second", 50.0, needs=("first",))]).run()
    second = trace.missions["second"]
    assert second.launched_day == 101.0
    assert (second.waits, second.held_up_by) == ({"prerequisite": 51.0}, "first")


LANDERS = (("one", "other"),)


def landers(one, other, **changes):
    """Return a crew that may land with either of two landers of days of their own."""
    return [
        planned("one", one, developer="spacex", crew_lander=True),
        planned("other", other, developer="blue_origin", crew_lander=True),
        planned("crew", 50.0, kind="crewed", developer="spacex", alternatives=LANDERS, **changes),
    ]


@pytest.mark.parametrize(
    ("one", "other", "outcomes", "serves"),
    [
        (100.0, 200.0, {}, "one"),
        (200.0, 100.0, {}, "other"),
        (30.0, 20.0, {}, "other"),
        (100.0, 200.0, {"one": [LAUNCH_FAILURE]}, "other"),
    ],
)
def test_of_alternatives_the_one_that_is_ready_first_serves_and_the_crew_lands_with_it(one, other, outcomes, serves):
    alone = Manifest(landers(one, other), outcomes)
    crew = alone.run().missions["crew"]
    ready = {"one": one, "other": other}[serves] + 1.0
    assert crew.launched_day == max(ready, 50.0)
    assert crew.held_up_by == (serves if ready > 50.0 else "")
    assert crew.waits.get("prerequisite", 0.0) == max(ready - 50.0, 0.0)
    assert alone.developers["crew"] == {"one": "spacex", "other": "blue_origin"}[serves]


@pytest.mark.parametrize(("days", "last"), [((100.0, 200.0), "other"), ((200.0, 100.0), "one")])
def test_where_all_alternatives_have_failed_for_good_the_last_hope_is_to_blame(days, last):
    alone = Manifest(landers(*days), {"one": [LAUNCH_FAILURE], "other": [LAUNCH_FAILURE]})
    trace = alone.ended()
    assert "crew" not in {flight.mission for flight in trace.flown}
    assert (trace.missions["crew"].waiting_for, trace.missions["crew"].held_up_by) == ("prerequisite", last)


def test_while_none_of_several_has_come_the_one_that_is_expected_first_is_to_blame():
    far = HORIZON_DAYS + 100.0
    for days, first in (((far + 50.0, far), "other"), ((far, far + 50.0), "one")):
        assert Manifest(landers(*days)).ended().missions["crew"].held_up_by == first
    # One that has been given up is no hope.
    trace = Manifest(landers(100.0, far), {"one": [LAUNCH_FAILURE]}).ended()
    assert trace.missions["crew"].held_up_by == "other"
    # Nor is one that itself waits for what never comes.
    one, other, crew = landers(100.0, 200.0)
    one = planned("one", 100.0, crew_lander=True, needs=("test",))
    trace = Manifest([planned("test", 900.0), one, other, crew], {"test": [LAUNCH_FAILURE], "other": [LAUNCH_FAILURE]})
    assert trace.ended().missions["crew"].held_up_by == "one"


NEXT = {"kind": "crewed", "alternatives": (("other", "one"),)}


def test_a_lander_serves_one_landing_and_the_next_crew_takes_the_next_one():
    alone = Manifest([*landers(100.0, 300.0), planned("next", 60.0, **NEXT)])
    trace = alone.run()
    assert [trace.missions[crew].launched_day for crew in ("crew", "next")] == [101.0, 301.0]
    assert [trace.missions[crew].held_up_by for crew in ("crew", "next")] == ["one", "other"]
    assert trace.landers_taken == {"one": ("crew", 101.0), "other": ("next", 301.0)}
    assert (alone.developers["crew"], alone.developers["next"]) == ("spacex", "blue_origin")


def test_landers_go_to_crews_in_the_order_in_which_those_are_ready_not_in_that_of_the_manifest():
    trace = Manifest([*landers(100.0, 300.0), planned("next", 40.0, **NEXT)]).run()
    assert [trace.missions[crew].launched_day for crew in ("crew", "next")] == [301.0, 101.0]
    # A crew is ready when all else that it needs has come.
    late = [planned("test", 200.0), planned("next", 40.0, needs=("test",), **NEXT)]
    trace = Manifest([*landers(100.0, 300.0), *late]).run()
    assert [trace.missions[crew].launched_day for crew in ("crew", "next")] == [101.0, 301.0]
    # Landers that wait are taken in the order of their arrival.
    trace = Manifest([*landers(30.0, 20.0), planned("next", 60.0, **NEXT)]).run()
    assert {lander: taken.crew for lander, taken in trace.landers_taken.items()} == {"other": "crew", "one": "next"}


def test_a_crew_for_which_no_lander_is_left_never_flies_and_its_program_knows_when_the_last_one_was_gone():
    one, _, crew = landers(100.0, 300.0)
    crews = [crew, planned("next", 60.0, **NEXT)]
    alone = Manifest([one, *crews])
    trace = alone.ended()
    assert [flight.mission for flight in trace.flown] == ["one", "crew"]
    assert trace.missions["next"].waiting_for == "prerequisite"
    assert lost_day("next", alone.whole, {}) == 101.0
    assert lost_day("crew", alone.whole, {}) == math.inf


def test_what_needs_a_lander_without_a_crew_leaves_it_to_the_crews():
    missions = [*landers(100.0, 900.0), planned("sister", 20.0, needs=("one",), crew_lander=True)]
    trace = Manifest(missions).run()
    assert (trace.missions["sister"].launched_day, trace.missions["crew"].launched_day) == (101.0, 101.0)


def test_a_demonstration_is_not_used_up():
    test = planned("test", 100.0, crew_test=True)
    crews = [planned(name, 50.0, kind="crewed", needs=("test",)) for name in ("crew", "next")]
    trace = Manifest([test, *crews]).run()
    assert [trace.missions[crew].launched_day for crew in ("crew", "next")] == [101.0, 101.0]
    assert trace.landers_taken == {}


@pytest.mark.parametrize("outcome", [LAUNCH_FAILURE, ABORTED_ASCENT])
def test_a_crew_that_has_not_set_out_keeps_its_lander(outcome):
    trace = Manifest(landers(100.0, 800.0), {"crew": [outcome]}).run()
    assert trace.landers_taken.keys() == {"one"}
    assert trace.missions["crew"].waits["launch_failure"] == pytest.approx(181.0)
    assert trace.missions["crew"].launched_day == pytest.approx(101.0 + 181.0)


def test_a_crew_that_is_lost_on_its_way_has_used_up_its_lander_and_the_next_flight_takes_another():
    alone = Manifest(landers(100.0, 800.0, critical=True), {"crew": [LOSS_OF_MISSION]})
    crew = alone.run().missions["crew"]
    assert alone.trace.landers_taken == {"one": ("crew", 101.0), "other": ("crew", 801.0)}
    assert (crew.launched_day, crew.held_up_by, alone.developers["crew"]) == (801.0, "other", "blue_origin")
    assert total(crew.waits.values(), 0.0) == pytest.approx(801.0 - 50.0)
    alone = Manifest(landers(100.0, 800.0), {"crew": [LOSS_OF_MISSION]})
    assert alone.run().landers_taken.keys() == {"one"}


def test_the_lander_of_a_crew_that_is_lost_in_the_ascent_serves_the_next_one():
    one, _, crew = landers(100.0, 0.0)
    trace = Manifest([one, crew, planned("next", 60.0, **NEXT)], {"crew": [LOSS_OF_CREW_IN_ASCENT]}).run()
    assert trace.landers_taken == {"one": ("next", 102.0)}
    assert trace.missions["next"].outcome == SUCCESS


def test_a_lander_that_tipped_over_carries_no_crew_and_is_flown_again():
    one, other, crew = landers(100.0, 5_000.0)
    one = planned("one", 100.0, crew_lander=True, critical=True)
    alone = Manifest([one, other, crew], {"one": [PARTIAL]})
    crew = alone.run().missions["crew"]
    assert [flight.outcome for flight in alone.trace.flown if flight.mission == "one"] == [PARTIAL, SUCCESS]
    assert 400.0 < crew.launched_day < 5_000.0


def test_where_needs_do_not_act_a_crew_takes_a_lander_that_waits_or_brings_its_own():
    for one, taken in ((20.0, ["one"]), (100.0, [])):
        alone = Manifest(landers(one, 5_000.0), needs_act=False)
        assert alone.run().missions["crew"].launched_day == 50.0
        assert list(alone.trace.landers_taken) == taken


def test_a_mission_that_nobody_announced_keeps_the_least_distance_of_its_author_from_what_it_needs():
    first, late = planned("first", 100.0, needs=("late",)), planned("late", 400.0)
    second = planned("second", 300.0, needs=("first",))
    second = dataclasses.replace(second, plan=dataclasses.replace(second.plan, band=band(300.0, 250.0, 900.0)))
    on_time = Manifest([planned("first", 100.0), second]).run().missions["second"]
    assert (on_time.launched_day, on_time.waits) == (300.0, {})
    trace = Manifest([first, late, second]).run()
    freed, record = trace.missions["first"].launched_day, trace.missions["second"]
    assert freed == 401.0
    # Its author's earliest date lies 150 days after the first one's plan.
    assert record.launched_day == freed + 150.0
    assert (record.waits, record.held_up_by) == ({"prerequisite": 251.0}, "first")
    assert record.waits_when_freed == record.waits


def test_a_critical_mission_is_flown_again_after_a_rebuild_and_another_is_not():
    losses = {"critical": [LAUNCH_FAILURE], "other": [LAUNCH_FAILURE]}
    trace = Manifest([planned("critical", 10.0, critical=True), planned("other", 10.0)], losses).run()
    assert [flight.outcome for flight in trace.flown if flight.mission == "critical"] == [LAUNCH_FAILURE, SUCCESS]
    assert [flight.outcome for flight in trace.flown if flight.mission == "other"] == [LAUNCH_FAILURE]
    assert trace.missions["critical"].waits["launch_failure"] > 100.0


@pytest.mark.parametrize(
    ("by_budget", "by_cut"), [(300.0, 0.0), (300.0, 50.0), (0.0, 50.0), (-100.0, 0.0), (-100.0, 50.0)]
)
def test_a_lost_mission_is_built_again_at_the_pace_of_its_program_s_money(by_budget, by_cut):
    asked = []

    def stretch(program, day, work_days):
        asked.append((program, day, work_days))
        return by_budget, by_cut

    losses = {"critical": [LAUNCH_FAILURE]}
    plain, paced = (
        Manifest([planned("critical", 10.0, critical=True)], losses, **ways).run().missions["critical"]
        for ways in ({}, {"stretch": stretch})
    )
    (work,) = asked
    assert work == (LANDER.mission.program, 11.0, pytest.approx(plain.launched_day - 11.0))
    assert paced.launched_day == pytest.approx(plain.launched_day + by_budget + by_cut)
    expected = plain.waits | {"budget": by_budget, "technology_cutoff": by_cut}
    assert {cause: days for cause, days in paced.waits.items() if days} == pytest.approx(
        {cause: days for cause, days in expected.items() if days}
    )
    assert sum(paced.waits.values()) == pytest.approx(paced.launched_day - paced.planned_day)


def test_a_test_of_a_craft_for_crews_meets_a_need_only_in_full_and_is_flown_again_until_then():
    test, follower = planned("test", 10.0, crew_test=True), planned("next", 20.0, needs=("test",))
    trace = Manifest([test, follower], {"test": [PARTIAL, DESCENT_FAILURE]}).run()
    assert [flight.outcome for flight in trace.flown] == [PARTIAL, DESCENT_FAILURE, SUCCESS, SUCCESS]
    # The next craft in line flies: no rebuilding.
    assert trace.missions["test"].waits == {"landing_failure": pytest.approx(2 * (180.0 + 1.0))}
    abandoned = Manifest([test, follower], {"test": [PARTIAL] * 3}).run()
    assert [flight.mission for flight in abandoned.flown] == ["test"] * 3
    assert abandoned.missions["test"].given_up_day < HORIZON_DAYS
    assert abandoned.missions["next"].held_up_by == "test"


def test_what_happens_before_a_crew_has_set_out_is_a_delay_and_its_mission_flies_until_it_does():
    before = [LAUNCH_FAILURE, ABORTED_ASCENT, LAUNCH_FAILURE, LAUNCH_FAILURE]
    crew = planned("crew", 10.0, kind="crewed")
    trace = Manifest([crew], {"crew": before}).run()
    assert [flight.outcome for flight in trace.flown] == [*before, SUCCESS]
    # The next craft in line flies: no rebuilding.
    assert trace.missions["crew"].waits == {"launch_failure": pytest.approx(4 * (180.0 + 1.0))}
    for lost in (LOSS_OF_MISSION, LOSS_OF_CREW, LOSS_OF_CREW_IN_ASCENT):
        trace = Manifest([crew], {"crew": [lost]}).run()
        assert [flight.outcome for flight in trace.flown] == [lost]
    critical = planned("crew", 10.0, kind="crewed", critical=True)
    trace = Manifest([critical], {"crew": [LAUNCH_FAILURE, LOSS_OF_CREW, LOSS_OF_MISSION]}).run()
    assert trace.flown[-1].outcome == SUCCESS


def test_what_a_mission_brings_is_handed_over_and_a_crash_keeps_what_stays_in_orbit():
    assets = BUILT.missions["change_7"].assets
    landed = {f"m/{name}" for name in assets if BUILT.assets[name].landed}
    alone = Manifest([planned("m", 10.0, assets=assets)])
    alone.run()
    assert set(alone.delivered) == {f"m/{name}" for name in assets}
    crashed = Manifest([planned("m", 10.0, assets=assets)], {"m": [DESCENT_FAILURE]})
    crashed.run()
    assert set(crashed.delivered) == {f"m/{name}" for name in assets} - landed
    assert landed


def test_withdrawn_missions_do_not_fly_and_do_not_free_those_that_wait_for_them():
    alone = Manifest([planned("joint", 500.0, role="joint"), planned("next", 20.0, needs=("joint",))])
    alone.clock.after(300.0, lambda _: alone.part.withdraw_joint(), None)
    trace = alone.run()
    assert [flight.mission for flight in trace.flown] == []
    assert trace.missions["joint"].outcome == WITHDRAWN
    assert (trace.missions["next"].waiting_for, trace.missions["next"].held_up_by) == ("prerequisite", "joint")


@pytest.mark.parametrize("outcome", [LAUNCH_FAILURE, DESCENT_FAILURE])
def test_a_mission_that_is_given_up_does_not_free_those_that_wait_for_it(outcome):
    missions = [planned("first", 100.0), planned("second", 50.0, needs=("first",))]
    trace = Manifest(missions, {"first": [outcome]}).run()
    assert [flight.mission for flight in trace.flown] == ["first"]
    assert (trace.missions["first"].given_up_day, trace.missions["second"].given_up_day) == (101.0, math.inf)


def test_a_mission_that_brought_a_part_meets_a_need_at_once_though_what_was_missing_is_lost_later():
    assets = ("ilrs_battery",)
    missions = [planned("first", 100.0, critical=True, assets=assets), planned("second", 50.0, needs=("first",))]
    codes = [PARTIAL, *[DESCENT_FAILURE] * Program().reflights]
    alone = Manifest(missions, {"first": codes}, normals={("first", "rebuild_landing_failure"): -3.0})
    trace = alone.run()
    assert sorted(flight.outcome for flight in trace.flown) == sorted([*codes, SUCCESS])
    assert trace.missions["first"].given_up_day == math.inf
    assert trace.missions["second"].launched_day == trace.flown[0].ended_day


def test_a_fallback_flies_when_it_is_ordered():
    fallback = planned("fallback", 100.0, role="fallback")
    alone = Manifest([fallback])
    alone.clock.after(400.0, lambda _: alone.part.order_replacement(fallback, 900.0, {"cooperation": 800.0}), None)
    trace = alone.run(waits_for_order=lambda planned: True)
    assert [flight.launched_day for flight in trace.flown] == [900.0]
