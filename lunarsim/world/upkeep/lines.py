"""Who flies for the upkeep of a station: its landers, what flies what they cannot carry, and the orders of both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from lunarsim.scenario.groups.station import Station
from lunarsim.scenario.library.asset import Asset
from lunarsim.scenario.library.vehicle import Vehicle
from lunarsim.scenario.record_rules import STATION_FLIGHTS
from lunarsim.world.flights.order import Order, mission_order
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
        self.program = program
        self.vehicle_name = vehicle_name
        self._vehicle = vehicle
        self.capacity_kg = vehicle.landed_payload_kg
        """What a flight lands [kg]."""

    def takes(self, asset: Asset) -> bool:
        """Return whether a flight can bring an asset."""
        return asset.landed and asset.mass_kg <= self.capacity_kg

    def order(self, mass_kg: float, bought_kg: float = 0.0) -> Order:
        """Return the order of a flight with cargo, some of it bought and no hardware [kg].

        Launches are paid whole, landers by what they land.
        """
        return _landing(self.name, self.program, self.vehicle_name, self._vehicle, mass_kg, bought_kg)


def line_of(station: Station, vehicles: Mapping[str, Vehicle]) -> Line:
    """Return the landers that fly for a station."""
    vehicle = station.cargo_vehicle
    return Line(flights_of(station), station.lead, vehicle, vehicles[vehicle])


class Carriers:
    """What flies by itself what the landers of a line cannot carry, a satellite or a module too heavy.

    The mission that brought the first one flies again; where none did, one that brings its like; where the plan has
    none that can, the smallest launcher of its program that sends a satellite towards the Moon, or lands a module.

    Parameters
    ----------
    line : Line
        The landers.
    missions : mapping
        Missions of the manifest by key.
    vehicles : mapping
        Launchers by name.
    asset_mass_position : callable
        From a program to where the masses of its assets lie between the least and the most that is plausible [1].
    comes : callable
        Whether a launcher is ever built.
    """

    def __init__(
        self,
        line: Line,
        missions: Mapping[str, PlannedMission],
        vehicles: Mapping[str, Vehicle],
        asset_mass_position: Callable[[str], float],
        comes: Callable[[str], bool],
    ) -> None:
        self._line = line
        self._missions = missions
        self._vehicles = vehicles
        self._asset_mass_position = asset_mass_position
        self._comes = comes

    def can_fly(self, asset: Asset, mission: str) -> bool:
        """Return whether another one of what a mission brought can fly; no mission, for what is there at the start."""
        return self._line.takes(asset) or self._mission(asset, mission) is not None or bool(self._launcher(asset))

    def order(self, replacement: Replacement) -> Order:
        """Return the order of a flight with nothing but a replacement that can fly."""
        asset = replacement.of.asset
        carrier = self._mission(asset, replacement.of.hardware.mission)
        if carrier is not None:
            position = self._asset_mass_position(carrier.mission.program)
            return _like(replacement, carrier, mission_order(carrier, position))
        name, program = replacement.hardware.text, asset.program
        vehicle_name = self._launcher(asset)
        vehicle = self._vehicles[vehicle_name]
        if asset.landed:
            return _landing(name, program, vehicle_name, vehicle, asset.mass_kg, 0.0)
        return Order(
            mission=name,
            program=program,
            developer=program,
            purpose=UPKEEP,
            vehicle=vehicle_name,
            launches=1,
            window="none",
            lands=False,
            sent_kg=asset.mass_kg,
            landed_kg=0.0,
            hardware_kg=asset.mass_kg,
            delivery_kg=0.0,
            launch_cost_musd=vehicle.launch_cost_musd,
        )

    def _mission(self, asset: Asset, mission: str) -> PlannedMission | None:
        """Return the mission that brought an asset or the first like it, or one that brings its like; None for none."""
        landed = asset.landed
        brought = self._missions.get(mission.partition("~")[0])
        if brought is not None and brought.lands == landed:
            return brought
        likes = (
            planned
            for planned in self._missions.values()
            if planned.mission.program == asset.program
            and planned.mission.kind in ("relay", "orbiter")
            and planned.in_orbit.nominal > 0.0
            and asset.mass_kg <= self._vehicles[planned.mission.vehicle].tli_payload_kg * planned.mission.launches
        )
        return None if landed else min(likes, key=_relays_first, default=None)

    def _launcher(self, asset: Asset) -> str:
        """Return the smallest launcher of an asset's program that can bring it, flown ones first; empty for none."""
        able = (
            (vehicle.first_flight is not None, vehicle.tli_payload_kg, name)
            for name, vehicle in self._launchers(asset)
            if asset.mass_kg <= _brings_kg(vehicle, asset)
        )
        *_, name = min(able, default=("",))
        return name

    def most_kg(self, asset: Asset) -> float:
        """Return the most that a launcher of an asset's program can bring of it [kg]."""
        return max((_brings_kg(vehicle, asset) for _, vehicle in self._launchers(asset)), default=0.0)

    def _launchers(self, asset: Asset) -> Iterator[tuple[str, Vehicle]]:
        """Yield the launchers of a program and those on which its missions fly, by name, as far as they come."""
        flown = {each.mission.vehicle for each in self._missions.values() if each.mission.program == asset.program}
        if self._line.program == asset.program:
            flown.add(self._line.vehicle_name)
        for name, vehicle in self._vehicles.items():
            if (vehicle.program == asset.program or name in flown) and self._comes(name):
                yield name, vehicle


def _relays_first(planned: PlannedMission) -> tuple[bool, float, str]:
    """Return the place of a mission among those that can bring a satellite: relays first, the cheapest first."""
    return planned.mission.kind != "relay", planned.launches_musd, planned.key


def _brings_kg(vehicle: Vehicle, asset: Asset) -> float:
    """Return what a vehicle can bring to where an asset works, in orbit or on the surface [kg]."""
    return vehicle.landed_payload_kg if asset.landed else vehicle.tli_payload_kg


def _landing(name: str, program: str, vehicle_name: str, vehicle: Vehicle, mass_kg: float, bought_kg: float) -> Order:
    """Return the order of a landing with cargo, some of it bought and no hardware [kg]."""
    sent_kg = vehicle.tli_payload_kg * mass_kg / vehicle.landed_payload_kg
    craft_kg = 0.0 if vehicle.price_includes_craft else max(DRY_SHARE * sent_kg - mass_kg, 0.0)
    return Order(
        mission=name,
        program=program,
        developer=program,
        purpose=UPKEEP,
        vehicle=vehicle_name,
        launches=1,
        window="month",
        lands=True,
        sent_kg=sent_kg,
        landed_kg=mass_kg,
        hardware_kg=mass_kg - bought_kg + craft_kg,
        delivery_kg=0.0,
        launch_cost_musd=vehicle.launch_cost_musd,
    )


def _like(replacement: Replacement, carrier: PlannedMission, template: Order) -> Order:
    """Return the order of a flight with nothing but a replacement, like a mission of the manifest."""
    mass_kg = replacement.mass_kg
    carried_kg = carrier.landed.nominal + carrier.in_orbit.nominal
    share = min(mass_kg / carried_kg, 1.0) if carried_kg > 0.0 else 1.0
    return template._replace(
        mission=replacement.hardware.text,
        purpose=UPKEEP,
        sent_kg=template.sent_kg * share,
        landed_kg=mass_kg if template.lands else 0.0,
        hardware_kg=mass_kg + carrier.craft_kg * share,
        first_outcome=None,
        crew_launch=0,
        crew_test=False,
        for_crews=False,
    )
