"""The oracle of decimal years; the calendar of outcomes is held against it in tests/world."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.words.units import days_between
from tests.oracles.decimal_year import decimal_year

START = dt.date(2026, 7, 1)
DATES = st.dates(dt.date(1950, 1, 1), dt.date(2150, 1, 1))


def test_the_first_of_july_2026_is_2026_4959():
    assert decimal_year(START, 0.0) == pytest.approx(2026 + 181 / 365, abs=1e-12)
    assert round(decimal_year(START, 0.0), 4) == 2026.4959


@given(DATES, st.integers(1951, 2150))
def test_the_first_of_january_is_a_whole_year_in_every_year(start, year):
    assert decimal_year(start, days_between(start, dt.date(year, 1, 1))) == year


@given(DATES, st.floats(0, 40_000), st.floats(1e-3, 1_000))
def test_a_later_day_has_a_later_decimal_year(start, day, more):
    assert decimal_year(start, day) < decimal_year(start, day + more)


def test_half_a_day_of_a_leap_year_is_a_part_of_366_days():
    assert decimal_year(dt.date(2028, 1, 1), 0.5) - 2028 == pytest.approx(0.5 / 366)
