"""Missions with a crew on board: aborted ascents, lost missions, lost crews, and how long a program stands down."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from lunarsim.physics.chance.crew_loss import mission_loss
from lunarsim.scenario.groups.programs.crews import Crews
from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.groups.waits import Waits
from lunarsim.words.draws import Draws
from lunarsim.world.causes import cause_of_loss
from lunarsim.world.flights.hold import Hold
from lunarsim.world.history.flight_outcomes import (
    ABORTED_ASCENT,
    CREW_LOSSES,
    LOSS_OF_CREW,
    LOSS_OF_CREW_IN_ASCENT,
    LOSS_OF_MISSION,
    SUCCESS,
)
from lunarsim.world.history.flights import FlightTrace


class CrewedMissions:
    """The crewed missions of all programs in a run.

    A mission whose crew has set out is lost by the number of such missions that its program has flown, not by the
    record of robotic landers. After a loss the program's crewed missions stand down; its robots fly on.

    Parameters
    ----------
    programs : mapping
        Programs by name.
    crews : Crews
        What holds for all of them.
    waits : Waits
        Which causes are on.
    draws : Draws
        The draws of the run.
    count_landing : callable
        Takes a developer and a program whose lander has gone down with a crew.
    trace : FlightTrace
        Its slice of the trace.
    """

    def __init__(
        self,
        programs: Mapping[str, Program],
        crews: Crews,
        *,
        waits: Waits,
        draws: Draws,
        count_landing: Callable[[str, str], None],
        trace: FlightTrace,
    ) -> None:
        self._programs = programs
        self._crews = crews
        self._can_be_lost = waits.landing_failure
        self._draws = draws
        self._count_landing = count_landing
        self._trace = trace
        self._set_out: dict[str, int] = {}
        self._stand_downs: dict[str, Hold] = {}

    def hold(self, program: str, day: float) -> Hold | None:
        """Return what keeps a program's crews on the ground on a day: its stand-down after a loss, if any."""
        stand_down = self._stand_downs.get(program)
        return stand_down if stand_down is not None and stand_down.until_day > day else None

    def abort(self, program: str, mission: str, launch: int, day: float) -> int:
        """Return the outcome of a failed launch with a crew: aborted, or the crew is lost.

        Parameters
        ----------
        program, mission : str
            Who flies, and the owner of the draws.
        launch : int
            Which launch of the mission, 0 for the first.
        day : float
            Now [day].
        """
        lost = self._draws.uniform(mission, "abort", launch) >= 1.0 - self._crews.loss_of_crew_in_abort
        outcome = LOSS_OF_CREW_IN_ASCENT if lost else ABORTED_ASCENT
        if lost:
            self._stand_down(program, mission, launch, outcome, day)
        self._trace.crewed.setdefault(program, []).append(outcome)
        return outcome

    def fly(
        self, developer: str, program: str, mission: str, flight: int, day: float, laid_down: int | None = None
    ) -> int:
        """Return the outcome of a mission whose crew has set out: landing and safe return, or a loss.

        Parameters
        ----------
        developer, program, mission : str
            Who built the lander, who flies, and the owner of the draws.
        flight : int
            Which flight of the mission with all its launches, 0 for the first.
        day : float
            Now [day].
        laid_down : int, optional
            The outcome, where it is not drawn.
        """
        self._count_landing(developer, program)
        number = self._set_out[program] = self._set_out.get(program, 0) + 1
        outcome = SUCCESS
        if self._can_be_lost:
            outcome = self._drawn(program, mission, flight, number) if laid_down is None else laid_down
            if outcome != SUCCESS:
                self._stand_down(program, mission, flight, outcome, day)
        self._trace.crewed.setdefault(program, []).append(outcome)
        return outcome

    def _drawn(self, program: str, mission: str, flight: int, number: int) -> int:
        """Return the outcome of a program's mission of a number; one draw ranks all, so that less risk never harms."""
        crews, multiplier = self._crews, self._programs[program].crew_loss_odds_multiplier
        loss = float(mission_loss(crews.loss_of_mission_first, crews.loss_learning_exponent, float(number), multiplier))
        rank = self._draws.uniform(mission, "crewed_flight", flight)
        if rank < 1.0 - loss:
            return SUCCESS
        return LOSS_OF_CREW if rank >= 1.0 - loss * crews.loss_of_crew_share else LOSS_OF_MISSION

    def _stand_down(self, program: str, mission: str, occurrence: int, outcome: int, day: float) -> None:
        """Keep a program's crews on the ground from a loss on, as long as after such losses before."""
        crews, cause = self._crews, cause_of_loss(outcome)
        normal = self._draws.normal(mission, f"crew_stand_down_{cause}", occurrence)
        if outcome in CREW_LOSSES:
            self._trace.crew_lost_day.setdefault(program, day)
            days = crews.crew_stand_down_days * math.exp(crews.crew_stand_down_ln_sd * normal)
        else:
            days = crews.mission_stand_down_days * math.exp(crews.mission_stand_down_ln_sd * normal)
        before = self._stand_downs.get(program)
        if before is None or before.until_day < day + days:
            self._stand_downs[program] = Hold(cause, day + days)
