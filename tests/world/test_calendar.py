"""Monthly sums and means against counting by hand."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.world.outcomes.calendar import calendar
from tests.oracles.decimal_year import decimal_year

STARTS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))
LENGTHS = st.integers(20, 2_000)
EVENTS = st.lists(st.tuples(st.integers(0, 2), st.floats(0, 1), st.floats(-50, 100)), max_size=30)


def month_by_hand(cal, day):
    """Return the month in which a day lies, by comparing one date after the other."""
    month = 0
    for index in range(len(cal.months)):
        if day >= (cal.months[index] - cal.start).days:
            month = index
    return month


@given(STARTS, LENGTHS, EVENTS)
def test_sums_fall_into_the_month_of_their_day(start, length, events):
    cal = calendar(start, float(length))
    expected = np.zeros((3, len(cal.months)))
    for run, share, amount in events:
        expected[run, month_by_hand(cal, share * length)] += amount
    table = np.array([(run, share * length, amount) for run, share, amount in events]).reshape(-1, 3)
    sums = cal.month_sums(table[:, 0].astype(int), table[:, 1], table[:, 2], 3)
    np.testing.assert_allclose(sums, expected, atol=1e-9)
    np.testing.assert_allclose(sums.sum(), table[:, 2].sum(), atol=1e-9)


@given(STARTS, LENGTHS, EVENTS)
def test_means_are_the_time_average_of_the_level(start, length, events):
    cal = calendar(start, float(length))
    table = np.array([(run, share * length, change) for run, share, change in events]).reshape(-1, 3)
    means = cal.month_means(table[:, 0].astype(int), table[:, 1], table[:, 2], 3)
    expected = np.zeros((3, len(cal.months)))
    for month in range(len(cal.months)):
        low, high = cal.edges[month], cal.edges[month + 1]
        for run, day, change in table:
            expected[int(run), month] += change * max(high - max(day, low), 0.0) / (high - low)
    np.testing.assert_allclose(means, expected, atol=1e-6)


def test_changes_that_cancel_leave_nothing_behind():
    cal = calendar(dt.date(2026, 7, 1), 400.0)
    runs, days = np.zeros(3, dtype=int), np.array([10.3, 45.7, 90.1])
    level = cal.month_means(runs, days, np.array([0.1, 0.2, -0.3]), 1)
    assert (level[0, 4:] == 0.0).all()
    assert level[0, 0] > 0


def test_a_run_s_months_do_not_depend_on_the_runs_beside_it():
    cal = calendar(dt.date(2026, 7, 1), 3_000.0)
    rng = np.random.default_rng(1)
    runs, days, changes = rng.integers(0, 4, 200), rng.uniform(0, 3_000, 200), rng.normal(size=200)
    together = cal.month_means(runs, days, changes, 4)
    for run in range(4):
        own = runs == run
        alone = cal.month_means(np.zeros(own.sum(), dtype=int), days[own], changes[own], 1)
        np.testing.assert_array_equal(together[run], alone[0])


@given(STARTS, st.integers(20, 12_000), st.lists(st.floats(0, 1), min_size=1, max_size=10))
def test_days_become_the_decimal_years_of_their_dates_and_never_stays_never(start, length, shares):
    cal = calendar(start, float(length))
    days = np.array([share * length for share in shares])
    expected = [decimal_year(start, day) for day in days]
    np.testing.assert_allclose(cal.decimal_years(days), expected, atol=1e-9)
    assert np.isnan(cal.decimal_years(np.array([np.nan]))).all()


def test_thirty_years_have_360_months_and_touch_31_years():
    cal = calendar(dt.date(2026, 7, 1), 10_958.0)
    assert (len(cal.months), len(cal.edges)) == (360, 361)
    assert (cal.years[0], cal.years[-1], len(cal.year_edges)) == (2026, 2056, 32)
    assert cal.edges[-1] == pytest.approx(10_958.0)
