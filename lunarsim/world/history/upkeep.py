"""What happened to keep a station alive in a run: stocks, cargo flights, failures and what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from lunarsim.words.sums import total

FOR_DIAGNOSIS, FOR_SPARES, FOR_CREW, FOR_HANDS = REPAIR_WAITS = "diagnosis", "spares", "crew", "hands"
"""What a repair waits for."""

HARDWARE, PARTS = "hardware", "parts"
"""What a cargo flight carries beside supplies: what takes the place of other hardware, and new parts of the station."""

BY_ROBOT, BY_CREW, BY_LANDER = "by robot", "by crew", "by lander"
"""Who is at work on a repair or, its own lander too, on what is being commissioned."""


class Spell(NamedTuple):
    """A time in which a job waited for the same or the same hands were at work on it [day], and their work [h]."""

    what: str
    since_day: float
    until_day: float
    hours: float


class StockStep(NamedTuple):
    """A stock after a change: what is left, and what is used steadily from then on as long as there is any."""

    day: float
    left_kg: float
    kg_per_day: float


@dataclass(slots=True)
class StockTrace:
    """Supplies of one kind [kg]: what came, what was used of it and what is left, and what was asked for in vain.

    ``came`` are the days and masses of what was put in [day, kg], ``steps`` the stock after each change.
    """

    in_kg: float = 0.0
    used_kg: float = 0.0
    left_kg: float = 0.0
    short_kg: float = 0.0
    came: list[tuple[float, float]] = field(default_factory=list)
    steps: list[StockStep] = field(default_factory=list)


class CargoFlight(NamedTuple):
    """A flight with cargo for the upkeep of a station: its end [day], and what it brought down and lost [kg].

    ``landed_kg`` and ``lost_kg`` are by stock; what is none of a stock stands under :data:`HARDWARE` or :data:`PARTS`.
    """

    ended_day: float
    outcome: int
    landed_kg: dict[str, float]
    lost_kg: dict[str, float]


@dataclass(slots=True)
class UpkeepTrace:
    """The upkeep of one station.

    ``failures`` of units, ``mended`` ones and those that were ``given_up``, and units that were lost or ``worn_out``.
    ``spells`` are the times in which repairs waited or were worked on, in the order of their ends, and
    ``commissioning_spells`` those of what was being commissioned. ``ordered`` are replacements (day of the order, name
    of what is replaced), ``delivered_kg`` is the hardware that replacements brought [kg]. ``equipment`` are steps (day,
    mass of the equipment at work or in repair [kg]), ``person_days`` those of astronauts at the station [day],
    ``crew_pairs`` steps (day, pairs of them there).
    """

    stocks: dict[str, StockTrace] = field(default_factory=dict)
    flights: list[CargoFlight] = field(default_factory=list)
    failures: int = 0
    mended: int = 0
    given_up: int = 0
    worn_out: int = 0
    spells: list[Spell] = field(default_factory=list)
    commissioning_spells: list[Spell] = field(default_factory=list)
    ordered: list[tuple[float, str]] = field(default_factory=list)
    delivered_kg: float = 0.0
    equipment: list[tuple[float, float]] = field(default_factory=list)
    person_days: float = 0.0
    crew_pairs: list[tuple[float, int]] = field(default_factory=list)

    @property
    def waited_days(self) -> dict[str, float]:
        """Return the days that repairs waited, by what for [day]."""
        waited: dict[str, float] = {}
        for what, since_day, until_day, _ in self.spells:
            if what in REPAIR_WAITS:
                waited[what] = waited.get(what, 0.0) + until_day - since_day
        return waited


def hours_of(spells: Iterable[Spell], who: str) -> float:
    """Return the hours that some hands worked [h]."""
    return total((spell.hours for spell in spells if spell.what == who), 0.0)
