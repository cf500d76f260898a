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
    never: Floats = 0.0,
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
    never : float or array [1]
        Probability that it never comes, whatever the ratio.

    Returns
    -------
    float or array [day]
        The score; that of a single date is its error, both clipped.
    """
    share = 1.0 - np.asarray(never, dtype=np.float64)
    return _scaled_crps_days(planned_days, actual_days, ln_mean, ln_sd, offset_days, clip_days, share)


def truncated_crps_days(
    planned_days: Floats, actual_days: Floats, ln_mean: Floats, ln_sd: Floats, offset_days: Floats, clip_days: Floats
) -> Result:
    """Return the score of the forecast given that the date comes before that of the data.

    It is the score for rows that are known because they came: what came later is missing from their table.

    Source: Gneiting and Raftery, J. Am. Stat. Assoc. 102 (2007), eq. 20, of the forecast truncated at the clip.

    Parameters
    ----------
    planned_days : float or array [day]
        Planned remaining time.
    actual_days : float or array [day]
        Actual remaining time, at most the clip.
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
        The score.
    """
    came = np.maximum(flown_by(planned_days, clip_days, ln_mean, ln_sd, offset_days), 1e-9)
    return _scaled_crps_days(planned_days, actual_days, ln_mean, ln_sd, offset_days, clip_days, 1.0 / came)


def flown_by(planned_days: Floats, elapsed_days: Floats, ln_mean: Floats, ln_sd: Floats, offset_days: Floats) -> Result:
    """Return the probability that a mission that flies has flown some days after the announcement of its date.

    Source: definition of the log-normal ratio (docs/dates.md).

    Parameters
    ----------
    planned_days : float or array [day]
        Planned remaining time.
    elapsed_days : float or array [day]
        Days after the announcement.
    ln_mean : float or array [1]
        Mean of the logarithm of the ratio.
    ln_sd : float or array [1]
        Its standard deviation, above 0.
    offset_days : float or array [day]
        Added to both remaining times.

    Returns
    -------
    float or array [1]
        Probability.
    """
    from scipy.special import ndtr

    ratio = np.maximum(np.add(elapsed_days, offset_days), 1e-9) / np.add(planned_days, offset_days)
    return ndtr((np.log(ratio) - ln_mean) / ln_sd)


def _scaled_crps_days(
    planned_days: Floats,
    actual_days: Floats,
    ln_mean: Floats,
    ln_sd: Floats,
    offset_days: Floats,
    clip_days: Floats,
    share: Floats,
) -> Result:
    """Return the integral of the squared error of ``share`` times the distribution function, up to the clip [day]."""
    from scipy.special import ndtr

    center, spread, scale, shift, clip, factor = np.broadcast_arrays(
        *(
            np.asarray(part, dtype=np.float64)[..., None]
            for part in (ln_mean, ln_sd, np.add(planned_days, offset_days), offset_days, clip_days, share)
        )
    )
    outcome = np.minimum(np.asarray(actual_days, dtype=np.float64)[..., None], clip)
    nodes, shares = _legendre()

    def normal(days: FloatArray) -> FloatArray:
        z = (np.log(np.maximum(days + shift, 1e-9) / scale) - center) / spread
        clear: FloatArray = np.clip(z, -_SURE, _SURE)
        return clear

    def days_at(z: float) -> FloatArray:
        days: FloatArray = np.clip(scale * np.exp(center + spread * z) - shift, 0.0, clip)
        return days

    def integral(low: FloatArray, high: FloatArray, come: bool) -> FloatArray:
        z = low + nodes * (high - low)
        rise = scale * spread * np.exp(center + spread * z)
        error = factor * ndtr(z) - (1.0 if come else 0.0)
        total: FloatArray = np.sum(np.square(error) * rise * shares, axis=-1) * (high - low)[..., 0]
        return total

    at_start, at_outcome, at_clip = normal(np.zeros_like(clip)), normal(outcome), normal(clip)
    # Where the distribution function is 0 or 1, the error is constant.
    none, all_of_it = days_at(-_SURE), days_at(_SURE)
    unsure = np.maximum(none - outcome, 0.0)
    too_early = np.square(factor) * np.maximum(outcome - all_of_it, 0.0)
    too_late = np.square(1.0 - factor) * np.maximum(clip - np.maximum(all_of_it, outcome), 0.0)
    return (
        integral(at_start, at_outcome, False)
        + integral(at_outcome, at_clip, True)
        + (unsure + too_early + too_late)[..., 0]
    )


_SURE = 8.0
"""Standard normal number beyond which a probability counts as 0 or 1."""


def _legendre() -> tuple[FloatArray, FloatArray]:
    """Return nodes and weights on the unit interval."""
    nodes, weights = np.polynomial.legendre.leggauss(48)
    return (nodes + 1.0) / 2.0, weights / 2.0
