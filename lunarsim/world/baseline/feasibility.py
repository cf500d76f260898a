"""What can never fly, stand or be powered, detected before a run, with place and reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.scenario.groups.station import Station
from lunarsim.scenario.libraries import original
from lunarsim.scenario.library.asset import Asset
from lunarsim.scenario.library.crew_landers import lander_lists
from lunarsim.scenario.library.files import records
from lunarsim.scenario.library.mission import Mission
from lunarsim.scenario.library.places.known_sites import site_named
from lunarsim.scenario.library.power.ratings import night_power_kw, site_cycle
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.errors import Fault
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.baseline.payloads import payloads_fit
from lunarsim.world.mine.deposit import deposits
from lunarsim.world.mine.flowsheet import SolvedFlowsheet, most_of
from lunarsim.world.mine.return_plan import MADE, ReturnPlan
from lunarsim.world.mine.unit_needs import UnitNeeds, plant_site, route_km, stands_at_station

MOST_FLIGHTS_PER_YEAR = 365
"""Resupply flights of one plant: more than one a day is no plan."""


def impossible(scenario: Scenario) -> list[Fault]:
    """Return why a scenario can never work as asked, each with its place; empty where it can."""
    return [reason for rule in RULES for reason in rule(scenario)]


def leads_have_missions(scenario: Scenario) -> Iterator[Fault]:
    """The manifest holds missions of the programs that lead stations."""
    for name, station in scenario.stations.items():
        if not any(mission.program == station.lead for mission in scenario.missions.values()):
            yield Fault(f"{name}.lead", f"is {station.lead}, but plan {scenario.plan.manifest} holds no mission of it")


def crews_name_landers(scenario: Scenario) -> Iterator[Fault]:
    """A crew that lands with a lander in a shipped plan, or is like one that does, names some here, too."""
    if scenario.plan.manifest not in MANIFEST_DATES or not scenario.waits.prerequisite:
        return
    changes = scenario.changes.get("missions", {})
    shipped = records(Mission, f"missions_{scenario.plan.manifest}", scenario.timeline.as_of) if changes else {}
    for key, mission in scenario.missions.items():
        model = shipped.get(original(key, changes))
        if model is None or not scenario.flies(mission) or mission.kind != "crewed":
            continue
        landers = lander_lists(model, model.needed, shipped)
        if landers and not lander_lists(mission, mission.needed, scenario.missions):
            problem = (
                f"names no lander for its crew; name one of those of the plan ({', '.join(landers[0])}) or add one"
            )
            yield Fault(f"missions.{key}.alternatives", problem)


def plant_can_be_delivered(scenario: Scenario) -> Iterator[Fault]:
    """A plant that is asked for has a cargo vehicle that lands something, and power."""
    if scenario.plant.units == 0:
        return
    name = scenario.logistics.cargo_vehicle
    if scenario.vehicles[name].landed_payload_kg <= 0:
        yield Fault("logistics.cargo_vehicle", f"{name} lands no cargo, but plant.units is {scenario.plant.units}")
    if scenario.plant.power_kw == 0 and not stands_at_station(scenario):
        yield Fault("plant.power_kw", "is 0 at a site away from the station, so the plant can never run")
    place = plant_site(scenario)
    if scenario.plant.power_source == "solar" and place.lit_fraction == 0:
        yield Fault("plant.power_source", f"is solar, but site {place.name} is never lit")
    if route_km(scenario) > 0 and scenario.site.lit_fraction == 0:
        yield Fault("mine.plant_at", f"is station, but at site {scenario.site.name}, never lit, nothing can dig")


def plant_can_work(scenario: Scenario) -> Iterator[Fault]:
    """Nothing that a plant cannot do without is zero."""
    plant, mine = scenario.plant, scenario.mine
    if plant.units == 0:
        return
    for key in ("plant.availability", "mine.excavators", "mine.excavator_kg_per_day", "mine.excavator_duty"):
        if scenario.value(key) == 0:
            yield Fault(key, "is 0, so the plant can never run")
    if plant.reagent_stock_days == 0 and (plant.spares_per_year > 0 or mine.excavator_kg > 0):
        yield Fault("plant.reagent_stock_days", "is 0, so that without reagents and spares the plant can never run")


def product_can_return(scenario: Scenario) -> Iterator[Fault]:
    """A plant that is to make the oxygen for the return makes some."""
    logistics = scenario.logistics
    if scenario.plant.units == 0 or logistics.return_interval_days == 0 or logistics.return_propellant != MADE:
        return
    if most_of(scenario).oxygen_kg <= 0 and logistics.return_oxygen_share > 0:
        yield Fault(
            "logistics.return_propellant", f"is made, but flowsheet {scenario.flowsheet.name} makes no oxygen here"
        )


def plant_can_be_supplied(scenario: Scenario) -> Iterator[Fault]:
    """What a plant and its returns use up takes no more flights than anybody could send."""
    logistics, plant = scenario.logistics, scenario.plant
    room_kg = scenario.vehicles[logistics.cargo_vehicle].landed_payload_kg
    if plant.units == 0 or logistics.resupply_interval_days == 0 or room_kg <= 0:
        return
    # To solve the deposit takes longer than all other rules, and few plants come near the limit.
    if _supplies_kg_per_year(scenario, most_of(scenario)) / room_kg <= MOST_FLIGHTS_PER_YEAR:
        return
    (deposit,) = deposits([scenario])
    supplies_kg = _supplies_kg_per_year(scenario, deposit.flowsheet)
    flights = supplies_kg / room_kg
    if flights > MOST_FLIGHTS_PER_YEAR:
        yield Fault(
            "plant.units",
            f"is {plant.units}: with its returns the plant uses {supplies_kg:.3g} kg a year, "
            f"{flights:.3g} flights of {logistics.cargo_vehicle}, allowed {MOST_FLIGHTS_PER_YEAR}",
        )


def _supplies_kg_per_year(scenario: Scenario, sheet: SolvedFlowsheet) -> float:
    """Return what a plant with such a flowsheet and its returns use up [kg/yr].

    The more a flowsheet takes or makes, the more it is.
    """
    logistics, plant = scenario.logistics, scenario.plant
    needs = UnitNeeds(scenario, sheet)
    of_plant_kg = plant.units * (needs.reagents_kg_per_day + needs.spares_kg_per_day) * DAYS_PER_YEAR
    stock_days = max(plant.reagent_stock_days, logistics.return_interval_days, 1.0)
    of_returns_kg = ReturnPlan(logistics, plant, needs, sheet).first_supplies().mass_kg * DAYS_PER_YEAR / stock_days
    return of_plant_kg + of_returns_kg


def needs_can_be_met(scenario: Scenario) -> Iterator[Fault]:
    """Each asset's needed functions are given by some asset that can come, and its own load by their power.

    Cancelled missions count as if they came: what is lost with them was asked for and is reported, not refused.
    """
    for station in scenario.stations.values():
        # Assets of a partner without an agreement never join the station, so nobody asks what they need.
        yield from _needs_at(scenario, station, scenario.members(station))


def _needs_at(scenario: Scenario, station: Station, members: set[str]) -> Iterator[Fault]:
    coming = [
        (f"assets.{name}", scenario.assets[name])
        for mission in scenario.missions.values()
        if scenario.plans(mission)
        for name in mission.assets
    ]
    present = [asset for asset in scenario.assets.values() if asset.present and asset.program in members]
    joining = [(path, asset) for path, asset in coming if asset.program in members]
    offered = {name for asset in [*present, *(asset for _, asset in joining)] for name in asset.functions}
    cycle, multiplier = site_cycle(site_named(station.site, scenario.site)), max(station.power_multiplier, 1.0)
    power = max(night_power_kw([*present, *others], cycle, multiplier) for others in _alternatives(scenario, members))
    margin = 1.0 + station.power_margin
    for path, asset in joining:
        for need in asset.needs:
            if scenario.waits.prerequisite and need not in offered:
                yield Fault(path, f"needs {need}, which nothing in this scenario offers")
        if scenario.waits.power and (asset.load_kw - night_power_kw([asset], cycle)) * margin > power:
            yield Fault(path, f"takes {asset.load_kw:g} kW, all power that can come is {power:g} kW")


def _alternatives(scenario: Scenario, members: set[str]) -> Iterator[list[Asset]]:
    """Yield what can stand at the station together: with the partners' contributions, or the lead's own instead."""
    for left_out in ("fallback", "joint"):
        yield [
            scenario.assets[name]
            for mission in scenario.missions.values()
            if scenario.plans(mission) and mission.role != left_out
            for name in mission.assets
            if scenario.assets[name].program in members
        ]


RULES: tuple[Callable[[Scenario], Iterator[Fault]], ...] = (
    payloads_fit,
    crews_name_landers,
    leads_have_missions,
    plant_can_be_delivered,
    plant_can_work,
    product_can_return,
    plant_can_be_supplied,
    needs_can_be_met,
)
