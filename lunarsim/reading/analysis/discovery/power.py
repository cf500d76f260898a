"""How strong a limit must be to be found with so many samples among so many factors."""

from __future__ import annotations

import math

from lunarsim.reading.analysis.discovery.chosen_box import FOLDS, MOST_CHANCE
from lunarsim.reading.analysis.discovery.limits import of_strength

FOUND = 1.282
"""Standard errors above what is needed, so that nine of ten sweeps have it."""


def detectable(base_rate: float, samples: int, among: int) -> dict[str, float]:
    """Return how often the target must be met in the two halves of a factor for a limit between them to be found.

    A limit is found where chance alone gives one as strong, of all that could be set, with a probability of
    :data:`MOST_CHANCE` at most, in all samples and in the four fifths of them whose box is held against the last fifth.
    Its strength is how much more often one half meets the target than all samples, in standard errors, and scatters by
    one of them.

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
    error = math.sqrt(base_rate * (1 - base_rate) / (samples * (1 - 1 / FOLDS)))
    more = (_needed(among) + FOUND) * error
    inside, outside = base_rate + more, base_rate - more
    if inside > 1 or outside < 0:
        inside = outside = math.nan
    return {"detectable_inside": inside, "detectable_outside": outside}


def _needed(among: int) -> float:
    """Return the strength of which chance alone gives none among so many factors, apart from one case of twenty."""
    low, high = 1.0, 20.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if among * of_strength(middle) > MOST_CHANCE else (low, middle)
    return high
