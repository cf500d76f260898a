"""What happened in a run: the record from which its outcomes are made."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from lunarsim.world.flight_history import Flight, Unfinished
from lunarsim.world.mine_history import GateRecord, Grown, Limits, PlantInterval, Shipment
from lunarsim.world.program_history import ProgramTrace
from lunarsim.world.upkeep_history import UpkeepTrace

MILESTONES = ("station_working", "station_basic", "station_extended", "first_product", "first_return")

NOT_FLOWN, SUCCESS, PARTIAL = 0, 1, 2
LAUNCH_FAILURE, CRUISE_FAILURE, DESCENT_FAILURE, WITHDRAWN, TOUCHDOWN_FAILURE = 3, 4, 5, 6, 7
ABORTED_ASCENT, LOSS_OF_MISSION, LOSS_OF_CREW, LOSS_OF_CREW_IN_ASCENT, SHELVED = 8, 9, 10, 11, 12
LAUNCH_LOSSES = frozenset({LAUNCH_FAILURE, ABORTED_ASCENT, LOSS_OF_CREW_IN_ASCENT})
CREW_LOSSES = frozenset({LOSS_OF_CREW, LOSS_OF_CREW_IN_ASCENT})
STAND_DOWNS = CREW_LOSSES | {LOSS_OF_MISSION}
"""Outcomes after which the crewed missions of the program stand down."""
LANDING_LOSSES = frozenset({DESCENT_FAILURE, TOUCHDOWN_FAILURE})
ARRIVED = frozenset({SUCCESS, PARTIAL}) | LANDING_LOSSES
"""Outcomes at the surface or in orbit around the Moon; what stays in orbit has parted before a landing fails."""

FLIGHT_OUTCOMES = (
    "not_flown", "success", "partial", "launch_failure", "cruise_failure", "descent_failure", "withdrawn",
    "touchdown_failure", "aborted_ascent", "loss_of_mission", "loss_of_crew", "loss_of_crew_in_ascent", "shelved",
)  # fmt: skip
"""Meaning of the codes above, by code."""

DaysByCause = dict[str, float]
"""Days waited, by cause of :data:`lunarsim.world.causes.CAUSES` [day]."""


class Announced(NamedTuple):
    """A date for which a mission is announced, and the day on which it is so [day]."""

    day: float
    date: float


@dataclass(slots=True)
class MissionRecord:
    """How a mission of the manifest, or the flights that bring cargo for the mine, fared.

    ``waits`` add up, with the planned time, to the time of its last launch; ``waiting_for`` is the cause of the last
    wait and ``waiting_since`` its start while it is open, else infinity, so that a wait that the horizon cuts off is
    known. ``launched_day`` and ``outcome`` are those of the last flight, ``first_launched_day`` (of the first launch)
    and ``first_outcome`` those of the first one; ``first_landed_day`` is when a flight first came down in working
    order, in full or in part, ``completed_day`` when all that it brings had come. ``ready_day`` is when slip, money
    and cut-offs let it go, ``held_up_by`` the last mission that it waited for and ``waits_when_freed`` what it had
    waited by the end of that, empty while that wait is open. ``mission`` is its key in the manifest, empty for the
    mine. On ``given_up_day`` it is clear that it has failed for good: what needs it never flies. While it waits for
    one of several missions, ``waiting_among`` are those, and ``held_up_by`` the one that is expected first. ``due_day``
    is the launch for which it is built: when slip and money let it go, also where it is given up before; after a
    loss when it is built again [day].
    ``campaign_day`` is the first launch of its last campaign [day], ``launches_made`` the launches of that so far.
    ``announced`` is how its announced date moves, evenly between two points, up to the day on which it is ready; where
    it is restarted, the second one is that of the day on which it is given up.
    """

    planned_day: float
    outcome: int = NOT_FLOWN
    launched_day: float = float("nan")
    waits: DaysByCause = field(default_factory=dict)
    ready_day: float = float("nan")
    due_day: float = float("nan")
    waiting_for: str = "slip"
    waiting_since: float = 0.0
    held_up_by: str = ""
    waiting_among: tuple[str, ...] = ()
    waits_when_freed: DaysByCause = field(default_factory=dict)
    replanned: bool = False
    in_flight: bool = False
    campaign_day: float = float("nan")
    launches_made: int = 0
    arrivals: int = 0
    mission: str = ""
    given_up_day: float = math.inf
    first_launched_day: float = float("nan")
    first_landed_day: float = float("nan")
    completed_day: float = float("nan")
    first_outcome: int = NOT_FLOWN
    announced: tuple[Announced, ...] = ()


class HardwareId(NamedTuple):
    """A piece of hardware: the asset that it is and the mission that brought it, empty for what is there at the start.

    Several missions may bring the same asset.
    """

    asset: str
    mission: str = ""

    @property
    def text(self) -> str:
        """Return the name under which its draws and the log of events keep it."""
        return f"{self.mission}/{self.asset}" if self.mission else self.asset


class MissionWait(NamedTuple):
    """A mission begins to wait: for a cause until a day, or for another mission (``need``) whose end is open [day]."""

    day: float
    record: MissionRecord
    cause: str
    until: float | None = None
    need: str = ""


class HardwareNote(NamedTuple):
    """Something happens to a piece of hardware: it is ``delivered``, ``waits``, ``fails``, ...; until a day [day]."""

    day: float
    hardware: HardwareId
    what: str
    cause: str = ""
    until: float | None = None


class ReturnWait(NamedTuple):
    """A return flight does not leave, as it lacks something [day]."""

    day: float
    reason: str


Note = MissionWait | HardwareNote | ReturnWait
"""What no outcome needs and only the story of a single run shows."""


class CriticalItem(NamedTuple):
    """What a milestone hung on: the program that owns it and the mission that brings it, empty for none."""

    program: str
    mission: str


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


@dataclass(slots=True)
class StationTrace:
    """One station: its milestones, its days of work after the first of them, the first work of its hardware [day].

    ``equipped_day`` is when it had what each official milestone asks for [day]. ``functions`` are steps (day, working
    functions as bits), ``contact`` steps (day, share of the time in which it can be worked), ``power_kw``,
    ``load_kw`` and ``wanted_kw`` steps of its power through the night, of the load that is served and of that of all
    that works, shed or not (day, kW). ``delivered`` is the hardware that has come, ``upkeep`` what kept it alive. The
    rest is kept for the main station only: at the end, what it has been equipped with, functions as bits and power
    through the night, the open wait of each asset that is not at work and, where a milestone was not reached,
    ``on_trial``, what makes it work the surface.
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


