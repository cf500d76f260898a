"""Differences and changes in words: how much more, less, later or earlier, and where that is unclear."""

from __future__ import annotations

import math

from lunarsim.reading.digits import first_digit, rounded, signed_number
from lunarsim.reading.wording import in_one_scale


def difference(mean: float, low: float, high: float, is_date: bool, is_count: bool = False) -> str:
    """Return a difference with its interval, to the digits that this supports, and its direction where it has one.

    Differences of medians of numbers of things, ``is_count``, are whole.
    """
    if math.isnan(mean):
        return "-"
    if mean == 0 and (low == high or math.isnan(low)):
        return "none"
    if math.isnan(low):
        return in_one_scale(mean, mean, mean, signed=True)
    words = ("later", "earlier") if is_date else ("more", "less")
    if math.isinf(low) or math.isinf(high):
        return _open_difference(mean, low, high, words)
    whole = is_count and all(map(float.is_integer, (low, mean, high)))
    # An error of a unit supports a tenth, one of five none.
    text = in_one_scale(low, mean, high, max((high - low) / 2, 5.0) if whole else (high - low) / 2, signed=True)
    return f"{text} unclear" if low <= 0 <= high else f"{text} {words[mean < 0]}"


def _open_difference(mean: float, low: float, high: float, words: tuple[str, str]) -> str:
    """Return a difference whose interval has no end on one side or both."""
    finite = low if math.isinf(high) else high
    if low <= 0 <= high:
        return unclear_but(finite, _alone(abs(finite)) if math.isfinite(finite) else "", words)
    text = in_one_scale(mean, mean, mean, signed=True)
    return f"{text} (at least {_alone(abs(finite))}) {words[mean < 0]}"


def unclear_but(finite: float, amount_text: str, words: tuple[str, str]) -> str:
    """Return that a difference is unclear, and its one end that is known: "unclear (at most 3.0 later)".

    Parameters
    ----------
    finite : float
        The end of the interval that is a number; infinite where none is.
    amount_text : str
        Its size as it is written.
    words : tuple of str
        What a difference above and below zero is called.
    """
    if not math.isfinite(finite):
        return "unclear"
    return f"unclear (at most {amount_text} {words[finite < 0]})" if finite else "unclear"


def change_of_date(change: float, low: float, high: float) -> str:
    """Return how much later or earlier a date has become, with its interval; ends may be infinite, the change not.

    Parameters
    ----------
    change, low, high : float
        The change and the ends of its interval [years].
    """
    words = ("later", "earlier")
    if low <= 0 <= high:
        if math.isinf(low) or math.isinf(high):
            finite = low if math.isinf(high) else high
            return unclear_but(finite, f"{years(abs(finite))} years", words)
        return f"{years(change, signed=True)} years ({years(low, signed=True)} to {years(high, signed=True)}) unclear"
    least, most = sorted((abs(low), abs(high)))
    ends = f"at least {years(least)}" if math.isinf(most) else f"{years(least)} to {years(most)}"
    return f"{years(abs(change))} years {words[change < 0]} ({ends})"


def years(value: float, signed: bool = False) -> str:
    """Return a number of years to a tenth; one that is less but not zero with its first digit."""
    if value == 0:
        return "0"
    text = f"{value:+.1f}" if signed else f"{value:.1f}"
    if float(text) != 0:
        return text
    return signed_number(value, first_digit(value)) if signed else rounded(value, first_digit(value))


def difference_of_probability(mean: float, low: float, high: float) -> str:
    """Return a difference of probabilities with its interval; nothing where there is none."""
    if math.isnan(mean) or (mean == 0 and (low == high or math.isnan(low))):
        return ""
    return f"P {chance_with_ends(mean, low, high)}" + (" unclear" if low <= 0 <= high else "")


def chance_with_ends(change: float, low: float, high: float) -> str:
    """Return a change of a probability with its interval; one below a hundredth whose interval holds 0 is 0."""
    if math.isnan(low):
        return change_of_chance(change)
    is_nothing = low <= 0 <= high and not float(f"{change:+.2f}") and float(f"{high - low:.2f}") > 0
    middle = "0" if is_nothing else change_of_chance(change)
    return f"{middle} ({change_of_chance(low)} to {change_of_chance(high)})"


def change_of_chance(value: float) -> str:
    """Return a change of a probability to a hundredth; one that is less but not zero with its first digit."""
    text = f"{value:+.2f}"
    if float(text):
        return text
    return signed_number(value, first_digit(value)) if value else "0"


def _alone(value: float) -> str:
    return in_one_scale(value, value, value)
