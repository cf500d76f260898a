"""Launch failures: how often, how long the vehicle stands down, what its record implies."""

import math

import numpy as np
import pytest

from lunarsim.scenario.groups.waits import Waits
from lunarsim.words.draws import DrawBlock, single
from tests.world.launching import MEDIAN_DAYS, launcher
from tests.world.running import FixedDraws


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
    apart = max(max((index + 1) / 6 - share, share - index / 6) for index, share in enumerate(below))
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
