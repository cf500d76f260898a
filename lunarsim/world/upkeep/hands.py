"""Hands at a station: robots and crews, and the work for which they are called, the most important first."""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Callable
from operator import attrgetter

from lunarsim.scenario.groups.upkeep import Upkeep
from lunarsim.world.clock import Clock
from lunarsim.world.history.upkeep import (
    BY_CREW,
    BY_LANDER,
    BY_ROBOT,
    FOR_CREW,
    FOR_DIAGNOSIS,
    FOR_HANDS,
    FOR_SPARES,
    Spell,
)
from lunarsim.world.signal import Signal
from lunarsim.world.upkeep.stocks import Stock


class Job:
    """Work for a pair of hands: whether a robot can do it, the spares that it still lacks, the hours that are left.

    ``order`` is that of its importance, ``state`` what it waits for or who works on it since ``since`` [day]. On
    ``next_day`` something happens to it if nothing else does before; where nobody works on it that is ``over_day``
    [day]. ``own_share`` is what it gets done without hands of the station, as a share of a robot's work.
    """

    __slots__ = (
        "by_robot",
        "hours",
        "hours_per_day",
        "lacks_kg",
        "next_day",
        "order",
        "over_day",
        "own_share",
        "since",
        "spells",
        "state",
    )

    def __init__(
        self,
        order: tuple[int, float, str],
        hours: float,
        spells: list[Spell],
        *,
        by_robot: bool = True,
        state: str = FOR_HANDS,
        lacks_kg: float = 0.0,
        over_day: float = math.inf,
        own_share: float = 0.0,
    ) -> None:
        _, self.since, _ = self.order = order
        self.hours = hours
        self.spells = spells
        self.by_robot = by_robot
        self.state = state
        self.lacks_kg = lacks_kg
        self.over_day = self.next_day = over_day
        self.own_share = own_share
        self.hours_per_day = 0.0


_by_order: Callable[[Job], tuple[int, float, str]] = attrgetter("order")
_next_day: Callable[[Job], float] = attrgetter("next_day")


