"""What parts of further units a plant makes of its own product; parameters of the group ``plant``."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import WITH_PLANT, parameter, when
from lunarsim.words.distributions import LogNormal, Triangular

WITH_METAL = (*WITH_PLANT, when("flowsheet.name", "molten_electrolysis"))
"""Conditions of what acts where the plant makes metal."""

WITH_GROWTH = (*WITH_METAL, when("plant.growth_closure"))
"""Conditions of what acts where the plant grows from it."""

HIGHEST_PUBLISHED_CLOSURE = 0.96
"""Largest share of its machines that a study asks a growing plant to make: NASA CP-2255, 1982 (own_product.yml) [1]."""


@dataclass(frozen=True, kw_only=True)
class OwnGrowth:
    """How a plant grows from its own product."""

    growth_closure: float = parameter(
        0.0,
        "Share of the machines of a further unit that the plant makes of its own metal and slag; power, electronics, "
        "reagents and spares are flown in. 0: it does not grow.",
        unit="1",
        low=0,
        high=1,
        source="a lever, not a finding; studies of growing lunar factories ask for 0.9 to 0.96 (NASA CP-2255, 1982)",
        acts_if=WITH_METAL,
    )
    growth_metal_kg_per_kg: float = parameter(
        0.8,
        "Metal that goes into a kilogram of the parts that the plant makes for itself.",
        unit="kg kg-1",
        low=0.05,
        high=20,
        source="assumed: a third of the parts is cast of slag, a fifth of the metal becomes scrap",
        distribution=Triangular(0.5, 0.8, 1.5),
        acts_if=WITH_GROWTH,
    )
    growth_parts_kg_per_year: float = parameter(
        2000.0,
        "Parts for further units that the hands and tools of a unit make in a year, in proportion to plant.scale.",
        unit="kg year-1",
        low=1,
        high=1e7,
        source="assumed: printers of metal on Earth make 0.1 to 1 kg an hour each; no workshop on the Moon exists",
        distribution=LogNormal(500.0, 8000.0),
        acts_if=WITH_GROWTH,
    )
    growth_years: float = parameter(
        1.0,
        "Time from the parts of a further unit to the unit, before it is commissioned.",
        unit="year",
        low=0,
        high=100,
        source="assumed: the factory of NASA CP-2255 (1982) builds another one in a year",
        evidence="analogue",
        distribution=Triangular(0.5, 1.0, 3.0),
        acts_if=WITH_GROWTH,
    )
    growth_workshop_kg: float = parameter(
        5000.0,
        "Mass of the workshop that is flown in before the plant makes parts; grows with plant.scale as machines do.",
        unit="kg",
        low=0,
        high=1e6,
        source="assumed: the first set of machines of Metzger et al. 2013 is of this order, robots included",
        distribution=LogNormal(2000.0, 12000.0),
        acts_if=WITH_GROWTH,
    )
    growth_most_units: int = parameter(
        10,
        "Number of units at which growth ends, those that were flown in included.",
        unit="1",
        low=1,
        high=1000,
        source="a lever, not a finding",
        acts_if=WITH_GROWTH,
    )
