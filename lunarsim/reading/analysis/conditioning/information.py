"""Mutual information of signs and an outcome, less what chance alone gives, and how likely chance gives as much."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BINS = 4
"""Equal shares of the runs into which the values of an outcome are cut; never is one more."""

PERMUTATIONS = 500

MOST_ROWS = 20_000
"""Of more samples the first so many are permuted; they are as random as all."""

Numbers = NDArray[np.float64]


class Information(NamedTuple):
    """What signs say of an outcome; arrays along the signs.

    Parameters
    ----------
    bits : array
        Mutual information, corrected for its bias; at least 0 [bit].
    error : array
        Its standard error [bit].
    chance : array
        Probability that signs without any information would give as much somewhere among all of them.
    largest : array, dims (permutation,)
        The largest information of all signs in each permutation of the samples [bit].
    """

    bits: Numbers
    error: Numbers
    chance: Numbers
    largest: Numbers


def information(values: Numbers, seen: Numbers, seed: int) -> Information:
    """Return what binary signs say of an outcome.

    The plug-in estimate from the table of signs and classes of the outcome is corrected by Miller and Madow. The
    baseline permutes the outcomes of whole samples, so that runs of one sample stay together; the probability is that
    of the largest of all signs (Westfall and Young), so that among many signs without information none stands out.

    Parameters
    ----------
    values : array, dims (sample, replicate)
        The outcome, infinity for never, NaN where the run does not count.
    seen : array, dims (sign, sample, replicate)
        1 or 0; NaN where the run does not count.
    seed : int
        Of the permutations.

    References
    ----------
    Miller 1955, Information Theory in Psychology, 95-100 (bias); Westfall and Young 1993, Resampling-Based Multiple
    Testing (largest statistic); Moddemeijer 1989, Signal Processing 16, 233-248 (variance).
    """
    # Samples without a run that counts are neither independent nor to be exchanged with others.
    counted = ~np.isnan(values).all(axis=1)
    values, seen = values[counted][:MOST_ROWS], seen[:, counted][:, :MOST_ROWS]
    classes = _classes(values)
    counts = len(values)
    flat = np.nan_to_num(seen).reshape(len(seen), -1)
    kept = ~np.isnan(values).ravel()
    bits, error = _bits(flat[:, kept], classes.reshape(-1, classes.shape[-1])[kept], counts)
    generator = np.random.default_rng(seed)
    largest = np.empty(PERMUTATIONS)
    for index in range(PERMUTATIONS):
        moved = classes[generator.permutation(len(classes))].reshape(-1, classes.shape[-1])
        largest[index] = _bits(flat[:, kept], moved[kept], counts)[0].max(initial=0.0)
    return Information(np.maximum(bits, 0.0), error, chance_of(bits, largest), largest)


def chance_of(bits: Numbers, largest: Numbers) -> Numbers:
    """Return the probability that signs without information give as much somewhere, dims (sign,)."""
    as_large = (largest[np.newaxis] >= bits[:, np.newaxis]).sum(axis=1)
    probability: Numbers = (1 + as_large) / (1 + len(largest))
    return probability


def _classes(values: Numbers) -> Numbers:
    """Return the class of each value as one of several columns, dims (sample, replicate, class)."""
    reached = values[np.isfinite(values)]
    edges = np.quantile(reached, np.arange(1, BINS) / BINS) if reached.size else np.empty(0)
    index = np.searchsorted(np.unique(edges), values, side="left")
    index = np.where(np.isinf(values), len(edges) + 1, index)
    index = np.where(np.isnan(values), -1, index)
    member: Numbers = (index[..., np.newaxis] == np.unique(index[index >= 0])).astype(np.float64)
    return member


def _bits(seen: Numbers, classes: Numbers, independent: int) -> tuple[Numbers, Numbers]:
    """Return corrected information and its standard error for each sign; ``independent`` rows are so many.

    A run without a class, as permutations bring from samples of which some runs failed, does not count.
    """
    runs = max(float(classes.sum()), 1.0)
    together = seen @ classes
    table = np.stack([together, classes.sum(axis=0) - together], axis=1) / runs
    of_sign, of_class = table.sum(axis=2, keepdims=True), table.sum(axis=1, keepdims=True)
    product = of_sign * of_class
    ratio = np.divide(table, product, out=np.ones_like(table), where=(table > 0) & (product > 0))
    each = np.log2(ratio)
    plain = (table * each).sum(axis=(1, 2))
    variance = np.maximum((table * each**2).sum(axis=(1, 2)) - plain**2, 0.0) / independent
    freedom = ((of_sign > 0).sum(axis=(1, 2)) - 1) * ((of_class > 0).sum(axis=(1, 2)) - 1)
    return plain - freedom / (2 * runs * np.log(2)), np.sqrt(variance)
