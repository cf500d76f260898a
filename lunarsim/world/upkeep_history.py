"""What happened to keep a station alive in a run: stocks, cargo flights, failures and what became of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(slots=True)
class StockTrace:
    """Supplies of one kind [kg]: what came, what was used of it and what is left, and what was asked for in vain."""

    in_kg: float = 0.0
    used_kg: float = 0.0
    left_kg: float = 0.0
    short_kg: float = 0.0


class CargoFlight(NamedTuple):
    """A flight with cargo for the upkeep of a station: its end [day], and what it brought down and lost [kg].

    ``landed_kg`` and ``lost_kg`` are by stock; what is none of a stock, hardware, stands under ``hardware``.
    """

    ended_day: float
    outcome: int
    landed_kg: dict[str, float]
    lost_kg: dict[str, float]


@dataclass(slots=True)
class UpkeepTrace:
    """The upkeep of one station.

    ``failures`` of units, ``mended`` ones and those that were ``given_up``, and units that were lost or ``worn_out``.
    ``robot_hours`` and ``crew_hours`` were worked on repairs [h]; ``waited_days`` are the days that repairs waited, by
    what for: ``diagnosis``, ``spares``, ``crew`` or ``hands`` [day]. ``ordered`` are replacements (day of the order,
    name of what is replaced), ``delivered_kg`` is the hardware that replacements brought [kg]. ``equipment`` are steps
    (day, mass of the equipment at work or in repair [kg]), ``person_days`` those of astronauts at the station [day].
    """

    stocks: dict[str, StockTrace] = field(default_factory=dict)
    flights: list[CargoFlight] = field(default_factory=list)
    failures: int = 0
    mended: int = 0
    given_up: int = 0
    worn_out: int = 0
    robot_hours: float = 0.0
    crew_hours: float = 0.0
    waited_days: dict[str, float] = field(default_factory=dict)
    ordered: list[tuple[float, str]] = field(default_factory=list)
    delivered_kg: float = 0.0
    equipment: list[tuple[float, float]] = field(default_factory=list)
    person_days: float = 0.0
