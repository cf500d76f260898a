"""A call that is due once, on the earliest of the days for which it has been asked."""

from __future__ import annotations

import math
from collections.abc import Callable

from lunarsim.world.clock import Clock


class Timer:
    """Something to look at again: an earlier day takes the place of a later one, as each look asks for the next.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    function : callable
        Looks.
    """

    __slots__ = ("_clock", "_day", "_function")

    def __init__(self, clock: Clock, function: Callable[[], None]) -> None:
        self._clock = clock
        self._function = function
        self._day = math.inf

    def at(self, day: float) -> None:
        """Look on a day at the latest [day]."""
        clock = self._clock
        if day < self._day and day < clock.horizon_days:
            self._day = day
            clock.after(day - clock.now, self._due, day)

    def _due(self, day: float) -> None:
        if day == self._day:
            self._day = math.inf
            self._function()
