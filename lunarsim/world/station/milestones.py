"""Milestones of a station: one set of working functions for every program and variant."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lunarsim.scenario.groups.station import Station
from lunarsim.world.clock import Clock
from lunarsim.world.station.functions import has_facility, has_pilot_and_crew, works_the_surface
from lunarsim.world.station.hardware import Balance, Item, completing_item
from lunarsim.world.trace import DaysByCause, Reached, StationTrace


def equipped_for(limits: Station, functions: int, power_kw: float) -> tuple[str, ...]:
    """Return the milestones for which a station that works has been equipped, in order.

    Parameters
    ----------
    limits : Station
        What counts as a station.
    functions : int
        What has been installed offers, as bits.
    power_kw : float
        Power through the night of all that has been installed [kW].
    """
    if power_kw < limits.basic_power_kw or not has_facility(functions):
        return ()
    if power_kw < limits.extended_power_kw or not has_pilot_and_crew(functions):
        return ("station_basic",)
    return "station_basic", "station_extended"


class Milestones:
    """Watches a station and records when each milestone is reached first.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    limits : Station
        What counts as a station.
    online : callable
        What works there, by priority.
    installed : callable
        The balance of all that has been put to work once.
    trace : StationTrace
        Its slice of the trace.
    """

    def __init__(
        self,
        clock: Clock,
        limits: Station,
        *,
        online: Callable[[], Sequence[Item]],
        installed: Callable[[], Balance],
        trace: StationTrace,
    ) -> None:
        self._clock = clock
        self._limits = limits
        self._online = online
        self._installed = installed
        self._trace = trace
        self._works_since: float | None = None

    def functions_changed(self, functions: int) -> None:
        """Look at the station after a change of its working functions."""
        works = works_the_surface(functions)
        if works == (self._works_since is not None):
            return
        now = self._clock.now
        if works:
            self._works_since = now
            if "station_working" not in self._trace.reached:
                self._clock.after(self._limits.trial_days, self._end_trial, now)
        else:
            self._count_until(now)
            self._works_since = None

    def item_installed(self, item: Item, planned_days: float = 0.0) -> None:
        """Look at what the station has been equipped with, once it works the surface, after an item's first work."""
        reached = self._trace.reached
        if "station_working" not in reached or "station_extended" in reached:
            return
        installed = self._installed()
        for milestone in equipped_for(self._limits, installed.functions, installed.supply_kw):
            if milestone not in reached:
                self._reach(milestone, item, planned_days)

    def close(self) -> None:
        """Count the working time up to the horizon."""
        if self._works_since is not None:
            self._count_until(self._clock.horizon_days)

    def _count_until(self, now: float) -> None:
        reached = self._trace.reached.get("station_working")
        if reached is not None and self._works_since is not None:
            self._trace.working_days += now - max(self._works_since, reached.day)

    def _end_trial(self, since: float) -> None:
        if self._works_since == since and "station_working" not in self._trace.reached:
            newest = completing_item(self._online())
            self._reach("station_working", newest, self._limits.trial_days)
            if newest is not None:
                self.item_installed(newest, self._limits.trial_days)

    def _reach(self, milestone: str, item: Item | None, planned_days: float) -> None:
        """Record a milestone with the item that completed it and what that had waited for.

        Time between the item's first work and the milestone, beyond the planned trial, was spent on repairs.
        """
        day = self._clock.now
        waits: DaysByCause = {}
        if item is not None:
            waits = dict(item.waits)
            waits["repair"] = waits.get("repair", 0.0) + max(day - item.online_day - planned_days, 0.0)
        self._trace.reached[milestone] = Reached(
            day, waits, item.hardware if item is not None else None, item.record if item is not None else None
        )
