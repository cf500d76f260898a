"""How yearly budgets wander about what a plan needs, year by year over arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def budget_path(normals: np.ndarray, reversion_per_year: float, ln_sd_per_year: float) -> np.ndarray:
    """Return yearly money over what the plan needs, dims (..., year + 1); its expectation is 1 in every year.

    The logarithm is an AR(1) process that starts at zero, less half its variance; the deviation of a year is the sum of
    all shocks up to it, each as far as it has decayed.

    Parameters
    ----------
    normals : array [1], dims (..., year)
        Standard normal draws, one for each year after the first.
    reversion_per_year : float [1/yr]
        Rate at which a deviation decays.
    ln_sd_per_year : float [1]
        Standard deviation of the yearly shock.
    """
    years = np.arange(normals.shape[-1] + 1)
    age = np.subtract.outer(years[1:], years[1:])
    left = np.where(age >= 0, np.exp(-reversion_per_year * np.maximum(age, 0)), 0.0) * ln_sd_per_year
    ln_ratio = normals @ left.T - np.square(left).sum(axis=1) / 2.0
    return np.exp(np.concatenate([np.zeros((*normals.shape[:-1], 1)), ln_ratio], axis=-1))


def linked_factor(factor: np.ndarray, ln_variance: np.ndarray, elasticity: float) -> np.ndarray:
    """Return what a log-normal factor of mean 1 does to a budget over an elasticity; the expectation stays 1."""
    return np.power(factor, elasticity) * np.exp(elasticity * (1.0 - elasticity) * ln_variance / 2.0)


def fixed_levels(budgets: Sequence[float], lag_years: float, follows: float, bound: float) -> np.ndarray:
    """Return fixed cost over that of the plan, by year: in part a mean of past budgets whose weights fade by the lag.

    The rest is as in the plan. The plan's own level stands for the time before; nine tenths of a year's budget is the
    most that fixed cost takes, so the means hold for budgets that never come near that.

    Parameters
    ----------
    budgets : sequence of float [1], dims (year,)
        Money over that of the plan.
    lag_years : float [yr]
        Lag.
    follows : float [1]
        Part that follows.
    bound : float [1]
        Share of the planned budget that fixed cost takes.
    """
    keep = np.exp(-1.0 / lag_years)
    budgets = np.asarray(budgets)
    levels = []
    for year in range(len(budgets)):
        weights = (1.0 - keep) * keep ** np.arange(year - 1, -1, -1.0)
        levels.append(1.0 - follows + follows * (keep**year + weights @ budgets[1 : year + 1]))
    levels = np.array(levels)
    assert (bound * levels < 0.9 * budgets).all()
    return levels
