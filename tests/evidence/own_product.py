"""Published plans of growth, propellant and mass ratios beside what lunarsim computes for them, as tables.

``python -m tests.evidence.own_product`` writes them into ``docs/growth.md``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lunarsim.scenario.library.own_product import grown_plans, mass_ratios, price_usd_per_kg, propellant_plans
from lunarsim.world.mine.deposit import deposits
from lunarsim.world.mine.unit_needs import UnitNeeds
from tests.scenario.building import scenario_of

DOC = Path(__file__).parents[2] / "docs" / "growth.md"
END = "<!-- end -->"

ELECTROLYSIS = {
    "flowsheet.name": "molten_electrolysis",
    "plant.leach_kg_per_kg_slag_year": 0.0,
    "plant.electrolysis_kg_per_kg_oxygen_year": 6776.0 / 23900.0,
    "flowsheet.metal_per_oxygen": 25.0 / 23.9,
    "plant.feed_t_per_year": 23.9 / 0.18,
    "flowsheet.purification_recovery": 1.0,
    "flowsheet.precipitation_recovery": 1.0,
}
"""The plant of Guerrero-Gonzalez & Zabel 2023: 23.9 t of oxygen and 25 t of ferrosilicon a year from 6,776 kg."""

LEACH = {
    "flowsheet.name": "soil_leach",
    "plant.leach_kg_per_kg_slag_year": 1.0 / 3652.5,
    "flowsheet.purification_recovery": 1.0,
    "flowsheet.precipitation_recovery": 1.0,
}
"""A plant that leaches ten times its own mass in soil a day."""


class Made(NamedTuple):
    """What a unit makes in a year of full work, and the mass of its machines [kg/yr, kg]."""

    machines_kg: float
    oxygen_kg: float
    metal_kg: float
    ree_kg: float


def made_by(changes: dict[str, float | str], recovery: float) -> Made:
    """Return what a unit at Fra Mauro makes and weighs by its flowsheet, with a recovery of rare earths."""
    scenario = scenario_of(changes | {"flowsheet.leach_recovery": recovery}, "fra_mauro")
    (deposit,) = deposits([scenario])
    sheet, feed_kg = deposit.flowsheet, scenario.plant.feed_t_per_year * 1e3
    machines_kg = UnitNeeds(scenario, sheet).treating_kg
    return Made(machines_kg, *(feed_kg * made for made in (sheet.oxygen_kg, sheet.metal_kg, sheet.ree_kg)))


def digits(value: float, places: int = 3) -> str:
    """Return a figure as the tables show it; nothing where it is not known."""
    if math.isnan(value):
        return ""
    return f"{value:,.0f}" if abs(value) >= 1e3 else f"{value:.{places}g}"


def pair(values: tuple[float, float], places: int = 3) -> str:
    """Return two figures, or one where they are the same."""
    low, high = (digits(value, places) for value in values)
    return low if low == high else f"{low} to {high}"


def growth_lines() -> Iterator[str]:
    """Yield the table of growth."""
    yield (
        "| plan | starts from, t | years | ends at, t: published | computed | doubles in, years | closure "
        "| landed by then, t | figures | source |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for plan in grown_plans():
        figures = [
            digits(plan.seed_t), digits(plan.years), digits(plan.published_t), digits(plan.grown_t),
            digits(plan.doubling_years), pair(plan.closure, 4), pair(plan.landed_t),
        ]  # fmt: skip
        yield f"| {plan.title} | {' | '.join(figures)} | {plan.figures} | {plan.source} |"


def propellant_lines() -> Iterator[str]:
    """Yield the table of propellant from water."""
    yield (
        "| case | oxygen over hydrogen | lost | water, kg/kg: published | computed | oxygen left, kg/kg: published "
        "| computed | reaches customers | who pay, USD/kg | figures | source |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for plan in propellant_plans():
        oxygen_left = plan.oxygen_left if plan.oxygen_left > 1e-3 else 0.0
        figures = [
            digits(plan.mixture_ratio, 4), f"{plan.loss:.1%}" if plan.loss else "none", digits(plan.published_water, 4),
            digits(plan.water, 4), digits(plan.published_oxygen_left), digits(oxygen_left),
            digits(plan.delivered_share), digits(plan.price_usd_per_kg),
        ]  # fmt: skip
        yield f"| {plan.title} | {' | '.join(figures)} | {plan.figures} | {plan.source} |"


def ratio_lines() -> Iterator[str]:
    """Yield the table of mass ratios, with what the capital of a kilogram costs."""
    landed = price_usd_per_kg("plant_landed")
    yield (
        "| plant | product | ratio, kg/kg: published | computed | "
        f"capital, USD/kg of product, at {landed:,.0f} USD/kg landed | figures | source |"
    )
    yield "|---|---|---|---|---|---|---|"
    for ratio in mass_ratios():
        low, high = ratio.value
        cost = pair((landed / high, landed / low))
        yield (
            f"| {ratio.title} | {ratio.product} | {pair(ratio.published)} | {pair(ratio.computed)} | {cost} "
            f"| {ratio.figures} | {ratio.source} |"
        )


def rare_earth_lines() -> Iterator[str]:
    """Yield what plants make of their own mass in oxygen, metal and rare earths, as the simulator has it."""
    yield "| plant at Fra Mauro | recovery | rare earths, kg a year | own mass in them, years | ratio over 10 years |"
    yield "|---|---|---|---|---|"
    for name, changes, recoveries in (
        ("molten electrolysis, 48.9 t of oxygen and metal a year", ELECTROLYSIS, (0.1, 0.3)),
        ("leach of ten times its mass a day", LEACH, (0.12,)),
    ):
        for recovery in recoveries:
            made = made_by(changes, recovery)
            years = made.machines_kg / made.ree_kg
            yield f"| {name} | {recovery:g} | {digits(made.ree_kg)} | {digits(years)} | {digits(10.0 / years)} |"


TABLES = {
    "growth": growth_lines,
    "propellant": propellant_lines,
    "mass ratios": ratio_lines,
    "rare earths": rare_earth_lines,
}


def with_tables(text: str) -> str:
    """Return a text with its tables as they are computed now."""
    for name, lines in TABLES.items():
        start = f"<!-- {name}: made by tests/evidence/own_product.py -->"
        before, found, rest = text.partition(start)
        assert found, start
        _, _, after = rest.partition(END)
        text = f"{before}{start}\n\n" + "\n".join(lines()) + f"\n\n{END}{after}"
    return text


if __name__ == "__main__":
    DOC.write_text(with_tables(DOC.read_text(encoding="utf-8")), encoding="utf-8")
