"""A technology cut-off in one run: which craft it meets, and when those can fly."""

from __future__ import annotations

import math

from lunarsim.scenario.scenario import Scenario
from lunarsim.words.draws import Draws
from lunarsim.words.units import DAYS_PER_YEAR, days_between, parse_date
from lunarsim.world.programs.funding import Cut


class CutoffState:
    """A cut-off from foreign parts: a step, not a rate.

    Each craft with foreign parts that has not flown on its day is redesigned once, or never flies where nothing
    replaces the parts. Whether a craft holds such parts is its own draw.

    Parameters
    ----------
    scenario : Scenario
        The input.
    draws : Draws
        The draws of the run.
    """

    def __init__(self, scenario: Scenario, draws: Draws) -> None:
        cutoff = scenario.cutoff
        self._programs = cutoff.programs if scenario.waits.technology_cutoff else ()
        start = parse_date(scenario.timeline.start)
        self.day = days_between(start, parse_date(cutoff.date)) if self._programs else math.inf
        years = {
            "domestic": cutoff.redesign_years,
            "chinese": cutoff.chinese_redesign_years,
            "none": math.inf,
        }
        self.redesign_days = years[cutoff.replacement] * DAYS_PER_YEAR
        self._factor = cutoff.income_factor
        self._shares = {name: scenario.programs[name].foreign_parts_share for name in self._programs}
        self._draws = draws
        self._free: set[str] = set()

    def cut(self, program: str) -> Cut:
        """Return what the cut-off takes of a program's income."""
        return Cut(self.day, self._factor) if program in self._programs else Cut()

    def meets(self, program: str, mission: str) -> bool:
        """Return whether a mission's craft holds foreign parts of a program that is cut off."""
        return (
            program in self._programs
            and mission not in self._free
            and self._draws.uniform(mission, "foreign_parts") < self._shares[program]
        )

    def design_anew(self, mission: str) -> None:
        """Note that a mission's craft holds no foreign parts, as it is designed after the cut-off."""
        self._free.add(mission)

    def allowed_day(self, program: str, mission: str, day: float) -> float:
        """Return the first day from ``day`` on at which a mission's craft, not flown yet, may fly [day].

        Parts run out on the day of the cut-off; a redesign begins then.
        """
        if day < self.day or not self.meets(program, mission):
            return day
        return max(day, self.day + self.redesign_days)
