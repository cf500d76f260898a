"""Intervals of means and of differences of shares, over samples or over groups of rows that belong together.

The interval of a mean is a bootstrap's, BCa (bias-corrected and accelerated) at levels widened as Student's
distribution is wider than the normal one. Of 90 % intervals from 50 samples, 4,000 datasets of each kind, this share
held the true mean [%]:

========================  ===============  ===========  ===========  ===============  ===========  ===========
samples: share, kind   50: normal       exponential  all equal    200: normal      exponential  all equal
=====================  ===============  ===========  ===========  ===============  ===========  ===========
0.02                   86, taken 100    50, 58       57, 63       73, taken 99     78, 85       93, 97
0.05                   77, taken 100    74, 81       83, 94       80, taken 95     87, 85       90, 92
0.10                   75, taken 98     82, 85       96, 99       85, taken 87     87, 85       88, 89
0.20                   80, taken 95     86, 89       92, 94       87, taken 87     90, 90       90, 90
=====================  ===============  ===========  ===========  ===============  ===========  ===========

What no sample has met, no interval knows of: where an effect is that rare, fewer hold its mean.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

FEWEST = 10
"""From fewer groups than this a bootstrap knows too little of the tails, and Student's interval stands instead."""

FEW_DIFFER = 20
"""Where fewer groups than this, and less than half, differ from the value that most share, no bootstrap is made."""

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
    alike, alike_low, alike_high = _mostly_alike(sums, counts, group_count, level)
    low[alike], high[alike] = alike_low, alike_high
    weights: Numbers | None = None
    many = np.flatnonzero((group_count >= FEWEST) & ~alike)
    for first in range(0, len(many), COLUMNS_AT_ONCE):
        part = many[first : first + COLUMNS_AT_ONCE]
        if weights is None:
            groups = len(sums)
            drawn = np.random.default_rng(seed).multinomial(groups, np.full(groups, 1 / groups), size=resamples)
            weights = drawn.astype(np.float64)
        low[part], high[part] = _bca(scores[:, part], counts[:, part], group_count[part], level, weights)
    return _uncentered(means, low), _uncentered(means, high)


def share_difference_intervals(values: Numbers, together: int, level: float) -> tuple[Numbers, Numbers]:
    """Return the ends of intervals of mean differences of shares, from -1 to 1.

    Agresti and Min's: a pair that differs is added, half of it in each direction, and one that does not; so the
    interval has a width where all pairs differ alike. It is of the second moment of the differences and needs no counts
    of four kinds of pairs, so that samples may differ by a part, the mean of their replicates. Student's distribution
    stands for the normal one, with a degree of freedom for each group that differs, the added one included: from five
    differences in one direction on there is a direction, as by the sign test. Where no pair differs, nothing does.

    Parameters
    ----------
    values : array, dims (sample, column)
        Differences from -1 to 1, NaN where nothing counts.
    together : int
        Rows in turn that belong together; 0 where no rows are independent, so that there is no interval.
    level : float
        Confidence level.

    Returns
    -------
    tuple of arrays, dims (column,)
        Low and high ends; NaN from fewer than two groups.

    References
    ----------
    Agresti and Min 2005, Stat. Med. 24, 729-740.
    """
    from scipy.stats import t

    columns = values.shape[1]
    if not together:
        return np.full(columns, np.nan), np.full(columns, np.nan)
    sums, counts = _groups(values, together)
    groups = (counts > 0).sum(axis=0)
    known = groups >= 2
    total = np.where(known, counts.sum(axis=0), 1.0)
    means = sums.sum(axis=0) / total
    scores = np.where(counts > 0, sums - means * counts, 0.0) * groups / total
    differing = ((counts > 0) & (np.abs(sums) > ROUNDING)).sum(axis=0)
    squares = (scores**2).sum(axis=0) + 2 * groups * means**2 / (groups + 2) + 1
    half = t.ppf(0.5 + level / 2, differing + 1) * np.sqrt(squares) / (groups + 2)
    half = np.where(known, np.where(differing > 0, half, 0.0), np.nan)
    center = groups * means / (groups + 2)
    return np.clip(center - half, -1.0, 1.0), np.clip(center + half, -1.0, 1.0)


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


def _mostly_alike(
    sums: Numbers, counts: Numbers, group_count: NDArray[np.int_], level: float
) -> tuple[NDArray[np.bool_], Numbers, Numbers]:
    """Return the columns in which few groups differ from what most share, and their ends around the means."""
    from scipy.stats import t

    there = counts > 0
    means = np.divide(sums, counts, out=np.full_like(sums, np.nan), where=there)
    enough = group_count >= FEWEST
    shared = np.zeros(len(group_count))
    shared[enough] = np.nanmedian(means[:, enough], axis=0)
    apart = there & (np.abs(means - shared) > ROUNDING * np.abs(shared))
    differing = apart.sum(axis=0)
    alike = enough & (differing < FEW_DIFFER) & (2 * differing < group_count)
    scores = np.where(apart, sums - shared * counts, 0.0)[:, alike]
    error = np.sqrt((scores**2).sum(axis=0)) / counts[:, alike].sum(axis=0)
    half = t.ppf(0.5 + level / 2, np.maximum(differing[alike], 1)) * error
    return alike, -half, half


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
