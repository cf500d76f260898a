"""The clock of a run: the only module that knows SimPy."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from functools import partial
from heapq import heappop, heappush
from itertools import chain, repeat
from typing import Any, NoReturn, TypeAlias, TypeVar

import simpy
from simpy.core import StopSimulation
from simpy.events import NORMAL, URGENT, Event, Timeout

Value = TypeVar("Value")
Result = TypeVar("Result")

Wait: TypeAlias = Event
"""What a process yields to be resumed later: made by the clock, or a :class:`Conclusion`."""

Process: TypeAlias = Generator[Wait, Any, Result]
"""A course of events that waits for days or conclusions between its steps."""


class TooManyEventsError(Exception):
    """A run that goes on and on without reaching its horizon."""


class Conclusion(Event):
    """Something that comes to its end once; processes that yield it are resumed then."""

    @property
    def reached(self) -> bool:
        """Whether it has come to its end."""
        return self.triggered

    def conclude(self) -> None:
        """Bring it to its end; what has ended stays so."""
        if not self.triggered:
            self.succeed()


def _raise_failure(process: Any) -> None:
    """Raise the error that ended a process; nothing may keep it but who catches it.

    Its traceback holds the process, so that SimPy, which leaves it with the process and raises a copy, would leave a
    failed run to the garbage collector.
    """
    if not process._ok:
        error, process._value = process._value, None
        try:
            raise error
        finally:
            del error


class Clock:
    """The time of a run, in days since its start, and what is due when.

    Parameters
    ----------
    horizon_days : float
        End of the run [day].
    max_events : int
        Events after which the run is given up; 0 is no limit.
    """

    __slots__ = ("_conclusions", "_env", "_numbers", "_queue", "horizon_days", "never", "now")

    def __init__(self, horizon_days: float, max_events: int = 0) -> None:
        self.horizon_days = horizon_days
        self.now = 0.0
        """The present day [day]."""
        self._env = simpy.Environment()
        if max_events:
            # SimPy asks for a number with each event, so the numbers count the events, without a line of Python.
            numbers: Any = _event_numbers(max_events)
            self._env._eid = numbers
        # What is due is an event of SimPy or a call.
        self._queue: list[tuple[float, int, int, Any]] = self._env._queue  # type: ignore[assignment]
        self._numbers = self._env._eid
        self.never = Conclusion(self._env)
        self._conclusions = [self.never]

    def wait(self, days: float) -> Wait:
        """Return what resumes a process after some days [day]."""
        return Timeout(self._env, days)

    def wait_until(self, day: float) -> Wait:
        """Return what resumes a process on a day, and never where that lies beyond the horizon [day]."""
        return self.never if day >= self.horizon_days else Timeout(self._env, day - self.now)

    def after(self, days: float, function: Callable[[Value], None], argument: Value) -> None:
        """Call a function with an argument after some days [day]."""
        heappush(self._queue, (self.now + days, NORMAL, next(self._numbers), partial(function, argument)))

    def start(self, process: Process[None]) -> None:
        """Start a process; its first step comes before time goes on."""
        simpy.Process(self._env, process).callbacks.append(_raise_failure)

    def conclusion(self) -> Conclusion:
        """Return something that processes can wait for."""
        conclusion = Conclusion(self._env)
        self._conclusions.append(conclusion)
        return conclusion

    def run(self, until_day: float | None = None) -> None:
        """Let time go on to a day, or to the horizon, or until :meth:`stop`.

        Raises
        ------
        TooManyEventsError
            If there are more events than allowed.
        """
        env, queue = self._env, self._queue
        self._end_at(self.horizon_days if until_day is None else until_day)
        try:
            # SimPy's own loop, written out: most of what is due is a call, which needs no event around it.
            while True:
                env._now, _, _, due = heappop(queue)
                self.now = env._now
                if type(due) is partial:
                    due()
                    continue
                callbacks, due.callbacks = due.callbacks, None
                for callback in callbacks:
                    callback(due)
        except StopSimulation:
            pass
        except TooManyEventsError:
            # The process that was refused an event keeps the error as its value, and there is no event left to end it.
            refused = env.active_process
            if refused is not None:
                refused._value = None
            raise

    def stop(self) -> None:
        """End the run with what happens now."""
        self._end_at(self.now)

    def _end_at(self, day: float) -> None:
        """Let time go on no further than to a day: what is due then does not happen any more [day]."""
        last = Event(self._env)
        last._ok, last._value, last.callbacks = True, None, [StopSimulation.callback]
        heappush(self._queue, (day, URGENT, next(self._numbers), last))

    def close(self) -> None:
        """Let go of all processes and calls, so that memory is freed at once, without the garbage collector.

        A process and what it waits for hold each other, and so do events and their environment, which keeps methods of
        its own.
        """
        waited_for: list[Any] = [*self._conclusions, *(due for *_, due in self._queue)]
        for event in waited_for:
            event.callbacks = None
        self._queue.clear()
        self._conclusions.clear()
        vars(self._env).clear()


def _event_numbers(limit: int) -> Iterator[int]:
    """Yield ``limit`` numbers, then raise at each further one: SimPy schedules one more for a process that failed."""
    return chain(range(limit), map(_refuse, repeat(limit)))


def _refuse(limit: int) -> NoReturn:
    raise TooManyEventsError(f"more than {limit:,} events (executor.max_events)")
