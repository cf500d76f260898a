"""All checks of what can never be, and where the values of uncertain factors are worst for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lunarsim.scenario.scenario import Scenario
from lunarsim.words.errors import Fault
from lunarsim.world.feasibility.horizon import horizon_holds_what_is_asked
from lunarsim.world.feasibility.missions import crews_name_landers, leads_have_missions
from lunarsim.world.feasibility.packed_parts import parts_can_be_packed
from lunarsim.world.feasibility.payloads import payloads_fit
from lunarsim.world.feasibility.plants import (
    plant_can_be_delivered,
    plant_can_be_supplied,
    plant_can_work,
    product_can_return,
)
from lunarsim.world.feasibility.power import consumers_have_power, plant_has_power
from lunarsim.world.feasibility.prerequisites import needs_can_be_met
from lunarsim.world.feasibility.sites import sites_hold_their_stations

RULES: tuple[Callable[[Scenario], Iterator[Fault]], ...] = (
    payloads_fit,
    parts_can_be_packed,
    crews_name_landers,
    leads_have_missions,
    needs_can_be_met,
    consumers_have_power,
    sites_hold_their_stations,
    horizon_holds_what_is_asked,
    plant_has_power,
    plant_can_be_delivered,
    plant_can_work,
    product_can_return,
    plant_can_be_supplied,
)

WORST_HIGH = frozenset(
    {
        "asset_mass_position",
        "dark_spell_hours",
        "excavator_kg",
        "feed_t_per_year",
        "launch_mass_kg",
        "load_kw",
        "mass_high_kg",
        "mass_kg",
        "mass_low_kg",
        "power_margin",
        "scale",
        "scale_exponent",
        "spares_per_year",
        "units",
    }
)
"""Parameters, by the last part of their keys, that are worst for the checks where they are high; others where low."""


def impossible(scenario: Scenario) -> list[Fault]:
    """Return why a scenario can never be as asked, each with its place, value and remedy; empty where it can."""
    return [reason for rule in RULES for reason in rule(scenario)]


def is_worst_high(key: str) -> bool:
    """Return whether a parameter is worst for the checks where it is high; if not, where it is low if at all."""
    return key.rpartition(".")[2] in WORST_HIGH
