"""Standard errors of samples and of histories put together, and the tests that follow from them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]


def together(
    first: Numbers, first_freedom: ArrayLike, second: Numbers, second_freedom: ArrayLike
) -> tuple[Numbers, Numbers]:
    """Return the standard error of two independent ones, and its degrees of freedom (Satterthwaite 1946)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = first**4 / np.asarray(first_freedom) + second**4 / np.asarray(second_freedom)
        freedom = (first**2 + second**2) ** 2 / spread
    return np.hypot(first, second), np.where(np.isnan(freedom), first_freedom, freedom)


def of_mean(pieces: Numbers, without: Sequence[Numbers]) -> tuple[Numbers, Numbers]:
    """Return the standard error of the mean over samples, and its degrees of freedom, dims (...).

    Parameters
    ----------
    pieces : array, dims (sample, ...)
        What each independent sample gives.
    without : sequence of arrays, dims (...)
        The mean with each history left out in turn; empty of a single history, whose error is not known.
    """
    samples = len(pieces)
    errors: Numbers = pieces.std(axis=0, ddof=1) / math.sqrt(samples)
    freedom = np.full(errors.shape, samples - 1.0)
    return together(errors, freedom, left_out(np.stack(without)), len(without) - 1.0) if without else (errors, freedom)


def shared(values: Numbers) -> Numbers:
    """Return the mean product of what two different histories give, dims (..., replicate) to (...).

    Chance moves each history in its own way: on average only what all of them share is left.
    """
    count = values.shape[-1]
    products: Numbers = (values.sum(axis=-1) ** 2 - (values**2).sum(axis=-1)) / (count * (count - 1))
    return products


def above_zero(middle: Numbers, errors: Numbers, freedom: Numbers) -> Numbers:
    """Return p-values of the hypothesis that what is estimated is not above zero.

    Without any error, what is above zero is so for certain.
    """
    from scipy.stats import t

    with np.errstate(divide="ignore", invalid="ignore"):
        p_values: Numbers = t.sf(middle / errors, freedom)
    return np.where(errors > 0, p_values, np.where(middle > 0, 0.0, 1.0))


def left_out(histories: Numbers) -> Numbers:
    """Return the standard error of a figure from its values with each history left out, dims (history, ...)."""
    errors: Numbers = np.sqrt((len(histories) - 1) * histories.var(axis=0))
    return errors


def both_sides(middle: Numbers, errors: Numbers, freedom: ArrayLike) -> Numbers:
    """Return p-values of the hypothesis that what is estimated is zero."""
    return 2 * above_zero(np.abs(middle), errors, np.broadcast_to(np.asarray(freedom, dtype=np.float64), middle.shape))


def either(first: Numbers, second: Numbers) -> Numbers:
    """Return the p-value of two tests of which one suffices; the first alone where there is no second."""
    return np.where(np.isnan(second), first, np.minimum(2 * np.fmin(first, second), 1.0))
