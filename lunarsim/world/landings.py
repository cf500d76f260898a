"""Cruise and landing: what a developer's experience makes of them."""

from __future__ import annotations

from lunarsim.scenario.program import Program
from lunarsim.scenario.waits import Waits
from lunarsim.words.draws import Draws
from lunarsim.world.trace import CRUISE_FAILURE, LANDING_FAILURE, PARTIAL, SUCCESS


class Developer:
    """A program as a builder of spacecraft: it learns with each landing attempt of its own.

    Parameters
    ----------
    program : Program
        Its record and habits.
    waits : Waits
        Which causes are on.
    draws : Draws
        The draws of the run.
    """

    def __init__(self, program: Program, waits: Waits, draws: Draws) -> None:
        self.program = program
        self.attempts = program.landing_attempts
        self._can_fail = waits.landing_failure
        self._draws = draws

    def landing_success(self) -> float:
        """Return the probability of full success of the next landing, once the way there has been survived.

        The record counts a lander that was lost on its way as a failed landing, so the way is divided out.
        """
        program = self.program
        if self.attempts == 0:
            chance = program.landing_success_first
        elif self.attempts == 1:
            chance = program.landing_success_second
        else:
            chance = program.landing_success_experienced
        if 0.0 < chance < 1.0 and program.landing_odds_multiplier != 1.0:
            odds = chance / (1.0 - chance) * program.landing_odds_multiplier
            chance = odds / (1.0 + odds)
        return min(chance / program.cruise_success, 1.0) if program.cruise_success > 0 else 0.0

    def arrive(self, mission: str, attempt: int, landing: bool) -> int:
        """Return the outcome of a mission's way from injection to its orbit or to the surface.

        Parameters
        ----------
        mission : str
            Owner of the draws.
        attempt : int
            Which flight of the mission, 0 for the first.
        landing : bool
            Whether it lands.

        Returns
        -------
        int
            A code of :data:`lunarsim.world.trace.OUTCOMES`.
        """
        if not self._can_fail:
            if landing:
                self.attempts += 1
            return SUCCESS
        if self._draws.uniform(mission, "cruise", attempt) >= self.program.cruise_success:
            return CRUISE_FAILURE
        if not landing:
            return SUCCESS
        chance = self.landing_success()
        self.attempts += 1
        draw = self._draws.uniform(mission, "landing", attempt)
        if draw < chance:
            return SUCCESS
        # The same draw ranks all outcomes: a better developer turns a failure into a partial success before a full one.
        return PARTIAL if draw < chance + (1.0 - chance) * self.program.partial_share else LANDING_FAILURE
