"""What the history of a mine is made of: intervals of constant rates, what holds the plant down, and shipments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

LIMITS = (
    "excavation", "beneficiation", "extraction", "start_up", "power", "contact", "command", "hands", "reagents",
    "spares", "soil",
)  # fmt: skip
"""What can hold the plant's product down: digging, machines, their start-up, power, what it takes of the station beside
it, and stocks that are used up."""

CARGO = ("hardware", "reagents", "spares", "craft", "propellant")
"""What flights bring to a mine: plant and camp, what it uses up, and craft and propellant for the return."""

Limits = tuple[tuple[str, float], ...]
"""Limits of :data:`LIMITS` with the share of the time in which each binds."""


class Lack(NamedTuple):
    """What a plant lacks of the station beside it, one of :data:`LIMITS`, and the cause of delay that it is."""

    limit: str
    cause: str


class Contact(NamedTuple):
    """Share of the time in contact with the Earth [1], and the cause of delay that the rest is."""

    share: float
    cause: str


class Grown(NamedTuple):
    """A unit that a plant made for itself: when all of it was there, and what was made and what landed of it [day, kg].

    What landed is hardware: its power, and the parts that no flowsheet yields.
    """

    day: float
    home_made_kg: float
    landed_kg: float


@dataclass(slots=True)
class PlantInterval:
    """A time during which all rates of the plant were constant.

    Rates are kg a day of soil fed, oxygen, metal, mixed oxide made and tailings, kW of power, and kg a day of reagents
    and of spares.
    """

    start_day: float
    end_day: float
    feed: float
    oxygen: float
    metal: float
    product: float
    tailings: float
    power_kw: float
    reagents: float
    spares: float = 0.0


@dataclass(slots=True)
class Shipment:
    """Product that left the Moon, with the craft and the propellant that it took, and what of it arrived where.

    ``craft`` is the number of equal craft, ``lost_kg`` the product in those that were lost; ``flown_kg`` of the
    propellant had been flown in [kg].
    """

    sent_day: float
    arrived_day: float
    sent_kg: float
    received_kg: Mapping[str, float]
    craft_kg: float = 0.0
    propellant_kg: float = 0.0
    flown_kg: float = 0.0
    craft: int = 1
    lost_kg: float = 0.0


class GateRecord(NamedTuple):
    """A gate before the plant: begin and end [day], and if it ends all."""

    gate: str
    begin_day: float
    end_day: float
    stops: bool = False
