"""Dates as days: a decimal year is the start of a day, or lies within it.

Conditions compare dates with starts of days. So two codes a day, its start and the rest of it, answer them exactly.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from lunarsim.reading.analysis.conditioning.agreement import CLOSE

FIRST_YEAR, LAST_YEAR = 1000, 3000
"""Years between which decimal years are taken for dates."""

_EPOCH = dt.date(1970, 1, 1)


def day_of(year: float) -> int:
    """Return the day of a decimal year, counted from 1970-01-01; the start of one as conditions take it."""
    first = dt.date(int(year), 1, 1)
    length = (dt.date(int(year) + 1, 1, 1) - first).days
    day = (first - _EPOCH).days + int((year - int(year)) * length)
    starts = day_starts(day - 1, day + 1)
    return day - 1 + int(place_of(np.array([year]), starts)[0]) // 2


def day_starts(first: int, last: int) -> NDArray[np.float64]:
    """Return the starts of days, from the first to the one after the last; dims (day,) [year].

    They are those of :func:`lunarsim.words.units.decimal_year`, to the last bit.
    """
    days = np.arange(first, last + 2)
    years = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)
    begins, ends = ((years + more).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64) for more in (0, 1))
    return np.asarray(years + 1970 + (days - begins) / (ends - begins))


def place_of(years: NDArray[np.float64], starts: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return twice the day of each decimal year, counted from the first one, and one more after its start."""
    days = np.clip(np.searchsorted(starts - CLOSE, years, side="right") - 1, 0, len(starts) - 2)
    return np.asarray(2 * days + (years > starts[days]))


def middle_of(places: NDArray[np.int64], starts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the decimal years of places: the start of a day, or its middle for the rest of it."""
    days = np.minimum(places // 2, len(starts) - 2)
    return np.where(places % 2 == 0, starts[days], (starts[days] + starts[days + 1]) / 2)
