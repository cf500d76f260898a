"""Standard errors of samples and of histories put together, and the tests that follow from them."""

from __future__ import annotations

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
