"""How prices of rare earths move, and how far a country depends on imports."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import FloatArray, Floats, Result


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
