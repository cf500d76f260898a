"""Shocks pass through: what is grounded or lost puts off what hangs on it, run by run on the same draws."""

import datetime as dt
import math

import numpy as np
import pytest

from lunarsim.physics.chance.slip_ratio import OFFSET_DAYS
from lunarsim.world.prepared import prepare
from lunarsim.world.simulate import simulate
from tests.scenario.building import NO_WAITS, RACE, scenario_of
from tests.world.running import FixedDraws, runs

ALONE = {"waits.shelving": False, "plant.units": 0, "cooperation.mode": "active", "waits.repair": False}
START, STAND_DOWN = dt.date(2026, 7, 1), 900.0
AGAIN = (START + dt.timedelta(days=STAND_DOWN)).isoformat()


def first_launches(scenario, samples):
    """Return the first launch of each mission, by sample [day]."""
    found = []
    for trace in runs(scenario, samples):
        days = {}
        for flight in trace.flights.flown:
            days.setdefault(flight.mission, flight.launched_day)
        found.append(days)
    return found


@pytest.mark.parametrize(
    ("vehicle", "changes", "samples"),
    [("long_march_5", {}, 20), pytest.param("falcon_9", RACE, 100, marks=pytest.mark.slow)],
)
def test_a_stand_down_of_900_days_puts_off_what_was_to_fly_in_it_by_what_is_left_of_it_and_later_missions_less(
    vehicle, changes, samples
):
    free = scenario_of(ALONE | changes)
    grounded = scenario_of(ALONE | changes | {f"vehicles.{vehicle}.grounded_until": AGAIN})
    within, later = [], []
    for before, after in zip(first_launches(free, samples), first_launches(grounded, samples), strict=True):
        for key, day in before.items():
            if free.missions[key].vehicle == vehicle and key in after:
                if day < STAND_DOWN:
                    within.append((after[key] - day) / (STAND_DOWN - day))
                elif day > 2 * STAND_DOWN:
                    later.append((after[key] - day) / STAND_DOWN)
    assert len(within) > 15
    assert 0.95 < np.median(within) < 1.6
    assert np.median(later) < 0.2


def test_a_mission_that_is_due_at_once_is_put_off_by_nearly_the_whole_stand_down():
    before, after = (
        [days["change_7"] for days in first_launches(scenario_of(ALONE | changes), 20)]
        for changes in ({}, {"vehicles.long_march_5.grounded_until": AGAIN})
    )
    assert 0.7 < np.median(np.array(after) - before) / STAND_DOWN < 1.3


@pytest.mark.parametrize(
    ("lost", "needs_it", "samples"),
    [
        ("change_7", "change_8", 25),
        pytest.param("change_7", "change_8", 200, marks=pytest.mark.slow),
        pytest.param("lanyue_test", "crewed_landing_1", 200, marks=pytest.mark.slow),
    ],
)
def test_what_is_lost_puts_off_what_needs_it_wherever_that_waits_for_it(lost, needs_it, samples):
    worse, better = (
        runs(scenario_of(ALONE | {f"missions.{lost}.outcome": outcome}), samples) for outcome in ("lost", "success")
    )
    critical, put_off = 0, 0
    for one, other in zip(worse, better, strict=True):
        waiting, free = one.flights.missions[needs_it], other.flights.missions[needs_it]
        # On the critical path: the last that was waited for.
        if waiting.held_up_by == lost and math.isfinite(free.first_launched_day):
            critical += 1
            put_off += not waiting.first_launched_day <= free.first_launched_day + 1.0
    print(f"{lost}: critical for {needs_it} in {critical} of {samples} runs, put off in {put_off}")
    assert critical > 10
    assert put_off >= 0.8 * critical


def test_more_waiting_delays_and_a_cause_that_is_off_takes_its_days_away_and_nothing_refills_them():
    """What missions slip by themselves is the same whatever else may delay them."""
    with_all = runs(scenario_of(ALONE), 8)
    for cause in ("window", "pad", "vehicle", "prerequisite", "launch_failure", "landing_failure"):
        without = runs(scenario_of(ALONE | {f"waits.{cause}": False}), 8)
        for one, other in zip(with_all, without, strict=True):
            for key, record in one.flights.missions.items():
                assert cause not in other.flights.missions[key].waits
                # What is ordered for a late partner is planned on the day of its order.
                if not record.replanned:
                    assert other.flights.missions[key].waits.get("slip") == record.waits.get("slip"), (cause, key)


def test_where_slip_is_the_only_wait_it_stands_for_all_of_a_delay():
    key, slips = "crewed_landing_1", {}
    for others in ((), ("pad",)):
        scenario = scenario_of(NO_WAITS | {f"waits.{cause}": True for cause in ("slip", *others)})
        record = simulate(scenario, FixedDraws()).flights.missions[key]
        slips[others] = record.waits["slip"]
    (plan,) = (planned.plan for planned in prepare(scenario).missions if planned.key == key)
    for others, shift in (((), 0.0), (("pad",), plan.calibration.ln_shift)):
        ratio = (plan.planned_day + slips[others] + OFFSET_DAYS) / (plan.planned_day + OFFSET_DAYS)
        assert math.log(ratio) == pytest.approx(plan.ratio.ln_mean + shift)
    assert plan.calibration.ln_shift < -0.1
