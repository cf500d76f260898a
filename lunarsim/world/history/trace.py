"""What happened in a run: the record from which its outcomes are made."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from lunarsim.world.history.flights import FlightTrace
from lunarsim.world.history.mine import MineTrace
from lunarsim.world.history.missions import DaysByCause
from lunarsim.world.history.notes import Note
from lunarsim.world.history.programs import ProgramTrace
from lunarsim.world.history.stations import StationTrace

MILESTONES = ("station_working", "station_basic", "station_extended", "first_product", "first_return")


class CriticalItem(NamedTuple):
    """What a milestone hung on: the program that owns it and the mission that brings it, empty for none."""

    program: str
    mission: str


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
