"""Figures in words: numbers, dates and differences as they stand in the cells of a table."""

from __future__ import annotations

import math

from lunarsim.study.model.interface import OK, STATUS_FLAGS

STATES = {code: word.replace("_", " ") for code, word in STATUS_FLAGS if code != OK}
"""What may have become of a run other than a good end, by its status."""


def format_number(value: float) -> str:
    """Return a number as an analyst reads it, to three digits."""
    if math.isnan(value):
        return "-"
    if value == 0:
        return "0"
    size = abs(value)
    if size >= 1e7 or size < 1e-3:
        return f"{value:.2e}"
    return f"{value:,.{max(0, 2 - math.floor(math.log10(size)))}f}"


def end_of(year: float) -> str:
    """Return the end of a simulation, exact enough to stand beside dates: 2056.5, not 2056."""
    return "the horizon" if math.isnan(year) else f"{year:.1f}".removesuffix(".0")


def format_date(value: float, end: float) -> str:
    """Return a quantile of a date; beyond the end it says so."""
    if math.isnan(value):
        return "-"
    return f"not by {end_of(end)}" if math.isinf(value) else f"{value:.1f}"


def spread(low: float, middle: float, high: float, probability: float) -> str:
    """Return the quantiles of an amount, and how likely there is any where that is not certain."""
    if math.isnan(middle):
        return "-"
    chance = f" P = {probability:.2f}" if probability < 1 else ""
    return _range(format_number(low), format_number(middle), format_number(high)) + chance


def spread_of_dates(low: float, middle: float, high: float, probability: float, end: float) -> str:
    """Return the quantiles of a date with the probability of being reached, or that it is mostly not reached."""
    if math.isnan(middle):
        return "-"
    chance = f"P = {probability:.2f}"
    if math.isinf(middle):
        return f"{format_date(middle, end)} ({chance})"
    latest = f">{end_of(end)}" if math.isinf(high) else f"{high:.1f}"
    return f"{_range(f'{low:.1f}', f'{middle:.1f}', latest)} {chance}"


def difference(mean: float, low: float, high: float, is_date: bool) -> str:
    """Return a difference with its interval and, where that excludes zero, its direction."""
    if math.isnan(mean):
        return "-"
    if mean == 0 and (low == high or math.isnan(low)):
        return "none"
    if math.isnan(low):
        return _signed(mean)
    text = _range(_signed(low), _signed(mean), _signed(high))
    if low <= 0 <= high:
        return f"{text} unclear"
    words = ("later", "earlier") if is_date else ("more", "less")
    return f"{text} {words[mean < 0]}"


def _range(low: str, middle: str, high: str) -> str:
    return middle if low == high else f"{middle} ({low} to {high})"


def _signed(value: float) -> str:
    return f"+{format_number(value)}" if value > 0 else format_number(value)
