"""When a mission is ready: what slip, money, agreement and cut-off do to its plan before it asks for a vehicle."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from lunarsim.words.sums import total
from lunarsim.world.clock import Clock, Process
from lunarsim.world.flights.hold import SAME_DAY, Hold
from lunarsim.world.prepared import PlannedMission
from lunarsim.world.programs.slip_law import Slip
from lunarsim.world.signal import Signal
from lunarsim.world.trace import DaysByCause, MissionRecord, MissionWait, Note


class Replanned(NamedTuple):
    """The plan of a fallback that stands in for a partner's mission: its new day, and what put it off [day]."""

    day: float
    waits: DaysByCause


SlipOf: TypeAlias = Callable[[str, float, str, float, str], Slip]
"""From program, days ahead, owner of the draw, today and precision of the plan to the days by which it slips."""


class Readiness:
    """When missions of the manifest are ready, and what may still keep a ready one from being launched.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    slip : callable
        How plans slip.
    paused_days : callable
        From mission, day of its order and day on which it would be ready, to what suspensions and gaps add [day].
    resumption_day : callable
        From mission and day to the first day from then on on which no suspension holds it [day].
    has_suspensions : bool
        Whether the agreement is ever suspended.
    redesign_days : callable
        From program, mission, day of its order and day on which it would be ready, to what a technology cut-off adds.
    allowed_day : callable
        From program, mission and day to the first day from then on on which its parts may fly [day].
    cutoff_day : float
        Day of the technology cut-off, infinity for none [day].
    notes : list of Note, optional
        Notes of a run that keeps them.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        slip: SlipOf,
        paused_days: Callable[[str, float, float], float],
        resumption_day: Callable[[str, float], float],
        has_suspensions: bool,
        redesign_days: Callable[[str, str, float, float], float],
        allowed_day: Callable[[str, str, float], float],
        cutoff_day: float,
        notes: list[Note] | None = None,
    ) -> None:
        self._clock = clock
        self._slip = slip
        self._paused_days = paused_days
        self._resumption_day = resumption_day
        self._redesign_days = redesign_days
        self._allowed_day = allowed_day
        self._cutoff_day = cutoff_day
        # Nothing holds a ready mission before.
        self._first_hold_day = -math.inf if has_suspensions else cutoff_day
        self._notes = notes
        self.given_up: Signal[str] = Signal()
        """A mission will never fly."""

    def ready_day(self, planned: PlannedMission, record: MissionRecord, replanned: Replanned | None = None) -> float:
        """Return when a mission that is ordered now is ready [day], infinity for never; book its waits in its record.

        Parameters
        ----------
        planned : PlannedMission
            The mission.
        record : MissionRecord
            How it fares.
        replanned : Replanned, optional
            Its new plan, where it is a fallback.
        """
        now, key, program = self._clock.now, planned.key, planned.mission.program
        if replanned is None:
            due = planned.planned_day
            slip = self._slip(program, due - now, key, now, planned.mission.planned_precision)
        else:
            record.replanned = True
            due, record.waits = replanned
            # The new date is the lead's own and follows from the day on which it is ordered. A replacement that was
            # ordered only after the lapse does not come before its plan.
            slip = self._slip(program, due - now, key, now, "day").never_early()
        waits = record.waits
        for cause, days in zip(slip._fields, slip, strict=True):
            waits[cause] = waits.get(cause, 0.0) + days
        ready = due + total(slip, 0.0)
        if paused_days := self._paused_days(key, now, ready):
            waits["cooperation"] = waits.get("cooperation", 0.0) + paused_days
            ready += paused_days
        if redesign_days := self._redesign_days(program, key, now, ready):
            if redesign_days == math.inf:
                if self._cutoff_day < self._clock.horizon_days:
                    self._clock.start(self._give_up(planned, record))
                return math.inf
            waits["technology_cutoff"] += redesign_days
            ready += redesign_days
        record.ready_day = ready
        return ready

    def _give_up(self, planned: PlannedMission, record: MissionRecord) -> Process[None]:
        """Give a mission up on the day of the cut-off, as nothing replaces its parts; all delay is due to that."""
        yield self._clock.wait(self._cutoff_day - self._clock.now)
        since = max(planned.planned_day, self._clock.now)
        record.waits = {"slip": 0.0}
        record.ready_day = record.waiting_since = since
        record.waiting_for = "technology_cutoff"
        if self._notes is not None:
            self._notes.append(MissionWait(since, record, "technology_cutoff", math.inf))
        self.given_up.emit(planned.key)

    def hold(self, program: str, mission: str, day: float) -> Hold | None:
        """Return what keeps a mission of the manifest from being launched on a day on which it is ready, if anything.

        One that is held without end is given up.
        """
        if day < self._first_hold_day:
            return None
        until = self._resumption_day(mission, day)
        if until > day + SAME_DAY:
            return Hold("cooperation", until)
        until = self._allowed_day(program, mission, day)
        if until > day + SAME_DAY:
            if until == math.inf:
                self.given_up.emit(mission)
            return Hold("technology_cutoff", until)
        return None
