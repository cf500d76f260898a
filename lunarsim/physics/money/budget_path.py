"""How yearly budgets wander about what a plan needs, and what that does to the pace of the work."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import FloatArray, Floats, Result


def spread_growth(elapsed_years: Floats, reversion_per_year: Floats) -> Result:
    """Return the variance of a reverting deviation after some years over that of one year's shock.

    Source: variance of an AR(1) process that starts at zero, shocks at the end of each year.

    Parameters
    ----------
    elapsed_years : float or array [yr]
        Whole years between a plan and what became of it.
    reversion_per_year : float or array [1/yr]
        Rate at which a deviation decays, above 0.

    Returns
    -------
    float or array [1]
        1 after one year, growing towards the stationary value.
    """
    return np.expm1(-2.0 * reversion_per_year * elapsed_years) / np.expm1(-2.0 * reversion_per_year)


def revision_ln_sd(ln_revisions: FloatArray, elapsed_years: FloatArray, reversion_per_year: Floats) -> Result:
    """Return the yearly shock that explains by how much later plans differed from earlier ones.

    Source: maximum likelihood of normal revisions with mean zero.

    Parameters
    ----------
    ln_revisions : array [1], dims (revision,)
        Logarithm of the later over the earlier figure for the same years.
    elapsed_years : array [yr], dims (revision,)
        Years from the earlier plan to the later one.
    reversion_per_year : float [1/yr]
        Rate at which a deviation decays.

    Returns
    -------
    float [1]
        Standard deviation of the shock of a year.
    """
    return np.sqrt(np.mean(np.square(ln_revisions) / spread_growth(elapsed_years, reversion_per_year)))


def growth_ln_sd(spending: FloatArray, calendar_years: FloatArray) -> Result:
    """Return by how much the yearly growth of a series of spending scatters about its mean growth.

    The plan is taken to foresee the mean growth, so that the scatter is the shock; it is divided by the number of
    steps less one.

    Source: maximum likelihood of a random walk with drift, unbiased, steps of several years weighted by their length.

    Parameters
    ----------
    spending : array [1], dims (year,)
        Spending in any unit, at least three figures.
    calendar_years : array [yr], dims (year,)
        Years of the figures, ascending.

    Returns
    -------
    float [1]
        Standard deviation of the growth of the logarithm in a year.
    """
    growth, steps = np.diff(np.log(spending)), np.diff(calendar_years)
    drift = np.sum(growth) / np.sum(steps)
    return np.sqrt(np.sum(np.square(growth - drift * steps) / steps) / (len(steps) - 1))


def budget_path(normals: FloatArray, reversion_per_year: Floats, ln_sd_per_year: Floats) -> FloatArray:
    """Return yearly money over what the plan needs; its expectation is 1 in every year.

    The logarithm is an AR(1) process that starts at zero, less half its variance.

    Source: Schwartz 1997, J. Finance 52:923, model 1, in steps of a year, applied to budgets.

    Parameters
    ----------
    normals : array [1], dims (year,)
        Standard normal draws, one for each year after the first.
    reversion_per_year : float [1/yr]
        Rate at which a deviation decays.
    ln_sd_per_year : float [1]
        Standard deviation of the yearly shock.

    Returns
    -------
    array [1], dims (year + 1,)
        1 for the first year, whose budget is law, then as drawn.
    """
    keep = np.exp(-np.asarray(reversion_per_year, dtype=np.float64))
    path = np.ones(len(normals) + 1)
    deviation = variance = np.zeros(())
    for year, normal in enumerate(normals, start=1):
        deviation = keep * deviation + ln_sd_per_year * normal
        variance = keep * keep * variance + ln_sd_per_year * ln_sd_per_year
        path[year] = np.exp(deviation - variance / 2.0)
    return path


def linked_factor(factor: Floats, ln_variance: Floats, elasticity: Floats) -> Result:
    """Return what a log-normal factor of mean 1 does to a budget over an elasticity; the expectation stays 1.

    Source: mean of a log-normal number raised to a power.

    Parameters
    ----------
    factor : float or array [1]
        The factor, such as income over its expectation.
    ln_variance : float or array [1]
        Variance of its logarithm.
    elasticity : float or array [1]
        Relative change of the budget per relative change of the factor.

    Returns
    -------
    float or array [1]
        Factor on the budget.
    """
    return np.power(factor, elasticity) * np.exp(elasticity * (1.0 - elasticity) * ln_variance / 2.0)


def pace(available: Floats, needed: Floats, elasticity: Floats) -> Result:
    """Return the pace of a program that has other money than its plan needs.

    Source: constant elasticity, assumed; 1 is work that is bought by the hour, 0 work that money does not hasten.

    Parameters
    ----------
    available : float or array [1]
        Money available, as a multiple of what the plan needs.
    needed : float or array [1]
        Money needed, as a multiple of what the plan needs.
    elasticity : float or array [1]
        Relative change of pace per relative change of money.

    Returns
    -------
    float or array [1]
        1 where the plan is kept.
    """
    return np.power(available / needed, elasticity)
