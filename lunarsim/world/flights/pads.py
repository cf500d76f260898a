"""The pads of a launch vehicle: turnaround after a launch, guests, and pads that are lost."""

from __future__ import annotations

import heapq
import math

from lunarsim.scenario.library.vehicle import Vehicle


class Pads:
    """The calendars of a vehicle's pads in one run, for each program that flies it.

    A guest uses pad days that the owner leaves, so that a partner never slows the owner down; a pad that is lost is
    lost to all.

    Parameters
    ----------
    vehicle : Vehicle
        How many pads it has, and what they need after a launch.
    back_day : float
        Day on which a pad that is lost at the start is in service again [day].
    """

    def __init__(self, vehicle: Vehicle, back_day: float) -> None:
        self._owner = vehicle.program
        self._turnaround_days = vehicle.pad_turnaround_days
        self._calendars: dict[str, list[float]] = {}
        self._at_first = [-math.inf] * (vehicle.pads - 1) + [back_day]

    def free_day(self, program: str, day: float) -> float:
        """Return the first day from ``day`` on at which a pad is free [day]."""
        # A guest waits for the owner's launches as well, the owner for none but its own.
        free = max(day, self._at_first[0])
        for name in (program,) if program == self._owner else (program, self._owner):
            pads = self._calendars.get(name)
            if pads is not None and pads[0] > free:
                free = pads[0]
        return free

    def free_day_after(self, program: str, day: float) -> float:
        """Return the first day on which a pad would be free for a program after one more launch on a day [day]."""
        pads = self._calendars.get(program, self._at_first)
        # The launch takes the pad that is free first, and the next one is a child of that in the heap.
        second = min(pads[1:3], default=math.inf)
        return max(min(second, day + self._turnaround_days), self._at_first[0])

    def block(self, program: str, day: float) -> None:
        """Block a pad for the turnaround after a launch of today."""
        pads = self._calendars.setdefault(program, list(self._at_first))
        heapq.heapreplace(pads, day + self._turnaround_days)

    def lose(self, program: str | None, day: float, back_day: float) -> None:
        """Take the pad of today's launch, which is blocked already, out of service in the calendars of all programs.

        ``program`` is None for a launch of another customer, which blocks no calendar: the next free pad is lost.
        """
        for name, pads in self._calendars.items():
            if name == program:
                pads.remove(day + self._turnaround_days)
                pads.append(max(back_day, day + self._turnaround_days))
                heapq.heapify(pads)
            else:
                heapq.heapreplace(pads, max(back_day, pads[0]))
        heapq.heapreplace(self._at_first, max(back_day, self._at_first[0]))
