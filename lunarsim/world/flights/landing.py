"""Cruise, descent and touchdown: what a developer's experience, record and design make of them."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping

from lunarsim.physics.chance.flight_success import credible_success, phase_success, shared_normal
from lunarsim.scenario.groups.programs.landing import Landing
from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.groups.waits import Waits
from lunarsim.scenario.library.landing_attempts import LandingRecord, landing_record
from lunarsim.words.draws import Draws
from lunarsim.words.sums import total
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.flights.phases import Limits, Phases, limits
from lunarsim.world.history.flight_outcomes import CRUISE_FAILURE, DESCENT_FAILURE, PARTIAL, SUCCESS, TOUCHDOWN_FAILURE

EXPERIENCED = 2
"""Attempts after which the prior probabilities do not change any more."""


class Developer:
    """A builder of landers in one run: it learns with each attempt of its own, and its landers share a design.

    The record up to the start is counted once. What a later record would say of the developer is already in what its
    flights have in common, so that the outcomes of the run move no probability: attempts do.

    Parameters
    ----------
    name : str
        Owner of the design's draws.
    program : Program
        The habits of the program that it builds for.
    landing : Landing
        What holds for all developers.
    known : LandingRecord
        Its record up to the start, for where the program gives none.
    waits : Waits
        Which causes are on.
    draws : Draws
        The draws of the run.
    test_success : float
        Least probability of success of a test of a lander for crews [1].
    """

    def __init__(
        self,
        name: str,
        program: Program,
        landing: Landing,
        known: LandingRecord,
        waits: Waits,
        draws: Draws,
        test_success: float = 0.0,
    ) -> None:
        self.name = name
        self.program = program
        self.landing = landing
        self._can_fail = waits.landing_failure
        self._draws = draws
        self._test_success = test_success
        self.attempts = known.attempts if program.landing_attempts is None else program.landing_attempts
        expected = total((self._prior(number) for number in range(self.attempts)), 0.0)
        successes: float = known.successes
        if program.landing_successes is not None:
            successes = program.landing_successes
        elif program.landing_attempts is not None:
            successes = expected
        # Credited in full, whatever the number of attempts that follow.
        surplus = successes - expected
        self._credit = float(credible_success(0.0, surplus, self.attempts, landing.record_strength))
        self._phases: dict[tuple[int, bool], tuple[Phases, Limits]] = {}
        self._design_ends: list[float] = []

    def _prior(self, attempts: int) -> float:
        landing = self.landing
        if attempts == 0:
            return landing.success_first
        return landing.success_second if attempts == 1 else landing.success_experienced

    def landing_success(self) -> float:
        """Return the probability of full success of the next attempt, from injection to the surface [1]."""
        chance = min(max(self._prior(self.attempts) + self._credit, 0.0), 1.0)
        multiplier = self.program.landing_odds_multiplier
        if 0.0 < chance < 1.0 and multiplier != 1.0:
            odds = chance / (1.0 - chance) * multiplier
            chance = odds / (1.0 + odds)
        return chance

    def phases(self, crew_test: bool = False) -> Phases:
        """Return what the next attempt's phases are like, for a test of a lander for crews or another one."""
        return self._next(crew_test)[0]

    def _next(self, crew_test: bool) -> tuple[Phases, Limits]:
        experience = min(self.attempts, EXPERIENCED)
        key = experience, crew_test
        if key not in self._phases:
            landing, success = self.landing, self.landing_success()
            if crew_test:
                success = max(success, self._test_success)
            cruise = self.program.cruise_success
            if cruise is None:
                cruise = float(phase_success(success, landing.cruise_hazard_share))
            down = min(success / cruise, 1.0) if cruise > 0 else 0.0
            below = 1.0 - landing.cruise_hazard_share
            share = min(landing.descent_hazard_share / below, 1.0) if below > 0 else 0.0
            fewer = landing.partial_experienced_multiplier if experience == EXPERIENCED else 1.0
            phases = Phases(
                cruise,
                float(phase_success(down, share)),
                float(phase_success(down, 1.0 - share)),
                landing.descent_partial_share * fewer,
                landing.touchdown_partial_share * fewer,
            )
            self._phases[key] = (
                phases,
                (
                    limits(phases.descent, phases.descent_partial),
                    limits(phases.touchdown, phases.touchdown_partial),
                ),
            )
        return self._phases[key]

    def design(self, day: float) -> int:
        """Return the number of the design of a day, 0 for that of the start.

        Designs follow each other by the calendar, whoever flies, so that a further mission does not change the luck of
        those after it.
        """
        ends, life_days = self._design_ends, self.landing.design_life_years * DAYS_PER_YEAR
        while not ends or ends[-1] <= day:
            unit = self._draws.uniform(self.name, "design_life", len(ends))
            ends.append((ends[-1] if ends else 0.0) - life_days * math.log(unit))
        return bisect_right(ends, day)

    def arrive(
        self,
        mission: str,
        attempt: int,
        landing: bool,
        design_day: float,
        laid_down: int | None = None,
        crew_test: bool = False,
    ) -> int:
        """Return the outcome of a mission's way from injection to its orbit or to the surface.

        Parameters
        ----------
        mission : str
            Owner of the flight's draws.
        attempt : int
            Which flight of the mission, 0 for the first.
        landing : bool
            Whether it lands.
        design_day : float
            Day of whose design it is [day].
        laid_down : int, optional
            The outcome, where it is not drawn. The developer learns from it as from any other.
        crew_test : bool
            Whether it tests a lander for crews.

        Returns
        -------
        int
            A code of :data:`lunarsim.world.history.flight_outcomes.FLIGHT_OUTCOMES`.
        """
        if not self._can_fail:
            self.attempts += landing
            return SUCCESS
        if laid_down is not None:
            if landing:
                self.attempts += 1
            return laid_down
        cruise = self._draws.uniform(mission, "cruise", attempt)
        if not landing:
            return SUCCESS if cruise < self.program.orbiter_success else CRUISE_FAILURE
        phases, (descent, touchdown) = self._next(crew_test)
        # The record counts a lander that was lost on its way as a landing attempt.
        self.attempts += 1
        if cruise >= phases.cruise:
            return CRUISE_FAILURE
        design = self.design(design_day)
        outcome = self._phase(mission, attempt, "descent", design, descent)
        if outcome == SUCCESS:
            outcome = self._phase(mission, attempt, "touchdown", design, touchdown)
            lost = TOUCHDOWN_FAILURE
        else:
            lost = DESCENT_FAILURE
        return outcome if outcome in (SUCCESS, PARTIAL) else lost

    def _phase(self, mission: str, attempt: int, phase: str, design: int, limits: tuple[float, float]) -> int:
        """Return SUCCESS, PARTIAL or another code for a loss; one number ranks them, so that more skill never harms."""
        own = self._draws.normal(mission, phase, attempt)
        common = self._draws.normal(self.name, f"design_{phase}", design)
        number = shared_normal(common, own, self.landing.design_correlation)
        if number < limits[0]:
            return SUCCESS
        return PARTIAL if number < limits[1] else DESCENT_FAILURE


