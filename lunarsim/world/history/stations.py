"""What the history of a station is made of: milestones, hardware that works or waits, and steps of its power."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from lunarsim.world.history.missions import DaysByCause, HardwareId, MissionRecord
from lunarsim.world.history.upkeep import UpkeepTrace


class Reached(NamedTuple):
    """A milestone on its day: what completed it had waited for, and what hardware of which mission that was [day]."""

    day: float
    waits: DaysByCause
    hardware: HardwareId | None = None
    record: MissionRecord | None = None


class OpenWait(NamedTuple):
    """Hardware that has been delivered and is not at work: its waits, and the cause and start of the open one [day]."""

    waits: DaysByCause
    cause: str
    since: float


class Delivered(NamedTuple):
    """A piece of hardware that a station has taken over, as the mass that was flown [day, kg]."""

    day: float
    asset: str
    mass_kg: float


class HandsStep(NamedTuple):
    """Pairs of robotic hands that stand, work and have power from a day on [day], and the relays at work then."""

    day: float
    standing: int
    working: int
    served: int
    relays: int


@dataclass(slots=True)
class StationTrace:
    """One station: its milestones, its days of work after the first of them, the first work of its hardware [day].

    ``equipped_day`` is when it had what each official milestone asks for [day]. ``functions`` are steps (day, working
    functions as bits), ``contact`` steps (day, share of the time in which it can be worked), ``power_kw``,
    ``load_kw`` and ``wanted_kw`` steps of its power through the night, of the load that is served and of that of all
    that works, shed or not (day, kW), ``hands`` those of its robots. ``delivered`` is the hardware that has come,
    ``upkeep`` what kept it alive. The rest is kept for the main station only: at the end, what it has been equipped
    with, functions as bits and power through the night, the open wait of each asset that is not at work and, where a
    milestone was not reached, ``on_trial``, what makes it work the surface.
    """

    reached: dict[str, Reached] = field(default_factory=dict)
    equipped_day: dict[str, float] = field(default_factory=dict)
    working_days: float = 0.0
    online_day: dict[str, float] = field(default_factory=dict)
    functions: list[tuple[float, int]] = field(default_factory=list)
    contact: list[tuple[float, float]] = field(default_factory=list)
    power_kw: list[tuple[float, float]] = field(default_factory=list)
    load_kw: list[tuple[float, float]] = field(default_factory=list)
    wanted_kw: list[tuple[float, float]] = field(default_factory=list)
    hands: list[HandsStep] = field(default_factory=list)
    delivered: list[Delivered] = field(default_factory=list)
    upkeep: UpkeepTrace = field(default_factory=UpkeepTrace)
    installed_functions: int = 0
    installed_kw: float = 0.0
    open_waits: dict[str, OpenWait] = field(default_factory=dict)
    on_trial: Reached | None = None

    @property
    def milestone_day(self) -> dict[str, float]:
        """Return the days of the milestones [day]."""
        return {milestone: reached.day for milestone, reached in self.reached.items()}
