"""Shocks pass through: what is grounded or lost puts off what depends on it, run by run on the same draws."""

import datetime as dt
import functools
import math

import numpy as np
import pytest

from lunarsim.physics.chance.slip_ratio import OFFSET_DAYS
from lunarsim.world.prepared import prepare
from lunarsim.world.programs.chains import ancestors
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


@functools.cache
def put_off(vehicle, race, samples):
    """Return by how much a stand-down of 900 days puts missions off, within it and later, by mission and run.

    The figures are shares of the stand-down, infinite where the mission falls behind the horizon; a mission is
    within it where its planned day is.
    """
    changes = ALONE | (RACE if race else {})
    free = scenario_of(changes)
    grounded = scenario_of(changes | {f"vehicles.{vehicle}.grounded_until": AGAIN})
    planned_day = {planned.key: planned.planned_day for planned in prepare(free).missions}
    within, later = {}, {}
    for before, after in zip(first_launches(free, samples), first_launches(grounded, samples), strict=True):
        for key, day in before.items():
            if free.missions[key].vehicle == vehicle:
                listed = within if planned_day[key] < STAND_DOWN else later
                listed.setdefault(key, []).append((after.get(key, math.inf) - day) / STAND_DOWN)
    return within, later


VEHICLES = [
    ("long_march_5", False, 20),
    ("long_march_10", False, 20),
    *(
        pytest.param(vehicle, True, 150, marks=pytest.mark.slow)
        for vehicle in ("long_march_5", "long_march_10", "falcon_9", "new_glenn", "sls", "starship", "falcon_heavy")
    ),
]
WAITS_FOR_ITS_LANDER = {"artemis_4"}
"""Whose vehicle is put off for nothing while its lander is not there."""


@pytest.mark.parametrize(("vehicle", "race", "samples"), VEHICLES)
def test_a_vehicle_that_is_grounded_for_900_days_puts_off_the_missions_planned_within_that_time_by_about_as_much(
    vehicle, race, samples
):
    within, _ = put_off(vehicle, race, samples)
    assert within
    shares = {key: np.median(found) for key, found in within.items()}
    print(f"{vehicle}: {np.median(np.concatenate(list(within.values()))):.2f} of the stand-down;", shares)
    assert 0.7 <= np.median(np.concatenate(list(within.values()))) <= 1.3
    for key, share in shares.items():
        assert (0.0 if key in WAITS_FOR_ITS_LANDER else 0.7) <= share <= 1.3, key


@pytest.mark.parametrize(("vehicle", "race", "samples"), VEHICLES)
def test_a_vehicle_that_is_grounded_for_900_days_puts_later_missions_off_by_less_and_those_long_after_it_hardly(
    vehicle, race, samples
):
    within, later = put_off(vehicle, race, samples)
    planned_day = {planned.key: planned.planned_day for planned in prepare(scenario_of(ALONE | RACE)).missions}
    if later:
        # Chang'e-8, the one later mission of Long March 5, is planned for two weeks after the stand-down.
        least = 0.05 if later.keys() == {"change_8"} else 0.0
        usual = np.median(np.concatenate(list(within.values())))
        assert np.median(np.concatenate(list(later.values()))) < usual + least
    missions = scenario_of(RACE).missions
    # Those planned for long after it that depend on none within it.
    behind = [
        key for key in later if planned_day[key] > 2.0 * STAND_DOWN and not ancestors(key, missions) & within.keys()
    ]
    assert all(abs(np.median(later[key])) < 0.2 for key in behind)
    assert behind or vehicle not in ("long_march_10", "new_glenn")


def test_more_of_a_stand_down_never_brings_a_mission_forward_and_order_is_kept():
    days = {}
    for length in (0, 300, 600, 900, 1_200):
        until = (START + dt.timedelta(days=length)).isoformat()
        scenario = scenario_of(NO_WAITS | {"waits.vehicle": True, "vehicles.long_march_5.grounded_until": until})
        records = simulate(scenario, FixedDraws()).flights.missions
        days[length] = {key: records[key].launched_day for key in ("change_7", "change_8")}
        assert days[length]["change_7"] < days[length]["change_8"]
    for key in ("change_7", "change_8"):
        put_off_days = [days[length][key] - days[0][key] for length in days]
        assert put_off_days == sorted(put_off_days)
    planned_day = days[0]["change_8"]
    # Planned for later than half of its end, a mission comes no sooner than what it queues behind.
    assert days[300]["change_8"] == planned_day
    assert days[600]["change_8"] == 1_200.0
    assert days[1_200]["change_8"] == planned_day + 1_200.0


def test_where_no_mission_waits_for_its_vehicle_a_stand_down_moves_no_plan():
    grounded = {"waits.vehicle": False, "vehicles.long_march_5.grounded_until": AGAIN}
    for one, other in zip(
        runs(scenario_of(ALONE | grounded), 3), runs(scenario_of(ALONE | {"waits.vehicle": False}), 3), strict=True
    ):
        assert one.flights.missions == other.flights.missions


@pytest.mark.parametrize(
    ("lost", "needs_it", "samples"),
    [
        ("change_7", "change_8", 60),
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


def test_an_agreement_that_takes_nothing_is_without_effect_as_a_wait_and_the_lead_replaces_a_late_partner():
    """The switch of the agreement takes away its lapses, suspensions and gaps, not the lead's way out."""
    active = {"cooperation.mode": "active", "plant.units": 0}
    ordered = 0
    for one, other in zip(
        runs(scenario_of(active), 10), runs(scenario_of(active | {"waits.cooperation": False}), 10), strict=True
    ):
        assert one.milestone_day == other.milestone_day
        assert one.flights.flown == other.flights.flown
        ordered += math.isfinite(other.programs.replacement_day)
    assert ordered > 3


def test_without_lapses_and_suspensions_no_station_is_later_but_where_a_lapse_made_the_lead_order_sooner():
    samples = 25
    may, may_not = (runs(scenario_of({"waits.cooperation": acts, "plant.units": 0}), samples) for acts in (True, False))
    reached = [0, 0]
    for one, other in zip(may, may_not, strict=True):
        sooner = one.programs.replacement_day == one.programs.lapse_day
        for milestone in ("station_working", "station_basic", "station_extended"):
            day, without = (trace.milestone_day.get(milestone, math.inf) for trace in (one, other))
            # A season or a pad that was met by chance counts half a year at most.
            assert without <= day + 183.0 or sooner, milestone
        for place, trace in enumerate((one, other)):
            reached[place] += "station_extended" in trace.milestone_day
    assert reached[1] >= reached[0]


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