class Developers:
    """The developers of a run by name and program, each prepared when it first flies.

    Parameters
    ----------
    programs : mapping
        Programs by name.
    landing : Landing
        What holds for all developers.
    as_of : str
        ISO date up to which attempts are known.
    waits : Waits
        Which causes are on.
    draws : Draws
        The draws of the run.
    test_success : float
        Least probability of success of a test of a lander for crews [1].
    """

    def __init__(
        self,
        programs: Mapping[str, Program],
        landing: Landing,
        as_of: str,
        waits: Waits,
        draws: Draws,
        test_success: float,
    ) -> None:
        self._programs = programs
        self._landing = landing
        self._as_of = as_of
        self._waits = waits
        self._draws = draws
        self._test_success = test_success
        self._developers: dict[tuple[str, str], Developer] = {}

    def arrive(
        self,
        name: str,
        program: str,
        mission: str,
        attempt: int,
        landing: bool,
        design_day: float,
        laid_down: int | None,
        crew_test: bool,
    ) -> int:
        """Return the outcome of a mission that a developer built for a program, as :meth:`Developer.arrive`."""
        return self._developer(name, program).arrive(mission, attempt, landing, design_day, laid_down, crew_test)

    def count_landing(self, name: str, program: str) -> None:
        """Count a landing with a crew, from which its developer learns as from one without."""
        self._developer(name, program).attempts += 1

    def _developer(self, name: str, program: str) -> Developer:
        developer = self._developers.get((name, program))
        if developer is None:
            known = landing_record(name, self._as_of)
            developer = self._developers[name, program] = Developer(
                name, self._programs[program], self._landing, known, self._waits, self._draws, self._test_success
            )
        return developer
