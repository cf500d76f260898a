"""The price at which a plant breaks even, by its yearly charge for capital instead of discounted cash flows."""

from __future__ import annotations


def capital_recovery_factor(rate_per_year: float, life_years: int) -> float:
    """Return the yearly payment, at the end of each year, that repays a capital of 1 with interest [1/yr].

    Source: annuity formula (Short, Packey & Holt 1995, NREL/TP-462-5173).
    """
    return rate_per_year / (1.0 - (1.0 + rate_per_year) ** -life_years)


def breakeven_usd_per_kg(
    *,
    delivery_usd_per_kg: float,
    hardware_usd_per_kg: float,
    discount_rate_per_year: float,
    life_years: int,
    spares_per_year: float,
    product_kg_per_kg_year: float,
    return_usd_per_kg: float = 0.0,
    operations_usd_per_kg: float = 0.0,
) -> float:
    """Return the price of a kg of product that covers capital, spares, operations and the return [USD/kg].

    Spares are counted per landed mass of plant and year, operations and return per product.
    """
    charge = capital_recovery_factor(discount_rate_per_year, life_years) + spares_per_year
    capital = (delivery_usd_per_kg + hardware_usd_per_kg) * charge / product_kg_per_kg_year
    return capital + return_usd_per_kg + operations_usd_per_kg
