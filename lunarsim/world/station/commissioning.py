"""Commissioning: what has been delivered waits for what it needs, then takes its time, and hands where it says so."""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Callable
from typing import NamedTuple

from lunarsim.scenario.groups.station import Station
from lunarsim.scenario.groups.waits import Waits
from lunarsim.words.draws import Draws
from lunarsim.words.sums import total
from lunarsim.world.clock import Clock
from lunarsim.world.history.notes import HardwareNote, Note
from lunarsim.world.history.stations import StationTrace
from lunarsim.world.signal import Signal
from lunarsim.world.station.hardware import Item, by_priority
from lunarsim.world.station.open_delays import record_waits


class HandWork(NamedTuple):
    """What hands have to do on an item before it can work [h]."""

    item: Item
    hours: float


class Commissioning:
    """What waits to be put to work at a station, and what is being commissioned.

    Commissioning lasts its days, and longer where hands have not got through the hours by then that it takes of them.
    Where nothing fails there is no upkeep, and hands are always at hand.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    limits : Station
        The rules of the station.
    waits : Waits
        Which causes of delay are on.
    draws : Draws
        The draws of the run.
    notes : list of Note, optional
        Notes of a run that keeps them.
    """

    def __init__(
        self,
        clock: Clock,
        limits: Station,
        waits: Waits,
        draws: Draws,
        notes: list[Note] | None = None,
    ) -> None:
        self._clock = clock
        self._limits = limits
        self._takes_longer = waits.commissioning
        self._takes_hands = waits.commissioning and waits.repair
        self._draws = draws
        self._notes = notes
        self.pending: list[Item] = []
        """What waits to be commissioned, by priority."""
        self._starting: list[Item] = []
        self._in_hands: set[Item] = set()
        self._deployed: dict[Item, tuple[float, float]] = {}
        self.hands_wanted: Signal[HandWork] = Signal()
        """Hands are to work on what is being commissioned."""
        self.ended: Signal[Item] = Signal()
        """An item can work."""

    def note(self, item: Item, what: str, cause: str = "", until: float | None = None) -> None:
        """Add what happens to an item to the notes of a run that keeps them."""
        if self._notes is not None:
            self._notes.append(HardwareNote(self._clock.now, item.hardware, what, cause, until))

    def take(self, item: Item) -> None:
        """Take over an item that has been delivered."""
        # Behind the waits of its mission, an asset's date is its planned delivery and commissioning.
        insort(self.pending, item, key=by_priority)

    def look(self, blocked_for: Callable[[Item, int], str]) -> None:
        """Look at all that waits, by priority, and commission what lacks nothing any more.

        From an item, and the load of those that are being commissioned already [mW], ``blocked_for`` gives the cause
        for which it waits, or no text.
        """
        now = self._clock.now
        reserved_milliwatts = total([item.added_load_milliwatts for item in self._starting], 0)
        for item in list(self.pending):
            blocked_by = blocked_for(item, reserved_milliwatts)
            if item.blocked_by and blocked_by != item.blocked_by:
                item.waits[item.blocked_by] = item.waits.get(item.blocked_by, 0.0) + now - item.blocked_since
            if blocked_by != item.blocked_by:
                item.blocked_by, item.blocked_since = blocked_by, now
                if blocked_by:
                    self.note(item, "waits", blocked_by)
            if not blocked_by:
                self.pending.remove(item)
                self._starting.append(item)
                reserved_milliwatts += item.added_load_milliwatts
                self._begin(item)

    def hands_done(self, item: Item) -> None:
        """Let hands have done their work on an item."""
        self._in_hands.remove(item)
        if item in self._deployed:
            day, late_days = self._deployed.pop(item)
            self._note_end(item, self._clock.now)
            self._end(item, late_days + self._clock.now - day)

    def record_waits(self, trace: StationTrace) -> None:
        """Record what waits still, and what it is held up by."""
        record_waits(trace, self._starting, self.pending, self._clock.horizon_days)

    def _begin(self, item: Item) -> None:
        clock, factor = self._clock, 1.0
        if self._takes_longer:
            normal = self._draws.normal(item.entity, "commissioning")
            factor = self._limits.commissioning_multiplier * math.exp(self._limits.commissioning_ln_sd * normal)
        nominal = item.asset.commissioning_days
        days = nominal * factor
        self.note(item, "commissioning", until=clock.now + days)
        hours = item.asset.commissioning_hours * factor
        clock.after(days, self._is_deployed, (item, days - nominal))
        if hours > 0.0 and self._takes_hands:
            self._in_hands.add(item)
            self.hands_wanted.emit(HandWork(item, hours))

    def _is_deployed(self, item_and_delay: tuple[Item, float]) -> None:
        item, late_days = item_and_delay
        if item in self._in_hands:
            self._deployed[item] = self._clock.now, late_days
            self._note_end(item, math.inf)
        else:
            self._end(item, late_days)

    def _end(self, item: Item, late_days: float) -> None:
        item.waits["commissioning"] = late_days
        item.online_day = self._clock.now
        self._starting.remove(item)
        self.ended.emit(item)

    def _note_end(self, item: Item, day: float) -> None:
        """Let the note of a commissioning say on which day it ends, as hands have moved that [day]."""
        notes = self._notes or []
        for index in reversed(range(len(notes))):
            note = notes[index]
            if isinstance(note, HardwareNote) and (note.hardware, note.what) == (item.hardware, "commissioning"):
                notes[index] = note._replace(until=day)
                break
