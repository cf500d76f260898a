"""A call that is due once, on the earliest of the days for which it has been asked."""

from __future__ import annotations

import math

from lunarsim.world.clock import Clock
from lunarsim.world.signal import Signal


class Timer:
    """Something to look at again: an earlier day takes the place of a later one, as each look asks for the next.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    """

    __slots__ = ("_clock", "_day", "due")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._day = math.inf
        self.due: Signal[()] = Signal()
        """It is time to look."""

    def at(self, day: float) -> None:
        """Look on a day at the latest [day]."""
        clock = self._clock
        if day < self._day and day < clock.horizon_days:
            self._day = day
            clock.after(day - clock.now, self._is_due, day)

    def _is_due(self, day: float) -> None:
        if day == self._day:
            self._day = math.inf
            self.due.emit()
