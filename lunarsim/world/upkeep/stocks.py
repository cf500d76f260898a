"""A stock of supplies at a station: what came in, what was used, what is left."""

from __future__ import annotations

from lunarsim.physics.logistics.stocks import drawn
from lunarsim.world.clock import Clock
from lunarsim.world.history.upkeep import StockStep, StockTrace


class Stock:
    """Supplies of one kind that are used steadily, and in pieces; what came in is used or left.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    trace : StockTrace
        Its slice of the trace.
    """

    __slots__ = ("_clock", "_since", "_trace", "kg_per_day")

    def __init__(self, clock: Clock, trace: StockTrace) -> None:
        self._clock = clock
        self._trace = trace
        self._since = 0.0
        self.kg_per_day = 0.0
        """What is used steadily, as long as there is any [kg/d]."""

    def left_kg(self) -> float:
        """Return what is left now [kg]."""
        self.settle()
        return self._trace.left_kg

    def settle(self) -> None:
        """Count what has been used steadily up to now."""
        now, trace = self._clock.now, self._trace
        if self.kg_per_day > 0.0 and now > self._since:
            used, trace.left_kg, short = drawn(trace.left_kg, self.kg_per_day, now - self._since)
            trace.used_kg += used
            trace.short_kg += short
        self._since = now

    def use_steadily(self, kg_per_day: float) -> None:
        """Use so much from now on, as long as there is any [kg/d]."""
        self.settle()
        self.kg_per_day = kg_per_day
        self._step()

    def add(self, mass_kg: float) -> None:
        """Put supplies in [kg]."""
        self.settle()
        self._trace.in_kg += mass_kg
        self._trace.left_kg += mass_kg
        self._trace.came.append((self._clock.now, mass_kg))
        self._step()

    def take(self, mass_kg: float) -> bool:
        """Take supplies out if there are so many; return whether there were [kg]."""
        self.settle()
        trace = self._trace
        if mass_kg > trace.left_kg:
            return False
        trace.used_kg += mass_kg
        trace.left_kg -= mass_kg
        self._step()
        return True

    def _step(self) -> None:
        self._trace.steps.append(StockStep(self._clock.now, self._trace.left_kg, self.kg_per_day))
