"""Flights for the mine: they bring the plant, resupply it and take its product home."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from lunarsim.scenario.flowsheets import flowsheet_named
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.flights import Order, Process, fly_once, wait
from lunarsim.world.plant_needs import stands_at_station
from lunarsim.world.trace import LAUNCH_FAILURE, PARTIAL, SUCCESS, MissionRecord, Shipment, Waits

if TYPE_CHECKING:
    from lunarsim.world.campaign import Campaign

PLANT_FLIGHT, RESUPPLY_FLIGHT, RETURN_FLIGHT = "mine_cargo", "mine_resupply", "product_return"


def cargo_order(campaign: Campaign, mission: str, mass_kg: float, hardware_share: float) -> Order:
    """Return the order of a flight with cargo for the mine [kg], of which a share is hardware and the rest reagents."""
    scenario = campaign.scenario
    name = scenario.logistics.cargo_vehicle
    vehicle = scenario.vehicles[name]
    return Order(
        mission=mission,
        program=scenario.station.lead,
        developer=scenario.station.lead,
        purpose="plant" if mission == PLANT_FLIGHT else "supply",
        vehicle=name,
        launches=1,
        window="month",
        lands=True,
        sent_kg=vehicle.tli_payload_kg * mass_kg / vehicle.landed_payload_kg,
        landed_kg=mass_kg,
        cargo_kg=mass_kg * hardware_share,
        delivery_kg=mass_kg,
        launch_cost_musd=0.0,
    )


def plant_masses(campaign: Campaign) -> tuple[float, float]:
    """Return the mass of the second camp, 0 at the station, and of one unit with its stocks [kg]."""
    scenario = campaign.scenario
    camp = 0.0 if stands_at_station(scenario) else scenario.logistics.camp_kg
    return camp, campaign.plant.needs.delivered_kg


def planned_mine_days(campaign: Campaign) -> dict[str, float]:
    """Return the planned days of first product and return, in closed form: without waits flights keep their plan."""
    scenario = campaign.scenario
    logistics, plant = scenario.logistics, scenario.plant
    capacity = scenario.vehicles[logistics.cargo_vehicle].landed_payload_kg
    if plant.units == 0 or capacity <= 0 or campaign.plant.soil_left_kg + campaign.plant.stocks["soil"] <= 0:
        return {}
    if campaign.plant.sheet.product_kg <= 0:
        return {}
    camp_kg, unit_kg = plant_masses(campaign)
    flights = math.ceil((camp_kg + unit_kg - _NOTHING_KG) / capacity)
    spacing = max(logistics.cargo_interval_days, logistics.transit_days)
    landed = campaign.mine_record.planned_day + (flights - 1) * spacing + logistics.transit_days
    days = {"first_product": landed + plant.commissioning_days + campaign.plant.needs.first_soil_days}
    if logistics.return_interval_days > 0:
        days["first_return"] = days["first_product"] + logistics.return_interval_days + logistics.transit_days
    return {name: day for name, day in days.items() if day < campaign.horizon_days}


def build_plant(campaign: Campaign) -> Process:
    """Wait for plan and readiness, fly the plant in and put each unit to work when all of it has arrived."""
    scenario, env = campaign.scenario, campaign.env
    logistics, plant, lead = scenario.logistics, scenario.plant, scenario.station.lead
    record = campaign.mine_record
    slip = campaign.programs[lead].slip(record.planned_day, PLANT_FLIGHT)
    record.waits |= slip._asdict()
    ready = record.planned_day + sum(slip)
    if ready >= campaign.horizon_days:
        yield campaign.never
    yield env.timeout(ready)
    if campaign.waits.readiness:
        years = scenario.flowsheet.readiness_years * flowsheet_named(scenario.flowsheet.name).waiting_share
        mature = years * DAYS_PER_YEAR / plant.readiness_acceleration
        if mature > env.now:
            yield from wait(campaign, mature, "readiness", record)
    camp_kg, unit_kg = plant_masses(campaign)
    capacity = scenario.vehicles[logistics.cargo_vehicle].landed_payload_kg
    missing = camp_kg + plant.units * unit_kg
    hardware_share = 1.0 - plant.units * campaign.plant.needs.reagents_kg / missing
    delivered, attempt, working = 0.0, 0, 0
    while missing > _NOTHING_KG:
        order = cargo_order(campaign, PLANT_FLIGHT, min(capacity, missing), hardware_share)
        outcome = yield from fly_once(campaign, order, attempt, record)
        landed = campaign.trace.flights[-1].landed_kg
        delivered += landed
        missing -= landed
        attempt += 1
        while working < plant.units and delivered >= camp_kg + (working + 1) * unit_kg - _NOTHING_KG:
            env.process(commission_unit(campaign, working, dict(record.waits)))
            working += 1
        if missing <= _NOTHING_KG:
            return
        # Cargo landers are made in series: after a loss the next one comes at the usual interval.
        due = max(record.launched_day + logistics.cargo_interval_days, env.now)
        if outcome not in (SUCCESS, PARTIAL):
            cause = "launch_failure" if outcome == LAUNCH_FAILURE else "landing_failure"
            record.waits[cause] = record.waits.get(cause, 0.0) + due - record.launched_day
        if due > env.now:
            yield env.timeout(due - env.now)


def commission_unit(campaign: Campaign, number: int, waits: Waits) -> Process:
    """Commission a unit of the plant; the first one to work brings the first product."""
    env, scenario = campaign.env, campaign.scenario
    nominal = scenario.plant.commissioning_days
    days = nominal
    if campaign.waits.commissioning:
        normal = campaign.draws.normal("plant", "commissioning", number)
        days *= scenario.station.commissioning_multiplier * math.exp(scenario.station.commissioning_ln_sd * normal)
    yield env.timeout(days + campaign.plant.needs.first_soil_days)
    if number == 0:
        campaign.product_waits = waits | {"commissioning": days - nominal}
        if scenario.logistics.resupply_interval_days > 0:
            env.process(resupply(campaign))
        if scenario.logistics.return_interval_days > 0:
            env.process(bring_home(campaign))
    campaign.plant.add_unit()


def resupply(campaign: Campaign) -> Process:
    """Fill up the stocks of reagents and spares at each interval; a lost flight is sent again from stock."""
    env, scenario, plant = campaign.env, campaign.scenario, campaign.plant
    interval = scenario.logistics.resupply_interval_days
    capacity = scenario.vehicles[scenario.logistics.cargo_vehicle].landed_payload_kg
    record = MissionRecord(0.0)
    flight = 0
    while True:
        yield env.timeout(interval)
        plant.settle()
        reagents = max(plant.units * plant.needs.reagents_kg - plant.reagents_kg, 0.0)
        spares = max(plant.units * plant.needs.spares_kg - plant.spares_kg, 0.0)
        wanted = reagents + spares
        missing = wanted
        for _ in range(math.ceil(wanted / capacity) + RESENT_FLIGHTS):
            if missing <= _NOTHING_KG:
                break
            order = cargo_order(campaign, RESUPPLY_FLIGHT, min(capacity, missing), spares / wanted)
            yield from fly_once(campaign, order, flight, record)
            flight += 1
            landed = campaign.trace.flights[-1].landed_kg
            plant.resupply(reagents * landed / wanted, spares * landed / wanted)
            missing -= landed


def bring_home(campaign: Campaign) -> Process:
    """Send product home at each interval, as much as there is and fits; a lost flight loses its product."""
    env, scenario, plant = campaign.env, campaign.scenario, campaign.plant
    logistics = scenario.logistics
    number = 0
    while True:
        yield env.timeout(logistics.return_interval_days)
        plant.settle()
        mass = min(plant.product_on_moon_kg, logistics.return_capacity_kg)
        if mass <= _NOTHING_KG:
            continue
        plant.ship(mass)
        sent_day = env.now
        shares = campaign.partnership.product_shares()
        safe = not campaign.waits.landing_failure or (
            campaign.draws.uniform(RETURN_FLIGHT, "loss", number) < logistics.return_success
        )
        number += 1
        if sent_day + logistics.transit_days >= campaign.horizon_days:
            campaign.trace.shipments.append(Shipment(sent_day, math.nan, mass, {}))
            return
        yield env.timeout(logistics.transit_days)
        received = {program: mass * share for program, share in shares.items()} if safe else {}
        campaign.trace.shipments.append(Shipment(sent_day, env.now, mass, received))
        if safe:
            campaign.first_return()


RESENT_FLIGHTS = 2
"""Lost resupply flights that are sent again before the next interval."""

_NOTHING_KG = 1e-6
"""A milligram is no cargo."""
