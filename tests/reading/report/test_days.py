"""Dates as days: conditions on whole years and days are answered as from the dates themselves."""

import datetime as dt

import numpy as np
import pytest
import xarray as xr
from hypothesis import example, given
from hypothesis import strategies as st

from lunarsim.reading.analysis.conditioning.agreement import CLOSE, agreement
from lunarsim.reading.analysis.conditioning.named_quantity import DATE, Quantity
from lunarsim.reading.report.payload.days import day_of, day_starts
from lunarsim.reading.report.payload.quantize import MOST_DAYS, date_scale, decode, encode
from lunarsim.words.units import decimal_year

EPOCH = dt.date(1970, 1, 1)
days = st.dates(dt.date(2020, 1, 1), dt.date(2090, 1, 1))
dates = st.one_of(
    st.floats(2020, 2090),
    days.map(decimal_year),
    st.tuples(days, st.sampled_from([-2, -1, -0.5, 0.5, 1])).map(lambda pair: decimal_year(pair[0]) + pair[1] * CLOSE),
)


def agrees(years, sign, value):
    about = Quantity("x.launched", DATE, "x", "launched", {}, xr.DataArray, xr.Dataset())
    return agreement(about, sign, value).weigh(np.asarray(years))


@given(st.lists(dates, min_size=1, max_size=8), days)
@example([2040.0, 2040.0 - 1e-7, 2040.0 + 1e-7], dt.date(2039, 12, 31))
def test_conditions_on_days_and_years_hold_as_for_the_dates_themselves(years, day):
    scale = date_scale(years)
    back = decode(encode(years, scale), scale)
    assert scale.transform == "days"
    assert (np.abs(back - years) <= scale.step() / 2 + CLOSE).all()
    for sign in ("<=", ">"):
        for value in (day.isoformat(), f"{day.year}", f"{day.year + 1}"):
            assert agrees(back, sign, value).tolist() == agrees(years, sign, value).tolist()


def test_days_start_as_decimal_years_say():
    first = (dt.date(1899, 12, 30) - EPOCH).days
    expected = [decimal_year(EPOCH + dt.timedelta(days=first + day)) for day in range(80_000)]
    assert day_starts(first, first + 79_998).tolist() == expected


@pytest.mark.parametrize("date", [dt.date(1969, 12, 31), dt.date(2032, 2, 29), dt.date(2056, 12, 31)])
def test_a_day_begins_where_conditions_begin_it(date):
    start, day = decimal_year(date), (date - EPOCH).days
    assert [day_of(start + apart) for apart in (-2 * CLOSE, -CLOSE / 2, 0.0, 0.002)] == [day - 1, day, day, day]


@pytest.mark.parametrize("years", [[2030.0, 2030.0 + MOST_DAYS / 365], [12.0, 13.0], [2030.0, 4000.0], [np.nan]])
def test_numbers_that_are_no_dates_or_lie_too_far_apart_have_another_scale(years):
    scale = date_scale(years)
    assert scale.transform != "days"
    assert np.isnan(decode(encode(years, scale), scale)).tolist() == np.isnan(years).tolist()
