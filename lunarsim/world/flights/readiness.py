"""When a mission is ready: what its own plan, money, agreement and cut-off do before it asks for a vehicle."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

from lunarsim.words.sums import total
from lunarsim.world.clock import Clock, Process
from lunarsim.world.flights.hold import SAME_DAY, Hold
from lunarsim.world.history.flight_outcomes import WITHDRAWN
from lunarsim.world.history.missions import Announced, MissionRecord, Replanned
from lunarsim.world.history.notes import MissionWait, Note
from lunarsim.world.planned_missions import PlannedMission
from lunarsim.world.programs.dated_plans import DatedPlan
from lunarsim.world.programs.shelving import GivenUp
from lunarsim.world.programs.slip_law import Slip
from lunarsim.world.signal import Signal

SlipOf: TypeAlias = Callable[[DatedPlan, float, float], Slip]
"""From what is planned, days ahead and today to the days by which it slips."""


def _book(slip: Slip, record: MissionRecord) -> None:
    """Book the days by which a plan slips, each on its cause."""
    for cause, days in zip(slip._fields, slip, strict=True):
        record.waits[cause] = record.waits.get(cause, 0.0) + days


def _announced_anew(kept: tuple[Announced, ...], shelved: GivenUp, ready: float) -> tuple[Announced, ...]:
    """Return how the date of a mission moves that is given up and restarted: its last one stands until the restart."""
    first, last = kept
    # One that would have been ready today is given up today.
    part = (shelved.day - first.day) / (last.day - first.day) if last.day > first.day else 0.0
    date = first.date + (last.date - first.date) * part
    contracted = shelved.contracted_day
    stands = Announced(shelved.day, date), Announced(contracted, date)
    return first, *stands, Announced(contracted, shelved.planned_day), Announced(ready, ready)


class Readiness:
    """When missions of the manifest are ready, and what may still keep a ready one from being launched.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    slip : callable
        How plans slip.
    stand_down_days : callable
        From a plan of the start to the days by which it moves as its vehicle is known to be grounded [day].
    shelved : callable
        From a plan to when it is given up and restarted; None where it is not.
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
        stand_down_days: Callable[[DatedPlan], float],
        shelved: Callable[[DatedPlan], GivenUp | None],
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
        self._stand_down_days = stand_down_days
        self._shelved = shelved
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
        now, key, program, plan = self._clock.now, planned.key, planned.mission.program, planned.plan
        ordered = now
        if replanned is None:
            slip = self._slip(plan, planned.planned_day - now, now)
            due = self._due_day(planned, record, total(slip, 0.0))
            record.announced = Announced(now, due), Announced(due + total(slip, 0.0), due + total(slip, 0.0))
            shelved = self._shelved(plan)
            # What is given up after the horizon is only late up to it.
            if shelved is not None and shelved.day < self._clock.horizon_days:
                if shelved.contracted_day == math.inf:
                    record.due_day = due + total(slip, 0.0)
                    # Until then it is as late as others.
                    _book(slip, record)
                    self._clock.start(self._give_up(planned, record, shelved.day, "shelving"))
                    return math.inf
                slip = self._restart(shelved, plan, due, slip, record)
                if days := record.waits.get("shelving", 0.0):
                    ordered, due = shelved.contracted_day, due + days
        else:
            due, record.waits, record.replanned_by = replanned
            # The new date is the lead's own and follows from the day on which it is ordered. A replacement that was
            # ordered only after the lapse does not come before its plan.
            slip = self._slip(plan, due - now, now).never_early()
        _book(slip, record)
        waits = record.waits
        ready = due + total(slip, 0.0)
        if paused_days := self._paused_days(key, ordered, ready):
            waits["cooperation"] = waits.get("cooperation", 0.0) + paused_days
            ready += paused_days
        record.due_day = ready
        if redesign_days := self._redesign_days(program, key, ordered, ready):
            if redesign_days == math.inf:
                if self._cutoff_day < self._clock.horizon_days:
                    self._clock.start(self._give_up(planned, record, self._cutoff_day, "technology_cutoff"))
                return math.inf
            waits["technology_cutoff"] += redesign_days
            ready += redesign_days
        record.ready_day = ready
        return ready

    def _due_day(self, planned: PlannedMission, record: MissionRecord, slip_days: float) -> float:
        """Return the day of the plan of the start; book what it moves with a stand-down of its vehicle [day]."""
        due = planned.planned_day + self._stand_down_days(planned.plan)
        if due > planned.planned_day:
            record.waits["vehicle"] = due - planned.planned_day
            if self._notes is not None:
                self._notes.append(MissionWait(planned.planned_day, record, "vehicle", due + min(slip_days, 0.0)))
        return due

    def _restart(self, shelved: GivenUp, plan: DatedPlan, due: float, kept: Slip, record: MissionRecord) -> Slip:
        """Book what it costs that a mission is given up and restarted; return how its plan slips then.

        The work that is left takes as long as it would have: to be given up never makes a mission earlier than the plan
        for the day ``due`` that was ``kept``. The days of slip stay those of that plan, so that what is longer is due
        to shelving.
        """
        restarted = self._slip(plan, shelved.planned_day - shelved.contracted_day, shelved.contracted_day)
        later = shelved.planned_day + restarted.slip - due - kept.slip
        ready = shelved.planned_day + total(restarted, 0.0)
        if later <= 0.0 or ready <= due + total(kept, 0.0):
            return kept
        record.waits["shelving"] = later
        record.announced = _announced_anew(record.announced, shelved, ready)
        if self._notes is not None:
            self._notes.append(MissionWait(shelved.day, record, "shelving", shelved.contracted_day))
        return restarted._replace(slip=kept.slip)

    def _give_up(self, planned: PlannedMission, record: MissionRecord, day: float, cause: str) -> Process[None]:
        """Give a mission up on a day, as its plan ends or nothing replaces its parts; all delay is due to that."""
        yield self._clock.wait(day - self._clock.now)
        if record.outcome == WITHDRAWN:
            return
        since = max(planned.planned_day, day)
        record.waits = {"slip": 0.0}
        record.ready_day = record.waiting_since = since
        record.waiting_for = cause
        if self._notes is not None:
            self._notes.append(MissionWait(since, record, cause, math.inf))
        self.given_up.emit(planned.key)

    def hold(self, program: str, mission: str, day: float) -> Hold | None:
        """Return what keeps a mission of the manifest from being launched on a day on which it is ready, if anything.

        One that is held indefinitely is given up.
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
