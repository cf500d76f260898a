"""A stock of supplies at a station: what came in, what was used, what is left."""

from __future__ import annotations

from lunarsim.physics.logistics.stocks import drawn
from lunarsim.world.clock import Clock


class Stock:
    """Supplies of one kind that are used steadily, and in pieces; what came in is used or left.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    """

    __slots__ = ("_clock", "_kg_per_day", "_left_kg", "_since", "in_kg", "used_kg")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._left_kg = self._kg_per_day = self._since = 0.0
        self.in_kg = self.used_kg = 0.0
        """What came in and what was used since the start [kg]."""

    def left_kg(self) -> float:
        """Return what is left now [kg]."""
        self.settle()
        return self._left_kg

    def settle(self) -> None:
        """Count what has been used steadily up to now."""
        now = self._clock.now
        used, self._left_kg, _ = drawn(self._left_kg, self._kg_per_day, now - self._since)
        self.used_kg += used
        self._since = now

    def use_steadily(self, kg_per_day: float) -> None:
        """Use so much from now on, as long as there is any [kg/d]."""
        self.settle()
        self._kg_per_day = kg_per_day

    def add(self, mass_kg: float) -> None:
        """Put supplies in [kg]."""
        self.settle()
        self.in_kg += mass_kg
        self._left_kg += mass_kg

    def take(self, mass_kg: float) -> bool:
        """Take supplies out if there are so many; return whether there were [kg]."""
        self.settle()
        if mass_kg > self._left_kg:
            return False
        self.used_kg += mass_kg
        self._left_kg -= mass_kg
        return True
