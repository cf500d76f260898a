"""A screening of more factors than samples can bear: rank correlations, one factor after the other."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lunarsim.reading.analysis.ranking.many_tests import MOST_BY_LUCK, holm
from lunarsim.reading.analysis.ranking.standard_errors import both_sides
from lunarsim.reading.analysis.sensitivity.responses import LEVEL

Numbers = NDArray[np.float64]

SAMPLES_A_STEP = 5
"""A factor is taken in only where there are as many samples as this for each that is."""


class Coefficients(NamedTuple):
    """Coefficients of factors that vary, whose squares are shares, with 90 % ends, fair covariance and p-values."""

    middle: Numbers
    low: Numbers
    high: Numbers
    covariance: Numbers
    p_values: Numbers


def screened(x: Numbers, y: Numbers) -> Coefficients:
    """Return the coefficients of factors, those that stand out first, each other one beside these.

    The factor with the strongest correlation is taken in while it stands out after correction for the number of
    factors; what it explains is taken off the outcome before the next one is looked at, so that it blurs no other.
    The p-value of a factor is that of the step in which it was taken in, of all others that of the last step.

    Parameters
    ----------
    x : array, dims (sample, factor)
        Ranks of factors that all vary.
    y : array, dims (sample,)
        Of the outcome.
    """
    from scipy.stats import t

    count, number = x.shape
    left = (x - x.mean(axis=0)) / x.std(axis=0)
    columns, rest = left, (y - y.mean()) / y.std()
    outcome = rest
    taken: list[int] = []
    p_values = np.ones(number)
    while True:
        middle, errors, freedom = _each(left, rest, count - 2 - len(taken))
        others = np.setdiff1d(np.arange(number), taken)
        p_values[others] = both_sides(middle[others], errors[others], freedom)
        best = others[p_values[others].argmin()] if len(others) else -1
        if not len(others) or holm(p_values[others]).min() >= MOST_BY_LUCK:
            break
        if count < SAMPLES_A_STEP * (len(taken) + 2):
            break
        taken.append(int(best))
        basis, _ = np.linalg.qr(columns[:, taken])
        left = columns - basis @ (basis.T @ columns)
        rest = outcome - basis @ (basis.T @ outcome)
    covariance = np.diag(errors**2)
    if taken:
        inside = np.ix_(taken, taken)
        inverse = np.linalg.inv(columns[:, taken].T @ columns[:, taken])
        middle[taken] = inverse @ (columns[:, taken].T @ outcome)
        covariance[inside] = inverse * float(rest @ rest) / freedom
    half = t.ppf(0.5 + LEVEL / 2, freedom) * np.sqrt(np.diag(covariance))
    return Coefficients(middle, middle - half, middle + half, covariance, p_values)


def _each(left: Numbers, rest: Numbers, freedom: int) -> tuple[Numbers, Numbers, int]:
    """Return the coefficient of each factor by itself with its error; zero where the others taken in make it up."""
    size = (left**2).sum(axis=0)
    there = size > 1e-9 * len(left)
    middle = np.divide(rest @ left, size, out=np.zeros_like(size), where=there)
    unexplained = np.maximum(float(rest @ rest) - middle**2 * size, 0.0)
    errors = np.sqrt(np.divide(unexplained / freedom, size, out=np.zeros_like(size), where=there))
    return middle, errors, freedom
