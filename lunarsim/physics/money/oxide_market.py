"""How prices of rare earths move, and how far a country depends on imports."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import FloatArray, Floats, Result

TO_2030_YEARS = 6.0
"""From the year of the figures of use, 2024, to the first year of the outlook of IEA [yr]."""


def price_path(
    normals: FloatArray, mean_price_usd_per_kg: Floats, reversion_per_year: Floats, ln_sd_per_year: Floats
) -> FloatArray:
    """Return yearly prices that revert to a mean, which is their expectation.

    ln price is an AR(1) process that starts at the mean; the first year already has its shock. Annual averages of Nd,
    Dy and Tb oxide of 2014 to 2024 give a coefficient of 0.58 to 0.74, so a reversion of 0.3 to 0.55 per year.

    Source: Schwartz 1997, J. Finance 52:923, model 1, in steps of a year.

    Parameters
    ----------
    normals : array [1], dims (..., year)
        Standard normal draws.
    mean_price_usd_per_kg : float or array [USD/kg], dims (...)
        Mean price.
    reversion_per_year : float or array [1/yr], dims (...)
        Rate at which a deviation of ln price decays.
    ln_sd_per_year : float or array [1], dims (...)
        Standard deviation of the yearly shock of ln price.

    Returns
    -------
    array [USD/kg], dims (..., year)
        Prices.
    """
    keep = np.exp(-np.asarray(reversion_per_year, dtype=np.float64))
    prices = np.empty(normals.shape)
    deviation = np.zeros(normals.shape[:-1])
    variance = np.zeros_like(keep)
    # Year after year and nothing across runs, so that a run has the same bits alone and in a block.
    for year in range(normals.shape[-1]):
        deviation = keep * deviation + ln_sd_per_year * normals[..., year]
        variance = keep * keep * variance + np.square(ln_sd_per_year)
        prices[..., year] = mean_price_usd_per_kg * np.exp(deviation - 0.5 * variance)
    return prices


def import_reliance(demand_t: Floats, domestic_t: Floats, lunar_t: Floats) -> Result:
    """Return the share of demand that must be bought abroad.

    Source: net import reliance of the USGS Mineral Commodity Summaries, with lunar product counted as domestic.

    Parameters
    ----------
    demand_t : float or array [t]
        Apparent consumption in a year, above zero.
    domestic_t : float or array [t]
        Production at home.
    lunar_t : float or array [t]
        Lunar product that the bloc holds.

    Returns
    -------
    float or array [1]
        From 0 (an exporter) to 1.
    """
    return np.clip((demand_t - domestic_t - lunar_t) / demand_t, 0.0, 1.0)


def correlated_shocks(
    common: FloatArray, group: FloatArray, own: FloatArray, common_loading: float, group_loading: float
) -> FloatArray:
    """Return standard normal shocks of an element that follow what all elements and those of its group share.

    The correlation of two elements is the product of their common loadings, and of their group loadings where they are
    of one group.

    Source: two factors as in Schwartz & Smith 2000, Management Science 46:893, for the shocks of yearly prices.

    Parameters
    ----------
    common : array [1], dims (..., year)
        Standard normal draws that all elements share.
    group : array [1], dims (..., year)
        Standard normal draws of the element's group.
    own : array [1], dims (..., year)
        Standard normal draws of the element.
    common_loading : float [1]
        Part of the shock that all share.
    group_loading : float [1]
        Part that the group shares; the squares of both add up to 1 at most.

    Returns
    -------
    array [1], dims (..., year)
    """
    rest = np.sqrt(np.maximum(1.0 - common_loading * common_loading - group_loading * group_loading, 0.0))
    shocks: FloatArray = common_loading * common + group_loading * group + rest * own
    return shocks


def spike_multiplier(
    begins: FloatArray, height: FloatArray, rate_per_year: Floats, half_life_years: Floats
) -> FloatArray:
    """Return by what spikes multiply a price from year to year.

    A spike is at its height in the year in which it begins; then its excess over the price without it halves in each
    half-life. A new one takes the place of what is left of an earlier one where it is higher.

    Source: Dy oxide 2011 to 2015 (USGS), whose excess halved in about a year; how often and how high is assumed.

    Parameters
    ----------
    begins : array [1], dims (..., year)
        Uniform draws, one a year.
    height : array [1], dims (..., year)
        What a spike that begins in a year multiplies prices by, 1 or more.
    rate_per_year : float or array [1/yr], dims (...)
        Spikes a year.
    half_life_years : float or array [yr], dims (...)
        Time in which the excess halves, above zero.

    Returns
    -------
    array [1], dims (..., year)
        1 or more.
    """
    multiplier = np.empty(begins.shape)
    # A year sees a spike begin unless none of a Poisson process falls into it.
    probability = -np.expm1(-np.asarray(rate_per_year, dtype=np.float64))
    left_each_year = np.exp2(-1.0 / np.asarray(half_life_years, dtype=np.float64))
    excess = np.zeros(begins.shape[:-1])
    for year in range(begins.shape[-1]):
        begun = np.where(begins[..., year] < probability, height[..., year] - 1.0, 0.0)
        excess = np.maximum(excess * left_each_year, begun)
        multiplier[..., year] = 1.0 + excess
    return multiplier


def price_with_new_supply(
    new_t: Floats, market_t: Floats, supply_elasticity: Floats, demand_elasticity: Floats
) -> Result:
    """Return by what new supply multiplies a price; it never raises it.

    Holds for new supply that is small against the market; beyond the market's own size it is out of its range.

    Source: constant elasticities of demand and of other supply in equilibrium, p = p0 (1 + q/Q)^(-1/(es + ed)).

    Parameters
    ----------
    new_t : float or array [t]
        New supply in a year.
    market_t : float or array [t]
        What the market takes in that year without it, above zero.
    supply_elasticity : float or array [1]
        By how many percent other supply answers to a percent of price, above zero.
    demand_elasticity : float or array [1]
        By how many percent use answers, above zero.

    Returns
    -------
    float or array [1]
        From 0 to 1.
    """
    return np.exp(-np.log1p(new_t / market_t) / (supply_elasticity + demand_elasticity))


def use_after_growth(
    growth_to_2030_per_year: Floats, growth_after_per_year: Floats, since_2024_years: Floats
) -> Result:
    """Return by what the use of a year is greater than that of 2024, with one rate to 2030 and another from then on.

    Source: the shape of the outlook of IEA, Global Critical Minerals Outlook 2024: figures for 2030 and 2050.

    Parameters
    ----------
    growth_to_2030_per_year : float or array [1/yr]
        Yearly growth to 2030.
    growth_after_per_year : float or array [1/yr]
        Yearly growth after it.
    since_2024_years : float or array [yr]
        Time since 2024.

    Returns
    -------
    float or array [1]
    """
    before, after = np.minimum(since_2024_years, TO_2030_YEARS), np.maximum(since_2024_years - TO_2030_YEARS, 0.0)
    return np.exp(before * np.log1p(growth_to_2030_per_year) + after * np.log1p(growth_after_per_year))
