"""Many tests at once: which of them still say something."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MOST_BY_LUCK = 0.05
"""Probability that an answer lists anything though nothing matters."""


def holm(p_values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return p-values corrected for their number, so that one below a level is found by luck no more often than that.

    Parameters
    ----------
    p_values : array [1], any dims
        Of single tests; NaN where there was no test, which does not count.

    References
    ----------
    Holm 1979, Scandinavian Journal of Statistics 6, 65-70.
    """
    adjusted = np.full(p_values.shape, np.nan)
    there = ~np.isnan(p_values)
    single = p_values[there]
    order = np.argsort(single, kind="stable")
    steps = single[order] * np.arange(len(single), 0, -1)
    corrected = np.empty_like(single)
    corrected[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    adjusted[there] = corrected
    return adjusted
