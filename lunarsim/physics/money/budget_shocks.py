"""How far yearly budgets stray from what a plan needs, fitted to the record of budgets."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import FloatArray, Floats, Result


def spread_growth(elapsed_years: Floats, reversion_per_year: Floats) -> Result:
    """Return the variance of a reverting deviation after some years over that of one year's shock.

    Source: variance of an AR(1) process that starts at zero, shocks at the end of each year.

    Parameters
    ----------
    elapsed_years : float or array [yr]
        Whole years from a plan to the outcome.
    reversion_per_year : float or array [1/yr]
        Rate at which a deviation decays, above 0.

    Returns
    -------
    float or array [1]
        1 after one year, growing towards the stationary value.
    """
    return np.expm1(-2.0 * reversion_per_year * elapsed_years) / np.expm1(-2.0 * reversion_per_year)


def revision_ln_sd(ln_revisions: FloatArray, elapsed_years: FloatArray, reversion_per_year: Floats) -> Result:
    """Return the yearly shock that explains how far later plans differed from earlier ones.

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
    """Return the scatter of the yearly growth of spending about its mean.

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
