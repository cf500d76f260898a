"""The value of information, from values of options in samples of the uncertain factors.

The value of perfect information (EVPI) is how much better one fares if all is known before an option is chosen; of a
factor (EVPPI), if that alone is known; of a sample (EVSI), if a measurement with an error is made first. EVPPI rests
on a regression of the options on the factor; EVSI on the same curve, weighted by how likely each stored value gives
what is measured.

References
----------
Strong, Oakley and Brennan 2014, Medical Decision Making 34, 311-326 (EVPPI by regression); Menzies 2016, ibid. 36,
308-320 (EVSI by weights of stored draws); Heath et al. 2020, ibid. 40, 314-326 (a comparison of methods for EVSI).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

KNOTS = (3, 4, 5, 6)
"""Numbers of knots of the natural cubic splines that are tried."""

ROUNDING = 1e-12
"""What is less than this share of the greatest value is nothing."""

ERRORS = 9
"""Errors of a measurement that are taken for each true value, with the weights of Gauss and Hermite."""

MOST_STATES = 1024
"""More samples are thinned where each is held against each."""


class Curve(NamedTuple):
    """What the options are worth along a factor.

    Parameters
    ----------
    fitted : array, dims (option, sample)
        The regression of each option on the factor.
    basis : array, dims (sample, term)
        Terms that were taken, by the error of predicting each sample from the others.
    """

    fitted: Numbers
    basis: Numbers


def perfect(values: Numbers) -> float:
    """Return the expected value of perfect information.

    Parameters
    ----------
    values : array, dims (option, sample)
        What each option is worth in each sample; more is better.

    Returns
    -------
    float
        Mean of the best of each sample, less the best mean; never below zero.
    """
    gain = float(values.max(axis=0).mean() - values.mean(axis=1).max())
    return gain if gain > ROUNDING * float(np.abs(values).max(initial=0.0)) else 0.0


def curve(values: Numbers, unit: Numbers, physical: Numbers) -> Curve:
    """Return the regression of options on a factor.

    Tried are a constant, straight lines in the value of the factor, in its quantile and in its normal score, and
    natural cubic splines in the quantile; that is taken which predicts each sample best from the others (leaving one
    out, over all options together).

    Parameters
    ----------
    values : array, dims (option, sample)
        What each option is worth.
    unit, physical : array, dims (sample,)
        The factor as unit quantile and in its own units.
    """
    # What options share says nothing of the choice; without it the curves are those of their differences.
    relative = values - values.mean(axis=0)
    best, best_error = _constant(len(unit)), np.inf
    for basis in terms_tried(unit, physical):
        fitted, leverage = _fit(relative, basis)
        error = float((((relative - fitted) / (1 - np.minimum(leverage, 0.99))) ** 2).sum())
        # A richer curve must be better by more than rounding.
        if error < best_error * (1 - 1e-9):
            best, best_error = basis, error
    fitted, _ = _fit(relative, best)
    return Curve(fitted, best)


def refit(values: Numbers, basis: Numbers) -> Numbers:
    """Return the fitted values of options, dims (option, sample), with terms that are given."""
    return _fit(values - values.mean(axis=0), basis)[0]


def measured(fitted: Numbers, states: Numbers, error: float) -> float:
    """Return the expected value of a measurement of a factor (EVSI).

    For each true value and each error that a measurement may have, the options are worth what they are on average
    where the factor could have given it, by the normal density of the error.

    Parameters
    ----------
    fitted : array, dims (option, sample)
        The options along the factor, of :func:`curve`.
    states : array, dims (sample,)
        The factor on the scale on which the error is normal.
    error : float
        Standard deviation of the measurement on that scale.
    """
    step = -(-len(states) // MOST_STATES)
    order = np.argsort(states, kind="stable")[::step]
    states, fitted = states[order], fitted[:, order]
    best = fitted.mean(axis=1).max()
    if error <= 0:
        return max(0.0, float(fitted.max(axis=0).mean() - best))
    total = 0.0
    deviations, shares = np.polynomial.hermite_e.hermegauss(ERRORS)
    for deviation, part in zip(deviations, shares / shares.sum(), strict=True):
        distance = (states[:, np.newaxis] + deviation * error - states) / error
        weights = np.exp(-0.5 * distance**2)
        weights /= weights.sum(axis=1, keepdims=True)
        total += part * float(np.einsum("ik,dk->di", weights, fitted).max(axis=0).mean())
    return min(max(0.0, total - float(best)), max(0.0, float(fitted.max(axis=0).mean() - best)))


def _constant(count: int) -> Numbers:
    return np.ones((count, 1))


def terms_tried(unit: Numbers, physical: Numbers) -> list[Numbers]:
    """Return the sets of terms that :func:`curve` chooses from, each with dims (sample, term)."""
    from scipy.special import ndtri

    one = np.ones_like(unit)
    found = [_constant(len(unit))]
    for line in (physical, unit, ndtri(np.clip(unit, 1e-9, 1 - 1e-9))):
        spread = line.std()
        if np.isfinite(spread) and spread > 0:
            found.append(np.stack([one, (line - line.mean()) / spread], axis=1))
    found += [_natural_spline(unit, knots) for knots in KNOTS if len(unit) > 10 * knots]
    return found


def _natural_spline(x: Numbers, knots: int) -> Numbers:
    """Return the terms of a natural cubic spline (Hastie, Tibshirani and Friedman 2009, 5.2.1), dims (sample, knot)."""
    at = np.quantile(x, np.linspace(0.05, 0.95, knots))

    def cubic(place: int) -> Numbers:
        last: Numbers = np.maximum(x - at[-1], 0) ** 3
        part: Numbers = (np.maximum(x - at[place], 0) ** 3 - last) / (at[-1] - at[place])
        return part

    terms = [np.ones_like(x), x - x.mean()]
    terms += [cubic(place) - cubic(knots - 2) for place in range(knots - 2)]
    return np.stack(terms, axis=1)


def _fit(values: Numbers, basis: Numbers) -> tuple[Numbers, Numbers]:
    """Return least squares, dims (option, sample), and the leverage of each sample."""
    axes, _ = np.linalg.qr(basis)
    fitted: Numbers = np.einsum("sk,dk->ds", axes, np.einsum("sk,ds->dk", axes, values))
    leverage: Numbers = (axes**2).sum(axis=1)
    return fitted, leverage
