"""What flights for the mine carry: the plant with what the first returns need, and resupply."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from lunarsim.scenario.library.vehicle import Vehicle
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.flights.order import Order
from lunarsim.world.history.mine import CARGO
from lunarsim.world.mine.logistics.return_plan import NOTHING_KG, ReturnSupplies
from lunarsim.world.purposes import PLANT, SUPPLY

PLANT_FLIGHT, RESUPPLY_FLIGHT = "mine_cargo", "mine_resupply"


def most_together(vehicle: Vehicle, interval_days: float) -> int:
    """Return how many landers fly together at most: as many as are made, and as pads launch, in an interval."""
    made = vehicle.launches_per_year * interval_days / DAYS_PER_YEAR
    turnaround = vehicle.pad_turnaround_days
    launched = vehicle.pads * interval_days / turnaround if turnaround > 0 else math.inf
    return max(math.floor(min(made, launched)), 1)


class PlantMasses(NamedTuple):
    """What plant flights bring, in this order: the camp, a unit, what the first returns need, further units.

    Parameters
    ----------
    camp_kg : float
        The second camp, none at the station [kg].
    unit_kg : float
        A unit with its stocks [kg].
    returns_kg : float
        Craft and propellant of the first returns [kg].
    """

    camp_kg: float
    unit_kg: float
    returns_kg: float

    @property
    def with_returns_kg(self) -> float:
        """Return what has landed when the first returns have what they need [kg]."""
        return self.camp_kg + self.unit_kg + self.returns_kg

    def with_units_kg(self, units: int) -> float:
        """Return what has landed when some units, one or more, are complete [kg]."""
        return self.camp_kg + units * self.unit_kg + (self.returns_kg if units > 1 else 0.0)

    def units_in(self, mass_kg: float) -> float:
        """Return how many units, with parts of one, lie in the first kilograms [1]."""
        first = min(max(mass_kg - self.camp_kg, 0.0), self.unit_kg)
        further = max(mass_kg - self.with_returns_kg, 0.0)
        return (first + further) / self.unit_kg if self.unit_kg > 0 else 0.0

    def returns_in_kg(self, mass_kg: float) -> float:
        """Return how much of what returns need lies in the first kilograms [kg]."""
        return min(max(mass_kg - self.camp_kg - self.unit_kg, 0.0), self.returns_kg)


class MineCargo:
    """The orders of the flights for the mine.

    Parameters
    ----------
    lead : str
        The program that flies them.
    vehicle_name, vehicle : str, Vehicle
        The cargo vehicle.
    camp_kg : float
        The second camp, none at the station [kg].
    unit_kg, reagents_kg, spares_kg : float
        A unit with its stocks, its reagents and its spares [kg].
    first_supplies : ReturnSupplies
        What the first returns need.
    interval_days : float
        Planned time from one flight to the next [day].
    """

    def __init__(
        self,
        lead: str,
        vehicle_name: str,
        vehicle: Vehicle,
        camp_kg: float,
        unit_kg: float,
        reagents_kg: float,
        spares_kg: float,
        first_supplies: ReturnSupplies,
        interval_days: float = 0.0,
    ) -> None:
        self._lead = lead
        self._vehicle_name = vehicle_name
        self._vehicle = vehicle
        self.fleet = most_together(vehicle, interval_days)
        """Landers that fly together at most."""
        self._reagents_kg = reagents_kg
        self._spares_kg = spares_kg
        self.first_supplies = first_supplies
        self.masses = PlantMasses(camp_kg, unit_kg, first_supplies.mass_kg)
        self.unit_hardware_kg = unit_kg - reagents_kg

    @property
    def capacity_kg(self) -> float:
        """Return what a flight lands [kg]."""
        return self._vehicle.landed_payload_kg

    def fleets(self, mass_kg: float) -> int:
        """Return how many times landers fly together until a mass has landed [kg]."""
        return math.ceil(math.ceil((mass_kg - NOTHING_KG) / self.capacity_kg) / self.fleet)

    def loads_kg(self, mass_kg: float) -> list[float]:
        """Return the loads of the landers that fly next for what is to come, all of it or as many as fly together."""
        count = min(max(math.ceil((mass_kg - NOTHING_KG) / self.capacity_kg), 1), self.fleet)
        return [min(self.capacity_kg, mass_kg - number * self.capacity_kg) for number in range(count)]

    def plant_orders(self, delivered_kg: float, missing_kg: float) -> list[Order]:
        """Return the orders of the landers that fly next with what the plant lacks, as if all came down [kg]."""
        orders = []
        for load_kg in self.loads_kg(missing_kg):
            orders.append(self.plant_order(delivered_kg, load_kg))
            delivered_kg += load_kg
        return orders

    def order(self, mission: str, mass_kg: float, hardware_share: float) -> Order:
        """Return the order of a flight with cargo [kg]; what is no hardware is reagents and propellant."""
        vehicle = self._vehicle
        return Order(
            mission=mission,
            program=self._lead,
            developer=self._lead,
            purpose=PLANT if mission == PLANT_FLIGHT else SUPPLY,
            vehicle=self._vehicle_name,
            launches=1,
            window="month",
            lands=True,
            sent_kg=vehicle.tli_payload_kg * mass_kg / vehicle.landed_payload_kg,
            landed_kg=mass_kg,
            hardware_kg=mass_kg * hardware_share,
            delivery_kg=mass_kg,
            launch_cost_musd=0.0,
        )

    def plant_order(self, delivered_kg: float, mass_kg: float) -> Order:
        """Return the order of a flight that goes on where the mass that has landed ends [kg].

        Its hardware is that of its own load, so what is asked for and never flies changes nothing.
        """
        masses, supplies, end_kg = self.masses, self.first_supplies, delivered_kg + mass_kg
        units = masses.units_in(end_kg) - masses.units_in(delivered_kg)
        of_returns = masses.returns_in_kg(end_kg) - masses.returns_in_kg(delivered_kg)
        no_hardware_kg, craft_kg = units * self._reagents_kg, 0.0
        if supplies.mass_kg > 0:
            no_hardware_kg += of_returns * supplies.propellant_kg / supplies.mass_kg
            craft_kg = of_returns * supplies.craft_kg / supplies.mass_kg
        hardware_share = max(1.0 - no_hardware_kg / mass_kg, 0.0)
        return self.order(PLANT_FLIGHT, mass_kg, hardware_share)._replace(
            plant_units=units, return_supplies_kg=of_returns, return_craft_kg=craft_kg
        )

    def resupply_order(self, mass_kg: float, parts_kg: Sequence[float]) -> Order:
        """Return the order of a flight that brings its share of reagents, spares, craft and propellant [kg]."""
        _, spares_kg, craft_kg, propellant_kg = parts_kg
        ordered_kg = math.fsum(parts_kg)
        return self.order(RESUPPLY_FLIGHT, mass_kg, (spares_kg + craft_kg) / ordered_kg)._replace(
            return_supplies_kg=mass_kg * (craft_kg + propellant_kg) / ordered_kg,
            return_craft_kg=mass_kg * craft_kg / ordered_kg,
        )

    def plant_contents(self, delivered_kg: float, mass_kg: float) -> dict[str, float]:
        """Return by kind what the flights of the plant bring with the mass that comes after what has landed [kg]."""
        masses, supplies, end_kg = self.masses, self.first_supplies, delivered_kg + mass_kg
        units = masses.units_in(end_kg) - masses.units_in(delivered_kg)
        of_returns = masses.returns_in_kg(end_kg) - masses.returns_in_kg(delivered_kg)
        craft_kg = of_returns * supplies.craft_kg / supplies.mass_kg if supplies.mass_kg > 0 else 0.0
        reagents_kg, spares_kg = units * self._reagents_kg, units * self._spares_kg
        hardware_kg = mass_kg - reagents_kg - spares_kg - of_returns
        return dict(zip(CARGO, (hardware_kg, reagents_kg, spares_kg, craft_kg, of_returns - craft_kg), strict=True))
