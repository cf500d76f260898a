"""The course of a reaction in time, here of a batch of molten-salt electrolysis."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import Floats, Result


def first_order_rate_per_hour(converted: Floats, time_hours: Floats) -> Result:
    """Return the rate of a first-order reaction from one point of its course.

    Source: first-order kinetics; for FFC electrolysis it overrates the end (Lomax et al. 2020, Planet. Space Sci.
    180:104748).

    Parameters
    ----------
    converted : float or array [1]
        Share converted by then, below 1.
    time_hours : float or array [h]
        Time passed.

    Returns
    -------
    float or array [1/h]
        Rate.
    """
    return -np.log1p(-np.asarray(converted))[()] / time_hours


def first_order_conversion(rate_per_hour: Floats, time_hours: Floats) -> Result:
    """Return the share that a first-order reaction has converted.

    Source: first-order kinetics (Lomax et al. 2020, Planet. Space Sci. 180:104748, for FFC electrolysis).

    Parameters
    ----------
    rate_per_hour : float or array [1/h]
        Rate.
    time_hours : float or array [h]
        Time passed.

    Returns
    -------
    float or array [1]
        Share converted.
    """
    return -np.expm1(-rate_per_hour * time_hours)
