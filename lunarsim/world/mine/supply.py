"""Flights for the mine: they bring the plant with what returns need, and resupply both."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from lunarsim.scenario.library.flowsheet_graphs import flowsheet_named
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.flights.flight import Order, Process, fly_once, wait
from lunarsim.world.mine.returns import NOTHING_KG, Kits
from lunarsim.world.mine.unit_needs import stands_at_station
from lunarsim.world.trace import LAUNCH_FAILURE, PARTIAL, SUCCESS, DaysByCause, MissionRecord

if TYPE_CHECKING:
    from lunarsim.world.wiring import Campaign

PLANT_FLIGHT, RESUPPLY_FLIGHT = "mine_cargo", "mine_resupply"


def cargo_order(campaign: Campaign, mission: str, mass_kg: float, hardware_share: float) -> Order:
    """Return the order of a flight with cargo for the mine [kg]; what is no hardware is reagents and propellant."""
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


class PlantMasses(NamedTuple):
    """What plant flights bring, in this order: the camp, a unit, what the first returns need, further units.

    Parameters
    ----------
    camp_kg : float
        The second camp, none at the station [kg].
    kits_kg : float
        Craft and propellant of the first returns [kg].
    unit_kg : float
        A unit with its stocks [kg].
    """

    camp_kg: float
    kits_kg: float
    unit_kg: float

    @property
    def with_kits_kg(self) -> float:
        """Return what has landed when the first returns have what they need [kg]."""
        return self.camp_kg + self.unit_kg + self.kits_kg

    def with_units_kg(self, units: int) -> float:
        """Return what has landed when so many units, one or more, are complete [kg]."""
        return self.camp_kg + units * self.unit_kg + (self.kits_kg if units > 1 else 0.0)

    def units_in(self, mass_kg: float) -> float:
        """Return how many units lie in the first kilograms, in parts."""
        first = min(max(mass_kg - self.camp_kg, 0.0), self.unit_kg)
        further = max(mass_kg - self.with_kits_kg, 0.0)
        return (first + further) / self.unit_kg if self.unit_kg > 0 else 0.0

    def kits_in_kg(self, mass_kg: float) -> float:
        """Return how much of the kits lies in the first kilograms [kg]."""
        return min(max(mass_kg - self.camp_kg - self.unit_kg, 0.0), self.kits_kg)


def plant_order(campaign: Campaign, masses: PlantMasses, delivered_kg: float, mass_kg: float) -> Order:
    """Return the order of a flight that goes on where the mass that has landed ends [kg].

    Its hardware is that of its own load, so what is asked for and never flies changes nothing.
    """
    kits, end_kg = campaign.returns.first_kits(), delivered_kg + mass_kg
    units = masses.units_in(end_kg) - masses.units_in(delivered_kg)
    of_kits = masses.kits_in_kg(end_kg) - masses.kits_in_kg(delivered_kg)
    no_hardware_kg = units * campaign.plant.needs.reagents_kg
    if kits.mass_kg > 0:
        no_hardware_kg += of_kits * kits.propellant_kg / kits.mass_kg
    hardware_share = max(1.0 - no_hardware_kg / mass_kg, 0.0)
    return cargo_order(campaign, PLANT_FLIGHT, mass_kg, hardware_share)._replace(plant_units=units)


def plant_masses(campaign: Campaign) -> PlantMasses:
    """Return what the flights with the plant bring."""
    scenario = campaign.scenario
    camp_kg = 0.0 if stands_at_station(scenario) else scenario.logistics.camp_kg
    return PlantMasses(camp_kg, campaign.returns.first_kits().mass_kg, campaign.plant.needs.delivered_kg)


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
    masses = plant_masses(campaign)
    kits = campaign.returns.first_kits()
    capacity = scenario.vehicles[logistics.cargo_vehicle].landed_payload_kg
    missing = max(masses.with_units_kg(plant.units), masses.with_kits_kg)
    campaign.trace.mine.unit_hardware_kg = masses.unit_kg - campaign.plant.needs.reagents_kg
    delivered, attempt, working, equipped = 0.0, 0, 0, False
    while missing > NOTHING_KG:
        order = plant_order(campaign, masses, delivered, min(capacity, missing))
        outcome = yield from fly_once(campaign, order, attempt, record)
        landed = campaign.trace.flights.flown[-1].landed_kg
        delivered += landed
        missing -= landed
        attempt += 1
        if not equipped and delivered >= masses.with_kits_kg - NOTHING_KG:
            campaign.returns.take_in(kits)
            equipped = True
        while working < plant.units and delivered >= masses.with_units_kg(working + 1) - NOTHING_KG:
            env.process(commission_unit(campaign, working, dict(record.waits)))
            working += 1
        if missing <= NOTHING_KG:
            return
        # Cargo landers are made in series: after a loss the next one comes at the usual interval.
        due = max(record.launched_day + logistics.cargo_interval_days, env.now)
        if outcome not in (SUCCESS, PARTIAL):
            cause = "launch_failure" if outcome == LAUNCH_FAILURE else "landing_failure"
            record.waits[cause] = record.waits.get(cause, 0.0) + due - record.launched_day
        if due > env.now:
            yield env.timeout(due - env.now)


def commission_unit(campaign: Campaign, number: int, waits: DaysByCause) -> Process:
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
        if campaign.returns.planned:
            env.process(campaign.returns.bring_home())
    campaign.plant.add_unit()


def resupply(campaign: Campaign) -> Process:
    """Order what is short for the stocks of plant and returns at each interval, from start to start."""
    interval = campaign.scenario.logistics.resupply_interval_days
    under_way = [0.0] * 4
    numbers = itertools.count()
    while True:
        yield campaign.env.timeout(interval)
        campaign.env.process(fill_up(campaign, under_way, numbers))


def fill_up(campaign: Campaign, under_way: list[float], numbers: Iterator[int]) -> Process:
    """Fly in what is short next to what is under way; a lost flight is sent again from stock.

    Parameters
    ----------
    campaign : Campaign
        The run.
    under_way : list of float
        Reagents, spares, craft and propellant that other flights bring now [kg]; kept up to date.
    numbers : iterator of int
        Numbers the flights.
    """
    scenario, plant, returns = campaign.scenario, campaign.plant, campaign.returns
    capacity = scenario.vehicles[scenario.logistics.cargo_vehicle].landed_payload_kg
    plant.settle()
    short = (
        plant.units * plant.needs.reagents_kg - plant.reagents_kg,
        plant.units * plant.needs.spares_kg - plant.spares_kg,
        *returns.missing(),
    )
    parts = [max(mass - coming, 0.0) for mass, coming in zip(short, under_way, strict=True)]
    reagents, spares, craft, propellant = parts
    wanted = missing = math.fsum(parts)
    under_way[:] = [coming + mass for coming, mass in zip(under_way, parts, strict=True)]
    record = MissionRecord(campaign.env.now)
    for _ in range(math.ceil(wanted / capacity) + RESENT_FLIGHTS):
        if missing <= NOTHING_KG:
            break
        order = cargo_order(campaign, RESUPPLY_FLIGHT, min(capacity, missing), (spares + craft) / wanted)
        campaign.supply_waits = record.waits
        number = record.arrivals = next(numbers)
        yield from fly_once(campaign, order, number, record)
        landed = campaign.trace.flights.flown[-1].landed_kg
        share = landed / wanted
        plant.resupply(reagents * share, spares * share)
        if craft + propellant > 0:
            returns.take_in(Kits(craft * share, propellant * share))
        missing -= landed
        under_way[:] = [coming - mass * share for coming, mass in zip(under_way, parts, strict=True)]
    # What did not come down is short again.
    left = max(missing, 0.0) / wanted if wanted > 0 else 0.0
    under_way[:] = [max(coming - mass * left, 0.0) for coming, mass in zip(under_way, parts, strict=True)]


RESENT_FLIGHTS = 2
"""Lost resupply flights that are sent again before the next interval."""
