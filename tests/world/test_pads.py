"""Pads: turnaround, guests, queues of a batch with deterministic service, pads that are lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.scenario.groups.waits import Waits
from lunarsim.words.draws import DrawBlock
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.flights.hold import Hold
from lunarsim.world.flights.pads import Customer
from tests.scenario.building import scenario_of
from tests.world.launching import CHINA, DOOMED, RUSSIA, Unlucky, free_day, launcher, vehicles_of
from tests.world.running import FixedDraws, RecordingDraws


def test_a_pad_is_blocked_for_its_turnaround_and_a_second_pad_helps():
    one, two = (launcher("long_march_5", first=0.0, pads=pads, pad_turnaround_days=60) for pads in (1, 2))
    for vehicle in (one, two):
        vehicle.launch(CHINA, 100.0, "any", 0)
    assert one.pad_day(CHINA, 110.0) == 160.0
    assert two.pad_day(CHINA, 110.0) == 110.0
    assert launcher(waits=Waits(pad=False)).pad_day(CHINA, 1.0) == 1.0


def test_a_guest_waits_for_the_owner_s_pad_and_the_owner_not_for_the_guest():
    vehicle = launcher("long_march_5", first=0.0, pads=1, pad_turnaround_days=60)
    vehicle.launch(RUSSIA, 0.0, "guest", 0)
    assert vehicle.pad_day(RUSSIA, 10.0) == 60.0
    assert vehicle.pad_day(CHINA, 10.0) == 10.0
    vehicle.launch(CHINA, 10.0, "own", 0)
    assert vehicle.pad_day(RUSSIA, 61.0) == vehicle.pad_day(CHINA, 61.0) == 70.0


CREW, REFLIGHT, OTHER = Customer("china", crews=True), *(Customer("china", again=key) for key in ("m", "n"))


@pytest.mark.parametrize(
    ("first", "second", "waits"),
    [
        (CREW, CREW, True),
        (CREW, CHINA, True),
        (CHINA, CREW, True),
        (CREW, REFLIGHT, True),
        (CHINA, REFLIGHT, True),
        (REFLIGHT, REFLIGHT, True),
        (REFLIGHT, OTHER, False),
        (REFLIGHT, CREW, False),
        (REFLIGHT, CHINA, False),
        (CREW, RUSSIA, True),
        (REFLIGHT, RUSSIA, False),
        (CHINA, Customer("russia", again="m"), True),
        (RUSSIA, Customer("russia", again="m"), True),
        (RUSSIA, REFLIGHT, False),
    ],
)
def test_crews_share_the_pads_with_the_plan_and_nobody_waits_for_what_is_flown_again_but_itself(first, second, waits):
    vehicle = launcher("long_march_5", first=0.0, pads=1, pad_turnaround_days=60)
    vehicle.launch(first, 0.0, "first", 0)
    assert vehicle.pad_day(second, 10.0) == (60.0 if waits else 10.0)


def test_crews_and_the_rest_of_the_plan_fill_the_pads_together():
    vehicle = launcher("long_march_5", first=0.0, pads=2, pad_turnaround_days=60)
    vehicle.launch(CREW, 0.0, "crew", 0)
    assert vehicle.pad_day(CHINA, 0.0) == 0.0
    vehicle.launch(CHINA, 20.0, "plan", 0)
    assert vehicle.pad_day(CREW, 30.0) == vehicle.pad_day(CHINA, 30.0) == 60.0


def failing(lost=0.0, **normals):
    """Return draws of a mission that fails at its launch; its pad is lost where ``lost`` is low."""
    return FixedDraws(
        {("m", "launch"): 0.9999, ("m", "pad_lost"): lost}, {("m", "stand_down"): -5.0, ("m", "pad"): 0.0} | normals
    )


@pytest.mark.parametrize("customer", [RUSSIA, CHINA, CREW, REFLIGHT])
def test_a_failure_may_destroy_its_pad_for_all(customer):
    vehicle = launcher("long_march_5", waits=Waits(), draws=failing(), first=0.0)
    assert not vehicle.launch(customer, 100.0, "m", 0)
    assert {vehicle.pad_day(other, 110.0) for other in (RUSSIA, CHINA, CREW, REFLIGHT)} == {465.0}
    undamaged = launcher("long_march_5", waits=Waits(), draws=failing(lost=0.08), first=0.0)
    assert not undamaged.launch(CHINA, 100.0, "m", 0)
    assert undamaged.pad_day(CHINA, 110.0) == 160.0


@pytest.mark.parametrize("customer", [CHINA, CREW])
def test_a_second_pad_takes_over_and_has_all_launches_to_itself(customer):
    vehicle = launcher("long_march_5", waits=Waits(), draws=failing(), first=0.0, pads=2, pad_turnaround_days=60.0)
    vehicle.launch(CHINA, 0.0, "one", 0)
    assert not vehicle.launch(customer, 70.0, "m", 0)
    days, day = [], 70.0
    for number in range(4):
        day = vehicle.pad_day(CHINA, day)
        vehicle.launch(CHINA, day, f"later_{number}", 0)
        days.append(day)
    assert days == [70.0, 130.0, 190.0, 250.0]
    assert vehicle.pad_day(RUSSIA, 260.0) == 310.0


def test_a_launch_that_succeeds_and_waits_that_are_off_lose_no_pad():
    sound = FixedDraws({("m", "launch"): 0.0, ("m", "pad_lost"): 0.0})
    vehicle = launcher("long_march_5", waits=Waits(), draws=sound, first=0.0)
    assert vehicle.launch(CHINA, 100.0, "m", 0)
    assert vehicle.pad_day(CHINA, 110.0) == 160.0
    draws = RecordingDraws()
    off = launcher(
        "long_march_5", waits=Waits(pad=False), draws=draws, first=0.0, flights=0, successes=0, back=9.0, law=DOOMED
    )
    assert not off.launch(CHINA, 0.0, "m", 0)
    assert off.pad_day(CHINA, 1.0) == 1.0
    assert {purpose for _, _, purpose, _ in draws.record} == {"launch", "launch_factor", "stand_down"}


def test_a_pad_that_is_lost_at_the_start_comes_back_and_another_stands_in():
    assert launcher("long_march_5", first=0.0, back=300.0).pad_day(CHINA, 10.0) == 300.0
    assert launcher("long_march_5", first=0.0, back=300.0, pads=2).pad_day(CHINA, 10.0) == 10.0
    assert launcher("long_march_5", first=0.0, back=300.0).pad_day(RUSSIA, 310.0) == 310.0


def test_a_vehicle_names_the_day_on_which_its_lost_pad_is_back():
    built = scenario_of({"vehicles.long_march_5.pad_lost_until": "2027-07-01"})
    assert vehicles_of(built).hold("long_march_5", CHINA, 0.0, 1) == Hold("pad", 365.0)
    off = scenario_of({"vehicles.long_march_5.pad_lost_until": "2027-07-01", "waits.pad": False})
    assert vehicles_of(off).hold("long_march_5", CHINA, 0.0, 1) is None


def test_pads_are_lost_as_often_and_as_long_as_declared():
    out = []
    block = DrawBlock(2, [(sample, 0) for sample in range(4_000)])
    for run in range(4_000):
        vehicle = launcher(
            "long_march_5", waits=Waits(), draws=block.run(run), first=0.0, successes=0, flights=0,
            pad_turnaround_days=0.0, law=DOOMED,
        )  # fmt: skip
        assert not vehicle.launch(CHINA, 0.0, "m", 0)
        out.append(vehicle.pad_day(CHINA, 0.0))
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
    assert one.vehicle_day(CHINA, 0.0) == pytest.approx(183.0 + 365.0 + 2 * interval)
    assert two.vehicle_day(CHINA, 0.0) == pytest.approx(183.0 + 3 * interval)


@pytest.mark.parametrize(("missions", "pads"), [(1, 1), (7, 1), (8, 2), (9, 3)])
def test_missions_that_are_ready_at_once_leave_one_pad_a_turnaround_apart(missions, pads):
    vehicle = launcher("long_march_5", first=0.0, launches_per_year=1000.0, pads=pads, pad_turnaround_days=60.0)
    days = []
    for number in range(missions):
        day = free_day(vehicle, CHINA, days[-1] if days else 0.0)
        vehicle.launch(CHINA, day, f"m{number}", 0)
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
            shared.launch(RUSSIA, free_day(shared, RUSSIA, day), "guest", number)
        else:
            expected = free_day(alone, CHINA, day)
            assert free_day(shared, CHINA, day) == expected
            for vehicle in (shared, alone):
                vehicle.launch(CHINA, expected, "own", number)
            day = expected