@dataclass(slots=True)
class MineTrace:
    """The mine, its plant and the return of its product.

    ``units`` are steps (day, units at work), ``limits`` steps (day, what holds the plant down). ``record`` is how the
    flights with the plant fared, ``product_waits`` and ``return_waits`` what the first unit and, where its craft or
    propellant came late, the first return had waited for; ``resupply_waits`` are those of the last resupply flight.
    ``open_wait`` is what a first unit waits for that has landed and cannot be commissioned, ``idle_days`` those on
    which a commissioned plant stood still by what kept it from work [day], ``return_cause`` what makes the first return
    late where no wait does: cargo was lost, or what a flight lacked came late. ``cargo`` is what flights brought down,
    by day and kind of :data:`lunarsim.world.mine_history.CARGO` [day, kg]. ``grown`` are the units that the plant made
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


@dataclass(slots=True)
class Trace:
    """The record of one run: a slice for each part of the world.

    ``station`` is the main one. ``delay_days`` and ``critical`` are, by milestone, why it was late and what it hung
    on. ``notes`` are kept for a run that is looked at by itself; None in a sweep.
    """

    horizon_days: float
    programs: ProgramTrace = field(default_factory=ProgramTrace)
    flights: FlightTrace = field(default_factory=FlightTrace)
    station: StationTrace = field(default_factory=StationTrace)
    rival: StationTrace | None = None
    mine: MineTrace = field(default_factory=MineTrace)
    delay_days: dict[str, DaysByCause] = field(default_factory=dict)
    critical: dict[str, CriticalItem] = field(default_factory=dict)
    notes: list[Note] | None = None

    @property
    def milestone_day(self) -> dict[str, float]:
        """Return the days of the milestones of the main station and of the mine, in order of time [day]."""
        both = self.station.milestone_day | self.mine.milestone_day
        return dict(sorted(both.items(), key=itemgetter(1)))

    @property
    def online_day(self) -> dict[str, float]:
        """Return the day of each asset's first work, at whatever station [day]."""
        if self.rival is None:
            return self.station.online_day
        both = self.rival.online_day | self.station.online_day
        return {key: min(day, self.rival.online_day.get(key, day)) for key, day in both.items()}
