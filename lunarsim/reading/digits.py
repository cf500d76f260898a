"""Digits of figures: how many their errors support, alone and side by side."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from lunarsim.reading.scales import DIGITS

Errors = tuple[float, float, float]
"""Half the widths of the intervals of three quantiles; NaN or infinity where one is not known."""


UNKNOWN: Errors = (math.nan, math.nan, math.nan)


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
        return times_power(part, int(power_text))
    return f"{value:,.{max(0, places)}f}"


def _places(value: float, error: float) -> int:
    # Of 999.6 three digits are 1,000, which has no decimals.
    return decimals(float(f"{value:.{DIGITS}g}"), error)


def times_power(part: str, power: int) -> str:
    """Return a number as a part times a power of ten: "2.5 × 10⁻⁷"."""
    return f"{part} × 10{str(power).translate(_RAISED)}"


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
