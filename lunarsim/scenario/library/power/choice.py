"""Sun with storage or a reactor: what a load through the night takes, from the least to the most that is plausible."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

from lunarsim.physics.power.light import light_cycle
from lunarsim.physics.power.mass import break_even_kw, reactor_kg, solar_kg
from lunarsim.scenario.groups.extraction.site import Site
from lunarsim.scenario.library.power.technologies import PowerTechnologies, Span

Storage = Literal["battery", "fuel_cell"]

UNIT_KW = 40.0
"""Rating of the class of reactors that NASA asks for (2022) [kW]."""

DISTANCE_KM = 1.0
"""How far from its users a reactor stands [km]."""

_ALL = Span(1.0, 1.0, 1.0, "definition", "published")
"""Depth of discharge of fuel cells, whose energy is counted as they give it."""


class Band(NamedTuple):
    """The least, the likely and the most that is plausible of a result."""

    low: float
    likely: float
    high: float


def solar_kg_per_kw(storage: Storage, site: Site, technologies: PowerTechnologies) -> Band:
    """Return the mass of arrays and storage for each kilowatt of a load that lasts day and night [kg/kW].

    Parameters
    ----------
    storage : {"battery", "fuel_cell"}
        What keeps the energy.
    site : Site
        Where: its share of light and its longest darkness.
    technologies : PowerTechnologies
        What it weighs and returns.
    """
    battery = storage == "battery"
    energy = technologies.battery_wh_per_kg if battery else technologies.fuel_cell_wh_per_kg
    efficiency = technologies.battery_efficiency if battery else technologies.fuel_cell_efficiency
    depth = technologies.battery_depth_of_discharge if battery else _ALL
    arrays, cycle = technologies.array_kg_per_kw, light_cycle(site.lit_fraction, site.dark_spell_hours)

    def mass(array: float, energy: float, used: float, returned: float) -> float:
        kg = solar_kg(
            1.0,
            cycle,
            array_kg_per_kw=array,
            storage_wh_per_kg=energy,
            depth_of_discharge=used,
            efficiency=returned,
        )
        return float(kg)

    return Band(
        mass(arrays.low, energy.high, depth.high, efficiency.high),
        mass(arrays.likely, energy.likely, depth.likely, efficiency.likely),
        mass(arrays.high, energy.low, depth.low, efficiency.low),
    )


def reactor_unit_kg(technologies: PowerTechnologies, rating_kw: float = UNIT_KW) -> Band:
    """Return the mass of a reactor with its shield and its cable [kg].

    Parameters
    ----------
    technologies : PowerTechnologies
        What it weighs.
    rating_kw : float
        Its power [kW]; 0 gives what any reactor weighs, whatever its power.
    """

    def mass(end: Literal["low", "likely", "high"]) -> float:
        of = {name: getattr(getattr(technologies, name), end) for name in _OF_REACTORS}
        made = reactor_kg(rating_kw, of["reactor_fixed_kg"], of["reactor_kg_per_kw"], of["reactor_growth"])
        return float(made + of["reactor_shield_kg"] + DISTANCE_KM * of["cable_kg_per_km"])

    return Band(mass("low"), mass("likely"), mass("high"))


_OF_REACTORS = ("reactor_fixed_kg", "reactor_kg_per_kw", "reactor_growth", "reactor_shield_kg", "cable_kg_per_km")


def break_even_band(
    storage: Storage, site: Site, technologies: PowerTechnologies, *, made_for_load: bool = False
) -> Band:
    """Return the load from which on a reactor is lighter than arrays with storage [kW].

    The low end sets the lightest reactor against the heaviest storage, the high end the other way round.

    Parameters
    ----------
    storage : {"battery", "fuel_cell"}
        What keeps the energy of the arrays.
    site : Site
        Where: its share of light and its longest darkness.
    technologies : PowerTechnologies
        What all of it weighs and returns.
    made_for_load : bool
        Whether the reactor is as large as the load asks, in place of one of 40 kW.

    Returns
    -------
    Band
        Infinite where storage is lighter at any load that the reactor serves.
    """
    solar = solar_kg_per_kw(storage, site, technologies)
    if not made_for_load:
        unit = reactor_unit_kg(technologies)
        pairs = zip(unit, reversed(solar), strict=True)
        return Band(*(float(break_even_kw(fixed, per_kw, rating_kw=UNIT_KW)) for fixed, per_kw in pairs))
    fixed_kg, one_kw = reactor_unit_kg(technologies, 0.0), reactor_unit_kg(technologies, 1.0)
    trios = zip(fixed_kg, reversed(solar), one_kw, strict=True)
    return Band(*(float(break_even_kw(fixed, per_kw, one - fixed, math.inf)) for fixed, per_kw, one in trios))
