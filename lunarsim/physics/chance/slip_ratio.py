"""How announced dates slip: the log-normal ratio of actual to planned remaining time, and scores of such forecasts."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import FloatArray, Floats, Result

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


def remaining_days(planned_days: Floats, ln_mean: Floats, ln_sd: Floats, normal: Floats, offset_days: Floats) -> Result:
    """Return the quantile of the actual remaining time at a standard normal number.

    Source: inverse of :func:`ln_ratio`; not before the announcement.

    Parameters
    ----------
    planned_days : float or array [day]
        Planned remaining time.
    ln_mean : float or array [1]
        Mean of the logarithm of the ratio.
    ln_sd : float or array [1]
        Its standard deviation.
    normal : float or array [1]
        0 is the median, 1.2816 the 90 % quantile.
    offset_days : float or array [day]
        Added to both remaining times.

    Returns
    -------
    float or array [day]
        0 or more.
    """
    return np.maximum((planned_days + offset_days) * np.exp(ln_mean + ln_sd * normal) - offset_days, 0.0)


def crps_days(planned_days: Floats, actual_days: Floats, ln_mean: Floats, ln_sd: Floats, offset_days: Floats) -> Result:
    """Return the continuous ranked probability score of a log-normal ratio, in closed form.

    Source: Baran and Lerch, Q. J. R. Meteorol. Soc. 141 (2015), eq. 5; a shift by the offset leaves the score as it is.

    Parameters
    ----------
    planned_days : float or array [day]
        Planned remaining time.
    actual_days : float or array [day]
        Actual remaining time.
    ln_mean : float or array [1]
        Mean of the logarithm of the ratio.
    ln_sd : float or array [1]
        Its standard deviation, above 0.
    offset_days : float or array [day]
        Added to both remaining times.

    Returns
    -------
    float or array [day]
        The score; that of a single date is its error.
    """
    from scipy.special import ndtr

    scale_days = planned_days + offset_days
    outcome_days = actual_days + offset_days
    z = (np.log(np.maximum(outcome_days, 1e-9) / scale_days) - ln_mean) / ln_sd
    mean_days = scale_days * np.exp(ln_mean + np.square(ln_sd) / 2.0)
    overlap = ndtr(z - ln_sd) + ndtr(ln_sd / np.sqrt(2.0)) - 1.0
    return outcome_days * (2.0 * ndtr(z) - 1.0) - 2.0 * mean_days * overlap


def clipped_crps_days(
    planned_days: Floats,
    actual_days: Floats,
    ln_mean: Floats,
    ln_sd: Floats,
    offset_days: Floats,
    clip_days: Floats,
) -> Result:
    """Return the score when forecast and outcome are both clipped at the date of the data.

    Source: Gneiting and Raftery, J. Am. Stat. Assoc. 102 (2007), eq. 20, integrated from the announcement to the clip
    along the forecast's normal number, by Gauss and Legendre's rule with 48 nodes on each side of the outcome.

    Parameters
    ----------
    planned_days : float or array [day]
        Planned remaining time.
    actual_days : float or array [day]
        Actual remaining time; what lies beyond the clip counts as the clip.
    ln_mean : float or array [1]
        Mean of the logarithm of the ratio.
    ln_sd : float or array [1]
        Its standard deviation, above 0.
    offset_days : float or array [day]
        Added to both remaining times.
    clip_days : float or array [day]
        From the announcement to the date of the data.

    Returns
    -------
    float or array [day]
        The score; that of a single date is its error, both clipped.
    """
    from scipy.special import ndtr

    center, spread, scale, shift, clip = np.broadcast_arrays(
        *(
            np.asarray(part, dtype=np.float64)[..., None]
            for part in (ln_mean, ln_sd, np.add(planned_days, offset_days), offset_days, clip_days)
        )
    )
    outcome = np.minimum(np.asarray(actual_days, dtype=np.float64)[..., None], clip)
    nodes, shares = _legendre()

    def normal(days: FloatArray) -> FloatArray:
        z = (np.log(np.maximum(days + shift, 1e-9) / scale) - center) / spread
        clear: FloatArray = np.clip(z, -_SURE, _SURE)
        return clear

    def days_at(z: FloatArray) -> FloatArray:
        days: FloatArray = scale * np.exp(center + spread * z) - shift
        return days

    def integral(low: FloatArray, high: FloatArray, sign: float) -> FloatArray:
        z = low + nodes * (high - low)
        rise = scale * spread * np.exp(center + spread * z)
        total: FloatArray = np.sum(np.square(ndtr(sign * z)) * rise * shares, axis=-1) * (high - low)[..., 0]
        return total

    at_start, at_outcome, at_clip = normal(np.zeros_like(clip)), normal(outcome), normal(clip)
    sure = np.maximum(outcome - np.maximum(days_at(np.full_like(clip, _SURE)), 0.0), 0.0)
    unsure = np.maximum(np.minimum(days_at(np.full_like(clip, -_SURE)), clip) - outcome, 0.0)
    return (
        integral(at_start, at_outcome, 1.0)
        + integral(at_outcome, at_clip, -1.0)
        + np.where(at_outcome >= _SURE, sure, 0.0)[..., 0]
        + np.where(at_outcome <= -_SURE, unsure, 0.0)[..., 0]
    )


_SURE = 8.0
"""Standard normal number beyond which a probability counts as 0 or 1."""


def _legendre() -> tuple[FloatArray, FloatArray]:
    """Return nodes and weights on the unit interval."""
    nodes, weights = np.polynomial.legendre.leggauss(48)
    return (nodes + 1.0) / 2.0, weights / 2.0
