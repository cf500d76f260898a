"""How announced dates slip: the log-normal ratio of actual to planned remaining time."""

from __future__ import annotations

from typing import NamedTuple

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


FAR_DAYS = 6.0 * 365.25
"""Planned remaining time beyond which the record has next to no launches: there a slip is an extrapolation [day]."""


class Forecast(NamedTuple):
    """The logarithm of the ratio of a plan: its mean, and the parts of its standard deviation.

    Parameters
    ----------
    ln_mean : float or array [1]
        Mean.
    effect_ln_sd : float or array [1]
        Of the mission and its program, which other plans of the same mission or program share.
    own_ln_sd : float or array [1]
        Of the statement and of a coarse date.
    """

    ln_mean: Result
    effect_ln_sd: Result
    own_ln_sd: Result

    @property
    def ln_sd(self) -> Result:
        """Standard deviation of the logarithm of the ratio [1]."""
        return np.sqrt(np.square(self.effect_ln_sd) + np.square(self.own_ln_sd))


def forecast(
    planned_days: Floats,
    precision_days: Floats,
    habit_ln_mean: Floats,
    habit_ln_sd: Floats,
    statement_ln_sd: Floats,
    rise_days: Floats,
    far: str = "ratio",
) -> Forecast:
    """Return the logarithm of the ratio of a plan, as the record has it.

    Source: form of this project, fit to announced and actual launch dates (docs/model.md, section Slips). Beyond six
    years, ``far="days"`` keeps the median of the slip in days, and lets its spread in days grow with the square root of
    the horizon, as that of a random walk does; there both are extrapolations.

    Parameters
    ----------
    planned_days : float or array [day]
        Planned remaining time.
    precision_days : float or array [day]
        Standard deviation of the planned remaining time.
    habit_ln_mean : float or array [1]
        Mean for plans far ahead.
    habit_ln_sd : float or array [1]
        Spread between missions for plans far ahead, the uncertainty of the agency's habit included.
    statement_ln_sd : float or array [1]
        Spread between statements about one mission.
    rise_days : float or array [day]
        Horizon of half the weight.
    far : str [1]
        How a slip goes on beyond :data:`FAR_DAYS`: ``ratio``, by the same ratio; ``days``, by the same median in days.

    Returns
    -------
    Forecast [1]
        Mean and spreads.
    """
    near = np.minimum(planned_days, FAR_DAYS) if far == "days" else planned_days
    weight = horizon_weight(near, rise_days)
    mean, effect, own = weight * habit_ln_mean, weight * habit_ln_sd, statement_ln_sd
    if far == "days":
        times = (planned_days + OFFSET_DAYS) / (near + OFFSET_DAYS)
        ratio = 1.0 + np.expm1(mean) / times
        # In days the spread is about the median times the spread of the logarithm.
        narrower = np.exp(mean) / (ratio * np.sqrt(times))
        mean, effect, own = np.log(ratio), effect * narrower, own * narrower
    return Forecast(mean, effect, np.hypot(own, date_ln_sd(planned_days, precision_days)))


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
