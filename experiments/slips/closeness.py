"""How far simulated dates are from the fit, and calibrations that come nearer."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr, ndtri

from experiments.slips.targets import Target
from lunarsim.physics.chance.plan_bands import NINE_TENTHS
from lunarsim.world.programs.calibrations import Calibration

MOST_SHIFT, BELOW, ABOVE = 0.5, (0.2, 1.3), (0.2, 2.0)
"""Most that a shift, least and most that the factors may be. Waits, none of which is negative, cut off the early side,
so that it may be wider than that of the fit. Where they do, the shift brings the rest forward, and the late side must
be much wider to be where the fit has it. The shift leaves the median at the plan at the
earliest: what waits make later than the fit must not bring a mission forward where they are off."""
SEARCH = (
    *((0.12, 1.0, 1.0), (-0.12, 1.0, 1.0), (0.06, 0.8, 0.8), (-0.06, 1.25, 1.25), (0.04, 1.0, 1.0), (-0.04, 1.0, 1.0)),
    *((0.0, 0.85, 0.85), (0.0, 1.18, 1.18), (0.08, 1.3, 0.85), (0.04, 1.0, 0.9), (-0.04, 1.0, 1.1), (-0.1, 1.0, 1.25)),
)
"""What is added to the shift, and the factors on the spreads, of the trials about the best of a mission far off."""
YEARS, WEIGHT = (2030, 2035, 2040), 4.0
"""By the ends of these years plans are read; how much a squared difference there counts."""
EVER_WEIGHT = 25.0
"""The same of the share that flies within the horizon: a wide late side may come near the fit in all else by putting
some runs off for good, which no reader of dates would see."""
PARTS = (0.0, 0.3, 0.7, 1.0)
"""Ends of the early, middle and late part of the fit [1]."""


def differences(days: np.ndarray, fitted: np.ndarray) -> np.ndarray:
    """Return by how much more runs have flown than the fit says, on days by equal steps of the fit's probability [1].

    Parameters
    ----------
    days, fitted : array
        Day of the first launch by run, simulated and by the fit; infinity for none [day].
    """
    days, fitted = np.sort(days[np.isfinite(days)]), np.sort(fitted[np.isfinite(fitted)])
    flown = np.searchsorted(days, fitted, side="right") / days.size
    by_fit = (np.arange(fitted.size) + 0.5) / fitted.size
    more: np.ndarray = flown - by_fit
    return more


def distance(days: np.ndarray, fitted: np.ndarray, ends: Sequence[float]) -> float:
    """Return how far dates are from the fit: squared differences of probability over all of it, at some days, and ever.

    Parameters
    ----------
    days, fitted : array
        As of :func:`differences`.
    ends : sequence of float
        Those days [day].
    """
    known = [one[np.isfinite(one)] for one in (days, fitted)]
    at_ends = [float(np.mean(known[0] < end) - np.mean(known[1] < end)) for end in ends]
    # What is put off beyond the horizon is not among them.
    ever = float(np.isfinite(days).mean() - np.isfinite(fitted).mean())
    at_all = float(np.mean(np.square(differences(days, fitted))))
    return at_all + WEIGHT * math.fsum(off * off for off in at_ends) + EVER_WEIGHT * ever * ever


def tried(calibration: Calibration, trial: tuple[float, float, float], ln_mean: float) -> Calibration:
    """Return a calibration moved by a trial of :data:`SEARCH`."""
    shift, below, above = trial
    return limited(calibration.ln_shift + shift, calibration.below * below, calibration.above * above, ln_mean)


def limited(shift: float, below: float, above: float, ln_mean: float) -> Calibration:
    """Return a calibration within its limits; ``ln_mean`` is the mean of the mission's own fit [1]."""
    limits = (min(-ln_mean, 0.0), MOST_SHIFT), BELOW, ABOVE
    return Calibration(
        *(float(np.clip(value, *ends)) for value, ends in zip((shift, below, above), limits, strict=True))
    )


def found_quantiles(more: np.ndarray, target: Target) -> np.ndarray:
    """Return the logarithms of ratios at 10, 50 and 90 % as mean differences of probability over the parts tell them.

    Parameters
    ----------
    more : array
        As of :func:`differences`.
    target : Target
        What the mission is calibrated to.
    """
    low, median, high = target.quantiles
    spreads = (median - low) / NINE_TENTHS, (high - low) / (2.0 * NINE_TENTHS), (high - median) / NINE_TENTHS
    found = []
    for wanted, spread, first, last in zip(target.quantiles, spreads, PARTS, PARTS[1:], strict=False):
        ends = [round(end * more.size) for end in (first, last)]
        # Mean density of a standard normal number over a part of its probability: the integral of its square.
        squared = np.diff(ndtr(math.sqrt(2.0) * ndtri((first, last))))[0] / (2.0 * math.sqrt(math.pi))
        found.append(wanted - float(more[ends[0] : ends[1]].mean()) * spread * (last - first) / squared)
    return np.array(found)


def adjusted(calibration: Calibration, found: np.ndarray, target: Target, ln_mean: float, step: float) -> Calibration:
    """Return a calibration that comes nearer to its target: the median by its shift, the others by its factors.

    ``ln_mean`` is the mean of the mission's own fit [1].
    """
    low, median, high = found
    wanted_low, wanted_median, wanted_high = target.quantiles
    shift = calibration.ln_shift + step * (wanted_median - median)
    below = calibration.below * ((wanted_median - wanted_low) / max(median - low, 1e-3)) ** step
    above = calibration.above * ((wanted_high - wanted_median) / max(high - median, 1e-3)) ** step
    return limited(shift, below, above, ln_mean)
