"""Scores of forecasts of dates whose ratio of actual to planned remaining time is log-normal."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import FloatArray, Floats, Result


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
