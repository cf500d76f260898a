"""Quantiles of the actual remaining time of an announced date."""

from __future__ import annotations

import numpy as np

from lunarsim.physics.chance.slip_ratio import OFFSET_DAYS


def remaining_days(planned_days, ln_mean, ln_sd, normal):
    """Return the quantile of the actual remaining time at a standard normal number, not before the announcement [day].

    The ratio of actual to planned remaining time, both with the offset, is log-normal.

    Parameters
    ----------
    planned_days : float or array [day]
        Planned remaining time.
    ln_mean, ln_sd : float or array [1]
        Mean and standard deviation of the logarithm of the ratio.
    normal : float or array [1]
        0 is the median, 1.2816 the 90 % quantile.
    """
    ratio = np.exp(np.asarray(ln_mean) + np.asarray(ln_sd) * normal)
    return np.maximum((np.asarray(planned_days) + OFFSET_DAYS) * ratio - OFFSET_DAYS, 0.0)
