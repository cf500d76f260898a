"""Published plans of growth from own product, of propellant from water and of mass ratios, each with its arithmetic."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from lunarsim.physics.process.bootstrapping import (
    building_per_year,
    doubling_years,
    grown_kg,
    landed_kg,
    production_mass_ratio,
)
from lunarsim.physics.process.propellant import oxygen_left_per_propellant, water_per_propellant
from lunarsim.scenario.library.files import read


class GrownPlan(NamedTuple):
    """A plan of growth: as published, NaN where nothing is, and as computed.

    ``closure`` and what is landed with it are given as low and high; masses are tonnes.
    """

    title: str
    seed_t: float
    years: float
    published_t: float
    doubling_years: float
    closure: tuple[float, float]
    grown_t: float
    landed_t: tuple[float, float]
    figures: str
    source: str


class PropellantPlan(NamedTuple):
    """A plan of propellant from water: as published, NaN where nothing is, and as computed, kg per kg of propellant.

    ``delivered_share`` is what customers get of all that is made of the water [1], ``price_usd_per_kg`` what they pay.
    """

    title: str
    mixture_ratio: float
    loss: float
    published_water: float
    published_oxygen_left: float
    water: float
    oxygen_left: float
    delivered_share: float
    price_usd_per_kg: float
    figures: str
    source: str


class MassRatio(NamedTuple):
    """Product over the life of a plant per mass landed, low and high: published or NaN, and computed or NaN."""

    title: str
    product: str
    published: tuple[float, float]
    computed: tuple[float, float]
    figures: str
    source: str

    @property
    def value(self) -> tuple[float, float]:
        """Return what is computed, or else what is published."""
        return self.published if math.isnan(self.computed[0]) else self.computed


_NO_PAIR = (math.nan, math.nan)


def grown_plans() -> Iterator[GrownPlan]:
    """Yield the plans of growth."""
    for plan in read("own_product")["growth"].values():
        seed_t, years, published_t = plan["seed_t"], plan["years"], plan.get("plant_t", math.nan)
        doubling = plan.get("doubling_years")
        if doubling is None:
            doubling = float(doubling_years(math.log(published_t / seed_t) / years))
        grown_t = float(grown_kg(seed_t, building_per_year(doubling, 0.0), 0.0, years))
        closure = tuple(plan.get("closure", _NO_PAIR))
        if plan.get("all_landed"):
            # All that lands is the seed: no less than this can have been of own product.
            closure = (1.0 - seed_t / published_t,) * 2
            landed_t = (seed_t, seed_t)
        else:
            low, high = (float(landed_kg(seed_t, grown_t, share)) for share in closure)
            landed_t = (high, low)
        yield GrownPlan(
            plan["title"], seed_t, years, published_t, doubling, closure, grown_t, landed_t, plan["figures"],
            plan["source"],
        )  # fmt: skip


def propellant_plans() -> Iterator[PropellantPlan]:
    """Yield the plans of propellant from water; a loss is counted from all propellant that is made."""
    for plan in read("own_product")["propellant"].values():
        ratio, made_t, water_t = (
            plan["mixture_ratio"],
            plan.get("propellant_t", math.nan),
            plan.get("water_t", math.nan),
        )
        loss = plan["lost_t"] / made_t if "lost_t" in plan else 0.0
        used_t, delivered_t = made_t * (1.0 - loss), plan.get("delivered_t", math.nan)
        water = float(water_per_propellant(ratio, loss))
        yield PropellantPlan(
            title=plan["title"],
            mixture_ratio=ratio,
            loss=loss,
            published_water=water_t / used_t,
            published_oxygen_left=plan.get("oxygen_left_t", math.nan) / used_t,
            water=water,
            oxygen_left=float(oxygen_left_per_propellant(ratio, loss)),
            delivered_share=delivered_t / (water_t / water),
            price_usd_per_kg=plan.get("revenue_musd", math.nan) * 1e3 / delivered_t,
            figures=plan["figures"],
            source=plan["source"],
        )


def mass_ratios() -> Iterator[MassRatio]:
    """Yield the ratios of product over the life of a plant to the mass landed for it."""
    for plan in read("own_product")["mass_ratios"].values():
        computed = _NO_PAIR
        if "capital_kg" in plan:
            figures = plan["product_kg_per_year"], plan["capital_kg"], plan["life_years"]
            low, high = (float(production_mass_ratio(*figures, replaced)) for replaced in plan["replaced_per_year"])
            computed = (low, high)
        published = tuple(plan.get("published", _NO_PAIR))
        yield MassRatio(plan["title"], plan["product"], published, computed, plan["figures"], plan["source"])


def price_usd_per_kg(what: str) -> float:
    """Return a price that these plans are held against [USD/kg]."""
    return float(read("own_product")["prices_usd_per_kg"][what])
