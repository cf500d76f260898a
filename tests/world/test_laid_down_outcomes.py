"""The outcome of a first flight laid down: what comes of it, and that nothing else of a run changes."""

import math

import pytest

from lunarsim.scenario.building import with_values
from lunarsim.world.history.flight_outcomes import (
    ARRIVED,
    CRUISE_FAILURE,
    DESCENT_FAILURE,
    LAUNCH_FAILURE,
    PARTIAL,
    SUCCESS,
)
from tests.scenario.building import scenario_of
from tests.world.running import run, runs

BASE = scenario_of()
RUNS = 12


def flights_of(trace, mission):
    return [flight for flight in trace.flights.flown if flight.mission == mission]


@pytest.mark.parametrize(
    ("mission", "outcome", "code"),
    [
        ("change_7", "success", SUCCESS),
        ("change_7", "partial", PARTIAL),
        ("change_7", "lost", DESCENT_FAILURE),
        ("luna_26", "success", SUCCESS),
        ("luna_26", "lost", CRUISE_FAILURE),
    ],
)
def test_the_first_flight_has_the_outcome_that_is_laid_down_and_no_other_flight_has(mission, outcome, code):
    # A vehicle that almost always fails would leave nothing to chance.
    key = f"missions.{mission}.outcome"
    unlucky = scenario_of({"launch.failure_multiplier": 30.0, "programs.china.reflights": 3, key: outcome})
    later = set()
    for trace in runs(unlucky, RUNS):
        first, *others = flights_of(trace, mission)
        assert (first.outcome, trace.flights.missions[mission].first_outcome) == (code, code)
        later |= {flight.outcome for flight in others}
    assert LAUNCH_FAILURE in later or outcome == "success"


def test_a_campaign_of_several_launches_succeeds_where_its_success_is_laid_down():
    built = scenario_of({"launch.failure_multiplier": 30.0, "missions.crewed_landing_1.outcome": "success"})
    for trace in runs(built, RUNS):
        for flight in flights_of(trace, "crewed_landing_1")[:1]:
            assert flight.outcome == SUCCESS


def test_a_run_is_the_same_where_the_outcome_that_is_laid_down_is_the_one_that_is_drawn():
    laid_down = {
        SUCCESS: with_values(BASE, {"missions.luna_27a.outcome": "success"}),
        DESCENT_FAILURE: with_values(BASE, {"missions.luna_27a.outcome": "lost"}),
    }
    same = dict.fromkeys(laid_down, 0)
    for sample in range(24):
        drawn = run(BASE, sample=sample)
        code = drawn.flights.missions["luna_27a"].first_outcome
        if code in laid_down:
            forced = run(laid_down[code], sample=sample)
            assert forced.flights.flown == drawn.flights.flown
            assert forced.delay_days == drawn.delay_days
            same[code] += 1
    assert min(same.values()) > 0


def test_after_a_loss_that_is_laid_down_later_flights_have_the_draws_that_they_always_have():
    lost = runs(with_values(BASE, {"missions.change_7.outcome": "lost"}), 3 * RUNS)
    for drawn, forced in zip(runs(BASE, 3 * RUNS), lost, strict=True):
        record = forced.flights.missions["change_7"]
        assert record.first_launched_day == drawn.flights.missions["change_7"].first_launched_day
        assert record.waits["landing_failure"] > 300
        assert record.launched_day > record.first_launched_day + 300
    outcomes = {flights_of(trace, "change_7")[1].outcome for trace in lost}
    assert SUCCESS in outcomes
    assert len(outcomes) > 1


def delayed(first, follower, samples):
    """Return by how much a loss of the first mission delays one that needs it where that waited for it [day]."""
    found = []
    lost = runs(scenario_of({f"missions.{first}.outcome": "lost"}), samples)
    for good, bad in zip(runs(scenario_of({f"missions.{first}.outcome": "success"}), samples), lost, strict=True):
        records = [trace.flights.missions[follower] for trace in (good, bad)]
        if records[1].held_up_by == first:
            days = [record.first_launched_day for record in records]
            found.append(min(days[1], bad.horizon_days) - min(days[0], good.horizon_days))
    return found


def test_a_lost_test_of_the_lander_delays_the_crew_that_waits_for_it():
    days = delayed("lanyue_test", "crewed_landing_1", 16)
    assert len(days) > 4
    assert sum(each > 1.0 for each in days) >= 0.8 * len(days)


@pytest.mark.slow
@pytest.mark.parametrize(("first", "follower"), [("change_7", "change_8"), ("lanyue_test", "crewed_landing_1")])
def test_a_lost_lander_delays_what_needs_it_in_four_of_five_runs_in_which_it_is_on_the_critical_path(first, follower):
    days = delayed(first, follower, 300)
    assert len(days) > 60
    assert sum(each > 1.0 for each in days) >= 0.8 * len(days)


def test_first_and_last_flight_of_a_mission_are_kept_apart():
    built = with_values(BASE, {"missions.change_7.outcome": "lost"})
    for trace in runs(built, RUNS):
        record = trace.flights.missions["change_7"]
        flown = flights_of(trace, "change_7")
        assert record.first_launched_day == flown[0].launched_day < record.launched_day
        landed = [flight.ended_day for flight in flown if flight.outcome in (SUCCESS, PARTIAL)]
        assert landed[:1] == ([record.first_landed_day] if landed else [])
        assert math.isnan(record.first_landed_day) is not bool(landed)
        orbiter = trace.flights.missions["luna_26"]
        assert math.isnan(orbiter.first_landed_day)
        assert orbiter.first_outcome in ARRIVED | {LAUNCH_FAILURE, CRUISE_FAILURE}
