"""Ages at which hardware fails or ends, as quantiles of their laws, given that it works at some age already."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import Floats, Result


def weibull_age_years(surviving: Floats, shape: Floats, scale_years: Floats, alive_at_years: Floats = 0.0) -> Result:
    """Return the age that a share of what works at some age survives, where lives follow a Weibull law.

    Source: inverse of the Weibull survival function exp(-(age / scale) ** shape) (Weibull 1951, J. Appl. Mech. 18:293).

    Parameters
    ----------
    surviving : float or array [1]
        Share that survives, between 0 and 1; a uniform number draws an age.
    shape : float or array [1]
        Below 1 early failures prevail, 1 is a constant rate, above 1 hardware wears out; above 0.
    scale_years : float or array [yr]
        Age that 37 % survive, above 0.
    alive_at_years : float or array [yr]
        Age at which it works.

    Returns
    -------
    float or array [yr]
        Not below ``alive_at_years``.
    """
    passed = np.power(alive_at_years / scale_years, shape)
    age: Result = scale_years * np.power(passed - np.log(surviving), 1.0 / shape)
    return age


def weibull_scale_years(mean_years: Floats, shape: Floats) -> Result:
    """Return the scale of a Weibull law with a mean.

    Source: mean of the Weibull distribution, scale times Gamma(1 + 1 / shape) (Rinne 2008, The Weibull Distribution,
    sec. 2.6).

    Parameters
    ----------
    mean_years : float or array [yr]
        Mean age at failure.
    shape : float or array [1]
        Shape, above 0.

    Returns
    -------
    float or array [yr]
        The mean itself at a constant rate.
    """
    from scipy.special import gamma

    scale: Result = mean_years / gamma(1.0 + 1.0 / shape)
    return scale


def worn_out_age_years(normal: Floats, design_life_years: Floats, ratio: Floats, ln_sd: Floats) -> Result:
    """Return a quantile of the age at which hardware is worn out: log-normal about the life for which it is designed.

    Source: log-normal law of wear in reliability engineering (Nelson 1982, Applied Life Data Analysis, sec. 2.3).

    Parameters
    ----------
    normal : float or array [1]
        Standard normal quantile.
    design_life_years : float or array [yr]
        Life for which it is designed.
    ratio : float or array [1]
        Median life over design life.
    ln_sd : float or array [1]
        Standard deviation of the logarithm of the life; 0: all last as long.

    Returns
    -------
    float or array [yr]
        Age.
    """
    age: Result = design_life_years * ratio * np.exp(ln_sd * normal)
    return age


def normal_beyond(unit: Floats, least: Floats) -> Result:
    """Return a quantile of a standard normal number that is known to lie above another.

    Source: inverse of the truncated normal distribution (Johnson, Kotz and Balakrishnan 1994, Continuous Univariate
    Distributions, vol. 1, sec. 13.10.1).

    Parameters
    ----------
    unit : float or array [1]
        Unit quantile, between 0 and 1.
    least : float or array [1]
        What it lies above.

    Returns
    -------
    float or array [1]
        Not below ``least``.
    """
    from scipy.special import ndtr, ndtri

    # Counted from the far tail, where differences from 1 would be lost.
    number: Result = np.maximum(-ndtri(ndtr(-least) * (1.0 - unit)), least)
    return number
