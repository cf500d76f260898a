"""Whether a plant beside a station can ever have what it takes of it."""

from __future__ import annotations

from collections.abc import Iterator

from lunarsim.scenario.library.asset import Asset
from lunarsim.scenario.library.places.known_sites import site_named
from lunarsim.scenario.scenario import Scenario
from lunarsim.world.feasibility.joining import joining, present
from lunarsim.world.feasibility.remedies import remedy
from lunarsim.world.mine.unit_needs import stands_at_station


def unserved_plant(scenario: Scenario) -> Iterator[str]:
    """Yield that a plant beside a station waits to the end for contact, command link or hands that nothing gives."""
    if scenario.plant.units == 0 or not scenario.waits.prerequisite or not stands_at_station(scenario):
        return
    station = scenario.station
    assets = [*present(scenario, station).values(), *joining(scenario, station).values()]
    lacks = [name for name, given in _given(scenario, assets).items() if not given]
    if not lacks:
        return
    away = scenario.site.name != station.site
    key, value = ("mine.plant_at", "mine") if away else ("plant.units", 0)
    yield (
        f"the plant ({key}={scenario.value(key)}) never works: nothing that can come to {station.name} gives "
        f"{' or '.join(lacks)}, which a plant beside it takes" + remedy(key, value)
    )


def _given(scenario: Scenario, assets: list[Asset]) -> dict[str, bool]:
    """Return what a plant takes of its station, and whether something gives it."""
    functions = {name for asset in assets for name in asset.functions}
    members = scenario.members(scenario.station)
    # Crews are at work where their stays are simulated.
    has_crews = scenario.waits.repair and any(
        mission.kind == "crewed" and mission.at_station and scenario.plans(mission) and mission.program in members
        for mission in scenario.missions.values()
    )
    sees_earth = site_named(scenario.station.site, scenario.site).earth_visible_fraction > 0.0
    return {
        "contact with the Earth": sees_earth or "relay" in functions,
        "a command link": "command" in functions,
        "hands (a robot or a crew)": has_crews or any(asset.hands for asset in assets),
    }
