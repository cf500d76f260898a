"""A technology cut-off in one run: which craft it meets, and when those can fly."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping

from lunarsim.scenario.groups.programs.cutoff import Cutoff
from lunarsim.scenario.groups.programs.program import Program
from lunarsim.words.draws import Draws
from lunarsim.words.units import DAYS_PER_YEAR, days_between, parse_date
from lunarsim.world.money.income import IncomeCut


class CutoffState:
    """A cut-off from foreign parts: a step, not a rate.

    Each craft with foreign parts that has not flown on its day is redesigned once, or never flies where nothing
    replaces the parts. Whether a craft holds such parts is its own draw.

    Parameters
    ----------
    cutoff : Cutoff
        Whom it meets and when.
    acts : bool
        Whether it acts at all (``waits.technology_cutoff``).
    programs : mapping
        Programs by name.
    start : date
        First day of the simulation.
    draws : Draws
        The draws of the run.
    """

    def __init__(
        self, cutoff: Cutoff, acts: bool, programs: Mapping[str, Program], start: dt.date, draws: Draws
    ) -> None:
        self._programs = cutoff.programs if acts else ()
        self.day = days_between(start, parse_date(cutoff.date)) if self._programs else math.inf
        years = {
            "domestic": cutoff.redesign_years,
            "chinese": cutoff.chinese_redesign_years,
            "none": math.inf,
        }
        self._redesign_days = years[cutoff.replacement] * DAYS_PER_YEAR
        self._factor = cutoff.income_factor
        self._shares = {name: programs[name].foreign_parts_share for name in self._programs}
        self._draws = draws
        self._designed_without: set[str] = set()

    def income_cut(self, program: str) -> IncomeCut:
        """Return what the cut-off takes of a program's income."""
        return IncomeCut(self.day, self._factor) if program in self._programs else IncomeCut()

    def meets(self, program: str, mission: str) -> bool:
        """Return whether a mission's craft holds foreign parts of a program that is cut off."""
        return (
            program in self._programs
            and mission not in self._designed_without
            and self._draws.uniform(mission, "foreign_parts") < self._shares[program]
        )

    def redesign_days(self, program: str, mission: str, ordered_day: float, ready_day: float) -> float:
        """Return the days that a redesign adds to a mission that is ordered on one day and ready on another [day].

        Infinity where nothing replaces the parts. What is ordered after the cut-off is designed without them.
        """
        if ordered_day >= self.day:
            self._designed_without.add(mission)
            return 0.0
        return self._redesign_days if ready_day > self.day and self.meets(program, mission) else 0.0

    def allowed_day(self, program: str, mission: str, day: float) -> float:
        """Return the first day from ``day`` on at which a mission's craft, not flown yet, may fly [day].

        Parts run out on the day of the cut-off; a redesign begins then.
        """
        if day < self.day or not self.meets(program, mission):
            return day
        return max(day, self.day + self._redesign_days)
