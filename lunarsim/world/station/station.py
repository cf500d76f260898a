"""The station: assets commissioned in dependency order, power kept in balance, failures repaired."""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Sequence

from lunarsim.scenario.groups.extraction.site import Site
from lunarsim.scenario.groups.station import Station
from lunarsim.scenario.groups.waits import Waits
from lunarsim.scenario.library.asset import Asset
from lunarsim.words.draws import Draws
from lunarsim.words.sums import total
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.clock import Clock
from lunarsim.world.signal import Signal
from lunarsim.world.station.functions import functions_of
from lunarsim.world.station.hardware import MILLIWATTS_PER_KW, Balance, Item, by_priority, completing_item
from lunarsim.world.trace import HardwareId, HardwareNote, MissionRecord, Note, OpenWait, Reached, StationTrace


class StationState:
    """A station of one run.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    limits : Station
        Its rules.
    site : Site
        Where it stands.
    waits : Waits
        Which causes of delay are on.
    draws : Draws
        The draws of the run.
    trace : StationTrace
        Its slice of the trace.
    notes : list of Note, optional
        Notes of a run that keeps them.
    keeps_power : bool
        Whether the trace keeps the steps of power and load.
    """

    def __init__(
        self,
        clock: Clock,
        limits: Station,
        site: Site,
        waits: Waits,
        draws: Draws,
        trace: StationTrace,
        notes: list[Note] | None = None,
        *,
        keeps_power: bool = True,
    ) -> None:
        self._clock = clock
        self._limits = limits
        self._waits = waits
        self._draws = draws
        self._trace = trace
        self._notes = notes
        self._keeps_power = keeps_power
        self._pending: list[Item] = []
        self._starting: list[Item] = []
        self._online: list[Item] = []
        self._of_site = functions_of(site)
        self._working = Balance(self._of_site, site.dark_spell_hours)
        self._installed = Balance(self._of_site, site.dark_spell_hours)
        self.functions = self._of_site
        self._supply_milliwatts = self._load_milliwatts = 0
        self.functions_changed: Signal[int] = Signal()
        """What works now offers other functions, as bits."""
        self.item_installed: Signal[Item] = Signal()
        """A piece of hardware has been put to work for the first time."""
        self.power_changed: Signal[()] = Signal()
        """Supply or load has changed."""

    def surplus_kw(self) -> float:
        """Return the power that all loads leave [kW]."""
        return (self._supply_milliwatts - self._load_milliwatts) / MILLIWATTS_PER_KW

    def balances(self) -> tuple[Balance, Balance]:
        """Return the balance of all that has been put to work once, and that of what works now."""
        return self._installed, self._working

    def online(self) -> Sequence[Item]:
        """Return what has been put to work and is not beyond repair, by priority."""
        return self._online

    def place(self, key: str, asset: Asset, since_day: float) -> None:
        """Put to work what is there at the start; its design life counts from its first work."""
        item = Item(HardwareId(key), asset, 0.0, None)
        item.online_day = since_day
        self._put_online(item)

    def deliver(self, hardware: HardwareId, asset: Asset, record: MissionRecord) -> None:
        """Take over an asset that has landed or reached its orbit."""
        item = Item(hardware, asset, self._clock.now, record, self._limits.power_multiplier)
        if self._notes is not None:
            self._note(item, "delivered")
        # Behind the waits of its mission, an asset's date is its planned delivery and commissioning.
        insort(self._pending, item, key=by_priority)
        self.commission_what_can()

    def commission_what_can(self) -> None:
        """Look at all that waits, by priority, and commission what lacks nothing any more."""
        now = self._clock.now
        reserved_milliwatts = total([item.load_milliwatts for item in self._starting], 0)
        for item in list(self._pending):
            blocked_by = self._blocked_by(item, reserved_milliwatts)
            if item.blocked_by and blocked_by != item.blocked_by:
                item.waits[item.blocked_by] = item.waits.get(item.blocked_by, 0.0) + now - item.blocked_since
            if blocked_by != item.blocked_by:
                item.blocked_by, item.blocked_since = blocked_by, now
                if blocked_by and self._notes is not None:
                    self._note(item, "waits", blocked_by)
            if not blocked_by:
                self._pending.remove(item)
                self._starting.append(item)
                reserved_milliwatts += item.load_milliwatts
                self._commission(item)

    def _blocked_by(self, item: Item, reserved_milliwatts: int) -> str:
        if self._waits.prerequisite and item.needs & ~self.functions:
            return "prerequisite"
        # What brings its own power for the night asks nobody for margin.
        need_milliwatts = item.load_milliwatts - item.night_milliwatts
        if self._waits.power and need_milliwatts > 0:
            load_milliwatts = self._working.load_milliwatts + reserved_milliwatts + need_milliwatts
            if self._supply_milliwatts < round(load_milliwatts * (1.0 + self._limits.power_margin)):
                return "power"
        return ""

    def _commission(self, item: Item) -> None:
        nominal = item.asset.commissioning_days
        days = nominal
        if self._waits.commissioning:
            limits = self._limits
            normal = self._draws.normal(item.entity, "commissioning")
            days *= limits.commissioning_multiplier * math.exp(limits.commissioning_ln_sd * normal)
        if self._notes is not None:
            self._note(item, "commissioning", until=self._clock.now + days)
        self._clock.after(days, self._commissioned, (item, days - nominal))

    def _commissioned(self, item_and_delay: tuple[Item, float]) -> None:
        item, late_days = item_and_delay
        item.waits["commissioning"] = late_days
        item.online_day = self._clock.now
        self._starting.remove(item)
        self._put_online(item)

    def _put_online(self, item: Item) -> None:
        insort(self._online, item, key=by_priority)
        self._trace.online_day.setdefault(item.hardware.asset, self._clock.now)
        # What gives and takes nothing can fail without anybody noticing: it costs no events.
        if self._waits.repair and (item.functions or item.gives_power or item.load_milliwatts):
            item.life_ends = item.online_day + item.asset.life_years * DAYS_PER_YEAR
            self._await_failure(item)
        # Basic and extended are what has been put to work once; what fails later shows in the availability.
        self._installed.join(item)
        self._switch(item, True)
        self.item_installed.emit(item)

    def _await_failure(self, item: Item) -> None:
        """Let an item work until it fails or its life ends, whatever comes first."""
        clock = self._clock
        now = clock.now
        ends = now - item.mean_days * math.log(self._draws.uniform(item.entity, "failure", item.failures))
        item.wears_out = item.life_ends <= ends
        if item.wears_out:
            ends = item.life_ends
        if ends < clock.horizon_days:
            # A life may have ended before the start.
            clock.after(ends - now if ends > now else 0.0, self._fails, item)

    def _fails(self, item: Item) -> None:
        limits, landed = self._limits, item.asset.landed
        if self._notes is not None:
            self._note(item, "fails", "end of life" if item.wears_out else "" if landed else "beyond repair")
        self._switch(item, False)
        if not landed:
            # Nobody mends a satellite.
            self._online.remove(item)
            return
        normal = self._draws.normal(item.entity, "repair", item.failures)
        self._clock.after(limits.repair_days * math.exp(limits.repair_ln_sd * normal), self._repaired, item)

    def _repaired(self, item: Item) -> None:
        now = self._clock.now
        if item.life_ends <= now:
            # At the end of its life a repair renews it.
            item.life_ends = now + item.asset.life_years * DAYS_PER_YEAR
        if self._notes is not None:
            self._note(item, "repaired")
        self._switch(item, True)
        item.failures += 1
        self._await_failure(item)

    def _switch(self, item: Item, on: bool) -> None:
        """Let an item work or not, and bring what depends on power and functions in line."""
        balance = self._working
        item.working = on
        if on:
            balance.join(item)
        else:
            balance.leave(item)
        supply, load, functions = balance.supply_milliwatts, balance.load_milliwatts, balance.functions
        if load > supply and self._waits.power:
            load, functions = self._shed(supply)
        before, load_changed = self._supply_milliwatts, load != self._load_milliwatts
        functions_changed = functions != self.functions
        self._supply_milliwatts, self._load_milliwatts, self.functions = supply, load, functions
        power_changed = supply != before or load_changed
        if power_changed and self._keeps_power:
            now, trace = self._clock.now, self._trace
            if supply != before:
                trace.power_kw.append((now, supply / MILLIWATTS_PER_KW))
            if load_changed:
                trace.load_kw.append((now, load / MILLIWATTS_PER_KW))
        # Less supply and more load free nobody who waits for power.
        if self._pending and (functions_changed or supply > before or not (on or item.load_milliwatts == 0)):
            self.commission_what_can()
        if functions_changed:
            self.functions_changed.emit(functions)
        if power_changed:
            self.power_changed.emit()

    def _shed(self, supply_milliwatts: int) -> tuple[int, int]:
        """Return load and functions of what a short supply still serves, the most important first."""
        left, functions = supply_milliwatts, self._of_site
        for item in self._online:
            if item.working and item.load_milliwatts <= left:
                left -= item.load_milliwatts
                functions |= item.functions
        return supply_milliwatts - left, functions

    def _note(self, item: Item, what: str, cause: str = "", until: float | None = None) -> None:
        """Add to the notes of a run that keeps them."""
        assert self._notes is not None
        self._notes.append(HardwareNote(self._clock.now, item.hardware, what, cause, until))

    def record_for_delays(self) -> None:
        """Record what delays depend on: the equipment, what waits, and what makes the station work the surface."""
        trace, horizon_days = self._trace, self._clock.horizon_days
        trace.installed_functions = self._installed.functions
        trace.installed_kw = self._installed.supply_kw
        # Of several pieces of an asset the first one counts.
        for item in reversed(self._starting):
            # What commissioning takes by plan is no wait.
            by_plan = item.blocked_since + item.asset.commissioning_days
            trace.open_waits[item.hardware.asset] = OpenWait(item.waits, "commissioning", min(by_plan, horizon_days))
        for item in reversed(self._pending):
            wait = OpenWait(item.waits, item.blocked_by or "prerequisite", item.blocked_since)
            trace.open_waits[item.hardware.asset] = wait
        newest = completing_item(self._online)
        if newest is not None and "station_extended" not in trace.reached:
            trace.on_trial = Reached(horizon_days, dict(newest.waits), newest.hardware, newest.record)
