"""Capital as a yearly charge, the price that covers it, and the rate at which cash flows just pay."""

from __future__ import annotations

import numpy as np

from lunarsim.physics.money.discounting import discount_factors, net_present_value
from lunarsim.words.arrays import FloatArray, Floats, Result

HALVINGS = 60
"""Steps of the search for a rate: each halves its interval."""


def capital_recovery_factor(rate_per_year: Floats, life_years: Floats) -> Result:
    """Return the yearly payment, at the end of each year, that repays a capital of 1 with interest.

    Source: annuity (Short, Packey & Holt 1995, NREL/TP-462-5173).

    Parameters
    ----------
    rate_per_year : float or array [1/yr]
        Interest, 0 or more.
    life_years : float or array [yr]
        Years of payment, above zero.

    Returns
    -------
    float or array [1/yr]
        1 over the years where there is no interest.
    """
    rate, years = np.asarray(rate_per_year, dtype=np.float64), np.asarray(life_years, dtype=np.float64)
    left = -np.expm1(-years * np.log1p(rate))
    return np.where(rate > 0.0, rate / np.where(rate > 0.0, left, 1.0), 1.0 / years)[()]


def break_even_price_usd_per_kg(
    landed_usd_per_kg: Floats,
    rate_per_year: Floats,
    life_years: Floats,
    spares_per_year: Floats,
    product_kg_per_kg_year: Floats,
    running_usd_per_kg: Floats = 0.0,
) -> Result:
    """Return the price of a kilogram of product that covers a plant in steady work.

    Source: levelized cost with a capital recovery factor (Short, Packey & Holt 1995, NREL/TP-462-5173).

    Parameters
    ----------
    landed_usd_per_kg : float or array [USD/kg]
        Hardware and its delivery, per mass of plant.
    rate_per_year : float or array [1/yr]
        Discount rate, 0 or more.
    life_years : float or array [yr]
        Life of the plant, above zero.
    spares_per_year : float or array [1/yr]
        Mass landed each year over that of the plant.
    product_kg_per_kg_year : float or array [kg/kg/yr]
        Yearly product over the mass of the plant.
    running_usd_per_kg : float or array [USD/kg]
        Operations, power and return, per product.

    Returns
    -------
    float or array [USD/kg]
        NaN without product.
    """
    charge = capital_recovery_factor(rate_per_year, life_years) + spares_per_year
    made = np.asarray(product_kg_per_kg_year, dtype=np.float64)
    capital = landed_usd_per_kg * charge / np.where(made > 0.0, made, 1.0)
    return np.where(made > 0.0, capital + running_usd_per_kg, np.nan)[()]


def internal_rate_of_return(
    cash_flow_musd: FloatArray, time_years: FloatArray, highest_per_year: float = 10.0
) -> Result:
    """Return the discount rate at which cash flows are worth nothing.

    Of flows that are first paid and then earned there is one such rate, above zero where more is earned than paid; it
    is found by halving the interval.

    Source: Short, Packey & Holt 1995, NREL/TP-462-5173.

    Parameters
    ----------
    cash_flow_musd : array [MUSD], dims (..., time)
        Income less expense.
    time_years : array [yr], dims (time,)
        Years from the base date.
    highest_per_year : float [1/yr]
        The highest rate that is looked for.

    Returns
    -------
    float or array [1/yr], dims (...)
        NaN where no more is earned than paid, and where it still pays at the highest rate.
    """

    def worth(rate: FloatArray) -> FloatArray:
        return np.asarray(net_present_value(flows, np.asarray(discount_factors(time_years, rate[:, None]))))

    flows = np.reshape(np.asarray(cash_flow_musd, dtype=np.float64), (-1, np.shape(cash_flow_musd)[-1]))
    found = np.full(flows.shape[0], np.nan)
    low, high = np.zeros(flows.shape[0]), np.full(flows.shape[0], highest_per_year)
    pays = (worth(low) > 0.0) & (worth(high) <= 0.0)
    # Most mines never earn what they cost, and need no search.
    flows, low, high = flows[pays], low[pays], high[pays]
    for _ in range(HALVINGS if flows.size else 0):
        middle = (low + high) / 2.0
        still = worth(middle) > 0.0
        low, high = np.where(still, middle, low), np.where(still, high, middle)
    found[pays] = (low + high) / 2.0
    return found.reshape(np.shape(cash_flow_musd)[:-1])[()]
