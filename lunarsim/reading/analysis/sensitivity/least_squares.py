"""Least squares of standardized columns, with errors that hold where the scatter differs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

SMALLEST_PIVOT = 1e-6
"""Of standardized columns; below it one of them is made of the others but for rounding."""


class Fit(NamedTuple):
    """A straight line through standardized columns.

    Parameters
    ----------
    coefficients : array [1], dims (factor,)
        Standard deviations of the outcome per standard deviation of a factor, the others unchanged.
    covariance : array [1], dims (factor, factor)
        Of the coefficients (HC3), which is rather too large than too small.
    fair_covariance : array [1], dims (factor, factor)
        Likewise (HC2), right on average where the scatter is the same everywhere.
    r_squared : float [1]
        Share of the variance that the line explains.
    freedom : int
        Samples less what was fitted.
    """

    coefficients: Numbers
    covariance: Numbers
    fair_covariance: Numbers
    r_squared: float
    freedom: int

    @property
    def errors(self) -> Numbers:
        """Standard errors of the coefficients."""
        errors: Numbers = np.sqrt(np.diag(self.covariance))
        return errors


class Columns(NamedTuple):
    """Factors that all vary, made ready once for fits of any number of outcomes.

    Parameters
    ----------
    standard : array, dims (sample, factor)
        With mean 0 and standard deviation 1.
    weights : array, dims (sample, factor)
        What each sample of an outcome adds to the coefficients.
    leverage : array, dims (sample,)
        How far a fit follows a single sample.
    """

    standard: Numbers
    weights: Numbers
    leverage: Numbers

    def fit(self, outcome: Numbers) -> Fit:
        """Return the line through an outcome that varies, dims (sample,).

        References
        ----------
        Long and Ervin 2000, The American Statistician 54, 217-224 (HC2, HC3).
        """
        count, factor_count = self.standard.shape
        y = (outcome - outcome.mean()) / outcome.std()
        coefficients = y @ self.weights
        residuals = y - self.standard @ coefficients
        wide, fair = (
            scores.T @ scores
            for scores in (
                self.weights * (residuals / (1 - self.leverage) ** power)[:, np.newaxis] for power in (1.0, 0.5)
            )
        )
        return Fit(coefficients, wide, fair, 1 - float((residuals**2).mean()), count - factor_count - 1)


def columns(x: Numbers) -> Columns | None:
    """Return factors ready for fits, or None where some of them depend on each other.

    The normal equations are solved: columns of a random sample hardly depend on each other, and a factorization of all
    samples takes hundreds of times as long where other programs use the cores that it waits for.

    Parameters
    ----------
    x : array, dims (sample, factor)
        Values or ranks of factors that all vary.
    """
    count = len(x)
    standard = (x - x.mean(axis=0)) / x.std(axis=0)
    products = standard.T @ standard / count
    try:
        root = np.linalg.cholesky(products)
    except np.linalg.LinAlgError:
        return None
    if np.diag(root).min() < SMALLEST_PIVOT:
        return None
    weights = standard @ np.linalg.inv(products) / count
    leverage = np.minimum((standard * weights).sum(axis=1) + 1 / count, 1 - 1e-9)
    return Columns(standard, weights, leverage)
