"""Money over time: present value, capital charge, learning, and the price at which a mine pays."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import FloatArray, Floats, Result


def capital_recovery_factor(discount_rate_per_year: Floats, life_years: Floats) -> Result:
    """Return the yearly payment that repays a capital of 1 with interest.

    Source: annuity formula (Short, Packey & Holt 1995, NREL/TP-462-5173).

    Parameters
    ----------
    discount_rate_per_year : float or array [1/yr]
        Discount rate.
    life_years : float or array [yr]
        Years of payment.

    Returns
    -------
    float or array [1/yr]
        Payment per capital.
    """
    repaid = -np.expm1(-life_years * np.log1p(discount_rate_per_year))
    with np.errstate(invalid="ignore", divide="ignore"):
        charge = discount_rate_per_year / np.asarray(repaid)
    return np.where(repaid > 0.0, charge, 1.0 / np.asarray(life_years))[()]


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
    """Return the present value of cost over that of product: the price at which all is just paid.

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


def breakeven_price_usd_per_kg(
    *,
    delivery_usd_per_kg: Floats,
    hardware_usd_per_kg: Floats,
    discount_rate_per_year: Floats,
    life_years: Floats,
    spares_per_year: Floats,
    product_kg_per_kg_year: Floats,
    energy_kwh_per_kg: Floats,
    power_usd_per_kwh: Floats,
    return_usd_per_kg: Floats,
    operations_usd_per_kg: Floats,
) -> Result:
    """Return the price of a kg of product that covers capital, spares, power, operations and the way home.

    Source: annuity method (Short, Packey & Holt 1995, NREL/TP-462-5173), applied per mass of plant.

    Parameters
    ----------
    delivery_usd_per_kg : float or array [USD/kg]
        To bring a kg of plant to the surface.
    hardware_usd_per_kg : float or array [USD/kg]
        To build it.
    discount_rate_per_year : float or array [1/yr]
        Discount rate.
    life_years : float or array [yr]
        Life of the plant.
    spares_per_year : float or array [1/yr]
        Yearly spares per mass of plant.
    product_kg_per_kg_year : float or array [kg/kg/yr]
        Yearly product per mass of plant.
    energy_kwh_per_kg : float or array [kWh/kg]
        Energy per product.
    power_usd_per_kwh : float or array [USD/kWh]
        Price of power on the Moon.
    return_usd_per_kg : float or array [USD/kg]
        To bring a kg of product to Earth.
    operations_usd_per_kg : float or array [USD/kg]
        Operations per product.

    Returns
    -------
    float or array [USD/kg]
        Price; infinite where a plant that costs something makes nothing.
    """
    charge = capital_recovery_factor(discount_rate_per_year, life_years) + spares_per_year
    yearly = np.asarray((delivery_usd_per_kg + hardware_usd_per_kg) * charge)
    with np.errstate(invalid="ignore", divide="ignore"):
        capital = np.where(yearly > 0.0, yearly / np.asarray(product_kg_per_kg_year), 0.0)[()]
    return return_usd_per_kg + capital + energy_kwh_per_kg * power_usd_per_kwh + operations_usd_per_kg


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
