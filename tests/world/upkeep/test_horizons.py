"""The future moves no past, and a station that is kept alive does not fade."""

from itertools import pairwise

import numpy as np
import pytest

from lunarsim.words.units import DAYS_PER_YEAR
from tests.scenario.building import RACE, scenario_of
from tests.world.running import runs

TO_2046 = 20.0 * DAYS_PER_YEAR - 1.0


def runs_to(years, samples, **changes):
    return runs(scenario_of({**changes, "timeline.horizon_years": years}), samples)


def until(steps, day):
    return [step for step in steps if step[0] < day]


def past(trace, day=TO_2046):
    """Return all that a run has told up to a day."""
    replaced = trace.programs.replacement_day
    told = [("replacements", replaced)] if replaced < day else []
    told += [(flight.mission, flight.launched_day, flight.ended_day, flight.outcome, flight.landed_kg)
            for flight in trace.flights.flown if flight.ended_day < day]  # fmt: skip
    for station in (trace.station, trace.rival):
        if station is not None:
            told += [(name, reached.day) for name, reached in station.reached.items() if reached.day < day]
            for steps in (station.functions, station.contact, station.power_kw, station.load_kw):
                told += until(steps, day)
            told += until(station.upkeep.ordered, day) + until(station.upkeep.equipment, day)
    return told


def availability(trace, first_year, last_year):
    """Return the share of the time between two years in which a station can be worked."""
    first, last = ((year - 2026.5) * DAYS_PER_YEAR for year in (first_year, last_year))
    steps = [(0.0, 0.0), *trace.station.contact, (last, 0.0)]
    shares = [share * max(min(end, last) - max(begin, first), 0.0) for (begin, share), (end, _) in pairwise(steps)]
    return sum(shares) / (last - first)


@pytest.mark.parametrize("scenario", [{}, RACE], ids=["base", "race"])
def test_up_to_2046_runs_are_the_same_whatever_their_horizon(scenario):
    of_20, of_30, of_50 = (runs_to(years, 6, **scenario) for years in (20, 30, 50))
    for short, middle, far in zip(of_20, of_30, of_50, strict=True):
        assert past(short) == past(middle) == past(far)
        assert availability(short, 2036.0, 2046.0) == availability(far, 2036.0, 2046.0)
        assert len(past(short)) > 30


@pytest.mark.parametrize("money", [0.8, 1.2])
def test_what_is_expected_beyond_the_horizon_moves_the_patience_before_it_alike(money):
    """With more or less money than planned, a partner's date after the horizon depends on the years beyond it."""
    budgets = {f"programs.{name}.budget_multiplier": money for name in ("china", "russia")}
    changes = {**budgets, "waits.window": False, "cooperation.replacement_years": 3.0}
    of_20, of_50 = (runs_to(years, 20, **changes) for years in (20, 50))
    ordered = [trace.programs.replacement_day < TO_2046 for trace in of_20]
    assert sum(ordered) > 10
    for short, far in zip(of_20, of_50, strict=True):
        assert past(short) == past(far)


def test_what_is_kept_alive_still_works_when_nothing_that_was_planned_is_left():
    """Five decades after the start; without replacements the relays alone would have ended all of it."""
    kept, left = (runs_to(50, 12, **changes) for changes in ({}, {"upkeep.end_of_support": "2046-01-01"}))
    late = [np.mean([availability(trace, 2066.0, 2076.0) for trace in each]) for each in (kept, left)]
    assert late[0] > 0.5
    assert late[1] < 0.1


@pytest.mark.slow
def test_a_station_that_is_kept_alive_is_as_available_in_later_decades_as_in_earlier_ones():
    traces = runs_to(50, 500)
    earlier, later = (np.mean([availability(trace, *years) for trace in traces])
                      for years in ((2047.0, 2057.0), (2057.0, 2076.5)))  # fmt: skip
    assert abs(later - earlier) <= 0.03
