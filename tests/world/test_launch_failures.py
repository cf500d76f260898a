"""Launch failures: how often, how long the vehicle stands down, what its record implies."""

import copy
import math

import numpy as np
import pytest
from scipy.stats import gamma

from lunarsim.physics.chance.launch_growth import passed_hazard
from lunarsim.scenario.groups.programs.launch import Launch
from lunarsim.scenario.groups.waits import Waits
from lunarsim.scenario.library.launch_fit import launch_fit
from lunarsim.words.draws import DrawBlock, single
from lunarsim.world.flights.failures import Failures, stand_down_median_days
from lunarsim.world.flights.launch import interval_days
from tests.scenario.building import scenario_of
from tests.world.launching import ALL_SUCCEED, CHINA, DOOMED, RUSSIA, launcher, median_days, vehicles_of
from tests.world.running import FixedDraws, RecordingDraws


def test_a_failure_grounds_the_vehicle_for_all_programs():
    draws = FixedDraws({("lost", "launch"): 0.999999}, {("lost", "stand_down"): 1.0})
    vehicle = launcher("long_march_5", waits=Waits(), draws=draws, first=0.0)
    assert not vehicle.launch(CHINA, 50.0, "lost", 0)
    until = 50.0 + median_days(vehicle.vehicle) * math.exp(Launch().stand_down_ln_sd)
    assert vehicle.vehicle_day(CHINA, 60.0) == pytest.approx(until)
    assert vehicle.vehicle_day(RUSSIA, 60.0) == pytest.approx(until)


def test_stand_downs_have_the_quantiles_of_the_law():
    lengths = []
    for sample in range(2_000):
        vehicle = launcher(
            "long_march_5", waits=Waits(), draws=single(1, sample), first=0.0, successes=0, flights=0, law=DOOMED
        )
        assert not vehicle.launch(CHINA, 0.0, "lost", 0)
        lengths.append(vehicle.vehicle_day(CHINA, 0.0))
    lengths.sort()
    median = median_days(vehicle.vehicle)
    assert lengths[1_000] == pytest.approx(median, rel=0.06)
    assert lengths[1_800] == pytest.approx(median * math.exp(1.2816 * Launch().stand_down_ln_sd), rel=0.1)


@pytest.mark.parametrize(("name", "days"), [("falcon_9", 15.0), ("long_march_5", 908.0), ("new_glenn", 301.0)])
def test_stand_downs_are_as_long_as_is_usual_for_who_flies_so_often(name, days):
    vehicle, law = scenario_of().vehicles[name], Launch()
    median = stand_down_median_days(law, interval_days(vehicle))
    # The last one of each lies within the 1 and 99 % quantiles of its law; it was the same for all of them before.
    assert abs(math.log(days / median)) < 2.33 * law.stand_down_ln_sd
    assert (median < 40.0) == (name == "falcon_9")


def test_who_flies_four_times_as_often_stands_down_shorter_by_the_power():
    law = Launch()
    often, seldom = (stand_down_median_days(law, days) for days in (25.0, 100.0))
    assert seldom == law.stand_down_median_days
    assert often == pytest.approx(seldom / 4.0**law.stand_down_interval_exponent)
    plain = Launch(stand_down_interval_exponent=0.0)
    assert stand_down_median_days(plain, 25.0) == law.stand_down_median_days


# How often.

FIT = launch_fit()


def hazard(flight, first=FIT.first_hazard_experienced, decay=FIT.hazard_decay):
    """Return the hazard of a flight of a vehicle with a factor of 1."""
    return first * (passed_hazard(flight, decay) - passed_hazard(flight - 1, decay))


