"""How well straight lines predict samples that they have not seen."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.reading.analysis.ranking.many_tests import MOST_BY_LUCK, holm
from lunarsim.reading.analysis.ranking.standard_errors import both_sides
from lunarsim.reading.analysis.sensitivity.least_squares import Columns

Numbers = NDArray[np.float64]

FOLDS = 5

SEED = 1901
"""Of the folds, so that the same dataset gives the same figures."""


class Folds:
    """Factors dealt to folds by sample, ready to judge lines through any number of outcomes.

    Parameters
    ----------
    ready : Columns
        The factors.
    """

    def __init__(self, ready: Columns) -> None:
        count = len(ready.standard)
        self._fold = np.random.default_rng(SEED).permutation(count) % FOLDS
        self._x = np.column_stack([np.ones(count), ready.standard])
        self._products = [self._x[self._fold == fold].T @ self._x[self._fold == fold] for fold in range(FOLDS)]
        self._total: Numbers = np.sum(self._products, axis=0)
        self._inverses = [_inverse(self._total - each) for each in self._products]

    def cross_validated(self, outcome: Numbers) -> float:
        """Return the share of the variance of unseen samples that is predicted by the factors found without them.

        For each fold, a line through the other samples singles out factors, corrected for their number; the line
        through these alone foretells the fold. So neither the choice of factors nor the fit has seen what it is judged
        by, and many factors that do nothing cost nothing. Where none is singled out, the mean is what is predicted.

        Parameters
        ----------
        outcome : array, dims (sample,)
        """
        sums = np.stack([outcome[self._fold == fold] @ self._x[self._fold == fold] for fold in range(FOLDS)])
        misses, spread = 0.0, 0.0
        for fold in range(FOLDS):
            inside = self._fold == fold
            found = self._found(fold, outcome[~inside], sums.sum(axis=0) - sums[fold])
            misses += float(((outcome[inside] - self._x[inside][:, found[0]] @ found[1]) ** 2).sum())
            spread += float(((outcome[inside] - outcome[~inside].mean()) ** 2).sum())
        return 1.0 - misses / spread if spread > 0 else float("nan")

    def _found(self, fold: int, kept: Numbers, sums: Numbers) -> tuple[NDArray[np.int_], Numbers]:
        """Return which columns, that of ones first, are singled out without a fold, and their slopes."""
        products = self._total - self._products[fold]
        inverse, freedom = self._inverses[fold], len(kept) - len(sums)
        chosen = np.zeros(1, dtype=int)
        if inverse is not None and freedom > 0:
            slopes: Numbers = inverse @ sums
            left = max(float((kept**2).sum() - slopes @ sums), 0.0) / freedom
            p_values = both_sides(slopes[1:], np.sqrt(left * np.diag(inverse)[1:]), freedom)
            chosen = np.append(chosen, 1 + np.flatnonzero(holm(p_values) < MOST_BY_LUCK))
        slopes_of_chosen: Numbers = np.linalg.solve(products[np.ix_(chosen, chosen)], sums[chosen])
        return chosen, slopes_of_chosen


def _inverse(products: Numbers) -> Numbers | None:
    try:
        inverse: NDArray[Any] = np.linalg.inv(products)
    except np.linalg.LinAlgError:
        return None
    return inverse
