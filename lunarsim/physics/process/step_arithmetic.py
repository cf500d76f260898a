"""Arithmetic of single steps and of plants; :mod:`lunarsim.physics.process.mass_balance` solves whole flowsheets."""

from __future__ import annotations

from lunarsim.words.arrays import Floats, Result


def mass_pull(recovery: Floats, enrichment: Floats) -> Result:
    """Return the share of the feed that goes to a concentrate; recovery and enrichment leave no freedom to it.

    Source: two-product formula (Wills & Finch 2016, Mineral Processing Technology).

    Parameters
    ----------
    recovery : float or array [1]
        Share of the mineral that goes to the concentrate.
    enrichment : float or array [1]
        Grade of the concentrate over that of the feed.

    Returns
    -------
    float or array [kg/kg]
        Concentrate per feed.
    """
    return recovery / enrichment


def tailings_grade_ratio(recovery: Floats, enrichment: Floats) -> Result:
    """Return the grade of the tailings of a separation over that of its feed.

    Source: two-product formula (Wills & Finch 2016, Mineral Processing Technology).

    Parameters
    ----------
    recovery : float or array [1]
        Share of the mineral that goes to the concentrate.
    enrichment : float or array [1]
        Grade of the concentrate over that of the feed; above the recovery.

    Returns
    -------
    float or array [1]
        Grade of tailings over grade of feed.
    """
    return (1.0 - recovery) / (1.0 - mass_pull(recovery, enrichment))


def chain_recovery(*recoveries: Floats) -> Result:
    """Return the recovery of steps in a row: their product.

    Source: mass balance.

    Parameters
    ----------
    recoveries : float or array [1]
        Recovery of each step.

    Returns
    -------
    float or array [1]
        Share of the first feed that reaches the end.
    """
    chain: Floats = 1.0
    for recovery in recoveries:
        chain = chain * recovery
    return chain


def soil_per_product_kg_per_kg(grade_kg_per_kg: Floats, recovery: Floats) -> Result:
    """Return the soil that must be dug for a kg of product.

    Source: mass balance.

    Parameters
    ----------
    grade_kg_per_kg : float or array [kg/kg]
        Product contained in the soil.
    recovery : float or array [1]
        Share of it that is won.

    Returns
    -------
    float or array [kg/kg]
        Soil per product.
    """
    return 1.0 / (grade_kg_per_kg * recovery)


def excavation_power_kw(rate_kg_h: Floats, energy_kwh_per_kg: Floats) -> Result:
    """Return the mean power of an excavator.

    Source: rate times specific energy (Giel et al. 2025, arXiv 2511.00492).

    Parameters
    ----------
    rate_kg_h : float or array [kg/h]
        Soil dug.
    energy_kwh_per_kg : float or array [kWh/kg]
        Energy to dig, drive and dump.

    Returns
    -------
    float or array [kW]
        Electric power.
    """
    return rate_kg_h * energy_kwh_per_kg


def payback_days(plant_mass_kg: Floats, product_kg_per_year: Floats) -> Result:
    """Return the time in which a plant makes its own mass of product.

    Source: mass payback as in Schreiner et al. 2015, IEEE Aerospace Conference.

    Parameters
    ----------
    plant_mass_kg : float or array [kg]
        Landed mass.
    product_kg_per_year : float or array [kg/yr]
        Yearly product.

    Returns
    -------
    float or array [d]
        Days of production.
    """
    return plant_mass_kg / product_kg_per_year * 365.25


def production_mass_ratio(
    product_kg_per_year: Floats, life_years: Floats, plant_mass_kg: Floats, spares_per_year: Floats
) -> Result:
    """Return phi, the product of a plant's life per kg landed for it.

    Source: Metzger 2023, Acta Astronaut. 207:425.

    Parameters
    ----------
    product_kg_per_year : float or array [kg/yr]
        Yearly product.
    life_years : float or array [yr]
        Life.
    plant_mass_kg : float or array [kg]
        Mass landed at the start.
    spares_per_year : float or array [1/yr]
        Mass landed yearly to replace what wore out, per mass of the plant.

    Returns
    -------
    float or array [kg/kg]
        Product per landed mass.
    """
    return product_kg_per_year * life_years / (plant_mass_kg * (1.0 + spares_per_year * life_years))
