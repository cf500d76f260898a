"""Numbers as 16 bits: on a linear, a logarithmic or a symmetric-logarithmic scale, with codes for what has no value."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

STEPS = 65_000
"""Steps between the lowest and the highest value of a column."""

MISSING = 65_535
"""Stands where a run has no value."""

NEVER = 65_534
"""Stands for a date that a run does not reach: later than all others."""

DECADES = 2.0
"""From this many decades on between the least and the greatest magnitude a scale is logarithmic."""

LEAST_WIDTH = 1e-9
"""Least linear width of a symmetric-logarithmic scale, over the greatest magnitude: smaller values count as zero."""

Codes = NDArray[np.uint16]


@dataclass(frozen=True)
class Scale:
    """A scale between two values, cut into :data:`STEPS` equal steps.

    Parameters
    ----------
    transform : str
        ``linear``, ``log`` or ``symlog``.
    low, high : float
        Its ends, in the units of the values.
    linear_width : float
        Of ``symlog``: the scale is asinh(value / linear_width).
    grain : int
        Only every so many steps, and the last one, are used: coarser numbers that take less room.
    """

    transform: str = "linear"
    low: float = 0.0
    high: float = 1.0
    linear_width: float = 1.0
    grain: int = 1

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


UNIT = Scale()
"""The scale of unit quantiles and shares: 0 to 1."""

WHOLE = Scale(high=float(STEPS))
"""The scale of whole numbers, which it keeps exactly."""


def scale_of(values: ArrayLike, grain: int = 1) -> Scale:
    """Return the scale of some numbers of a grain; what is not finite does not count.

    Linear where the magnitudes span less than two decades; logarithmic where all have one sign above zero; else
    symmetric-logarithmic, linear up to the least magnitude above zero.
    """
    given = np.asarray(values, dtype=float)
    finite = given[np.isfinite(given)]
    if not finite.size:
        return UNIT
    low, high = float(finite.min()), float(finite.max())
    sizes = np.abs(finite[finite != 0])
    if not sizes.size or math.log10(sizes.max()) - math.log10(sizes.min()) < DECADES:
        return Scale("linear", low, high, grain=grain)
    if low > 0:
        return Scale("log", low, high, grain=grain)
    return Scale("symlog", low, high, max(float(sizes.min()), LEAST_WIDTH * float(sizes.max())), grain)


def encode(values: ArrayLike, scale: Scale) -> Codes:
    """Return numbers as codes 0 to :data:`STEPS`; what is not finite is :data:`MISSING`.

    A code stands for a value half a step (of its grain) away from it at most, on the scale on which steps are equal.
    """
    given = np.asarray(values, dtype=float)
    finite = np.isfinite(given)
    low, high = scale.ends()
    position = (scale.forward(np.where(finite, given, scale.low)) - low) / ((high - low) or 1.0)
    codes = np.minimum(np.rint(np.clip(position, 0.0, 1.0) * (STEPS / scale.grain)) * scale.grain, STEPS)
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
        As of :func:`scale_of`.
    """
    given = np.asarray(dates, dtype=float)
    codes = np.where(np.isnan(given), NEVER, encode(given, scale))
    return np.where(np.asarray(counted, dtype=bool), codes, MISSING).astype("<u2")


def decode(codes: ArrayLike, scale: Scale) -> NDArray[np.float64]:
    """Return the numbers of codes: NaN for missing ones, infinity for dates that are never reached."""
    given = np.asarray(codes)
    low, high = scale.ends()
    values = scale.back(low + (high - low) * given.astype(float) / STEPS)
    return np.where(given == MISSING, np.nan, np.where(given == NEVER, np.inf, values))
