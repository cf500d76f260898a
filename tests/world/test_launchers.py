"""Launch vehicles: first flight, production, pads, failures and stand-downs."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.scenario.launch import Launch
from lunarsim.scenario.waits import Waits
from lunarsim.words.draws import DrawBlock, single
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.launchers import Launcher
from tests.scenario.building import scenario_of
from tests.world.running import FixedDraws, RecordingDraws, campaign_of

VEHICLES = scenario_of().vehicles
CALM = Waits(launch_failure=False)
MEDIAN_DAYS = Launch().stand_down_median_days


def launcher(name="long_march_10", waits=CALM, draws=None, first=183.0, launch=Launch(), back=-math.inf, **changes):  # noqa: B008
    vehicle = dataclasses.replace(VEHICLES[name], **changes)
    return Launcher(name, vehicle, launch, waits, FixedDraws() if draws is None else draws, first, back)


def free_day(launcher, program, day):
    """Return the first day on which both a vehicle and a pad are free."""
    while (later := max(launcher.vehicle_day(program, day), launcher.pad_day(program, day))) > day:
        day = later
    return day


def test_a_vehicle_that_has_flown_is_ready_at_once():
    assert launcher("long_march_5", first=0.0).vehicle_day("china", 10.0) == 10.0


def test_a_new_vehicle_waits_for_its_first_flight_and_its_qualification_flights():
    new = launcher(first=183.0, qualification_flights=2, launches_per_year=4)
    assert new.vehicle_day("china", 0.0) == pytest.approx(183.0 + 2 * DAYS_PER_YEAR / 4)


class Unlucky(FixedDraws):
    """The first flights of a vehicle that are to qualify it fail."""

    def __init__(self, failures, stand_down=0.0):
        super().__init__(normals={("long_march_10", "qualification_stand_down"): stand_down})
        self._failures = failures

    def uniform(self, entity, purpose, occurrence=0):
        if (entity, purpose) == ("long_march_10", "qualification"):
            return 0.9999 if occurrence < self._failures else 0.0
        return super().uniform(entity, purpose)


@pytest.mark.parametrize("failures", [0, 1, 3])
@pytest.mark.parametrize("stand_down", [0.0, -4.0])
def test_each_failed_qualification_flight_adds_its_stand_down(failures, stand_down):
    new = launcher(
        waits=Waits(), draws=Unlucky(failures, stand_down), qualification_flights=2, launches_per_year=4, first=183.0
    )
    interval = DAYS_PER_YEAR / 4
    # The next flight comes no sooner than the next vehicle, however short the stand-down.
    days = max(MEDIAN_DAYS * math.exp(1.03 * stand_down), interval)
    assert new.vehicle_day("china", 0.0) == pytest.approx(183.0 + failures * days + 2 * interval)


def test_without_launch_failures_the_qualification_succeeds_and_draws_nothing():
    new = launcher(waits=CALM, draws=Unlucky(3), qualification_flights=2, launches_per_year=4, first=183.0)
    assert new.vehicle_day("china", 0.0) == pytest.approx(183.0 + 2 * DAYS_PER_YEAR / 4)


def test_successful_qualification_flights_count_in_the_record():
    def succeeds(draw, wanted):
        draws = FixedDraws({("m", "launch"): draw})
        return launcher(waits=Waits(), draws=draws, qualification_flights=wanted).launch("china", 9_000.0, "m", 0)

    # 1.5 of 2 before the first flight, 3.5 of 4 after two successes.
    assert [succeeds(0.74, 0), succeeds(0.76, 0)] == [True, False]
    assert [succeeds(0.87, 2), succeeds(0.88, 2)] == [True, False]


def test_the_draws_of_a_launch_belong_to_the_mission():
    draws = RecordingDraws()
    vehicle = launcher("long_march_5", waits=Waits(), draws=draws, first=0.0)
    vehicle.launch("china", 0.0, "one", 3)
    vehicle.launch("russia", 0.0, "two", 1)
    launched = {key for key in draws.record if key[2] == "launch"}
    assert launched == {("uniform", "one", "launch", 3), ("uniform", "two", "launch", 1)}
    assert {key[1] for key in draws.record} == {"one", "two"}


def test_a_guest_waits_for_the_owner_s_pad_and_the_owner_not_for_the_guest():
    vehicle = launcher("long_march_5", first=0.0, pads=1, pad_turnaround_days=60)
    vehicle.launch("russia", 0.0, "guest", 0)
    assert vehicle.pad_day("russia", 10.0) == 60.0
    assert vehicle.pad_day("china", 10.0) == 10.0
    vehicle.launch("china", 10.0, "own", 0)
    assert vehicle.pad_day("russia", 61.0) == vehicle.pad_day("china", 61.0) == 70.0


def test_a_vehicle_that_is_never_built_never_flies():
    unlucky = FixedDraws({("yenisei", "built"): 0.08})
    assert launcher("yenisei", draws=unlucky, first=0.0).vehicle_day("russia", 0.0) == math.inf
    lucky = FixedDraws({("yenisei", "built"): 0.079})
    assert launcher("yenisei", draws=lucky, first=0.0).vehicle_day("russia", 0.0) < math.inf


def test_a_vehicle_is_built_as_often_as_declared():
    built = sum(
        launcher("angara_a5v", draws=single(1, sample)).vehicle_day("russia", 0.0) < math.inf for sample in range(2_000)
    )
    assert built / 2_000 == pytest.approx(0.5, abs=0.04)


def test_without_the_wait_for_vehicles_even_one_never_built_flies():
    free = launcher("yenisei", waits=Waits(vehicle=False), draws=FixedDraws({("yenisei", "built"): 0.99}))
    assert free.vehicle_day("russia", 3.0) == 3.0


@given(st.floats(0.5, 20), st.integers(1, 4), st.floats(0, 200), st.lists(st.floats(0, 60), min_size=12, max_size=25))
def test_launches_keep_to_production_and_pads(rate, pads, turnaround, gaps):
    vehicle = launcher("long_march_5", first=0.0, launches_per_year=rate, pads=pads, pad_turnaround_days=turnaround)
    days, day = [], 0.0
    for number, gap in enumerate(gaps):
        day = free_day(vehicle, "china", day + gap)
        assert vehicle.launch("china", day, "any", number)
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
    vehicle.launch("china", 1000.0, "any", 0)
    assert vehicle.vehicle_day("china", 1000.0) == pytest.approx(1000.0)
    vehicle.launch("china", 1000.0, "any", 1)
    assert vehicle.vehicle_day("china", 1000.0) == pytest.approx(1000.0 + interval)
    assert vehicle.vehicle_day("china", 1000.0, units=2) == pytest.approx(1000.0 + 2 * interval)


def test_a_pad_is_blocked_for_its_turnaround_and_a_second_pad_helps():
    one, two = (launcher("long_march_5", first=0.0, pads=pads, pad_turnaround_days=60) for pads in (1, 2))
    for vehicle in (one, two):
        vehicle.launch("china", 100.0, "any", 0)
    assert one.pad_day("china", 110.0) == 160.0
    assert two.pad_day("china", 110.0) == 110.0
    assert launcher(waits=Waits(pad=False)).pad_day("china", 1.0) == 1.0


def test_a_failure_grounds_the_vehicle_for_all_programs():
    draws = FixedDraws({("lost", "launch"): 0.999999}, {("lost", "stand_down"): 1.0})
    vehicle = launcher("long_march_5", waits=Waits(), draws=draws, first=0.0)
    assert not vehicle.launch("china", 50.0, "lost", 0)
    until = 50.0 + MEDIAN_DAYS * math.exp(1.03)
    assert vehicle.vehicle_day("china", 60.0) == pytest.approx(until)
    assert vehicle.vehicle_day("russia", 60.0) == pytest.approx(until)


RECORD_DAYS = (15.0, 135.0, 177.0, 301.0, 347.0, 908.0)
"""Stand-downs after failures: Falcon 9 (three), New Glenn, H3, Long March 5."""


def test_stand_downs_have_the_quantiles_of_the_record():
    lengths = []
    for sample in range(2_000):
        vehicle = launcher(
            "long_march_5", waits=Waits(), draws=single(1, sample), first=0.0, successes=0, flights=10_000
        )
        assert not vehicle.launch("china", 0.0, "lost", 0)
        lengths.append(vehicle.vehicle_day("china", 0.0))
    lengths.sort()
    assert lengths[1_000] == pytest.approx(240, rel=0.1)
    assert lengths[1_800] == pytest.approx(900, rel=0.15)
    below = [np.searchsorted(lengths, days) / 2_000 for days in RECORD_DAYS]
    apart = max(max((place + 1) / 6 - share, share - place / 6) for place, share in enumerate(below))
    # Kolmogorov-Smirnov: six draws of the same law differ by more than 0.30 in half of all cases.
    assert apart < 0.30
    # The shortest and the longest of six lie within the 1 and 99 % quantiles of theirs.
    assert 1 - (1 - below[0]) ** 6 > 0.01
    assert below[-1] ** 6 > 0.01
    assert 1 - below[-1] ** 6 > 0.01


def test_new_vehicles_fail_in_a_tenth_to_a_quarter_of_ten_flights_and_mature_ones_in_some_hundredths():
    first, late = 0, 0
    block = DrawBlock(1, [(sample, 0) for sample in range(1_500)])
    for run in range(1_500):
        vehicle = launcher("long_march_5", waits=Waits(), draws=block.run(run), first=0.0, flights=0, successes=0)
        first += sum(not vehicle.launch("china", 0.0, f"m{number}", 0) for number in range(10))
        old = launcher("long_march_5", waits=Waits(), draws=block.run(run), first=0.0, flights=100, successes=99)
        late += sum(not old.launch("china", 0.0, f"m{number}", 0) for number in range(10))
    assert 0.10 < first / 15_000 < 0.25
    assert 0.008 < late / 15_000 < 0.04


def test_no_record_makes_a_launch_certain():
    def succeeds(draw):
        draws = FixedDraws({("m", "launch"): draw})
        return launcher(waits=Waits(), draws=draws, flights=5_000, successes=5_000).launch("china", 0.0, "m", 0)

    assert [succeeds(0.989), succeeds(0.991)] == [True, False]


# Pads that are lost.


def failing(lost=0.0, **normals):
    """Return draws of a mission that fails at its launch; its pad is lost where ``lost`` is low."""
    return FixedDraws(
        {("m", "launch"): 0.9999, ("m", "pad_lost"): lost}, {("m", "stand_down"): -5.0, ("m", "pad"): 0.0} | normals
    )


def test_a_failure_may_destroy_its_pad_for_all_programs():
    vehicle = launcher("long_march_5", waits=Waits(), draws=failing(), first=0.0)
    assert not vehicle.launch("russia", 100.0, "m", 0)
    assert vehicle.pad_day("russia", 110.0) == vehicle.pad_day("china", 110.0) == 465.0
    spared = launcher("long_march_5", waits=Waits(), draws=failing(lost=0.08), first=0.0)
    assert not spared.launch("china", 100.0, "m", 0)
    assert spared.pad_day("china", 110.0) == 160.0


def test_a_second_pad_takes_over_and_has_all_launches_to_itself():
    vehicle = launcher("long_march_5", waits=Waits(), draws=failing(), first=0.0, pads=2, pad_turnaround_days=60.0)
    vehicle.launch("china", 0.0, "one", 0)
    assert not vehicle.launch("china", 70.0, "m", 0)
    days, day = [], 70.0
    for number in range(4):
        day = vehicle.pad_day("china", day)
        vehicle.launch("china", day, f"later_{number}", 0)
        days.append(day)
    assert days == [70.0, 130.0, 190.0, 250.0]
    assert vehicle.pad_day("russia", 260.0) == 310.0


def test_a_launch_that_succeeds_and_waits_that_are_off_lose_no_pad():
    sound = FixedDraws({("m", "launch"): 0.0, ("m", "pad_lost"): 0.0})
    vehicle = launcher("long_march_5", waits=Waits(), draws=sound, first=0.0)
    assert vehicle.launch("china", 100.0, "m", 0)
    assert vehicle.pad_day("china", 110.0) == 160.0
    draws = RecordingDraws()
    off = launcher(
        "long_march_5", waits=Waits(pad=False), draws=draws, first=0.0, flights=10_000, successes=0, back=9.0
    )
    assert not off.launch("china", 0.0, "m", 0)
    assert off.pad_day("china", 1.0) == 1.0
    assert {purpose for _, _, purpose, _ in draws.record} == {"launch", "stand_down"}


def test_a_pad_that_is_lost_at_the_start_comes_back_and_another_stands_in():
    assert launcher("long_march_5", first=0.0, back=300.0).pad_day("china", 10.0) == 300.0
    assert launcher("long_march_5", first=0.0, back=300.0, pads=2).pad_day("china", 10.0) == 10.0
    assert launcher("long_march_5", first=0.0, back=300.0).pad_day("russia", 310.0) == 310.0


def test_a_vehicle_names_the_day_on_which_its_lost_pad_is_back():
    built = scenario_of({"vehicles.long_march_5.pad_lost_until": "2027-07-01"})
    assert campaign_of(built).launchers["long_march_5"].pad_day("china", 0.0) == 365.0
    off = scenario_of({"vehicles.long_march_5.pad_lost_until": "2027-07-01", "waits.pad": False})
    assert campaign_of(off).launchers["long_march_5"].pad_day("china", 0.0) == 0.0


def test_pads_are_lost_as_often_and_as_long_as_declared():
    out = []
    block = DrawBlock(2, [(sample, 0) for sample in range(4_000)])
    for run in range(4_000):
        vehicle = launcher(
            "long_march_5", waits=Waits(), draws=block.run(run), first=0.0, successes=0, flights=10_000,
            pad_turnaround_days=0.0,
        )  # fmt: skip
        assert not vehicle.launch("china", 0.0, "m", 0)
        out.append(vehicle.pad_day("china", 0.0))
    lost = sorted(days for days in out if days > 0)
    assert len(lost) / 4_000 == pytest.approx(0.07, abs=0.014)
    assert 5.0 < lost[len(lost) // 20] / 30.4 < 8.0
    assert 20.0 < lost[-len(lost) // 20] / 30.4 < 29.0


def test_a_failed_qualification_flight_may_cost_the_only_pad():
    class PadLost(Unlucky):
        def uniform(self, entity, purpose, occurrence=0):
            return 0.0 if purpose == "qualification_pad_lost" else super().uniform(entity, purpose, occurrence)

    one, two = (
        launcher(waits=Waits(), draws=PadLost(1, -4.0), qualification_flights=2, launches_per_year=4, pads=pads)
        for pads in (1, 2)
    )
    interval = DAYS_PER_YEAR / 4
    assert one.vehicle_day("china", 0.0) == pytest.approx(183.0 + 365.0 + 2 * interval)
    assert two.vehicle_day("china", 0.0) == pytest.approx(183.0 + 3 * interval)


# Queues: deterministic service, all missions ready at once (D/D/c with a batch of n).


@pytest.mark.parametrize(("missions", "pads"), [(1, 1), (7, 1), (8, 2), (9, 3)])
def test_missions_that_are_ready_at_once_leave_one_pad_a_turnaround_apart(missions, pads):
    vehicle = launcher("long_march_5", first=0.0, launches_per_year=1000.0, pads=pads, pad_turnaround_days=60.0)
    days = []
    for number in range(missions):
        day = free_day(vehicle, "china", days[-1] if days else 0.0)
        vehicle.launch("china", day, f"m{number}", 0)
        days.append(day)
    assert days == pytest.approx([number // pads * 60.0 for number in range(missions)], abs=3.0)
    if pads == 1:
        assert np.diff(days) == pytest.approx([60.0] * (missions - 1))
        assert np.mean(days) == pytest.approx((missions - 1) / 2 * 60.0)


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 120)), min_size=1, max_size=30))
def test_a_guest_does_not_slow_the_owner(flights):
    shared = launcher("long_march_5", first=0.0)
    alone = launcher("long_march_5", first=0.0)
    day = 0.0
    for number, (guest, gap) in enumerate(flights):
        day += gap
        if guest:
            shared.launch("russia", free_day(shared, "russia", day), "guest", number)
        else:
            expected = free_day(alone, "china", day)
            assert free_day(shared, "china", day) == expected
            for vehicle in (shared, alone):
                vehicle.launch("china", expected, "own", number)
            day = expected


def test_a_record_of_successes_makes_a_launch_more_likely_to_succeed():
    def successes(**record):
        return sum(
            launcher("long_march_5", waits=Waits(), draws=single(1, sample), first=0.0, **record).launch(
                "china", 0.0, "m", 0
            )
            for sample in range(2_000)
        )

    assert successes(flights=95, successes=91) / 2_000 == pytest.approx((91 + 1.5) / (91 + 0.5 * 4 + 2), abs=0.015)
    assert successes(flights=0, successes=0) / 2_000 == pytest.approx(0.75, abs=0.03)
