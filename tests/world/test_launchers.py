"""Launch vehicles: first flight, qualification, production."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.scenario.groups.programs.launch import Launch
from lunarsim.scenario.groups.waits import Waits
from lunarsim.words.draws import single
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.flights.hold import Hold
from lunarsim.world.flights.pads import Customer
from lunarsim.world.outcomes.money import development_ends
from lunarsim.world.prospects import lost_day
from lunarsim.world.story.event_log import event_log
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.launching import ALL_SUCCEED, CHINA, RUSSIA, Unlucky, free_day, launcher, median_days
from tests.world.running import FixedDraws, RecordingDraws, run


def test_a_vehicle_that_has_flown_is_ready_at_once():
    assert launcher("long_march_5", first=0.0).vehicle_day(CHINA, 10.0) == 10.0


def test_a_new_vehicle_waits_for_its_first_flight_and_its_qualification_flights():
    new = launcher(first=183.0, qualification_flights=2, launches_per_year=4)
    assert new.vehicle_day(CHINA, 0.0) == pytest.approx(183.0 + 2 * DAYS_PER_YEAR / 4)


@pytest.mark.parametrize("failures", [0, 1, 3])
@pytest.mark.parametrize("stand_down", [0.0, -4.0])
def test_each_failed_qualification_flight_adds_its_stand_down(failures, stand_down):
    new = launcher(
        waits=Waits(), draws=Unlucky(failures, stand_down), qualification_flights=2, launches_per_year=4, first=183.0
    )
    interval = DAYS_PER_YEAR / 4
    # The next flight comes no sooner than the next vehicle, however short the stand-down.
    days = max(median_days(new.vehicle) * math.exp(Launch().stand_down_ln_sd * stand_down), interval)
    assert new.vehicle_day(CHINA, 0.0) == pytest.approx(183.0 + failures * days + 2 * interval)


class Counted(FixedDraws):
    """Qualification flights that all fail, with a count of them."""

    flights = 0

    def uniform(self, entity, purpose, occurrence=0):
        if purpose == "qualification":
            self.flights += 1
            return 0.9999
        return super().uniform(entity, purpose)


def test_qualification_flights_end_at_the_horizon_and_after_a_hundred():
    slow, fast, short = Counted(), Counted(), Launch(stand_down_median_days=100.0, stand_down_interval_exponent=0.0)
    kept = launcher(waits=Waits(), law=short, draws=slow, qualification_flights=1, launches_per_year=1, first=0.0)
    assert kept.vehicle_day(CHINA, 0.0) == math.inf
    # One vehicle a year and a horizon of 36,500 days.
    assert slow.flights == 100
    early = launcher(waits=Waits(), law=short, draws=fast, qualification_flights=1, launches_per_year=1, first=35_000.0)
    assert early.vehicle_day(CHINA, 0.0) == math.inf
    assert fast.flights == math.ceil(1_500.0 / DAYS_PER_YEAR)
    # Only after a hundred it is given up; of one behind the horizon nobody knows that it will not come.
    often = launcher(waits=Waits(), law=short, draws=Counted(), qualification_flights=1, launches_per_year=4, first=0.0)
    assert often.hold(CHINA, 20_000.0, 1) == Hold("vehicle", math.inf, for_good=True)
    assert early.hold(CHINA, 35_900.0, 1) == Hold("vehicle", math.inf)


def test_causes_of_a_wait_are_told_apart_though_qualification_ends_beyond_the_horizon():
    def at(first, stretched):
        vehicle = launcher(first=first, stretched=(("budget", stretched),), qualification_flights=2,
                           launches_per_year=1)  # fmt: skip
        return vehicle.hold(CHINA, 36_000.0, 1)

    # Qualified on day 36,930; the last 700 days of that are the budget's.
    assert at(36_200.0, 700.0) == Hold("vehicle", pytest.approx(36_230.5))
    assert at(36_200.0, 1_000.0) == Hold("budget", pytest.approx(36_930.5))


def test_without_launch_failures_the_qualification_succeeds_and_draws_nothing():
    new = launcher(waits=ALL_SUCCEED, draws=Unlucky(3), qualification_flights=2, launches_per_year=4, first=183.0)
    assert new.vehicle_day(CHINA, 0.0) == pytest.approx(183.0 + 2 * DAYS_PER_YEAR / 4)


def test_the_draws_of_a_launch_belong_to_the_mission():
    draws = RecordingDraws()
    vehicle = launcher("long_march_5", waits=Waits(), draws=draws, first=0.0)
    vehicle.launch(CHINA, 0.0, "one", 3)
    vehicle.launch(RUSSIA, 0.0, "two", 1)
    launched = {key for key in draws.record if key[2] == "launch"}
    assert launched == {("uniform", "one", "launch", 3), ("uniform", "two", "launch", 1)}
    of_the_vehicle = {key for key in draws.record if key[1] not in {"one", "two"}}
    assert of_the_vehicle == {("uniform", "long_march_5", "launch_factor", 0)}


def test_a_vehicle_that_is_never_built_never_flies():
    unlucky = FixedDraws({("yenisei", "built"): 0.08})
    assert launcher("yenisei", draws=unlucky, first=0.0).vehicle_day(RUSSIA, 0.0) == math.inf
    assert launcher("yenisei", draws=unlucky, first=0.0).hold(RUSSIA, 0.0, 1).for_good
    lucky = FixedDraws({("yenisei", "built"): 0.079})
    assert launcher("yenisei", draws=lucky, first=0.0).vehicle_day(RUSSIA, 0.0) < math.inf


def test_a_mission_whose_vehicle_is_never_built_is_given_up_when_it_is_ready_and_what_was_built_of_it_is_paid():
    calm = NO_WAITS | {"plant.units": 0, "waits.vehicle": True, "waits.prerequisite": True}
    never = scenario_of(calm | {"vehicles.long_march_9.built_probability": 0.0})
    trace = run(never)
    habitat = trace.flights.missions["ilrs_habitat"]
    assert (habitat.waiting_for, habitat.given_up_day) == ("vehicle", habitat.ready_day)
    assert lost_day("ilrs_habitat", trace, {}) == habitat.ready_day
    (nine,) = (design for design in trace.programs.designs if design.vehicle == "long_march_9")
    assert development_ends(nine, trace, {}, lasts=False)[1] == habitat.ready_day
    (built,) = (each for each in trace.flights.unfinished if each.program == "china")
    assert (built.due_day, built.day) == (habitat.due_day, habitat.ready_day)
    (event,) = (event for event in event_log(trace) if (event.what, event.who) == ("given up", "ilrs_habitat"))
    assert (event.day, event.cause) == (habitat.ready_day, "vehicle")
    # Where its first flight is behind the horizon, nothing is given up.
    late = run(scenario_of(calm | {"vehicles.long_march_9.first_flight": "2150-01-01"}))
    assert late.flights.missions["ilrs_habitat"].given_up_day == math.inf
    assert "china" not in {each.program for each in late.flights.unfinished}


def test_a_vehicle_is_built_as_often_as_declared():
    built = sum(
        launcher("angara_a5v", draws=single(1, sample)).vehicle_day(RUSSIA, 0.0) < math.inf for sample in range(2_000)
    )
    assert built / 2_000 == pytest.approx(0.5, abs=0.04)


def test_without_the_wait_for_vehicles_even_one_never_built_flies():
    free = launcher("yenisei", waits=Waits(vehicle=False), draws=FixedDraws({("yenisei", "built"): 0.99}))
    assert free.vehicle_day(RUSSIA, 3.0) == 3.0


@given(st.floats(0.5, 20), st.integers(1, 4), st.floats(0, 200), st.lists(st.floats(0, 60), min_size=12, max_size=25))
def test_launches_keep_to_production_and_pads(rate, pads, turnaround, gaps):
    vehicle = launcher("long_march_5", first=0.0, launches_per_year=rate, pads=pads, pad_turnaround_days=turnaround)
    days, day = [], 0.0
    for number, gap in enumerate(gaps):
        day = free_day(vehicle, CHINA, day + gap)
        assert vehicle.launch(CHINA, day, "any", number)
        days.append(day)
    interval = DAYS_PER_YEAR / rate
    for first in range(len(days)):
        for last in range(first + 1, len(days)):
            # One finished vehicle may stand in store.
            assert days[last] - days[first] >= (last - first - 1) * interval - 1e-6
        if first + pads < len(days):
            assert days[first + pads] - days[first] >= turnaround - 1e-9


def test_a_second_launch_in_a_row_is_one_vehicle_from_store_and_a_third_must_be_made():
    vehicle = launcher("long_march_5", first=0.0, launches_per_year=4, pad_turnaround_days=0)
    interval = DAYS_PER_YEAR / 4
    vehicle.launch(CHINA, 1000.0, "any", 0)
    assert vehicle.vehicle_day(CHINA, 1000.0) == pytest.approx(1000.0)
    vehicle.launch(CHINA, 1000.0, "any", 1)
    assert vehicle.vehicle_day(CHINA, 1000.0) == pytest.approx(1000.0 + interval)
    assert vehicle.vehicle_day(CHINA, 1000.0, units=2) == pytest.approx(1000.0 + 2 * interval)


def test_the_last_days_of_a_wait_for_a_new_vehicle_belong_to_what_stretched_its_first_flight():
    late = launcher(first=183.0, qualification_flights=0, stretched=(("budget", 50.0), ("technology_cutoff", 20.0)))
    assert late.vehicle_day(CHINA, 0.0) == 183.0
    assert late.held_by(0.0, 183.0) == ("vehicle", 113.0)
    assert late.held_by(113.0, 183.0) == ("budget", 163.0)
    assert late.held_by(163.0, 183.0) == ("technology_cutoff", 183.0)
    # A vehicle that must still be made is waited for as ever, and money that came early stretches nothing.
    assert late.held_by(0.0, 200.0) == ("vehicle", 200.0)
    assert launcher(first=183.0, stretched=(("budget", -50.0),), qualification_flights=0).held_by(0.0, 183.0) == (
        "vehicle",
        183.0,
    )


def test_a_mission_books_a_short_budget_of_its_vehicle_as_budget():
    changes = NO_WAITS | {"waits.vehicle": True, "waits.budget": True, "programs.china.budget_ln_sd": 0.0}
    changes |= {
        "programs.china.budget_multiplier": 0.5,
        "vehicles.long_march_9.built_probability": 1.0,
        "plant.units": 0,
    }
    changes |= {"programs.china.fixed_cost_musd_per_year": 0.0, "vehicles.long_march_9.qualification_flights": 0}
    changes |= {"vehicles.long_march_9.first_flight": "2036-07-01", "missions.ilrs_1.planned": "2027-07-01"}
    changes |= {"missions.ilrs_1.vehicle": "long_march_9"}
    record = run(scenario_of(changes)).flights.missions["ilrs_1"]
    # Its own work of a year takes two, that on the vehicle twenty years and not ten; it is ready after two.
    assert record.launched_day == pytest.approx(20 * 365.25, abs=3.0)
    assert record.waits["vehicle"] == pytest.approx(8 * 365.25, abs=3.0)
    assert record.waits["budget"] == pytest.approx(11 * 365.25, abs=3.0)
    assert record.planned_day + sum(record.waits.values()) == pytest.approx(record.launched_day, abs=1e-6)


def test_a_vehicle_that_is_grounded_at_the_start_flies_from_its_day_on():
    grounded = launcher("long_march_5", first=0.0, grounded=900.0)
    assert grounded.hold(CHINA, 10.0, 1) == grounded.hold(RUSSIA, 10.0, 0) == Hold("vehicle", 900.0)
    assert grounded.hold(CHINA, 900.0, 1) is None
    free = launcher("long_march_5", waits=Waits(vehicle=False), first=0.0, grounded=900.0)
    assert free.hold(CHINA, 10.0, 1) is None


def test_the_first_flight_of_a_vehicle_that_is_grounded_waits_and_nothing_else_has_put_it_off_meanwhile():
    stretched = (("budget", 50.0), ("technology_cutoff", 20.0))
    late = launcher(first=183.0, grounded=150.0, qualification_flights=0, stretched=stretched)
    assert late.held_by(0.0, 183.0) == ("vehicle", 150.0)
    assert late.held_by(150.0, 183.0) == ("budget", 163.0)
    assert late.held_by(163.0, 183.0) == ("technology_cutoff", 183.0)
    long = launcher(first=183.0, grounded=900.0, qualification_flights=2, launches_per_year=4, stretched=stretched)
    ready = 900.0 + 2 * DAYS_PER_YEAR / 4
    assert long.hold(CHINA, 0.0, 1) == Hold("vehicle", pytest.approx(ready))


def test_a_mission_books_the_days_for_which_its_vehicle_is_grounded_at_the_start():
    changes = NO_WAITS | {"waits.vehicle": True, "vehicles.long_march_5.grounded_until": "2028-12-18"}
    record = run(scenario_of(changes)).flights.missions["change_7"]
    # Planned within the stand-down, it moves by all of it.
    assert record.launched_day == record.planned_day + 901.0
    assert record.waits["vehicle"] == pytest.approx(901.0)
    off = scenario_of(changes | {"waits.vehicle": False})
    assert run(off).flights.missions["change_7"].launched_day == record.planned_day


QUARTERLY = {"launches_per_year": 4, "first": 0.0, "first_flight": None, "pad_turnaround_days": 0.0}
INTERVAL = DAYS_PER_YEAR / 4


@pytest.mark.parametrize("customer", [Customer("china", crews=True), Customer("china", again="m"), RUSSIA])
def test_crews_guests_and_what_is_flown_again_have_vehicles_beside_those_of_the_plan(customer):
    vehicle = launcher(**QUARTERLY)
    vehicle.launch(CHINA, 0.0, "plan", 0, 2)
    assert vehicle.hold(CHINA, 0.0, 1) == Hold("vehicle", pytest.approx(INTERVAL))
    assert vehicle.hold(customer, 0.0, 1) is None
    vehicle.launch(customer, 0.0, "other", 0, 3)
    assert vehicle.hold(customer, 0.0, 1) == Hold("vehicle", pytest.approx(2 * INTERVAL))
    assert vehicle.hold(CHINA, 0.0, 1) == Hold("vehicle", pytest.approx(INTERVAL))


def test_what_is_given_back_is_there_for_whose_it_was():
    vehicle, crews = launcher(**QUARTERLY), Customer("china", crews=True)
    for customer in (CHINA, crews):
        vehicle.launch(customer, 0.0, "campaign", 0, 4)
    vehicle.give_back(crews, 3)
    assert vehicle.hold(crews, 0.0, 1) is None
    assert vehicle.hold(CHINA, 0.0, 1) == Hold("vehicle", pytest.approx(3 * INTERVAL))
