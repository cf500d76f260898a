"""How strong a limit must be to be found with so many samples among so many factors."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from lunarsim.reading.analysis.discovery.chosen_box import FOLDS, MOST_CHANCE
from lunarsim.reading.analysis.discovery.limits import of_strength, tail

FOUND = 0.9
"""Share of sweeps in which a limit is to be found."""

WIDE = 4.5
"""Standard errors beyond which what chance gives is left aside."""


def detectable(base_rate: float, samples: int, among: int) -> dict[str, float]:
    """Return how often the target must be met in the two halves of a factor for a limit between them to be found.

    A limit is found where chance alone gives one as strong, of all that could be set, with a probability of
    :data:`MOST_CHANCE` at most, in all samples and in the four fifths of them whose box is held against the last fifth.
    How many of the samples of a half meet the target scatters as a binomial does, so not at all where none or all do.

    Parameters
    ----------
    base_rate : float
        Share of all samples that meet the target.
    samples : int
        How many there are.
    among : int
        Factors and categories that could be limited.

    Returns
    -------
    dict
        ``detectable_inside`` and ``detectable_outside``, found in nine of ten sweeps; NaN where no difference would be.
    """
    half = round(samples * (1 - 1 / FOLDS) / 2)
    least = _least_kept(half, base_rate, among)
    low, high = 0.0, min(base_rate, 1 - base_rate)
    if _power(half, base_rate + high, base_rate - high, least) < FOUND:
        return {"detectable_inside": math.nan, "detectable_outside": math.nan}
    for _ in range(14):
        middle = (low + high) / 2
        is_found = _power(half, base_rate + middle, base_rate - middle, least) >= FOUND
        low, high = (low, middle) if is_found else (middle, high)
    return {"detectable_inside": base_rate + high, "detectable_outside": base_rate - high}


def _power(half: int, inside: float, outside: float, least: NDArray[np.int_]) -> float:
    """Return in how many sweeps a limit is found, by :func:`_least_kept`."""
    from scipy.stats import binom

    met = np.arange(len(least))
    return float((binom.pmf(met, half, outside) * binom.sf(least - 1, half, inside)).sum())


def _least_kept(half: int, base_rate: float, among: int) -> NDArray[np.int_]:
    """Return how many of a half must meet the target at least for a limit, by how many of the other half do.

    From none of the other half to as many as are likely where both halves are alike; one more than there are where no
    number would do.
    """
    from scipy.stats import norm

    highest = float(norm.sf(_needed(among)))
    most = math.ceil(half * base_rate + WIDE * math.sqrt(half * base_rate * (1 - base_rate)))
    found = np.empty(min(half, most) + 1, dtype=int)
    kept = 0
    for met in range(len(found)):
        # The more of the other half meet it, the more must.
        while kept <= half and tail(2 * half, met + kept, half, kept) > highest:
            kept += 1
        found[met] = kept
    return found


def _needed(among: int) -> float:
    """Return the strength of which chance alone gives none among so many factors, apart from one case of twenty."""
    low, high = 1.0, 20.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if among * of_strength(middle) > MOST_CHANCE else (low, middle)
    return high
