"""Landers that fly for the upkeep of a station, and the orders of their flights."""

from __future__ import annotations

from lunarsim.scenario.groups.station import Station
from lunarsim.scenario.library.vehicle import Vehicle
from lunarsim.scenario.record_rules import STATION_FLIGHTS
from lunarsim.world.flights.order import Order
from lunarsim.world.money.needs import DRY_SHARE
from lunarsim.world.planned_missions import PlannedMission
from lunarsim.world.purposes import UPKEEP
from lunarsim.world.upkeep.orders import Replacement


def flights_of(station: Station) -> str:
    """Return the name of the cargo flights for a station, which owns their draws."""
    return f"{STATION_FLIGHTS}{station.name}"


class Line:
    """The landers that fly for a station: who flies them on what, and what a flight lands and costs.

    Parameters
    ----------
    name : str
        Name of the flights, which owns their draws.
    program : str
        Program that leads the station and pays.
    vehicle_name, vehicle : str, Vehicle
        What they fly on.
    """

    def __init__(self, name: str, program: str, vehicle_name: str, vehicle: Vehicle) -> None:
        self.name = name
        self._program = program
        self._vehicle_name = vehicle_name
        self._vehicle = vehicle
        self.capacity_kg = vehicle.landed_payload_kg
        """What a flight lands [kg]."""

    def order(self, mass_kg: float, bought_kg: float = 0.0) -> Order:
        """Return the order of a flight with cargo, some of it bought and no hardware [kg].

        Launches are paid whole, landers by what they land.
        """
        vehicle = self._vehicle
        sent_kg = vehicle.tli_payload_kg * mass_kg / vehicle.landed_payload_kg
        craft_kg = 0.0 if vehicle.price_includes_craft else max(DRY_SHARE * sent_kg - mass_kg, 0.0)
        return Order(
            mission=self.name,
            program=self._program,
            developer=self._program,
            purpose=UPKEEP,
            vehicle=self._vehicle_name,
            launches=1,
            window="month",
            lands=True,
            sent_kg=sent_kg,
            landed_kg=mass_kg,
            hardware_kg=mass_kg - bought_kg + craft_kg,
            delivery_kg=0.0,
            launch_cost_musd=vehicle.launch_cost_musd,
        )


def order_alone(replacement: Replacement, carrier: PlannedMission, template: Order) -> Order:
    """Return the order of a flight with nothing but a replacement, like the mission that brought the first one."""
    mass_kg = replacement.mass_kg
    share = min(mass_kg / max(carrier.landed.nominal + carrier.in_orbit.nominal, mass_kg), 1.0)
    return template._replace(
        mission=replacement.hardware.text,
        purpose=UPKEEP,
        sent_kg=template.sent_kg * share,
        landed_kg=mass_kg if template.lands else 0.0,
        hardware_kg=mass_kg + carrier.craft_kg * share,
        first_outcome=None,
        crew_launch=0,
        crew_test=False,
    )
