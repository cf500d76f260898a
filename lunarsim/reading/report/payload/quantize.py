"""Numbers as 16 bits: on one of several scales, with codes for what has no value."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lunarsim.reading.report.payload.days import FIRST_YEAR, LAST_YEAR, day_of, day_starts, middle_of, place_of

STEPS = 65_000
"""Steps between the lowest and the highest value of a column, unless it has fewer."""

MISSING = 65_535
"""Stands where a run has no value."""

NEVER = 65_534
"""Stands for a date that a run does not reach: later than all others."""

DECADES = 2.0
"""From this many decades on between the least and the greatest magnitude a scale is logarithmic."""

LEAST_WIDTH = 1e-9
"""Least linear width of a symmetric-logarithmic scale, over the greatest magnitude: smaller values count as zero."""

MOST_DAYS = 32_000
"""Of a scale of days: 87 years."""

Codes = NDArray[np.uint16]


@dataclass(frozen=True)
class Scale:
    """A scale between two values, cut into equal steps.

    Parameters
    ----------
    transform : str
        ``linear``, ``log`` or ``symlog``: a code is the nearest end of a step. ``bins``: a code is the step in which a
        value lies, so that comparisons with ends of steps are exact. ``days``: a code is the start of a day, or the
        rest of it.
    low, high : float
        Its ends, in the units of the values; of ``days`` the first and the last day, counted from 1970-01-01.
    linear_width : float
        Of ``symlog``: the scale is asinh(value / linear_width).
    steps : int
        Into how many it is cut.
    """

    transform: str = "linear"
    low: float = 0.0
    high: float = 1.0
    linear_width: float = 1.0
    steps: int = STEPS

    def forward(self, values: ArrayLike) -> NDArray[np.float64]:
        """Return values on the scale on which steps are equal."""
        given = np.asarray(values, dtype=float)
        if self.transform == "symlog":
            given = np.arcsinh(given / self.linear_width)
        return np.asarray(np.log(given) if self.transform == "log" else given)

    def back(self, scaled: ArrayLike) -> NDArray[np.float64]:
        """Return the values of positions on that scale."""
        given = np.asarray(scaled, dtype=float)
        if self.transform == "symlog":
            given = self.linear_width * np.sinh(given)
        return np.asarray(np.exp(given) if self.transform == "log" else given)

    def ends(self) -> tuple[float, float]:
        """Return the ends on that scale."""
        low, high = self.forward([self.low, self.high])
        return float(low), float(high)

    def step(self) -> float:
        """Return the width of a step on that scale; of days it is one of 365 [year]."""
        low, high = self.ends()
        return 1 / 365 if self.transform == "days" else (high - low) / self.steps


SHARE = Scale()
"""The scale of shares: 0 to 1."""

WHOLE = Scale(high=float(STEPS))
"""The scale of whole numbers, which it keeps exactly."""


def unit_scale(steps: int) -> Scale:
    """Return a scale of unit quantiles, whose comparisons with a whole number of steps are exact."""
    return Scale("bins", steps=steps)


def scale_of(values: ArrayLike, steps: int = STEPS) -> Scale:
    """Return the scale of some numbers; what is not finite does not count.

    Linear where the magnitudes span less than two decades; logarithmic where all have one sign above zero; else
    symmetric-logarithmic, linear up to the least magnitude above zero.
    """
    given = np.asarray(values, dtype=float)
    finite = given[np.isfinite(given)]
    if not finite.size:
        return Scale(steps=steps)
    low, high = float(finite.min()), float(finite.max())
    sizes = np.abs(finite[finite != 0])
    if not sizes.size or math.log10(sizes.max()) - math.log10(sizes.min()) < DECADES:
        return Scale("linear", low, high, steps=steps)
    if low > 0:
        return Scale("log", low, high, steps=steps)
    return Scale("symlog", low, high, max(float(sizes.min()), LEAST_WIDTH * float(sizes.max())), steps)


def date_scale(dates: ArrayLike) -> Scale:
    """Return the scale of dates as decimal years: days, unless they span too many or are no dates at all."""
    given = np.asarray(dates, dtype=float)
    finite = given[np.isfinite(given)]
    if not finite.size or finite.min() < FIRST_YEAR or finite.max() >= LAST_YEAR:
        return scale_of(given)
    low, high = day_of(float(finite.min())), day_of(float(finite.max()))
    return Scale("days", low, high) if high - low < MOST_DAYS else scale_of(given)


def encode(values: ArrayLike, scale: Scale) -> Codes:
    """Return numbers as codes; what is not finite is :data:`MISSING`.

    A code stands for a value half a step away from it at most, on the scale on which steps are equal.
    """
    given = np.asarray(values, dtype=float)
    finite = np.isfinite(given)
    known = np.where(finite, given, scale.low)
    if scale.transform == "days":
        starts = day_starts(int(scale.low), int(scale.high))
        codes = place_of(np.where(finite, given, starts[0]), starts)
    else:
        low, high = scale.ends()
        position = np.clip((scale.forward(known) - low) / ((high - low) or 1.0), 0.0, 1.0) * scale.steps
        codes = np.minimum(np.floor(position), scale.steps - 1) if scale.transform == "bins" else np.rint(position)
    return np.where(finite, codes, MISSING).astype("<u2")


def encode_dates(dates: ArrayLike, counted: ArrayLike, scale: Scale) -> Codes:
    """Return dates as codes; runs that count and have none are :data:`NEVER`, those that do not count missing.

    Parameters
    ----------
    dates : array [year]
        Decimal years, NaN for none.
    counted : array of bool
        Which runs count.
    scale : Scale
        As of :func:`date_scale`.
    """
    given = np.asarray(dates, dtype=float)
    codes = np.where(np.isnan(given), NEVER, encode(given, scale))
    return np.where(np.asarray(counted, dtype=bool), codes, MISSING).astype("<u2")


def decode(codes: ArrayLike, scale: Scale) -> NDArray[np.float64]:
    """Return the numbers of codes: NaN for missing ones, infinity for dates that are never reached."""
    given = np.asarray(codes)
    known = np.where(given >= NEVER, 0, given)
    if scale.transform == "days":
        values = middle_of(known, day_starts(int(scale.low), int(scale.high)))
    else:
        low, high = scale.ends()
        inside = 0.5 if scale.transform == "bins" else 0.0
        values = scale.back(low + (high - low) * (known.astype(float) + inside) / scale.steps)
    return np.where(given == MISSING, np.nan, np.where(given == NEVER, np.inf, values))
