"""Figures in words: numbers, dates and differences as they stand in the cells of a table."""

from __future__ import annotations

import math

from lunarsim.reading.scales import DIGITS, scale_of
from lunarsim.study.model.interface import OK, STATUS_FLAGS

STATES = {code: word.replace("_", " ") for code, word in STATUS_FLAGS if code != OK}
"""What may have become of a run other than a good end, by its status."""


FEW = 0.5
"""Where fewer runs than this share have an amount, figures of those few are not shown as if they were of all."""


def share(part: float) -> str:
    """Return a share in percent; a share that is not exactly 0 or 1 is never shown as such."""
    text = f"{part:.0%}".replace("%", " %")
    if part > 0 and text == "0 %":
        return "<1 %"
    return ">99 %" if part < 1 and text == "100 %" else text


def format_probability(value: float) -> str:
    """Return a probability; one that is not exactly 0 or 1 is never shown as such."""
    text = f"{value:.2f}"
    if value > 0 and text == "0.00":
        return "<0.01"
    return ">0.99" if value < 1 and text == "1.00" else text


def stated_probability(probability: float) -> str:
    """Return a probability with its symbol: P = 0.18, P < 0.01."""
    text = format_probability(probability)
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
    text = _rounded(value * scale.factor, error * scale.factor)
    return f"{text} {scale.units}" if scale.units and text != "0" else text


def amount(value: float, units: str) -> str:
    """Return a number with its units: "655 USD" for 0.000655 million USD."""
    scale = scale_of(units, [value])
    return f"{format_number(value * scale.factor)} {scale.units}".rstrip()


def amounts(low: float, high: float, units: str) -> str:
    """Return a range with its units, which stand once: "1.20 to 590 million USD/kg"."""
    scale = scale_of(units, [low, high])
    return f"{_rounded(low * scale.factor)} to {_rounded(high * scale.factor)} {scale.units}".rstrip()


def decimals(value: float, error: float = math.nan) -> int:
    """Return how many decimals of a number are shown; negative where not even all digits before the point are."""
    places = DIGITS - 1 - math.floor(math.log10(abs(value))) if value else 0
    supported = supported_places(error)
    return places if supported is None else min(places, supported)


def _rounded(value: float, error: float = math.nan) -> str:
    """Return a number to the digits that it has; below what decimals show well as a power of ten."""
    if math.isnan(value):
        return "-"
    # Of 999.6 three digits are 1,000, which has no decimals.
    places = decimals(float(f"{value:.{DIGITS}g}"), error)
    value = round(value, places)
    if value == 0:
        return "0"
    if abs(value) < LEAST_DECIMAL:
        power = math.floor(math.log10(abs(value)))
        part, _, power_text = f"{value:.{min(DIGITS - 1, max(0, places + power))}e}".partition("e")
        return f"{part} × 10{str(int(power_text)).translate(_RAISED)}"
    return f"{value:,.{max(0, places)}f}"


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
    places = supported_places(error)
    return f"{value:.0f}" if places is not None and places < 1 else f"{value:.1f}"


def format_promise(year: float) -> str:
    """Return a promised date, mostly the end of a year, which is no date of the next one."""
    if math.isnan(year):
        return "-"
    whole = math.floor(year)
    return f"end of {whole}" if year - whole > LAST_DAYS else f"{year:.1f}"


LAST_DAYS = 0.99
"""Part of a year after which a date stands for its end."""


def spread(
    low: float, middle: float, high: float, probability: float, error: float = math.nan, is_count: bool = False
) -> str:
    """Return the quantiles of an amount, and how likely there is any where that is not certain.

    Where few runs have any, only that: quantiles of the few would read as those of all.
    """
    if math.isnan(middle):
        return "-"
    if probability < FEW:
        return f"few have any ({stated_probability(probability)})"
    text = _range(*map(format_count, (low, middle, high))) if is_count else in_one_scale(low, middle, high, error)
    return f"{text} {stated_probability(probability)}" if probability < 1 else text


def spread_of_dates(
    low: float, middle: float, high: float, probability: float, end: float, error: float = math.nan
) -> str:
    """Return the quantiles of a date with the probability of being reached, or that it is mostly not reached."""
    if math.isnan(middle):
        return "-"
    if math.isinf(middle):
        return f"{format_date(middle, end)} ({stated_probability(probability)})"
    latest = f">{end_of(end)}" if math.isinf(high) else _year(high, error)
    return f"{_range(_year(low, error), _year(middle, error), latest)} {stated_probability(probability)}"


def difference(mean: float, low: float, high: float, is_date: bool) -> str:
    """Return a difference with its interval, to the digits that this supports, and its direction where it has one."""
    if math.isnan(mean):
        return "-"
    if mean == 0 and (low == high or math.isnan(low)):
        return "none"
    if math.isnan(low):
        return in_one_scale(mean, mean, mean, signed=True)
    text = in_one_scale(low, mean, high, (high - low) / 2, signed=True)
    if low <= 0 <= high:
        return f"{text} unclear"
    words = ("later", "earlier") if is_date else ("more", "less")
    return f"{text} {words[mean < 0]}"


def difference_of_probability(mean: float, low: float, high: float) -> str:
    """Return a difference of probabilities with its interval; nothing where there is none."""
    if math.isnan(mean) or (mean == 0 and (low == high or math.isnan(low))):
        return ""
    ends = "" if math.isnan(low) else f" ({_chance(low)} to {_chance(high)})"
    return f"P {_chance(mean)}{ends}" + (" unclear" if low <= 0 <= high else "")


def _chance(value: float) -> str:
    return f"{value:+.2f}" if value else "0"


def _range(low: str, middle: str, high: str) -> str:
    return middle if low == high else f"{middle} ({low} to {high})"


def in_one_scale(low: float, middle: float, high: float, error: float = math.nan, signed: bool = False) -> str:
    """Return a number with its interval; where they are large, in millions or so, which is said once."""
    scale = scale_of("", [low, middle, high])
    write = _signed if signed else _rounded
    text = _range(*(write(value * scale.factor, error * scale.factor) for value in (low, middle, high)))
    return f"{text} {scale.units}".rstrip()


def _signed(value: float, error: float = math.nan) -> str:
    text = _rounded(value, error)
    return f"+{text}" if value > 0 and text != "0" else text
