"""Units, dates and the time axis of a simulation."""

from __future__ import annotations

import datetime as dt

DAYS_PER_YEAR = 365.25
HOURS_PER_DAY = 24.0
SYNODIC_MONTH_DAYS = 29.530588
DRACONIC_YEAR_DAYS = 346.620
SIDEREAL_YEAR_DAYS = 365.256363

CURRENCY_YEAR = 2025
"""Year of the money of all parameters and outcomes."""


def parse_date(text: str) -> dt.date:
    """Return the calendar date of an ISO text such as ``2026-07-01``.

    Raises
    ------
    ValueError
        If the text is no ISO date.
    """
    return dt.date.fromisoformat(text)


def days_between(start: dt.date, date: dt.date) -> float:
    """Return the days [day] from one date to another."""
    return float((date - start).days)


def add_years(date: dt.date, years: float) -> dt.date:
    """Return the date a number of years later; whole years keep month and day (29 February becomes the 28th)."""
    full_years = int(years)
    day = 28 if (date.month, date.day) == (2, 29) else date.day
    moved = dt.date(date.year + full_years, date.month, day)
    return moved + dt.timedelta(days=round((years - full_years) * DAYS_PER_YEAR))


def decimal_year(date: dt.date) -> float:
    """Return a date as a decimal year, its day as the part of the year that has gone by before it [year]."""
    first = dt.date(date.year, 1, 1)
    return date.year + (date - first).days / (dt.date(date.year + 1, 1, 1) - first).days


def month_starts(start: dt.date, end: dt.date) -> list[dt.date]:
    """Return the starts of the months from ``start`` until ``end`` is covered, each on the day of ``start``.

    A simulation that starts on 2026-07-01 and lasts 30 years has 360 of them.
    """
    day = min(start.day, 28)
    months: list[dt.date] = []
    year, month = start.year, start.month
    date = start
    while date < end:
        months.append(date)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        date = dt.date(year, month, day)
    return months
