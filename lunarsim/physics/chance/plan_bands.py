"""Dates that nobody announced: the band that their author gave, as the spread of a ratio; and what a ratio means."""

from __future__ import annotations

import math

import numpy as np

from lunarsim.physics.chance.slip_ratio import OFFSET_DAYS
from lunarsim.words.arrays import Floats, Result

NINE_TENTHS = 1.2815515655446004
"""Standard normal number that is exceeded in one case of ten [1]."""


def band_ln_sd(planned_days: Floats, end_days: Floats) -> Result:
    """Return the spread of the logarithm of actual over planned remaining time on one side of an assumed date.

    Source: definition; one case in ten lies beyond each end of a band (docs/dates.md).

    Parameters
    ----------
    planned_days : float or array [day]
        Planned remaining time, the median.
    end_days : float or array [day]
        Remaining time of the earliest or latest date that is plausible.

    Returns
    -------
    float or array [1]
        Standard deviation of the normal distribution of which that side is a half.
    """
    return np.abs(np.log((end_days + OFFSET_DAYS) / (planned_days + OFFSET_DAYS))) / NINE_TENTHS


def slipped_days(planned_days: float, ln_ratio: float) -> float:
    """Return by how much the logarithm of actual over planned remaining time puts a plan off.

    Source: inverse of :func:`lunarsim.physics.chance.slip_ratio.ln_ratio`, not before the day of the plan.

    Parameters
    ----------
    planned_days : float [day]
        Planned remaining time.
    ln_ratio : float [1]
        Logarithm of the ratio, both times with the offset of short horizons.

    Returns
    -------
    float [day]
        At least ``-planned_days``.
    """
    return max((planned_days + OFFSET_DAYS) * math.expm1(ln_ratio), -planned_days)
