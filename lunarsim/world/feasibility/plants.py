"""Whether a plant that is asked for can be brought, work, be supplied and send its product home."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from lunarsim.scenario.declare.declaration import parameters_of
from lunarsim.scenario.groups.extraction.deposit import Deposit
from lunarsim.scenario.groups.extraction.flowsheet import FLOWSHEETS
from lunarsim.scenario.groups.extraction.gates import GATES, NOT_REQUIRED
from lunarsim.scenario.groups.extraction.own_growth import HIGHEST_PUBLISHED_CLOSURE
from lunarsim.scenario.library.flowsheet_graphs import flowsheet_named
from lunarsim.scenario.library.vehicle import Vehicle
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.errors import Fault
from lunarsim.words.terminal import OF_RETURNS
from lunarsim.words.units import DAYS_PER_YEAR, parse_date
from lunarsim.world.feasibility.horizon import end_of
from lunarsim.world.feasibility.remedies import down, remedy, restored, up
from lunarsim.world.mine.deposit import deposits
from lunarsim.world.mine.flowsheet import SolvedFlowsheet, most_of
from lunarsim.world.mine.logistics.cargo import most_together
from lunarsim.world.mine.logistics.return_plan import MADE, ReturnPlan
from lunarsim.world.mine.mine_plan import mine_plan
from lunarsim.world.mine.unit_needs import UnitNeeds, route_km
from lunarsim.world.prospecting.technology import technology_ready_day

MOST_FLIGHTS_PER_YEAR = 365
"""Resupply flights of one plant: more than one a day is no plan, unless vehicle and pads are given for more."""

MOST_AREA_KM2 = next(parameter.high for name, parameter, _ in parameters_of(Deposit) if name == "area_km2")

MOST_LAUNCHES_PER_YEAR, MOST_PADS = (
    next(parameter.high for name, parameter, _ in parameters_of(Vehicle) if name == asked)
    for asked in ("launches_per_year", "pads")
)

_MULTIPLIER = "market.price_multiplier"


def plant_can_be_delivered(scenario: Scenario) -> Iterator[Fault]:
    """A plant that is asked for has a cargo vehicle that lands something, and light where its mine digs."""
    if scenario.plant.units == 0:
        return
    name = scenario.logistics.cargo_vehicle
    if scenario.vehicles[name].landed_payload_kg <= 0:
        lead = scenario.station.lead
        key = "logistics.cargo_vehicle"
        own = [each for each, vehicle in scenario.vehicles.items() if vehicle.program == lead] or scenario.vehicles
        best = max(own, key=lambda each: scenario.vehicles[each].landed_payload_kg)
        able = remedy(key, best) if scenario.vehicles[best].landed_payload_kg > 0 else remedy("plant.units", 0)
        yield Fault(key, f"{name} lands no cargo, but plant.units is {scenario.plant.units}" + able)
    if route_km(scenario) > 0 and scenario.site.lit_fraction == 0:
        problem = f"is station, but at site {scenario.site.name}, never lit, nothing can dig"
        yield Fault("mine.plant_at", problem + remedy("mine.plant_at", "mine"))


def plant_can_work(scenario: Scenario) -> Iterator[Fault]:
    """Nothing that a plant cannot do without is zero."""
    plant, mine = scenario.plant, scenario.mine
    if plant.units == 0:
        return
    for key in ("plant.availability", "mine.excavators", "mine.excavator_kg_per_day", "mine.excavator_duty"):
        if scenario.value(key) == 0:
            yield Fault(key, "is 0, so the plant can never run" + restored(key))
    if plant.reagent_stock_days == 0 and (plant.spares_per_year > 0 or mine.excavator_kg > 0):
        problem = "is 0, so that without reagents and spares the plant can never run"
        yield Fault("plant.reagent_stock_days", problem + restored("plant.reagent_stock_days"))


def product_can_return(scenario: Scenario) -> Iterator[Fault]:
    """A plant that is to make the oxygen for the return makes some."""
    logistics = scenario.logistics
    if scenario.returns.policy == "none" or logistics.return_interval_days == 0:
        return
    if scenario.plant.units == 0 or logistics.return_propellant != MADE:
        return
    if most_of(scenario).oxygen_kg <= 0 and logistics.return_oxygen_share > 0:
        problem = f"is made, but flowsheet {scenario.flowsheet.name} makes no oxygen here"
        yield Fault("logistics.return_propellant", problem + restored("logistics.return_propellant"))


def plant_can_be_supplied(scenario: Scenario) -> Iterator[Fault]:
    """What a plant and its returns use up takes no more flights than anybody could send."""
    logistics, plant = scenario.logistics, scenario.plant
    room_kg = scenario.vehicles[logistics.cargo_vehicle].landed_payload_kg
    if plant.units == 0 or logistics.resupply_interval_days == 0 or room_kg <= 0:
        return
    # To solve the deposit takes longer than all other rules, and few plants come near the limit.
    allowed = max(MOST_FLIGHTS_PER_YEAR, math.floor(_launches_per_year(scenario)))
    if _supplies_kg_per_year(scenario, most_of(scenario)) / room_kg <= allowed:
        return
    supplies_kg = _supplies_kg_per_year(scenario, _solved(scenario))
    flights = supplies_kg / room_kg
    if flights > allowed:
        key, value = "plant.units", float(math.floor(plant.units * allowed / flights))
        if value == 0:
            # What a unit uses shrinks with its size by no less than the mass of its machines does.
            key, value = "plant.scale", down(plant.scale * (allowed / flights) ** (1.0 / plant.scale_exponent))
            value = min(value, down(value / plant.units)) if plant.units > 1 else value
        yield Fault(
            key,
            f"is {scenario.value(key):g}: with its returns the plant uses {supplies_kg:.3g} kg a year, "
            f"{flights:.3g} flights of {logistics.cargo_vehicle}, allowed {allowed}" + remedy(key, value),
        )


def slow_plant(scenario: Scenario) -> Iterator[str]:
    """Yield that a plant takes so many landings that it is not complete before the end."""
    logistics, plant = scenario.logistics, scenario.plant
    name = logistics.cargo_vehicle
    vehicle = scenario.vehicles[name]
    start = max(parse_date(plant.planned), parse_date(scenario.timeline.start))
    years = (end_of(scenario.timeline) - start).days / DAYS_PER_YEAR
    if plant.units == 0 or vehicle.landed_payload_kg <= 0 or years <= 0:
        return
    spacing_years = max(logistics.cargo_interval_days, logistics.transit_days) / DAYS_PER_YEAR
    together = most_together(vehicle, logistics.cargo_interval_days)
    landings, takes = 0, 0.0
    # As for resupply, few plants come near the limit.
    for solve in (most_of, _solved):
        mass_kg = plant.units * UnitNeeds(scenario, solve(scenario)).delivered_kg
        if math.isinf(mass_kg):
            continue
        landings = math.ceil(mass_kg / vehicle.landed_payload_kg)
        takes = (math.ceil(landings / together) - 1) * spacing_years
        if scenario.waits.vehicle:
            takes = max(takes, (landings - 1) / vehicle.launches_per_year)
        # What takes less than a year is late by its plan, not by its size.
        if takes <= max(years, 1.0):
            return
    fleets = math.floor(years / spacing_years) + 1 if spacing_years > 0 else landings
    fleet = math.ceil(landings / fleets)
    rate = up(max(fleet * DAYS_PER_YEAR / max(logistics.cargo_interval_days, 1.0), landings / years))
    keys = {"launches_per_year": rate} if rate > vehicle.launches_per_year else {}
    pads = math.ceil(fleet * vehicle.pad_turnaround_days / max(logistics.cargo_interval_days, 1.0))
    if pads > vehicle.pads:
        keys["pads"] = min(pads, MOST_PADS)
        if pads > MOST_PADS:
            keys["pad_turnaround_days"] = down(MOST_PADS * logistics.cargo_interval_days / fleet)
    sets = " ".join(f"vehicles.{name}.{key}={value:g}" for key, value in keys.items())
    can = (
        "; to land it by the end, set at least " + sets
        if rate <= MOST_LAUNCHES_PER_YEAR
        else "; set a smaller plant.scale or plant.units"
    )
    yield (
        f"the plant of {mass_kg:.3g} kg takes {landings:,} landings of {name}, {takes:.3g} years at "
        f"{landings / takes:.3g} a year, and {years:.3g} years are left after plant.planned={plant.planned}" + can
    )


def spent_ground(scenario: Scenario) -> Iterator[str]:
    """Yield that a plant at full work digs more soil until the end than its area gives, so that it stops before."""
    plant, area_km2 = scenario.plant, scenario.deposit.area_km2
    start = max(parse_date(plant.planned), parse_date(scenario.timeline.start))
    days = (end_of(scenario.timeline) - start).days
    if plant.units == 0 or days <= 0:
        return
    (deposit,) = deposits([scenario])
    asked_kg = plant.units * UnitNeeds(scenario, deposit.flowsheet).soil_kg_per_day * days
    if not 0.0 < deposit.soil_kg < asked_kg:
        return
    yield (
        f"at full work the plant takes {asked_kg * 1e-3:.3g} t of soil until the end, and what can be dug of "
        f"deposit.area_km2={area_km2:g} is {deposit.soil_kg * 1e-3:.3g} t: it runs out of ground before, which "
        "shows in unit_cost_usd_per_kg and point_*"
        + remedy("deposit.area_km2", min(up(area_km2 * asked_kg / deposit.soil_kg), MOST_AREA_KM2))
    )


def _solved(scenario: Scenario) -> SolvedFlowsheet:
    (deposit,) = deposits([scenario])
    return deposit.flowsheet


def _launches_per_year(scenario: Scenario) -> float:
    """Return how often the cargo vehicle is made and launched in a year."""
    vehicle = scenario.vehicles[scenario.logistics.cargo_vehicle]
    turnaround = vehicle.pad_turnaround_days
    return min(vehicle.launches_per_year, vehicle.pads * DAYS_PER_YEAR / turnaround if turnaround > 0 else math.inf)


def idle_growth(scenario: Scenario) -> Iterator[str]:
    """Yield that a plant which is to grow from its own product has none to grow from, or no room."""
    plant, flowsheet = scenario.plant, scenario.flowsheet
    if plant.units == 0 or plant.growth_closure == 0:
        return
    does_not = f"the plant does not grow from its own product (plant.growth_closure={plant.growth_closure:g}): "
    with_metal = [name for name in FLOWSHEETS if any("metal" in unit.outputs for unit in flowsheet_named(name).units)]
    no_metal = does_not + f"flowsheet {flowsheet.name} yields no metal"
    if flowsheet.name not in with_metal:
        yield no_metal + remedy("flowsheet", with_metal[0])
    elif flowsheet.oxygen_yield * flowsheet.metal_per_oxygen == 0:
        zero = "oxygen_yield" if flowsheet.oxygen_yield == 0 else "metal_per_oxygen"
        yield no_metal + f" (flowsheet.{zero}=0)" + restored(f"flowsheet.{zero}")
    elif plant.growth_most_units <= plant.units:
        yield (
            does_not
            + f"plant.growth_most_units is {plant.growth_most_units}, and plant.units={plant.units} are flown in"
            + remedy("plant.growth_most_units", 2 * plant.units)
        )


def unproven_growth(scenario: Scenario) -> Iterator[str]:
    """Yield that a plant is to make more of its machines than any published study asks for."""
    plant, most = scenario.plant, HIGHEST_PUBLISHED_CLOSURE
    if plant.units == 0 or plant.growth_closure <= most or any(idle_growth(scenario)):
        return
    yield (
        f"by plant.growth_closure={plant.growth_closure:g} the plant makes more of the machines of a further unit than "
        f"any published study of a growing factory asks for, {most:g}: electronics and parts that wear are among them"
        + remedy("plant.growth_closure", most)
    )


def returns_not_worth_it(scenario: Scenario) -> Iterator[str]:
    """Yield that product stays on the Moon, as a kilogram is worth less than its return costs."""
    if scenario.plant.units == 0 or scenario.returns.policy != "if_worth":
        return
    sheet = _solved(scenario)
    returns = mine_plan(scenario, parse_date(scenario.timeline.start), sheet).returns
    worth, cost = returns.worth_and_cost(scenario, sheet)
    if worth > cost or math.isinf(cost):
        return
    # A floor under prices does not rise with them, so that it is left out.
    market = replace(scenario.market, floor_ndpr_usd_per_kg=0.0, price_multiplier=1.0)
    usual, _ = returns.worth_and_cost(replace(scenario, market=market), sheet)
    now = usual * scenario.market.price_multiplier
    multiplier = up(cost / usual) if usual > 0.0 else math.inf
    declared, _ = scenario.declaration(_MULTIPLIER)
    helps = remedy(_MULTIPLIER, multiplier) if multiplier < declared.high else remedy("returns.policy", "all")
    yield (
        f"{OF_RETURNS} that factors have before they are drawn (returns.policy=if_worth): a kilogram that sets out is "
        f"worth {_usd(worth)} USD on Earth, and its return costs {_usd(cost)} USD, of which the flight is "
        f"{_usd(scenario.logistics.return_usd_per_kg)} and the rest craft and propellant that are flown in"
        + (f"; it is worth its return at {_usd(cost / now)} times these prices" if now > 0.0 else "")
        + helps
    )


def _usd(amount: float) -> str:
    return f"{float(f'{amount:.3g}'):,.10g}"


def immature_plant(scenario: Scenario) -> Iterator[str]:
    """Yield that the technology of a plant never matures, as nothing is spent on it."""
    if scenario.plant.units == 0 or not scenario.waits.readiness:
        return
    if math.isinf(technology_ready_day(scenario.flowsheet, scenario.plant)):
        key = "plant.readiness_musd_per_year"
        yield f"nothing is spent on the technology of the plant ({key}=0), so that it never flies" + restored(key)


def plant_before_gates(scenario: Scenario) -> Iterator[str]:
    """Yield that a plant is planned for before all gates can be passed, none of which begins before the start."""
    plant, gates = scenario.plant, scenario.gates
    if plant.units == 0 or gates.mode == NOT_REQUIRED or not scenario.waits.prerequisite:
        return
    days = math.ceil(math.fsum(getattr(gates, f"{gate}_years") for gate in GATES) * DAYS_PER_YEAR)
    passed = parse_date(scenario.timeline.start) + timedelta(days=days)
    if parse_date(plant.planned) < passed:
        yield (
            f"the plant, planned for {plant.planned} (plant.planned), waits for its gates, which take until {passed} "
            "from the start on; a gate that has been passed takes no time" + remedy("gates.orbiter_years", 0)
        )


def _supplies_kg_per_year(scenario: Scenario, sheet: SolvedFlowsheet) -> float:
    """Return what a plant with such a flowsheet and its returns use up [kg/yr].

    The more a flowsheet takes or makes, the more it is.
    """
    logistics, plant = scenario.logistics, scenario.plant
    needs = UnitNeeds(scenario, sheet)
    of_plant_kg = plant.units * (needs.reagents_kg_per_day + needs.spares_kg_per_day) * DAYS_PER_YEAR
    stock_days = max(plant.reagent_stock_days, logistics.return_interval_days, 1.0)
    returns = ReturnPlan(scenario, needs, sheet)
    supplies = returns.supplies(logistics.return_interval_days, 0.0, plant.units)
    of_returns_kg = supplies.mass_kg * DAYS_PER_YEAR / stock_days
    return of_plant_kg + of_returns_kg
