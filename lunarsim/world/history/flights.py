"""What the history of flights is made of: launch campaigns at their end, and work on those that never were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from lunarsim.world.history.missions import HardwareId, MissionRecord


@dataclass(slots=True)
class Flight:
    """One launch campaign of a mission, at its end.

    Parameters
    ----------
    mission : str
        Mission of the manifest, or ``mine_cargo``, ``mine_resupply``, ``mine_growth``.
    program, purpose : str
        Who flew it and for what, one of :data:`lunarsim.world.purposes.PURPOSES`.
    launched_day, ended_day : float
        Days since the start [day].
    outcome : int
        One of the codes of :data:`lunarsim.world.history.flight_outcomes.FLIGHT_OUTCOMES`.
    sent_kg, landed_kg : float
        Payload sent towards the Moon and put down in working order [kg]. Here and below, of a campaign that a failure
        ended early only what its launches took along.
    hardware_kg : float
        Hardware that was sent, the basis of hardware cost [kg].
    delivery_kg : float
        Cargo of the mine, which pays the delivery price [kg].
    launch_cost_musd : float
        Price of the launches of the manifest [MUSD].
    plant_units : float
        Units of the plant that it carried, in parts.
    return_supplies_kg, return_craft_kg : float
        Craft and propellant that it carried for returns of the product, and the craft among them [kg].
    spares_kg, provisions_kg : float
        What a mission of the manifest landed beside its assets, of ``landed_kg``: spares with its equipment, and
        provisions with its crew [kg].
    """

    mission: str
    program: str
    purpose: str
    launched_day: float
    ended_day: float
    outcome: int
    sent_kg: float
    landed_kg: float
    hardware_kg: float
    delivery_kg: float
    launch_cost_musd: float
    plant_units: float = 0.0
    return_supplies_kg: float = 0.0
    return_craft_kg: float = 0.0
    spares_kg: float = 0.0
    provisions_kg: float = 0.0


class Unfinished(NamedTuple):
    """Work on a flight that has no end: it never was, or is under way at the horizon.

    Parameters
    ----------
    program : str
        Who pays.
    due_day : float
        Launch for which it was being built, or first launch [day].
    day : float
        When the work ended, the horizon for what is under way [day].
    hardware_kg, launches_musd : float
        What the whole flight would have been; of one under way, what has been launched [kg, MUSD].
    """

    program: str
    due_day: float
    day: float
    hardware_kg: float
    launches_musd: float


class LanderTaken(NamedTuple):
    """The crew that has taken a lander for its landing, and since when [day]."""

    crew: str
    day: float


@dataclass(slots=True)
class FlightTrace:
    """Missions of the manifest by key, all flights in the order of their end; the rest is by program.

    First crewed landing and first loss of a crew [day]; ``crewed`` are the outcomes of the launches and missions with a
    crew on board, in order. ``first_flight_day`` is, by vehicle, that of those that are developed [day];
    ``needed`` are, by mission, the lists of each of which it waits for one; ``crews`` are the missions that take a
    lander, and ``landers_taken`` says which of them has taken it, and when; ``delivered_day`` is, by hardware, when it
    had come in working order [day]. ``unfinished`` is the work on flights that have no end in the run.
    """

    missions: dict[str, MissionRecord] = field(default_factory=dict)
    flown: list[Flight] = field(default_factory=list)
    crewed: dict[str, list[int]] = field(default_factory=dict)
    crewed_landing_day: dict[str, float] = field(default_factory=dict)
    crew_lost_day: dict[str, float] = field(default_factory=dict)
    first_flight_day: dict[str, float] = field(default_factory=dict)
    needed: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    crews: frozenset[str] = frozenset()
    landers_taken: dict[str, LanderTaken] = field(default_factory=dict)
    delivered_day: dict[HardwareId, float] = field(default_factory=dict)
    unfinished: tuple[Unfinished, ...] = ()
