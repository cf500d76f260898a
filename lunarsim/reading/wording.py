"""Figures in words: numbers, dates and differences as they stand in the cells of a table."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lunarsim.reading.digits import UNKNOWN, Errors, first_digit, in_order, rounded, signed_number, supported_places
from lunarsim.reading.scales import scale_of
from lunarsim.study.model.interface import OK, STATUS_FLAGS

STATES = {code: word.replace("_", " ") for code, word in STATUS_FLAGS if code != OK}
"""What may have become of a run other than a good end, by its status."""


FEW = 0.5
"""Where fewer runs than this share have an amount, figures of those few are not shown as if they were of all."""

FEWEST_FOR_ERRORS = 10
"""Of fewer runs the interval of a quantile is not known either; figures stand with three digits."""


UNBOUNDED = (math.nan, math.nan)
"""The interval of a probability that has none."""


def share(part: float, bounds: tuple[float, float] = UNBOUNDED) -> str:
    """Return a share in percent; one that is not exactly 0 or 1 is never shown as such.

    Of a probability ``bounds`` are the ends of its interval, as of :func:`format_probability`; without them it is a
    share of the runs at hand.
    """
    if bound := _bound(part, bounds):
        return f"{bound[0]}{bound[1]} %"
    text = f"{part:.0%}".replace("%", " %")
    if part > 0 and text == "0 %":
        return "<1 %"
    return ">99 %" if part < 1 and text == "100 %" else text


def share_with_interval(part: float, bounds: tuple[float, float]) -> str:
    """Return a probability in percent with its interval; one near 0 or 1 is a bound, which needs none."""
    if is_at_an_end(part, bounds):
        return share(part, bounds)
    ends = [share(end) for end in bounds if math.isfinite(end)]
    alone = len(ends) < len(bounds) or ends[0] == ends[1]
    return share(part, bounds) if alone else f"{share(part)} ({ends[0]} to {ends[1]})"


def is_at_an_end(part: float, bounds: tuple[float, float]) -> bool:
    """Return whether a probability and its interval are all 0 or 1 but for a hundredth.

    The digits tell of it only which probabilities the interval rules out: "<0.02", not "<0.01 (<0.01 to 0.01)".
    """
    end = float(part > HALF)
    return part == end or all(abs(each - end) < A_HUNDREDTH_ROUNDED for each in (part, *bounds))


HALF = 0.5
A_HUNDREDTH_ROUNDED = 0.015
"""Distance from 0 or 1 below which a probability is written as a hundredth from it at most."""


def format_probability(value: float, bounds: tuple[float, float] = UNBOUNDED) -> str:
    """Return a probability; one that is not exactly 0 or 1 is never shown as such.

    Where all or none of some runs agree, or nearly so, the end of its interval stands for it, ``bounds``, as far as it
    is known: few runs are sure of nothing.
    """
    if bound := _bound(value, bounds):
        return f"{bound[0]}{bound[1] / 100:.2f}"
    text = f"{value:.2f}"
    if value > 0 and text == "0.00":
        return "<0.01"
    return ">0.99" if value < 1 and text == "1.00" else text


def _bound(part: float, bounds: tuple[float, float]) -> tuple[str, int] | None:
    """Return the sign and the percent of the bound that stands for a probability near 0 or 1; None of any other."""
    low, high = bounds
    if not is_at_an_end(part, bounds) or not math.isfinite(low if part > HALF else high):
        return None
    if all(f"{each:.2f}" in ("0.01", "0.99") for each in (part, low, high)):
        return None  # the digits are known, and "> 0.98" would say less
    if part > HALF:
        return ">", math.floor(100 * low + ROUNDING)
    return "<", math.ceil(100 * high - ROUNDING)


ROUNDING = 1e-9
"""So that the rounding of floats moves no end of an interval by a digit."""


def stated_probability(probability: float, bounds: tuple[float, float] = UNBOUNDED) -> str:
    """Return a probability with its symbol: P = 0.18, P < 0.01; ``bounds`` as of :func:`format_probability`."""
    text = format_probability(probability, bounds)
    return f"P {text[0]} {text[1:]}" if text[0] in "<>" else f"P = {text}"


def format_number(value: float, error: float = math.nan) -> str:
    """Return a number as an analyst reads it, to three digits, or to fewer where its error supports no more.

    Parameters
    ----------
    value : float
        The number.
    error : float
        Half the width of its interval; where it is no positive number it says nothing.
    """
    if math.isnan(value):
        return "-"
    if not math.isfinite(value):
        return f"{'-' * (value < 0)}infinite"
    scale = scale_of("", [value])
    text = rounded(value * scale.factor, error * scale.factor)
    return f"{text} {scale.units}" if scale.units and text != "0" else text


def amount(value: float, units: str, error: float = math.nan) -> str:
    """Return a number with its units: "655 USD" for 0.000655 million USD; ``error`` as of :func:`format_number`."""
    scale = scale_of(units, [value])
    return f"{format_number(value * scale.factor, error * scale.factor)} {scale.units}".rstrip()


def amounts(low: float, high: float, units: str) -> str:
    """Return a range with its units, which stand once: "1.20 to 590 million USD/kg"."""
    scale = scale_of(units, [low, high])
    return f"{rounded(low * scale.factor)} to {rounded(high * scale.factor)} {scale.units}".rstrip()


def format_count(value: float) -> str:
    """Return a number of things, which is whole."""
    return "-" if math.isnan(value) else f"{value:,.0f}"


def end_of(year: float) -> str:
    """Return the end of a simulation, exact enough to stand beside dates: 2056.5, not 2056."""
    return "the horizon" if math.isnan(year) else f"{year:.1f}".removesuffix(".0")


def format_date(value: float, end: float, error: float = math.nan) -> str:
    """Return a quantile of a date, to the tenth of a year or the year that its error supports; beyond the end, so."""
    if math.isnan(value):
        return "-"
    return f"not by {end_of(end)}" if math.isinf(value) else _year(value, error)


def _year(value: float, error: float) -> str:
    return f"{value:.{_places_of_year(value, error)}f}"


def _places_of_year(value: float, error: float) -> int:
    places = supported_places(error)
    return 0 if places is not None and places < 1 else 1


def dates_of_row(values: Sequence[float], end: float, errors: Sequence[float]) -> list[str]:
    """Return quantiles of a date in ascending order, each to the tenth or the year that its error supports."""
    return [
        format_date(value, end, error)
        for value, error in zip(values, in_order(values, errors, _places_of_year), strict=True)
    ]


def numbers_of_row(values: Sequence[float], errors: Sequence[float]) -> list[str]:
    """Return quantiles of an amount in ascending order, each to the digits that its error supports."""
    return [format_number(value, error) for value, error in zip(values, in_order(values, errors), strict=True)]


def format_promise(year: float) -> str:
    """Return a promised date, mostly the end of a year, which is no date of the next one."""
    if math.isnan(year):
        return "-"
    whole = math.floor(year)
    return f"end of {whole}" if year - whole > LAST_DAYS else f"{year:.1f}"


LAST_DAYS = 0.99
"""Part of a year after which a date stands for its end."""


def spread(
    low: float,
    middle: float,
    high: float,
    probability: float,
    errors: Errors = UNKNOWN,
    is_count: bool = False,
    bounds: tuple[float, float] = UNBOUNDED,
) -> str:
    """Return the quantiles of an amount, each to the digits that its error supports.

    With them stands how likely there is any where that is not certain; where few runs have any, only that: quantiles of
    the few would read as those of all.
    """
    if math.isnan(middle):
        return "-"
    if probability < FEW:
        return f"few have any ({stated_probability(probability, bounds)})"
    text = _range(*map(format_count, (low, middle, high))) if is_count else in_one_scale(low, middle, high, errors)
    return f"{text} {stated_probability(probability, bounds)}" if probability < 1 else text


def spread_of_dates(
    low: float,
    middle: float,
    high: float,
    probability: float,
    end: float,
    errors: Errors = UNKNOWN,
    bounds: tuple[float, float] = UNBOUNDED,
) -> str:
    """Return the quantiles of a date with the probability of being reached, or that it is mostly not reached."""
    if math.isnan(middle):
        return "-"
    if math.isinf(middle):
        return f"{format_date(middle, end)} ({stated_probability(probability, bounds)})"
    first, second, third = dates_of_row((low, middle, high), end, errors)
    latest = f">{end_of(end)}" if math.isinf(high) else third
    return f"{_range(first, second, latest)} {stated_probability(probability, bounds)}"


def _range(low: str, middle: str, high: str) -> str:
    return middle if low == high else f"{middle} ({low} to {high})"


def in_one_scale(
    low: float,
    middle: float,
    high: float,
    error: float | Errors = math.nan,
    signed: bool = False,
    shows_side: bool = False,
) -> str:
    """Return a number with its interval; where they are large, in millions or so, which is said once.

    Parameters
    ----------
    low, middle, high : float
        The number in the middle.
    error : float or tuple of float
        To whose digits they are rounded: of all three, or of each where they are quantiles.
    signed : bool
        Whether signs are shown.
    shows_side : bool
        Whether an end that is not zero is never shown as zero, so that it shows on which side of zero it lies; so it is
        of signed intervals and of those below zero too.
    """
    values = (low, middle, high)
    errors = in_order(values, error) if isinstance(error, tuple) else [error] * len(values)
    scale = scale_of("", values)
    write = signed_number if signed else rounded
    texts = [write(value * scale.factor, of * scale.factor) for value, of in zip(values, errors, strict=True)]
    for place, value in ((0, low), (2, high)):
        if (signed or shows_side or high < 0) and texts[place] == "0" and value:
            texts[place] = write(value * scale.factor, first_digit(value * scale.factor))
    return f"{_range(*texts)} {scale.units}".rstrip()


def with_ends(low: float, value: float, high: float, is_date: bool = False) -> str:
    """Return a figure with the ends of its interval, as it stands in tables and in sentences beside them."""
    if low == high:
        return f"{value:.1f}" if is_date else format_number(value)
    error = (high - low) / 2
    if is_date:
        return _range(*(_year(each, error) for each in (low, value, high)))
    return in_one_scale(low, value, high, error, shows_side=True)
