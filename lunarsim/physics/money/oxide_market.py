"""What rare earths are worth on Earth, how prices move, and who depends on whom."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import FloatArray, Floats, Result


def basket_price_usd_per_kg(reo_fractions: FloatArray, price_usd_per_kg: FloatArray) -> Result:
    """Return the value of the oxides in a kg of mixed product, separation not paid.

    Source: basket value as in Adamas Intelligence and USGS reports: shares times prices.

    Parameters
    ----------
    reo_fractions : array [kg/kg], dims (..., ree)
        Shares of the oxides.
    price_usd_per_kg : array [USD/kg], dims (..., ree)
        Prices of the separated oxides.

    Returns
    -------
    float or array [USD/kg], dims (...)
        Value per rare-earth oxide.
    """
    return np.ascontiguousarray(reo_fractions * price_usd_per_kg).sum(axis=-1)


def in_ground_value_usd_per_t(reo_grade_kg_per_kg: Floats, basket_usd_per_kg: Floats) -> Result:
    """Return what the oxides in a tonne of soil would fetch if all of them were won at no cost.

    Source: grade times basket value.

    Parameters
    ----------
    reo_grade_kg_per_kg : float or array [kg/kg]
        Rare-earth oxides in the soil.
    basket_usd_per_kg : float or array [USD/kg]
        Basket value.

    Returns
    -------
    float or array [USD/t]
        Value per soil.
    """
    return reo_grade_kg_per_kg * basket_usd_per_kg * 1e3


def price_path(
    normals: FloatArray, mean_price_usd_per_kg: Floats, reversion_per_year: Floats, ln_sd_per_year: Floats
) -> FloatArray:
    """Return yearly prices that wander about a mean and are drawn back to it; their expectation is the mean.

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


def spike_path(
    uniforms: FloatArray, spikes_per_year: Floats, spike_ratio: Floats, half_life_years: Floats
) -> FloatArray:
    """Return a yearly multiplier of price that jumps in a supply crisis and decays to 1.

    Source: the spikes of 2011 and 2025 in USGS Mineral Commodity Summaries 2016 and Argus 2025: five- to sevenfold,
    with an excess that halves in about a year.

    Parameters
    ----------
    uniforms : array [1], dims (..., year)
        Uniform draws from 0 to 1; a spike comes where one lies below its probability.
    spikes_per_year : float or array [1/yr], dims (...)
        Probability of a spike in a year.
    spike_ratio : float or array [1], dims (...)
        Price in the year of a spike over the price without.
    half_life_years : float or array [yr], dims (...)
        Time in which the excess halves.

    Returns
    -------
    array [1], dims (..., year)
        1 or more; the mean price grows by it.
    """
    decay = np.exp2(-1.0 / np.asarray(half_life_years, dtype=np.float64))
    multiplier = np.empty(uniforms.shape)
    excess = np.zeros(uniforms.shape[:-1])
    for year in range(uniforms.shape[-1]):
        jump = np.where(uniforms[..., year] < spikes_per_year, np.asarray(spike_ratio) - 1.0, 0.0)
        excess = np.maximum(excess * decay, jump)
        multiplier[..., year] = 1.0 + excess
    return multiplier


def elastic_price(
    price_usd_per_kg: Floats, added_supply_t: Floats, market_size_t: Floats, demand_elasticity: Floats
) -> Result:
    """Return the price after new supply has come to a market whose other supply stays.

    Source: constant elasticity of demand (any textbook of microeconomics): quantity goes as price to the elasticity.

    Parameters
    ----------
    price_usd_per_kg : float or array [USD/kg]
        Price without it.
    added_supply_t : float or array [t]
        New supply in a year.
    market_size_t : float or array [t]
        Market in a year without it.
    demand_elasticity : float or array [1]
        Change of ln quantity per ln price, below zero; the nearer to zero, the harder the price falls.

    Returns
    -------
    float or array [USD/kg]
        Price with it.
    """
    return price_usd_per_kg * np.power(1.0 + added_supply_t / market_size_t, 1.0 / demand_elasticity)


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
