"""What the history of a mine is made of: intervals of constant rates, what holds the plant down, and shipments."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from lunarsim.world.history.missions import DaysByCause, MissionRecord
from lunarsim.world.history.stations import OpenWait, Reached

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


@dataclass(slots=True)
class MineTrace:
    """The mine, its plant and the return of its product.

    ``units`` are steps (day, units at work), ``limits`` steps (day, what holds the plant down). ``record`` is how the
    flights with the plant fared, ``product_waits`` and ``return_waits`` what the first unit and, where its craft or
    propellant came late, the first return had waited for; ``resupply_waits`` are those of the last resupply flight.
    ``open_wait`` is what a first unit waits for that has landed and cannot be commissioned, ``idle_days`` those on
    which a commissioned plant stood still by what kept it from work [day], ``return_cause`` what makes the first return
    late where no wait does: cargo was lost, or what a flight lacked came late. ``cargo`` is what flights brought down,
    by day and kind of :data:`CARGO` [day, kg]. ``grown`` are the units that the plant made
    for itself, ``growth_landed_kg`` is what came down for them, the workshop included [kg], ``doubling_years`` the time
    in which such a plant doubles by its figures [yr].
    ``gates`` are those that stand before the plant, up to one that ends the undertaking; on ``technology_ready_day``
    its process can work on the Moon, infinity for never [day].
    """

    record: MissionRecord = field(default_factory=lambda: MissionRecord(0.0))
    product_waits: DaysByCause = field(default_factory=dict)
    resupply_waits: DaysByCause = field(default_factory=dict)
    return_waits: DaysByCause | None = None
    return_cause: str = "landing_failure"
    open_wait: OpenWait | None = None
    idle_days: DaysByCause = field(default_factory=dict)
    reached: dict[str, Reached] = field(default_factory=dict)
    units: list[tuple[float, float]] = field(default_factory=list)
    intervals: list[PlantInterval] = field(default_factory=list)
    limits: list[tuple[float, Limits]] = field(default_factory=list)
    shipments: list[Shipment] = field(default_factory=list)
    cargo: list[tuple[float, Mapping[str, float]]] = field(default_factory=list)
    stocks_kg: dict[str, float] = field(default_factory=dict)
    residual_kg: dict[str, float] = field(default_factory=dict)
    landed_kg: float = 0.0
    unit_hardware_kg: float = 0.0
    gates: tuple[GateRecord, ...] = ()
    technology_ready_day: float = math.nan
    grown: list[Grown] = field(default_factory=list)
    growth_landed_kg: float = 0.0
    doubling_years: float = math.nan

    @property
    def milestone_day(self) -> dict[str, float]:
        """Return the days of the milestones [day]."""
        return {milestone: reached.day for milestone, reached in self.reached.items()}
