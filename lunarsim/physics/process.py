"""From soil to product: mass, energy and reagents of the steps of a flowsheet."""

from __future__ import annotations

from typing import NamedTuple

from lunarsim.physics.arrays import Floats, Result


class ElectrolysisLeach(NamedTuple):
    """Results of :func:`electrolysis_leach`, all for one kg of soil fed.

    ``oxygen_kg + metal_kg + product_kg + tailings_kg`` is that kg of soil. ``reo_recovery`` is the share of the rare
    earths that reaches the product. Reagents are make-up only: what was lost and must be flown in.
    """

    oxygen_kg: Result
    metal_kg: Result
    slag_kg: Result
    slag_enrichment: Result
    reo_recovery: Result
    reo_product_kg: Result
    product_kg: Result
    tailings_kg: Result
    reo_in_tailings_kg: Result
    energy_kwh: Result
    acid_kg: Result
    oxalic_kg: Result
    reagent_kg: Result


def electrolysis_leach(
    reo_grade_kg_per_kg: Floats,
    *,
    oxygen_yield_kg_per_kg: Floats,
    metal_yield_kg_per_kg: Floats,
    melt_energy_kwh_per_kg: Floats,
    electrolysis_energy_kwh_per_kg_oxygen: Floats,
    leach_recovery: Floats,
    precipitation_recovery: Floats,
    reo_purity: Floats,
    leach_energy_kwh_per_kg_slag: Floats,
    acid_kg_per_kg_slag: Floats,
    acid_regeneration: Floats,
    oxalic_kg_per_kg_reo: Floats,
    oxalic_regeneration: Floats,
) -> ElectrolysisLeach:
    """Return the steady balance of molten electrolysis whose slag is leached and precipitated to a mixed oxide.

    Rare-earth oxides reduce last, so all of them stay in the slag. Without oxygen, metal and melt the same balance is
    that of a leach of the whole feed; with the evaporated share as metal, that of a thermal residue.

    Source: Schreiner et al. 2016, Adv. Space Res. 57:1585, for electrolysis; order of reduction from the enthalpies of
    formation of the oxides; oxalate precipitation as in Gupta & Krishnamurthy 2005.

    Parameters
    ----------
    reo_grade_kg_per_kg : float or array [kg/kg]
        Rare-earth oxides in the feed.
    oxygen_yield_kg_per_kg : float or array [kg/kg]
        Oxygen drawn per kg of feed.
    metal_yield_kg_per_kg : float or array [kg/kg]
        Metal drawn per kg of feed; with oxygen below 1.
    melt_energy_kwh_per_kg : float or array [kWh/kg]
        To melt a kg of feed.
    electrolysis_energy_kwh_per_kg_oxygen : float or array [kWh/kg]
        To draw a kg of oxygen from the melt, melting not counted.
    leach_recovery : float or array [1]
        Share of the rare earths of the slag that dissolves.
    precipitation_recovery : float or array [1]
        Share of the dissolved that precipitates.
    reo_purity : float or array [kg/kg]
        Rare-earth oxides in the product; the rest of it is slag that came along.
    leach_energy_kwh_per_kg_slag : float or array [kWh/kg]
        To grind and leach a kg of slag and to regenerate the acid.
    acid_kg_per_kg_slag : float or array [kg/kg]
        Acid that a kg of slag binds.
    acid_regeneration : float or array [1]
        Share of the acid that is won back.
    oxalic_kg_per_kg_reo : float or array [kg/kg]
        Oxalic acid per kg of rare-earth oxides precipitated.
    oxalic_regeneration : float or array [1]
        Share of it that is won back.

    Returns
    -------
    ElectrolysisLeach [kg, kWh]
        Per kg of feed.
    """
    oxygen = oxygen_yield_kg_per_kg
    metal = metal_yield_kg_per_kg
    slag = 1.0 - oxygen - metal
    recovery = leach_recovery * precipitation_recovery
    reo_product = reo_grade_kg_per_kg * recovery
    product = reo_product / reo_purity
    acid = slag * acid_kg_per_kg_slag * (1.0 - acid_regeneration)
    oxalic = reo_product * oxalic_kg_per_kg_reo * (1.0 - oxalic_regeneration)
    return ElectrolysisLeach(
        oxygen_kg=oxygen,
        metal_kg=metal,
        slag_kg=slag,
        slag_enrichment=1.0 / slag,
        reo_recovery=recovery,
        reo_product_kg=reo_product,
        product_kg=product,
        tailings_kg=slag - product,
        reo_in_tailings_kg=reo_grade_kg_per_kg - reo_product,
        energy_kwh=melt_energy_kwh_per_kg
        + electrolysis_energy_kwh_per_kg_oxygen * oxygen
        + leach_energy_kwh_per_kg_slag * slag,
        acid_kg=acid,
        oxalic_kg=oxalic,
        reagent_kg=acid + oxalic,
    )


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
