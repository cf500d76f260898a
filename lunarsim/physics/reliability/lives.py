"""Ages at which hardware fails or ends, as quantiles of their laws, given that it works at some age already.

For plain numbers, as the events of one run call them.
"""

from __future__ import annotations

import math


def weibull_age_years(surviving: float, shape: float, scale_years: float, alive_at_years: float = 0.0) -> float:
    """Return the age that a share of what works at some age survives, where lives follow a Weibull law.

    Source: inverse of the Weibull survival function exp(-(age / scale) ** shape) (Weibull 1951, J. Appl. Mech. 18:293).

    Parameters
    ----------
    surviving : float [1]
        Share that survives, between 0 and 1; a uniform number draws an age.
    shape : float [1]
        Below 1 early failures prevail, 1 is a constant rate, above 1 hardware wears out; above 0.
    scale_years : float [yr]
        Age that 37 % survive, above 0.
    alive_at_years : float [yr]
        Age at which it works.

    Returns
    -------
    float [yr]
        Not below ``alive_at_years``.
    """
    passed = (alive_at_years / scale_years) ** shape
    return float(scale_years * (passed - math.log(surviving)) ** (1.0 / shape))


def weibull_scale_years(mean_years: float, shape: float) -> float:
    """Return the scale of a Weibull law with a mean.

    Source: mean of the Weibull distribution, scale times Gamma(1 + 1 / shape) (Rinne 2008, The Weibull Distribution,
    sec. 2.6).

    Parameters
    ----------
    mean_years : float [yr]
        Mean age at failure.
    shape : float [1]
        Shape, above 0.

    Returns
    -------
    float [yr]
        The mean itself at a constant rate.
    """
    return mean_years / math.gamma(1.0 + 1.0 / shape)


def worn_out_age_years(normal: float, design_life_years: float, ratio: float, ln_sd: float) -> float:
    """Return a quantile of the age at which hardware is worn out: log-normal about the life for which it is designed.

    Source: log-normal law of wear in reliability engineering (Nelson 1982, Applied Life Data Analysis, sec. 2.3).

    Parameters
    ----------
    normal : float [1]
        Standard normal quantile.
    design_life_years : float [yr]
        Life for which it is designed.
    ratio : float [1]
        Median life over design life.
    ln_sd : float [1]
        Standard deviation of the logarithm of the life; 0: all last as long.

    Returns
    -------
    float [yr]
        Age.
    """
    return design_life_years * ratio * math.exp(ln_sd * normal)


def normal_beyond(unit: float, least: float) -> float:
    """Return a quantile of a standard normal number that is known to lie above another.

    Source: inverse of the truncated normal distribution (Johnson, Kotz and Balakrishnan 1994, Continuous Univariate
    Distributions, vol. 1, sec. 13.10.1).

    Parameters
    ----------
    unit : float [1]
        Unit quantile, between 0 and 1.
    least : float [1]
        What it lies above.

    Returns
    -------
    float [1]
        Not below ``least``.
    """
    from scipy.special import ndtr, ndtri

    # Counted from the far tail, where differences from 1 would be lost.
    return max(float(-ndtri(ndtr(-least) * (1.0 - unit))), least)
