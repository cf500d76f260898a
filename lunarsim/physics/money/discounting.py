"""Money over time: present value, the price that just covers all cost, and learning."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import FloatArray, Floats, Result


def discount_factors(time_years: Floats, discount_rate_per_year: Floats) -> Result:
    """Return the present value of one unit of money at later times.

    Source: compound interest (Short, Packey & Holt 1995, NREL/TP-462-5173).

    Parameters
    ----------
    time_years : float or array [yr], dims (..., time)
        Years from the base date.
    discount_rate_per_year : float or array [1/yr]
        Discount rate; with runs on leading dimensions it needs a trailing dimension of one.

    Returns
    -------
    float or array [1], dims (..., time)
        Factors.
    """
    return np.exp(-np.log1p(discount_rate_per_year) * time_years)


def net_present_value(cash_flow_musd: FloatArray, discount_factors: FloatArray) -> Result:
    """Return the sum of discounted cash flows.

    Source: Short, Packey & Holt 1995, NREL/TP-462-5173.

    Parameters
    ----------
    cash_flow_musd : array [MUSD], dims (..., time)
        Income less expense.
    discount_factors : array [1], dims (..., time)
        Factors of the same times.

    Returns
    -------
    float or array [MUSD], dims (...)
        Present value.
    """
    # The order in memory decides the order of the sum, and so its last bit.
    return np.ascontiguousarray(cash_flow_musd * discount_factors).sum(axis=-1)


def levelized_cost_usd_per_kg(cost_musd: FloatArray, product_kg: FloatArray, discount_factors: FloatArray) -> Result:
    """Return the present value of cost over that of product: the price that just covers all cost.

    Source: levelized cost (Short, Packey & Holt 1995, NREL/TP-462-5173).

    Parameters
    ----------
    cost_musd : array [MUSD], dims (..., time)
        Cost, by-product income taken off.
    product_kg : array [kg], dims (..., time)
        Product delivered.
    discount_factors : array [1], dims (..., time)
        Factors of the same times.

    Returns
    -------
    float or array [USD/kg], dims (...)
        NaN without product.
    """
    cost = np.asarray(net_present_value(cost_musd, discount_factors))
    product = np.ascontiguousarray(product_kg * discount_factors).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(product > 0.0, cost * 1e6 / np.asarray(product), np.nan)[()]


def wright_unit_cost(first_unit_musd: Floats, unit_number: Floats, learning_rate: Floats) -> Result:
    """Return the cost of a later unit of a series.

    Source: Wright 1936, J. Aeronaut. Sci. 3:122.

    Parameters
    ----------
    first_unit_musd : float or array [MUSD]
        Cost of the first unit.
    unit_number : float or array [1]
        1 for the first.
    learning_rate : float or array [1]
        Cost saved each time the number doubles.

    Returns
    -------
    float or array [MUSD]
        Cost of that unit.
    """
    return first_unit_musd * np.power(unit_number, np.log2(1.0 - learning_rate))
