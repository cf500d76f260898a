"""Bootstrap intervals of means, over samples or over groups of rows that belong together.

The interval is BCa (bias-corrected and accelerated) at levels widened as Student's distribution is wider than the
normal one. Of 90 % intervals from 50 samples, 4,000 datasets of each kind, this share held the true mean [%]:

=============================  ======  ===========  =========  =============  ===========
kind of differences            normal  exponential  lognormal  80 % are zero  Student's 3
=============================  ======  ===========  =========  =============  ===========
percentile                     89.3    87.8         83.6       83.4           87.3
percentile, widened            90.4    89.2         84.5       84.3           88.4
BCa, widened (taken)           90.3    89.0         85.1       87.2           85.4
mean and 1.64 standard errors  89.9    88.4         83.7       83.2           89.2
studentized                    90.5    90.1         86.8       91.2           86.1
=============================  ======  ===========  =========  =============  ===========

BCa is the best of those that have an end wherever there is one, above all for differences that are mostly zero, as
those of dates that a lever moves in few samples. The studentized one has no end there once hardly any differ.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

FEWEST = 10
"""From fewer groups than this a bootstrap knows too little of the tails, and Student's interval stands instead."""

MOST_GROUPS = 2000
"""More groups are merged in turn: the interval stays the same, time and memory of the resamples do not grow."""

ROUNDING = 1e-9
"""Sums taken in another order differ by less than this share of their value; that is no difference."""

COLUMNS_AT_ONCE = 1000


def mean_intervals(
    values: Numbers, together: int, level: float, seed: int, resamples: int = 2000
) -> tuple[Numbers, Numbers]:
    """Return the ends of intervals of means.

    Parameters
    ----------
    values : array, dims (sample, column)
        NaN where nothing counts; each column has an interval of its own, all from the same resamples.
    together : int
        Rows in turn that belong together; 0 where no rows are independent, so that there is no interval.
    level : float
        Confidence level.
    seed, resamples : int
        Of the bootstrap.

    Returns
    -------
    tuple of arrays, dims (column,)
        Low and high ends; NaN from fewer than two groups.

    References
    ----------
    Efron 1987, J. Am. Stat. Assoc. 82, 171-185 (BCa); Hesterberg 2015, The American Statistician 69, 371-386
    (widened levels).
    """
    columns = values.shape[1]
    low, high = np.full(columns, np.nan), np.full(columns, np.nan)
    if not together:
        return low, high
    sums, counts = _groups(values, together)
    group_count = (counts > 0).sum(axis=0)
    with np.errstate(invalid="ignore"):
        means = sums.sum(axis=0) / counts.sum(axis=0)
    # Centered, so that equal differences stay equal to the last bit.
    scores = np.where(counts > 0, sums - means * counts, 0.0)
    few = (group_count >= 2) & (group_count < FEWEST)
    low[few], high[few] = _student(scores[:, few], counts[:, few], group_count[few], level)
    weights: Numbers | None = None
    many = np.flatnonzero(group_count >= FEWEST)
    for first in range(0, len(many), COLUMNS_AT_ONCE):
        part = many[first : first + COLUMNS_AT_ONCE]
        if weights is None:
            groups = len(sums)
            drawn = np.random.default_rng(seed).multinomial(groups, np.full(groups, 1 / groups), size=resamples)
            weights = drawn.astype(np.float64)
        low[part], high[part] = _bca(scores[:, part], counts[:, part], group_count[part], level, weights)
    return _uncentered(means, low), _uncentered(means, high)


def _uncentered(means: Numbers, ends: Numbers) -> Numbers:
    """Return ends around means; one that is zero but for rounding is zero, so that it is not taken for a direction."""
    result = means + ends
    return np.where(np.abs(result) <= ROUNDING * np.abs(means), 0.0, result)


def _groups(values: Numbers, together: int) -> tuple[Numbers, Numbers]:
    """Return sums and counts of what counts, dims (group, column)."""
    groups = -(-len(values) // together)
    starts = np.arange(0, len(values), together * max(1, -(-groups // MOST_GROUPS)))
    there = ~np.isnan(values)
    counts = np.add.reduceat(there, starts, axis=0, dtype=np.float64)
    return np.add.reduceat(np.where(there, values, 0.0), starts, axis=0), counts


def _student(scores: Numbers, counts: Numbers, group_count: NDArray[np.int_], level: float) -> tuple[Numbers, Numbers]:
    from scipy.stats import t

    spread = np.sqrt((scores**2).sum(axis=0) * group_count / (group_count - 1)) / counts.sum(axis=0)
    half = t.ppf(0.5 + level / 2, group_count - 1) * spread
    return -half, half


def _bca(
    scores: Numbers, counts: Numbers, group_count: NDArray[np.int_], level: float, weights: Numbers
) -> tuple[Numbers, Numbers]:
    """Return the ends of BCa intervals around centered means."""
    from scipy.special import ndtr, ndtri
    from scipy.stats import t

    resamples = len(weights)
    drawn = weights @ counts
    means = np.divide(weights @ scores, drawn, out=np.zeros_like(drawn), where=drawn > 0)
    below = ((means < 0).mean(axis=0) + (means <= 0).mean(axis=0)) / 2
    bias = ndtri(np.clip(below, 1 / resamples, 1 - 1 / resamples))
    rest = counts.sum(axis=0) - counts
    # The total of the scores is zero, so that without a group it is minus that group's.
    without = np.divide(-scores, rest, out=np.zeros_like(scores), where=rest > 0)
    steps = np.where(counts > 0, without.mean(axis=0) - without, 0.0)
    power = (steps**2).sum(axis=0) ** 1.5
    skew = np.divide((steps**3).sum(axis=0), 6 * power, out=np.zeros_like(power), where=power > 0)
    means.sort(axis=0)
    ends = []
    for side in (-1, 1):
        wide = bias + side * np.sqrt(group_count / (group_count - 1)) * t.ppf(0.5 + level / 2, group_count - 1)
        position = ndtr(bias + wide / np.maximum(1 - skew * wide, 0.1)) * (resamples - 1)
        under = np.clip(np.floor(position).astype(int), 0, resamples - 2)
        part = position - under
        below_it, above_it = (np.take_along_axis(means, (under + up)[np.newaxis], axis=0)[0] for up in (0, 1))
        ends.append(below_it + part * (above_it - below_it))
    return ends[0], ends[1]
