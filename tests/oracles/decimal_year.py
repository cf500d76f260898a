"""Decimal years from the calendar's dates, one day at a time."""

import datetime as dt


def decimal_year(start: dt.date, days: float) -> float:
    """Return the decimal year that lies ``days`` [day] after ``start``: 2026-07-01 is 2026.4959.

    The year's own length is used, so that 1 January is a whole number in every year.
    """
    full_days = int(days // 1)
    date = start + dt.timedelta(days=full_days)
    first = dt.date(date.year, 1, 1)
    length = (dt.date(date.year + 1, 1, 1) - first).days
    return date.year + ((date - first).days + (days - full_days)) / length