class Hands:
    """The robots and crews of one station, and their work.

    A pair of hands does one job at a time, the most important first; who is called away to a more important one goes on
    later. Crews do first what no robot can, and then what robots leave. Nothing ticks: what happens next is known
    whenever hands, light and contact are.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    rules : Upkeep
        Working hours.
    robots : callable
        Gives the pairs of robotic hands that work now.
    robot_hours_per_day : callable
        Gives the hours a day that a pair of them gets done now [h].
    spares : Stock
        Spares at the station.
    """

    def __init__(
        self,
        clock: Clock,
        rules: Upkeep,
        *,
        robots: Callable[[], int],
        robot_hours_per_day: Callable[[], float],
        spares: Stock,
    ) -> None:
        self._clock = clock
        self._rules = rules
        self._robots = robots
        self._robot_hours_per_day = robot_hours_per_day
        self._spares = spares
        self._jobs: list[Job] = []
        self.crew_pairs = 0
        """Pairs of astronauts at the station."""
        self._next: tuple[float, Job | None] = math.inf, None
        self.done: Signal[Job] = Signal()
        """The work of a job is done."""
        self.due: Signal[Job] = Signal()
        """A job on which nobody works has come to its day."""
        self.spares_short: Signal[()] = Signal()
        """Work lacks spares."""

    def missing_kg(self) -> float:
        """Return the spares that jobs which are ready to begin have not taken yet [kg]."""
        lacking = [each.lacks_kg for each in self._jobs if each.lacks_kg > 0.0 and each.state != FOR_DIAGNOSIS]
        return math.fsum(lacking) if lacking else 0.0

    def jobs(self) -> tuple[Job, ...]:
        """Return what is to be done, by importance."""
        return tuple(self._jobs)

    def add(self, job: Job) -> None:
        """Take on a job."""
        insort(self._jobs, job, key=_by_order)
        if job.state == FOR_DIAGNOSIS:
            self._await_next()
        else:
            self.look()

    def let_wait(self, job: Job) -> None:
        """Let a job wait for hands: it is known what there is to do."""
        self._set(job, FOR_HANDS if job.by_robot else FOR_CREW, 0.0)

    def drop(self, job: Job) -> None:
        """Let a job be."""
        self._set(job, "", 0.0)
        self._jobs.remove(job)

    def set_crew(self, pairs: int) -> None:
        """Let some pairs of astronauts be at the station."""
        self.crew_pairs = pairs
        self.look()

    def close(self) -> None:
        """Record up to the horizon what jobs wait for and who is at work on them."""
        for job in self._jobs:
            self._set(job, "", 0.0)

    def look(self) -> None:
        """Give hands to jobs, after anything on which that hangs has changed."""
        if not self._jobs:
            self._next = math.inf, None
            return
        ready = [job for job in self._jobs if job.state != FOR_DIAGNOSIS]
        if ready:
            crews = self._with_crews([job for job in ready if not job.by_robot], self.crew_pairs, FOR_CREW)
            for_robots = [job for job in ready if job.by_robot]
            if for_robots:
                self._with_crews(self._with_robots(for_robots), crews, FOR_HANDS)
        self._await_next()
        if ready and self.missing_kg() > self._spares.left_kg():
            self.spares_short.emit()

    def _with_crews(self, jobs: list[Job], pairs: int, waits_for: str) -> int:
        """Let crews work on the first of some jobs; return the pairs that are left."""
        for job in jobs:
            if not pairs:
                self._leave(job, waits_for)
            elif self._has_spares(job):
                pairs -= 1
                self._set(job, BY_CREW, self._rules.crew_hours_per_day)
            else:
                self._set(job, FOR_SPARES, 0.0)
        return pairs

    def _with_robots(self, jobs: list[Job]) -> list[Job]:
        """Let robots work on the first of some jobs; return those for which none is left."""
        robots = self._robots()
        hours_per_day = self._robot_hours_per_day() if robots else 0.0
        left = []
        for job in jobs:
            if not robots or hours_per_day <= 0.0:
                left.append(job)
            elif self._has_spares(job):
                robots -= 1
                self._set(job, BY_ROBOT, hours_per_day)
            else:
                self._set(job, FOR_SPARES, 0.0)
        return left

    def _leave(self, job: Job, waits_for: str) -> None:
        """Let a job wait, or go on by itself."""
        hours_per_day = job.own_share * self._robot_hours_per_day() if job.own_share else 0.0
        self._set(job, BY_LANDER if hours_per_day > 0.0 else waits_for, hours_per_day)

    def _has_spares(self, job: Job) -> bool:
        """Take the spares of a job that is about to begin; return whether it has them."""
        if job.lacks_kg > 0.0:
            if not self._spares.take(job.lacks_kg):
                return False
            job.lacks_kg = 0.0
        return True

    def _set(self, job: Job, state: str, hours_per_day: float) -> None:
        """Let a job wait, or be worked on with some hours a day."""
        if state == job.state and hours_per_day == job.hours_per_day:
            return
        now, days = self._clock.now, self._clock.now - job.since
        hours = min(days * job.hours_per_day, job.hours)
        job.hours -= hours
        if days > 0.0:
            job.spells.append(Spell(job.state, job.since, now, hours))
        job.state, job.since, job.hours_per_day = state, now, hours_per_day
        # Who is at work on it is let finish.
        job.next_day = now + job.hours / hours_per_day if hours_per_day > 0.0 else job.over_day

    def _await_next(self) -> None:
        """Let time go on to what happens next to any of the jobs."""
        clock, soonest = self._clock, min(self._jobs, key=_next_day)
        due = soonest.next_day, soonest
        if due != self._next:
            self._next = due
            if soonest.next_day < clock.horizon_days:
                clock.after(max(soonest.next_day - clock.now, 0.0), self._happens, due)

    def _happens(self, day_and_job: tuple[float, Job]) -> None:
        if day_and_job != self._next:
            return
        self._next = math.inf, None
        _, job = day_and_job
        if job.hours_per_day > 0.0:
            self.drop(job)
            self.done.emit(job)
        else:
            self.due.emit(job)
        self.look()
