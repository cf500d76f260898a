"""Dates, months and years."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.words.units import add_years, month_starts, parse_date

START = dt.date(2026, 7, 1)
DATES = st.dates(dt.date(1950, 1, 1), dt.date(2150, 1, 1))


@given(DATES, st.integers(0, 100))
def test_full_years_keep_month_and_day(date, years):
    moved = add_years(date, years)
    assert moved.year == date.year + years
    if (date.month, date.day) != (2, 29):
        assert (moved.month, moved.day) == (date.month, date.day)


def test_the_29_of_february_becomes_the_28():
    assert add_years(dt.date(2028, 2, 29), 1) == dt.date(2029, 2, 28)


def test_half_a_year_is_183_days():
    assert add_years(START, 0.5) - START == dt.timedelta(days=183)


def test_thirty_years_have_360_months():
    months = month_starts(START, add_years(START, 30))
    assert len(months) == 360
    assert months[0] == START
    assert months[-1] == dt.date(2056, 6, 1)


@given(DATES, st.integers(1, 10_000))
def test_months_start_with_the_simulation_and_cover_it_without_a_gap(start, days):
    end = start + dt.timedelta(days=days)
    months = month_starts(start, end)
    assert months[0] == start
    assert months[-1] < end
    lengths = [(later - earlier).days for earlier, later in zip(months, [*months[1:], end], strict=True)]
    assert all(25 <= length <= 31 for length in lengths[:-1])
    assert 1 <= lengths[-1] <= 31


@pytest.mark.parametrize("text", ["2026-13-01", "2026-02-30", "soon", "", "01.07.2026"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        parse_date(text)
