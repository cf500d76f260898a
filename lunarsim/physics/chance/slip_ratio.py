"""How announced dates slip: the log-normal ratio of actual to planned remaining time."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import Floats, Result

OFFSET_DAYS = 30.0
"""Added to both remaining times before their ratio is taken, so that short horizons slip by days, not by shares."""

PRECISION_DAYS = {"day": 0.0, "month": 8.8, "quarter": 26.0, "half": 53.0, "year": 105.0}
"""Standard deviation of a date that is known to its day, month, quarter, half-year or year only [day].

Uniform over the interval that the word stands for: its length over the square root of 12.
"""


def horizon_weight(planned_days: Floats, rise_days: Floats) -> Result:
    """Return the share of a program's and a mission's habit that a plan of this horizon shows.

    Source: saturating form of this project, fit to announced and actual launch dates (docs/model.md, section Slips).

    Parameters
    ----------
    planned_days : float or array [day]
        Planned remaining time.
    rise_days : float or array [day]
        Horizon of half the weight.

    Returns
    -------
    float or array [1]
        From 0 for a launch tomorrow to 1 for one far ahead.
    """
    return planned_days / (planned_days + rise_days)


def date_ln_sd(planned_days: Floats, precision_days: Floats) -> Result:
    """Return what a coarse date adds to the spread of the logarithm of the ratio.

    Source: first-order propagation; bounded by 1, since a plan's date cannot lie before its announcement.

    Parameters
    ----------
    planned_days : float or array [day]
        Planned remaining time.
    precision_days : float or array [day]
        Standard deviation of the planned remaining time.

    Returns
    -------
    float or array [1]
        Standard deviation.
    """
    return precision_days / ((planned_days + OFFSET_DAYS) ** 2 + precision_days**2) ** 0.5


def ratio_ln_sd(weight: Floats, effect_ln_sd: Floats, statement_ln_sd: Floats, coarse_ln_sd: Floats) -> Result:
    """Return the standard deviation of the logarithm of the ratio: it grows with the horizon.

    Source: sum of independent variances (docs/model.md, section Slips).

    Parameters
    ----------
    weight : float or array [1]
        From :func:`horizon_weight`.
    effect_ln_sd : float or array [1]
        Spread between missions, the uncertainty of the program's habit included.
    statement_ln_sd : float or array [1]
        Spread between statements about one mission.
    coarse_ln_sd : float or array [1]
        From :func:`date_ln_sd`.

    Returns
    -------
    float or array [1]
        Standard deviation.
    """
    return np.sqrt(np.square(weight * effect_ln_sd) + np.square(statement_ln_sd) + np.square(coarse_ln_sd))


def ln_ratio(planned_days: Floats, actual_days: Floats, offset_days: Floats) -> Result:
    """Return the logarithm of actual over planned remaining time.

    Source: definition (docs/model.md, section Slips).

    Parameters
    ----------
    planned_days : float or array [day]
        Planned remaining time.
    actual_days : float or array [day]
        Actual remaining time.
    offset_days : float or array [day]
        Added to both.

    Returns
    -------
    float or array [1]
        0 for a plan that was kept.
    """
    return np.log((actual_days + offset_days) / (planned_days + offset_days))
