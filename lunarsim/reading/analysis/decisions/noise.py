"""What a search among factors brings where none of them says anything of the choice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lunarsim.reading.analysis.decisions.information import Numbers, terms_tried

AT_ONCE = 60_000
"""Numbers of shuffled options that are held in memory together."""


def largest_of_noise(values: Numbers, known: Sequence[tuple[Numbers, Numbers]], shuffles: int, seed: int) -> Numbers:
    """Return the largest EVPPI among factors for each shuffle of the samples, dims (shuffle,).

    Shuffled together, the options lose all that factors say of them and keep what they are worth, and factors keep
    their values; so the largest of all factors is what the search alone brings, however many there are.

    Parameters
    ----------
    values : array, dims (option, sample)
        What each option is worth.
    known : sequence of pairs of arrays, dims (sample,)
        Each factor as unit quantile and in its own units.
    shuffles : int
        How often.
    seed : int
        Of the shuffles.

    References
    ----------
    Westfall and Young 1993, Resampling-Based Multiple Testing (largest statistic).
    """
    generator = np.random.default_rng(seed)
    relative = values - values.mean(axis=0)
    largest = np.zeros(shuffles)
    part = max(1, AT_ONCE // values.size)
    for start in range(0, shuffles, part):
        orders = [generator.permutation(values.shape[1]) for _ in range(min(part, shuffles - start))]
        shuffled = np.stack([relative[:, order] for order in orders], axis=1)
        for unit, physical in known:
            gains = _gains(shuffled, unit, physical)
            largest[start : start + len(gains)] = np.maximum(largest[start : start + len(gains)], gains)
    return largest


def _gains(shuffled: Numbers, unit: Numbers, physical: Numbers) -> Numbers:
    """Return EVPPI of a factor by the rule of ``curve``, dims (shuffle,), of options (option, shuffle, sample)."""
    best_error = np.full(shuffled.shape[1], np.inf)
    best_gain = np.zeros(shuffled.shape[1])
    for basis in terms_tried(unit, physical):
        axes, _ = np.linalg.qr(basis)
        fitted = (shuffled @ axes) @ axes.T
        gain = fitted.max(axis=0).mean(axis=1) - fitted.mean(axis=2).max(axis=0)
        fitted -= shuffled
        fitted /= 1 - np.minimum((axes**2).sum(axis=1), 0.99)
        error = np.einsum("drs,drs->r", fitted, fitted)
        better = error < best_error * (1 - 1e-9)
        best_error = np.where(better, error, best_error)
        best_gain = np.where(better, gain, best_gain)
    return np.maximum(best_gain, 0.0)
