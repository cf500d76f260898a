"""What flights for the mine carry: the plant with what the first returns need, and resupply."""

from __future__ import annotations

from typing import NamedTuple

from lunarsim.scenario.library.vehicle import Vehicle
from lunarsim.world.flights.order import Order
from lunarsim.world.mine.return_plan import ReturnSupplies
from lunarsim.world.mine_history import CARGO
from lunarsim.world.purposes import PLANT, SUPPLY

PLANT_FLIGHT, RESUPPLY_FLIGHT = "mine_cargo", "mine_resupply"


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
    ) -> None:
        self._lead = lead
        self._vehicle_name = vehicle_name
        self._vehicle = vehicle
        self._reagents_kg = reagents_kg
        self._spares_kg = spares_kg
        self.first_supplies = first_supplies
        self.masses = PlantMasses(camp_kg, unit_kg, first_supplies.mass_kg)
        self.unit_hardware_kg = unit_kg - reagents_kg

    @property
    def capacity_kg(self) -> float:
        """Return what a flight lands [kg]."""
        return self._vehicle.landed_payload_kg

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
        no_hardware_kg = units * self._reagents_kg
        if supplies.mass_kg > 0:
            no_hardware_kg += of_returns * supplies.propellant_kg / supplies.mass_kg
        hardware_share = max(1.0 - no_hardware_kg / mass_kg, 0.0)
        return self.order(PLANT_FLIGHT, mass_kg, hardware_share)._replace(plant_units=units)

    def plant_contents(self, delivered_kg: float, mass_kg: float) -> dict[str, float]:
        """Return by kind what the flights of the plant bring with the mass that comes after what has landed [kg]."""
        masses, supplies, end_kg = self.masses, self.first_supplies, delivered_kg + mass_kg
        units = masses.units_in(end_kg) - masses.units_in(delivered_kg)
        of_returns = masses.returns_in_kg(end_kg) - masses.returns_in_kg(delivered_kg)
        craft_kg = of_returns * supplies.craft_kg / supplies.mass_kg if supplies.mass_kg > 0 else 0.0
        reagents_kg, spares_kg = units * self._reagents_kg, units * self._spares_kg
        hardware_kg = mass_kg - reagents_kg - spares_kg - of_returns
        return dict(zip(CARGO, (hardware_kg, reagents_kg, spares_kg, craft_kg, of_returns - craft_kg), strict=True))