def limit(failures, owner="m", purpose="launch"):
    """Return the draw below which the next flight of a vehicle succeeds."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        copied = copy.copy(failures)
        copied._draws = FixedDraws({(owner, purpose): middle})
        low, high = (middle, high) if copied.succeeds(owner, purpose, 0) else (low, middle)
    return low


def failures_of(flights=0, failed=0, developer_class="experienced", unit=0.5, waits=Waits(), **law):  # noqa: B008
    draws = FixedDraws({("v", "launch_factor"): unit})
    return Failures("v", developer_class, flights, failed, 100.0, Launch(**law), waits, draws)


@pytest.mark.parametrize(("flights", "failed", "unit"), [(0, 0, 0.5), (18, 1, 0.1), (115, 11, 0.9)])
def test_a_launch_fails_by_its_number_and_by_what_the_record_leaves_open_of_the_vehicle(flights, failed, unit):
    expected = FIT.first_hazard_experienced * passed_hazard(flights, FIT.hazard_decay)
    factor = gamma.ppf(unit, FIT.family_shape + failed, scale=1.0 / (FIT.family_shape + expected))
    success = math.exp(-hazard(flights + 1) * factor)
    assert limit(failures_of(flights, failed, unit=unit)) == pytest.approx(success, abs=1e-9)


def test_each_flight_makes_the_next_one_safer_whatever_its_outcome():
    failures = failures_of()
    factor = gamma.median(FIT.family_shape, scale=1.0 / FIT.family_shape)
    for flight in range(1, 6):
        assert limit(failures) == pytest.approx(math.exp(-hazard(flight) * factor), abs=1e-9)
        failures._draws = FixedDraws({("m", "launch"): 0.0 if flight % 2 else 0.9999})
        assert failures.succeeds("m", "launch", 0) == bool(flight % 2)


def test_a_flight_that_surely_succeeds_counts_and_draws_nothing():
    failures, draws = failures_of(), RecordingDraws()
    failures._draws = draws
    assert failures.succeeds("m", "launch", 0, surely=True)
    assert not draws.record
    assert limit(failures) == pytest.approx(limit(failures_of()) ** (hazard(2) / hazard(1)), abs=1e-9)


def test_a_multiplier_acts_on_hazards_and_not_on_what_is_known():
    once, twice = (limit(failures_of(18, 1, failure_multiplier=multiplier)) for multiplier in (1.0, 2.0))
    assert twice == pytest.approx(once**2, abs=1e-9)
    assert limit(failures_of(failure_multiplier=0.0)) == pytest.approx(1.0)


def test_a_new_developer_s_vehicle_has_a_hazard_of_its_own_and_figures_given_by_hand_replace_the_fit():
    once, given = limit(failures_of()), FIT.first_hazard_new / FIT.first_hazard_experienced
    new = limit(failures_of(developer_class="new"))
    assert new == pytest.approx(once**given, abs=1e-9)
    assert limit(failures_of(first_hazard_experienced=FIT.first_hazard_new)) == pytest.approx(new, abs=1e-9)
    assert limit(failures_of(first_hazard_new=0.1)) == pytest.approx(once, abs=1e-9)
    alike = limit(failures_of(first_hazard_experienced=0.2, family_shape=1000.0))
    assert alike == pytest.approx(math.exp(-0.2), abs=1e-3)
    constant = failures_of(9, 0, hazard_decay=0.0, first_hazard_experienced=0.2, family_shape=1000.0)
    assert limit(constant) == pytest.approx(math.exp(-0.2), abs=1e-3)


def test_without_launch_failures_nothing_fails_or_is_drawn():
    draws = RecordingDraws()
    sure = Failures("v", "new", 0, 0, 100.0, Launch(), ALL_SUCCEED, draws)
    assert all(sure.succeeds("m", "launch", number) for number in range(50))
    assert not draws.record


RUNS = 1_500


def flown(number_of_flights, **record):
    """Return whether each flight of a vehicle failed, dims (run, flight)."""
    block = DrawBlock(1, [(sample, 0) for sample in range(RUNS)])
    failed = np.empty((RUNS, number_of_flights), dtype=bool)
    for run in range(RUNS):
        vehicle = launcher("long_march_5", waits=Waits(), draws=block.run(run), first=0.0, **record)
        failed[run] = [not vehicle.launch(CHINA, 0.0, f"m{number}", 0) for number in range(number_of_flights)]
    return failed


def test_vehicles_are_good_or_bad_for_long_and_fail_as_often_as_the_fit_says():
    failed = flown(12, flights=0, successes=0)
    shape = FIT.family_shape
    rates = 1.0 - (1.0 + hazard(np.arange(1, 13)) / shape) ** -shape
    np.testing.assert_allclose(failed.mean(axis=0), rates, atol=0.035)
    counts = failed.sum(axis=1)
    # Independent flights would have the variance of their Bernoulli draws alone.
    assert counts.var() > 1.25 * (rates * (1.0 - rates)).sum()


@pytest.mark.slow
def test_a_new_vehicle_fails_ever_less_often_flight_by_flight():
    failed = flown(120, flights=0, successes=0).mean(axis=0)
    rates = [failed[begin - 1 : end].mean() for begin, end in ((1, 10), (11, 20), (21, 30), (50, 120))]
    for rate, (low, high) in zip(rates, ((0.09, 0.16), (0.03, 0.09), (0.02, 0.06), (0.01, 0.04)), strict=True):
        assert low <= rate <= high
    assert 0.10 <= failed[0] <= 0.30
    assert rates == sorted(rates, reverse=True)


def test_a_known_record_decides_how_often_a_vehicle_fails():
    for flights, failures in ((18, 1), (115, 11)):
        shape = FIT.family_shape + failures
        rate = FIT.family_shape + FIT.first_hazard_experienced * passed_hazard(flights, FIT.hazard_decay)
        expected = 1.0 - (1.0 + hazard(flights + 1) / rate) ** -shape
        seen = flown(1, flights=flights, successes=flights - failures).mean()
        assert seen == pytest.approx(expected, abs=3.5 * math.sqrt(expected / RUNS))


def test_flights_of_a_vehicle_with_the_same_first_stage_and_qualification_flights_count():
    changes = {
        "vehicles.angara_a5v.first_flight": "2026-08-01",
        "vehicles.angara_a5v.built_probability": 1.0,
        "vehicles.angara_a5v.qualification_flights": 2,
    }

    def success(changes, unit):
        # The qualification flights succeed, the mission does where its draw is below the limit.
        draws = FixedDraws({("angara_a5v", "qualification"): 0.0, ("m", "launch"): unit})
        vehicles = vehicles_of(scenario_of(changes), draws)
        return vehicles.launch("angara_a5v", RUSSIA, 9_000.0, "m", 0, 1)

    known = failures_of(5, 1)
    known._draws = FixedDraws({("v", "qualification"): 0.0})
    for number in range(2):
        known.succeeds("v", "qualification", number)
    expected = limit(known)
    assert success(changes, expected - 1e-6)
    assert not success(changes, expected + 1e-6)
    assert expected > limit(failures_of(5, 1))
    alone = failures_of()
    alone._draws = known._draws
    for number in range(2):
        alone.succeeds("v", "qualification", number)
    without = changes | {"vehicles.angara_a5v.heritage": ""}
    assert success(without, limit(alone) - 1e-6)
    assert not success(without, limit(alone) + 1e-6)
