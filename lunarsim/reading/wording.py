"""Figures in words: numbers, dates and differences as they stand in the cells of a table."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from lunarsim.reading.scales import DIGITS, scale_of
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
    low, high = bounds
    if part == 1 and math.isfinite(low):
        return f">{math.floor(100 * low + ROUNDING):.0f} %"
    if part == 0 and math.isfinite(high):
        return f"<{math.ceil(100 * high - ROUNDING):.0f} %"
    text = f"{part:.0%}".replace("%", " %")
    if part > 0 and text == "0 %":
        return "<1 %"
    return ">99 %" if part < 1 and text == "100 %" else text


def format_probability(value: float, bounds: tuple[float, float] = UNBOUNDED) -> str:
    """Return a probability; one that is not exactly 0 or 1 is never shown as such.

    Where all or none of some runs agree, the end of its interval stands for it, ``bounds``, as far as it is known: few
    runs are sure of nothing.
    """
    low, high = bounds
    if value == 1 and math.isfinite(low):
        return f">{math.floor(100 * low + ROUNDING) / 100:.2f}"
    if value == 0 and math.isfinite(high):
        return f"<{math.ceil(100 * high - ROUNDING) / 100:.2f}"
    text = f"{value:.2f}"
    if value > 0 and text == "0.00":
        return "<0.01"
    return ">0.99" if value < 1 and text == "1.00" else text


Errors = tuple[float, float, float]
"""Half the widths of the intervals of three quantiles; NaN or infinity where one is not known."""

UNKNOWN: Errors = (math.nan, math.nan, math.nan)

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


def amount(value: float, units: str) -> str:
    """Return a number with its units: "655 USD" for 0.000655 million USD."""
    scale = scale_of(units, [value])
    return f"{format_number(value * scale.factor)} {scale.units}".rstrip()


def amounts(low: float, high: float, units: str) -> str:
    """Return a range with its units, which stand once: "1.20 to 590 million USD/kg"."""
    scale = scale_of(units, [low, high])
    return f"{rounded(low * scale.factor)} to {rounded(high * scale.factor)} {scale.units}".rstrip()


def decimals(value: float, error: float = math.nan) -> int:
    """Return how many decimals of a number are shown; negative where not even all digits before the point are."""
    places = DIGITS - 1 - math.floor(math.log10(abs(value))) if value else 0
    supported = supported_places(error)
    return places if supported is None else min(places, supported)


def rounded(value: float, error: float = math.nan) -> str:
    """Return a number to the digits that it has; below what decimals show well as a power of ten."""
    if math.isnan(value):
        return "-"
    places = _places(value, error)
    value = round(value, places)
    if value == 0:
        return "0"
    if abs(value) < LEAST_DECIMAL:
        power = math.floor(math.log10(abs(value)))
        part, _, power_text = f"{value:.{min(DIGITS - 1, max(0, places + power))}e}".partition("e")
        return f"{part} × 10{str(int(power_text)).translate(_RAISED)}"
    return f"{value:,.{max(0, places)}f}"


def _places(value: float, error: float) -> int:
    # Of 999.6 three digits are 1,000, which has no decimals.
    return decimals(float(f"{value:.{DIGITS}g}"), error)


LEAST_DECIMAL = 1e-4
"""Smaller numbers without units stand as a power of ten."""

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def supported_places(error: float) -> int | None:
    """Return the decimal places, negative before the point, that an error supports; None where it says nothing.

    Of the error two digits count up to 3.5 and one above, so that it is rounded by a tenth of itself at most or so
    (Particle Data Group, Review of Particle Physics, introduction 5.3).
    """
    if not math.isfinite(error) or error <= 0:
        return None
    exponent = math.floor(math.log10(error))
    return (1 if error / 10.0**exponent < TWO_DIGITS_UP_TO else 0) - exponent


TWO_DIGITS_UP_TO = 3.55


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


def in_order(
    values: Sequence[float], errors: Sequence[float], places_of: Callable[[float, float], int] | None = None
) -> list[float]:
    """Return the errors to whose digits ascending figures are rounded, so that they still ascend.

    Beside a middle of 1,470 a low end of 1,460 that is known to hundreds would be 1,500: of two that would change
    places both have the digits of the less sure one.
    """
    places_of = places_of or _places
    found = list(errors)
    for _ in found:
        shown = [
            round(value, places_of(value, error)) if math.isfinite(value) else value
            for value, error in zip(values, found, strict=True)
        ]
        for at in range(len(found) - 1):
            if shown[at] > shown[at + 1]:
                found[at : at + 2] = [max(filter(math.isfinite, found[at : at + 2]))] * 2
    return found


def format_promise(year: float) -> str:
    """Return a promised date, mostly the end of a year, which is no date of the next one."""
    if math.isnan(year):
        return "-"
    whole = math.floor(year)
    return f"end of {whole}" if year - whole > LAST_DAYS else f"{year:.1f}"


LAST_DAYS = 0.99
"""Part of a year after which a date stands for its end."""


def spread(
    low: float, middle: float, high: float, probability: float, errors: Errors = UNKNOWN, is_count: bool = False
) -> str:
    """Return the quantiles of an amount, each to the digits that its error supports.

    With them stands how likely there is any where that is not certain; where few runs have any, only that: quantiles of
    the few would read as those of all.
    """
    if math.isnan(middle):
        return "-"
    if probability < FEW:
        return f"few have any ({stated_probability(probability)})"
    text = _range(*map(format_count, (low, middle, high))) if is_count else in_one_scale(low, middle, high, errors)
    return f"{text} {stated_probability(probability)}" if probability < 1 else text


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


def in_one_scale(low: float, middle: float, high: float, error: float | Errors = math.nan, signed: bool = False) -> str:
    """Return a number with its interval; where they are large, in millions or so, which is said once.

    Parameters
    ----------
    low, middle, high : float
        The number in the middle.
    error : float or tuple of float
        To whose digits they are rounded: of all three, or of each where they are quantiles.
    signed : bool
        Whether signs are shown; an end of such an interval always shows on which side of zero it lies.
    """
    values = (low, middle, high)
    errors = in_order(values, error) if isinstance(error, tuple) else [error] * len(values)
    scale = scale_of("", values)
    write = signed_number if signed else rounded
    texts = [write(value * scale.factor, of * scale.factor) for value, of in zip(values, errors, strict=True)]
    for place, value in ((0, low), (2, high)):
        if signed and texts[place] == "0" and value:
            texts[place] = write(value * scale.factor, first_digit(value * scale.factor))
    return f"{_range(*texts)} {scale.units}".rstrip()


def first_digit(value: float) -> float:
    """Return an error that supports the first digit of a number alone."""
    return 5 * 10.0 ** math.floor(math.log10(abs(value)))


def errors_in_row(values: Sequence[float], errors: Sequence[float], largest: Sequence[float]) -> Errors:
    """Return by :func:`error_in_row` the errors of the three quantiles of an outcome."""
    low, middle, high = map(error_in_row, values, errors, largest)
    return low, middle, high


def error_in_row(value: float, error: float, largest: float) -> float:
    """Return the error to whose digits a figure is rounded beside others that are less sure.

    Figures of a row have as many decimals as the least sure of them, as long as two digits are left.

    Parameters
    ----------
    value, error : float
        The figure and half the width of its interval.
    largest : float
        The largest such half of the row; where it is no positive number it says nothing.
    """
    if not math.isfinite(largest) or largest <= 0 or not math.isfinite(value) or value == 0:
        return error
    shared = min(largest, first_digit(value) / 10)
    return max(error, shared) if math.isfinite(error) else shared


def signed_number(value: float, error: float = math.nan) -> str:
    """Return a number to the digits that it has, with its sign."""
    text = rounded(value, error)
    return f"+{text}" if value > 0 and text != "0" else text
