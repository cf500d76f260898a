"""Readiness and flights by themselves."""

import math

import pytest

from lunarsim.world.clock import Clock
from lunarsim.world.flights.flight import Flights
from lunarsim.world.flights.hold import Hold
from lunarsim.world.flights.order import mission_order
from lunarsim.world.flights.readiness import Readiness
from lunarsim.world.flights.windows import LandingWindows, windows_by_destination
from lunarsim.world.history.flight_outcomes import (
    ABORTED_ASCENT,
    DESCENT_FAILURE,
    LAUNCH_FAILURE,
    LOSS_OF_MISSION,
    SUCCESS,
    WITHDRAWN,
)
from lunarsim.world.history.flights import FlightTrace
from lunarsim.world.history.missions import Replanned
from lunarsim.world.programs.shelving import GivenUp
from lunarsim.world.programs.slip_law import Slip
from tests.world.manifests import BUILT, LANDER, record_of
from tests.world.parts import HORIZON_DAYS, start_of

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
    ready.ready_day(LANDER, fallback, Replanned(LANDER.planned_day + 400.0, {"cooperation": 400.0}, "cooperation"))
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


def points(record):
    return [tuple(point) for point in record.announced]


def test_a_date_is_announced_after_a_stand_down_and_moves_up_to_the_day_on_which_it_is_kept():
    record = record_of(LANDER)
    ready = readiness_of(Clock(HORIZON_DAYS), Slip(30.0, 20.0, 0.0), stand_down_days=lambda plan: 900.0)
    kept = ready.ready_day(LANDER, record)
    assert points(record) == [(0.0, LANDER.planned_day + 900.0), (kept, kept)]


def test_the_date_of_what_is_restarted_stands_until_then_and_is_a_new_one_from_then_on():
    record, due = record_of(LANDER), LANDER.planned_day
    end = GivenUp(0.5 * due, due, 3.0 * due)
    ready = readiness_of(Clock(HORIZON_DAYS), Slip(0.5 * due, 20.0, 0.0), shelved=lambda plan: end)
    kept = ready.ready_day(LANDER, record)
    assert kept == pytest.approx(3.5 * due + 20.0)
    moved = due + (0.5 * due + 20.0) * 0.5 * due / (1.5 * due + 20.0)
    first, *stands, restarted, last = points(record)
    assert (first, restarted, last) == ((0.0, due), (due, 3.0 * due), (kept, kept))
    assert stands == [(0.5 * due, pytest.approx(moved)), (due, pytest.approx(moved))]


def test_what_would_have_been_ready_at_once_may_be_given_up_and_restarted():
    record, due = record_of(LANDER), LANDER.planned_day
    end = GivenUp(0.0, 300.0, 4.0 * due)
    ready = readiness_of(Clock(HORIZON_DAYS), Slip(-due, 0.0, 0.0), shelved=lambda plan: end)
    kept = ready.ready_day(LANDER, record)
    assert points(record) == [(0.0, due), (0.0, due), (300.0, due), (300.0, 4.0 * due), (kept, kept)]


def test_what_will_be_given_up_for_good_is_late_until_then_and_by_nothing_else_afterwards():
    clock, record, seen = Clock(HORIZON_DAYS), record_of(LANDER), []
    end = GivenUp(200.0, math.inf, math.inf)
    ready = readiness_of(clock, Slip(4_000.0, 20.0, 0.0), shelved=lambda plan: end)
    ready.given_up.connect(lambda mission: seen.append((clock.now, mission)))
    assert ready.ready_day(LANDER, record) == math.inf
    assert points(record) == [(0.0, LANDER.planned_day), (LANDER.planned_day + 4_020.0,) * 2]
    clock.run(199.0)
    assert (record.waits["slip"], record.waits["budget"]) == (4_000.0, 20.0)
    clock.run()
    assert seen == [(200.0, "change_8")]
    assert (record.waits, record.waiting_for) == ({"slip": 0.0}, "shelving")


def test_a_replanned_mission_is_never_early_and_keeps_what_put_it_off():
    record = record_of(LANDER)
    ready = readiness_of(Clock(HORIZON_DAYS), Slip(-50.0, 7.0, 0.0))
    day = LANDER.planned_day + 400.0
    assert ready.ready_day(LANDER, record, Replanned(day, {"cooperation": 400.0}, "cooperation")) == day + 7.0
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
        self.given_back, self.crew_holds, self.design_days = [], list(crew_holds), []
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
            launch=lambda vehicle, customer, day, mission, occurrence, units, surely: (
                self.launches.pop(0) if self.launches else True
            ),
            give_back=lambda vehicle, customer, units: self.given_back.append(units),
            arrive=self.arrive,
            crew_hold=lambda program, day: next((hold for hold in self.crew_holds if hold.until_day > day), None),
            abort=lambda program, mission, launch, day: ABORTED_ASCENT,
            fly_crew=lambda *arrival: LOSS_OF_MISSION,
            trace=self.trace,
        )

    def hold(self, vehicle, customer, day, vehicles):
        return next((hold for hold in self.holds if hold.until_day > day), None)

    def arrive(self, developer, program, mission, arrival, landing, design_day, laid_down, crew_test):
        self.design_days.append(design_day)
        return self.arrivals.pop(0) if self.arrivals else SUCCESS

    def fly(self, order, record, attempts=1):
        results = []

        def course():
            for attempt in range(attempts):
                flight = yield from self.part.fly(order, attempt, record)
                results.append(flight)

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


def test_a_craft_is_of_the_design_of_its_plan_and_one_flown_again_of_one_as_much_later():
    for held in (40.0, 400.0):
        alone, record = Flying(holds=[Hold("vehicle", held)]), record_of(LANDER)
        flights = alone.fly(order_of(LANDER, launches=2), record, attempts=2)
        again_days = flights[1].launched_day - flights[0].launched_day
        assert again_days > 0.0
        assert alone.design_days == [LANDER.planned_day, LANDER.planned_day + again_days]


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
