"""How much a value agrees with a condition: exactly or not at all, or by a kernel around an exact date."""

from __future__ import annotations

import datetime as dt
import math
import operator
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lunarsim.reading.analysis.conditioning.named_quantity import AMOUNT, CODE, DATE, Quantity
from lunarsim.reading.analysis.missions.launches import ARRIVED, UNFLOWN
from lunarsim.words.errors import unknown_choice
from lunarsim.words.units import DAYS_PER_YEAR, decimal_year

KERNEL_DAYS = 30.0
"""Runs whose date lies further than this from an exact date say nothing about it [day]."""

NEVER, NONE = "never", "none"
LOST, FLOWN = "lost", "flown"
"""What stands for several outcomes of a flight: each way to lose it; and all but those of what was never launched."""

CLOSE = 1e-6
"""Dates that differ by less [year] are the same: days are stored as parts of a year."""

_COMPARE: Mapping[str, Callable[[NDArray[np.float64], float], NDArray[np.bool_]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_YEAR = re.compile(r"\d{4}")

Numbers = NDArray[np.float64]


class Agreement(NamedTuple):
    """How values are held against a condition.

    Parameters
    ----------
    sign, value : str
        Of the condition.
    weigh : callable
        Takes values, NaN for never, and returns how much each agrees, 0 to 1.
    kernel : bool
        Whether it weighs by the distance from a date.
    """

    sign: str
    value: str
    weigh: Callable[[Numbers], Numbers]
    kernel: bool = False


def agreement(about: Quantity, sign: str, value: str) -> Agreement | str:
    """Return how values of a quantity are held against a condition, or what is wrong with the condition."""
    return {CODE: _of_codes, DATE: _of_dates}.get(about.kind, _of_amounts)(about, sign, value)


def kernel_weights(years: Numbers, exact: float) -> Numbers:
    """Return the weights of dates around an exact one.

    Parameters
    ----------
    years : array [year]
        Dates as decimal years, NaN for never.
    exact : float
        The date [year].

    Returns
    -------
    array
        ``1 - (d / 30 days)^2`` at a distance of d, 0 from 30 days on (Epanechnikov's kernel; Epanechnikov 1969,
        Theory Probab. Appl. 14, 153-158).
    """
    distance = np.abs(years - exact) * DAYS_PER_YEAR / KERNEL_DAYS
    return np.nan_to_num(np.maximum(1.0 - distance**2, 0.0))


def codes_of(about: Quantity, value: str) -> list[int]:
    """Return the codes that a word stands for."""
    if value == FLOWN:
        return [code for word, code in about.codes.items() if word not in UNFLOWN]
    if value == LOST:
        return [code for word, code in about.codes.items() if word not in UNFLOWN | ARRIVED]
    return [about.codes[value]]


def _of_codes(about: Quantity, sign: str, value: str) -> Agreement | str:
    words = [*((LOST, FLOWN) if set(about.codes) >= UNFLOWN else ()), *about.codes]
    if sign not in ("=", "!="):
        return f"{about.name} is one of some words; compare it with = or !="
    if value not in words:
        return unknown_choice(value, words, f"value of {about.name}")
    inside = codes_of(about, value)
    return Agreement(sign, value, lambda values: (np.isin(values, inside) == (sign == "=")).astype(np.float64))


def _of_dates(about: Quantity, sign: str, value: str) -> Agreement | str:
    if value == NEVER:
        if sign not in ("=", "!="):
            return f"never is later than every date; write {about.name}=never or {about.name}!=never"
        return Agreement(sign, value, lambda years: (np.isnan(years) == (sign == "=")).astype(np.float64))
    span = _span(value, sign)
    if isinstance(span, str):
        return span
    first, end = span
    exact = end - first < 2 / DAYS_PER_YEAR
    if sign == "=" and exact:
        return Agreement(sign, value, lambda years: kernel_weights(years, first), kernel=True)
    if sign == "!=" and exact:
        return "an exact date can only be met; exclude a month (2026-08), a year (2026) or never"

    def weigh(years: Numbers) -> Numbers:
        dates = np.where(np.isnan(years), np.inf, years)
        if first == end:
            return _COMPARE[sign](dates, first).astype(np.float64)
        from_first, from_end = dates >= first - CLOSE, dates >= end - CLOSE
        holds = {
            "=": from_first & ~from_end,
            "!=": ~from_first | from_end,
            "<": ~from_first,
            "<=": ~from_end,
            ">": from_end,
            ">=": from_first,
        }[sign]
        return holds.astype(np.float64)

    return Agreement(sign, value, weigh)


def _span(value: str, sign: str) -> tuple[float, float] | str:
    """Return the first instant of a day, month or year and the first one after it [year]; of a number, it twice."""
    try:
        if _DAY.fullmatch(value):
            day = dt.date.fromisoformat(value)
            return decimal_year(day), decimal_year(day + dt.timedelta(days=1))
        if month := _MONTH.fullmatch(value):
            first = dt.date(int(month[1]), int(month[2]), 1)
            return decimal_year(first), decimal_year((first + dt.timedelta(days=31)).replace(day=1))
        if _YEAR.fullmatch(value) and sign in ("=", "!="):
            return float(value), float(value) + 1
        number = float(value)
    except (ValueError, OverflowError):
        number = math.nan
    if not 1900 <= number <= 2300:
        return f"{value!r} is not a date; allowed: 2026-08-27, 2026-08, 2026, a decimal year such as 2026.5, or never"
    return number, number


def _of_amounts(about: Quantity, sign: str, value: str) -> Agreement | str:
    if value == NONE and about.kind == AMOUNT and sign in ("=", "!="):
        return Agreement(sign, value, lambda values: (np.isnan(values) == (sign == "=")).astype(np.float64))
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        return f"{value!r} is not a number" + "; allowed: a number, or none where there is no such amount" * (
            about.kind == AMOUNT
        )
    # What is not there is neither more nor less than a number, nor other than it.
    return Agreement(
        sign, value, lambda values: (_COMPARE[sign](values, number) & ~np.isnan(values)).astype(np.float64)
    )
