"""How yearly budgets wander about what a plan needs, year by year over arrays."""

from __future__ import annotations

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
