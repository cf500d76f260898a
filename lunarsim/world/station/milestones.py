"""Milestones of a station: one set of working functions for every program and variant, and the official ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lunarsim.scenario.groups.station import Station
from lunarsim.world.clock import Clock
from lunarsim.world.history.missions import DaysByCause
from lunarsim.world.history.stations import Reached, StationTrace
from lunarsim.world.signal import Signal
from lunarsim.world.station.balance import Balance
from lunarsim.world.station.functions import RELAY, can_work, has_facility, has_pilot_and_crew, works_the_surface
from lunarsim.world.station.hardware import Item, completing_item
from lunarsim.world.station.official import Equipment


def served_by(limits: Station, functions: int, power_kw: float) -> tuple[str, ...]:
    """Return the milestones that functions and power of a station that works the surface serve, in order.

    Parameters
    ----------
    limits : Station
        What counts as a station.
    functions : int
        What it offers, as bits.
    power_kw : float
        Its power through the night [kW].
    """
    if power_kw < limits.basic_power_kw or not has_facility(functions):
        return ()
    if power_kw < limits.extended_power_kw or not has_pilot_and_crew(functions):
        return ("station_basic",)
    return "station_basic", "station_extended"


class Milestones:
    """Watches a station and records when each milestone is reached first.

    A station is basic or extended when all that this takes works at the same time. What it has waited for is what held
    up the item with which it was equipped for that, and then, while something of it was broken, repair or replacement.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    limits : Station
        What counts as a station.
    asked : sequence of Equipment
        What official milestones ask of it.
    online : callable
        What has been put to work and is not beyond repair, by priority.
    balances : callable
        The balance of all that has been put to work once, and that of what works now.
    trace : StationTrace
        Its slice of the trace.
    contact_share : callable, optional
        Share of the time in which the station is in contact with the Earth now [1]; None: all of it while a relay
        works, else none.
    """

    def __init__(
        self,
        clock: Clock,
        limits: Station,
        asked: Sequence[Equipment],
        *,
        online: Callable[[], Sequence[Item]],
        balances: Callable[[], tuple[Balance, Balance]],
        trace: StationTrace,
        contact_share: Callable[[], float] | None = None,
    ) -> None:
        self._clock = clock
        self._contact_share = contact_share
        self._limits = limits
        self._asked = asked
        self._asks_for_power = any(each.power_kw > 0.0 for each in asked)
        self._installed_functions = 0
        self._online = online
        self._balances = balances
        self._trace = trace
        self._trial_since: float | None = None
        self._works_since, self._share = 0.0, 0.0
        self._functions = 0
        self._equipped_by: dict[str, tuple[Item | None, float]] = {}
        """Milestones that the station has been equipped for and not reached, with the item and its planned trial."""
        self.reached: Signal[str] = Signal()
        """A milestone has been reached for the first time."""

    def functions_changed(self, functions: int) -> None:
        """Look at the station after a change of its working functions."""
        self._functions = functions
        now = self._clock.now
        self._trace.functions.append((now, functions))
        works = works_the_surface(functions)
        if works != (self._trial_since is not None):
            self._trial_since = now if works else None
            if works and "station_working" not in self._trace.reached:
                self._clock.after(self._limits.trial_days, self._end_trial, now)
        self.contact_changed()
        self.look()

    def contact_changed(self) -> None:
        """Count the time in which the station can be worked, after a change of what that depends on."""
        share = 0.0
        if can_work(self._functions):
            if self._contact_share is not None:
                share = self._contact_share()
            elif self._functions & RELAY:
                share = 1.0
        if share != self._share:
            self._count(self._clock.now)
            self._share = share
            self._trace.contact.append((self._clock.now, share))

    def item_installed(self, item: Item) -> None:
        """Look at what the station has been equipped with after an item's first work; a replacement adds nothing."""
        if item.replaces is not None:
            self.look()
            return
        if self._asked:
            self._look_at_official()
        if "station_working" in self._trace.reached and "station_extended" not in self._trace.reached:
            self._equip(item, 0.0)

    def look(self) -> None:
        """Look whether all that a milestone takes works."""
        if not self._equipped_by or not works_the_surface(self._functions):
            return
        _, working = self._balances()
        for milestone in served_by(self._limits, self._functions, working.supply_kw):
            if milestone in self._equipped_by:
                self._reach(milestone, *self._equipped_by.pop(milestone))

    def close(self) -> None:
        """Count the working time up to the horizon."""
        self._count(self._clock.horizon_days)

    def _equip(self, item: Item | None, planned_days: float) -> None:
        """Note what the station has been equipped for with an item, and look whether all of it works."""
        reached = self._trace.reached
        installed, _ = self._balances()
        for milestone in served_by(self._limits, installed.functions, installed.supply_kw):
            if milestone not in reached:
                self._equipped_by.setdefault(milestone, (item, planned_days))
        self.look()

    def _look_at_official(self) -> None:
        """Look what official milestones the station has been equipped for; they ask for nothing else."""
        installed, _ = self._balances()
        if installed.functions == self._installed_functions and not self._asks_for_power:
            return
        self._installed_functions = installed.functions
        lacking, power_kw = ~installed.functions, installed.supply_kw if self._asks_for_power else 0.0
        still = [each for each in self._asked if each.functions & lacking or power_kw < each.power_kw]
        if len(still) < len(self._asked):
            now = self._clock.now
            self._trace.equipped_day |= {each.milestone: now for each in self._asked if each not in still}
            self._asked = still

    def _count(self, now: float) -> None:
        """Count the working time since the last change up to a day [day]."""
        reached = self._trace.reached.get("station_working")
        if reached is not None:
            self._trace.working_days += self._share * (now - max(self._works_since, reached.day))
        self._works_since = now

    def _end_trial(self, since: float) -> None:
        if self._trial_since == since and "station_working" not in self._trace.reached:
            newest = completing_item(self._online())
            self._reach("station_working", newest, self._limits.trial_days)
            self._equip(newest, self._limits.trial_days)

    def _reach(self, milestone: str, item: Item | None, planned_days: float) -> None:
        """Record a milestone with the item that completed it and what that had waited for.

        Time between the first work of the item, or of the first one that it has replaced, and the milestone, beyond
        the planned trial, was spent on repairs and replacements.
        """
        day = self._clock.now
        waits: DaysByCause = {}
        if item is not None:
            item = item.original
            waits = dict(item.waits)
            waits["repair"] = waits.get("repair", 0.0) + max(day - item.online_day - planned_days, 0.0)
        self._trace.reached[milestone] = Reached(
            day, waits, item.hardware if item is not None else None, item.record if item is not None else None
        )
        self.reached.emit(milestone)
