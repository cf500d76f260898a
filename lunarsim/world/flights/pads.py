"""The pads of a launch vehicle: turnaround after a launch, who waits for whom, and pads that are lost."""

from __future__ import annotations

import heapq
import math
from functools import cache
from typing import NamedTuple

from lunarsim.scenario.library.vehicle import Vehicle


class Customer(NamedTuple):
    """Who has vehicles made for it alone: the plan of a program, its crews, or a mission that is flown again."""

    program: str
    crews: bool = False
    """Whether it flies crews, their landers or the tests of either."""
    again: str = ""
    """The mission that is flown again; none for a first flight."""

    @property
    def in_line(self) -> Customer:
        """As whom it waits in line for a pad: as the plan of its program, or by itself where it is flown again."""
        return self if self.again else Customer(self.program)


@cache
def _waited_for(customer: Customer, owner: str) -> tuple[Customer, ...]:
    """Return as whom all wait whose launches keep a pad of an owner's vehicle from a customer, its own among them."""
    return tuple(dict.fromkeys((Customer(owner), Customer(customer.program), customer.in_line)))


class Pads:
    """The calendars of a vehicle's pads in one run, for each customer that waits in line by itself.

    A guest uses pad days that the owner leaves, so that a partner never slows the owner down, and what is flown again
    those that its program's plan and the owner's leave; a pad that is lost is lost to all.

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
        self._at_first = [-math.inf] * (vehicle.pads - 1) + [back_day]

    def free_day(self, customer: Customer, day: float) -> float:
        """Return the first day from ``day`` on at which a pad is free [day]."""
        free = max(day, self._at_first[0])
        for other in _waited_for(customer, self._owner):
            pads = self._calendars.get(other)
            if pads is not None and pads[0] > free:
                free = pads[0]
        return free

    def block(self, customer: Customer, day: float) -> None:
        """Block a pad for the turnaround after a launch of today."""
        pads = self._calendars.setdefault(customer.in_line, list(self._at_first))
        heapq.heapreplace(pads, day + self._turnaround_days)

    def lose(self, customer: Customer | None, day: float, back_day: float) -> None:
        """Take the pad of today's launch, which is blocked already, out of service in all calendars.

        ``customer`` is None for a launch outside of all programs, which blocks no calendar: the next free pad is lost.
        """
        waiting = customer.in_line if customer is not None else None
        for other, pads in self._calendars.items():
            if other == waiting:
                pads.remove(day + self._turnaround_days)
                pads.append(max(back_day, day + self._turnaround_days))
                heapq.heapify(pads)
            else:
                heapq.heapreplace(pads, max(back_day, pads[0]))
        heapq.heapreplace(self._at_first, max(back_day, self._at_first[0]))
