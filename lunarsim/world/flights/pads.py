"""The pads of a launch vehicle: turnaround after a launch, who waits for whom, and pads that are lost."""

from __future__ import annotations

import heapq
import math
from typing import NamedTuple

from lunarsim.scenario.library.vehicle import Vehicle

CREWS, PLAN, AGAIN = range(3)
"""For what a program flies: crews, with their landers and tests; the rest of what it plans; what was lost before."""


class Customer(NamedTuple):
    """Who has vehicles of its own: a program, by what it flies for."""

    program: str
    purpose: int = PLAN

    @property
    def line(self) -> Customer:
        """Where it stands in line at the pads: with all that its program plans, or with what that flies again."""
        return self if self.purpose == AGAIN else Customer(self.program)

    def waits_for(self, owner: str) -> list[Customer]:
        """Return whose launches keep a pad from it, on a vehicle of its own program or of another one.

        Nobody waits for a guest, nor for what is flown again.
        """
        return list(dict.fromkeys((Customer(owner), Customer(self.program), self.line)))


class Pads:
    """The calendars of a vehicle's pads in one run, for each line of customers.

    A guest uses pad days that the owner leaves, so that a partner never slows the owner down, and what is flown again
    those that its program's plan leaves; a pad that is lost is lost to all.

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
        self._calendars: dict[Customer, list[float]] = {}
        self._waits_for: dict[Customer, list[Customer]] = {}
        self._at_first = [-math.inf] * (vehicle.pads - 1) + [back_day]

    def free_day(self, customer: Customer, day: float) -> float:
        """Return the first day from ``day`` on at which a pad is free [day]."""
        waits_for = self._waits_for.get(customer)
        if waits_for is None:
            waits_for = self._waits_for[customer] = customer.waits_for(self._owner)
        free = max(day, self._at_first[0])
        for other in waits_for:
            pads = self._calendars.get(other)
            if pads is not None and pads[0] > free:
                free = pads[0]
        return free

    def block(self, customer: Customer, day: float) -> None:
        """Block a pad for the turnaround after a launch of today."""
        pads = self._calendars.setdefault(customer.line, list(self._at_first))
        heapq.heapreplace(pads, day + self._turnaround_days)

    def lose(self, customer: Customer | None, day: float, back_day: float) -> None:
        """Take the pad of today's launch, which is blocked already, out of service in all calendars.

        ``customer`` is None for a launch outside of all programs, which blocks no calendar: the next free pad is lost.
        """
        line = customer.line if customer is not None else None
        for other, pads in self._calendars.items():
            if other == line:
                pads.remove(day + self._turnaround_days)
                pads.append(max(back_day, day + self._turnaround_days))
                heapq.heapify(pads)
            else:
                heapq.heapreplace(pads, max(back_day, pads[0]))
        heapq.heapreplace(self._at_first, max(back_day, self._at_first[0]))
