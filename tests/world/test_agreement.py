"""The agreement: terms and renewals."""

import dataclasses
import datetime as dt
import math

from lunarsim.words.draws import single
from lunarsim.world.agreement import renewal_lapse_day
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.running import RecordingDraws

START = dt.date(2026, 7, 1)
HORIZON = 10_958.0


def lapse(mode, sample=0, probability=0.8333, **changes):
    scenario = scenario_of({"cooperation.mode": mode, "cooperation.renewal_probability": probability} | changes)
    return renewal_lapse_day(scenario, single(1, sample), START, HORIZON)


def test_where_there_is_none_it_never_begins_and_where_it_is_active_it_never_ends():
    assert lapse("none") == 0.0
    assert lapse("active") == math.inf
    assert lapse("stochastic", probability=1.0) == math.inf


def test_it_lapses_at_the_end_of_the_present_term():
    assert lapse("lapsed") == (dt.date(2027, 12, 31) - START).days
    assert lapse("stochastic", probability=0.0) == lapse("lapsed")


def test_a_lapse_beyond_the_horizon_is_none():
    assert lapse("lapsed", **{"cooperation.first_renewal": "2070-01-01"}) == math.inf


def test_without_the_wait_for_cooperation_nothing_lapses_and_nothing_is_drawn():
    draws = RecordingDraws()
    assert renewal_lapse_day(scenario_of(NO_WAITS), draws, START, HORIZON) == math.inf
    assert draws.record == {}


def test_each_renewal_succeeds_with_the_declared_probability():
    scenario = scenario_of({"cooperation.renewal_probability": 0.7})
    runs = 4_000
    days = [renewal_lapse_day(scenario, single(1, sample), START, HORIZON) for sample in range(runs)]
    ends = [(dt.date(2027 + 5 * number, 12, 31) - START).days for number in range(6)]
    counts = [days.count(float(end)) for end in ends] + [days.count(math.inf)]
    assert sum(counts) == runs
    expected = [runs * 0.3 * 0.7**number for number in range(6)] + [runs * 0.7**6]
    # Chi-square with 6 degrees of freedom: 22.5 is passed by chance once in a thousand times.
    assert sum((count - mean) ** 2 / mean for count, mean in zip(counts, expected, strict=True)) < 22.5


def test_a_higher_probability_never_ends_it_earlier_in_the_same_run():
    scenario = scenario_of()
    likely = dataclasses.replace(scenario.cooperation, renewal_probability=0.9)
    unlikely = dataclasses.replace(scenario.cooperation, renewal_probability=0.5)
    for sample in range(200):
        early, late = (
            renewal_lapse_day(dataclasses.replace(scenario, cooperation=each), single(1, sample), START, HORIZON)
            for each in (unlikely, likely)
        )
        assert early <= late
