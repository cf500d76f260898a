"""The station: assets commissioned in dependency order, power kept in balance, failures repaired, milestones told."""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lunarsim.scenario.library.asset import Asset
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.station.functions import given_by
from lunarsim.world.station.hardware import MILLIWATTS_PER_KW, Item, Tally, by_priority
from lunarsim.world.trace import DaysByCause, HardwareId, HardwareNote, MissionRecord, StationTrace

if TYPE_CHECKING:
    from lunarsim.scenario.groups.extraction.site import Site
    from lunarsim.scenario.groups.station import Station
    from lunarsim.world.station.milestones import Milestones
    from lunarsim.world.wiring import Campaign


class StationState:
    """The station of one run.

    Parameters
    ----------
    campaign : Campaign
        The run that it belongs to.
    limits : Station
        Its rules.
    site : Site
        Where it stands.
    milestones : Milestones
        Who watches it.
    record : StationTrace
        Its slice of the trace.
    """

    def __init__(
        self, campaign: Campaign, limits: Station, site: Site, milestones: Milestones, record: StationTrace
    ) -> None:
        self._campaign = campaign
        self._record = record
        self.limits = limits
        self.milestones = milestones
        # Power series and the plant belong to the main station.
        self._is_main = limits is campaign.scenario.station
        self._pending: list[Item] = []
        self._starting: list[Item] = []
        self._online: list[Item] = []
        self._given = given_by(site)
        self._working = Tally(self._given, site.dark_spell_hours)
        self.installed = Tally(self._given, site.dark_spell_hours)
        self.functions = self._given
        self._supply_milliwatts = self._load_milliwatts = 0

    @property
    def night_power_kw(self) -> float:
        """Return the power that lasts through the night [kW]."""
        return self._supply_milliwatts / MILLIWATTS_PER_KW

    @property
    def load_kw(self) -> float:
        """Return the load of what works and is not shed [kW]."""
        return self._load_milliwatts / MILLIWATTS_PER_KW

    @property
    def surplus_kw(self) -> float:
        """Return the power that all loads leave [kW]."""
        return (self._supply_milliwatts - self._load_milliwatts) / MILLIWATTS_PER_KW

    @property
    def installed_kw(self) -> float:
        """Return the power through the night of all that has been put to work once [kW]."""
        return self.installed.supply_kw

    def place(self, key: str, asset: Asset) -> None:
        """Put to work what is there at the start; its design life counts from its first work."""
        item = Item(HardwareId(key), asset, 0.0, None)
        item.online_day = self._campaign.prepared.present[key]
        self._put_online(item)

    def deliver(self, key: str, asset: Asset, mission: str, record: MissionRecord) -> None:
        """Take over an asset that has landed or reached its orbit."""
        campaign = self._campaign
        item = Item(HardwareId(key, mission), asset, campaign.env.now, record, self.limits.power_multiplier)
        if campaign.trace.notes is not None:
            self._note(item, "delivered")
        # Behind the waits of its mission, an asset's date is its planned delivery and commissioning.
        insort(self._pending, item, key=by_priority)
        self._commission_what_can()

    def _commission_what_can(self) -> None:
        campaign = self._campaign
        now = campaign.env.now
        reserved_milliwatts = sum([item.load_milliwatts for item in self._starting])
        for item in list(self._pending):
            blocked_by = self._blocked_by(item, reserved_milliwatts)
            if item.blocked_by and blocked_by != item.blocked_by:
                item.waits[item.blocked_by] = item.waits.get(item.blocked_by, 0.0) + now - item.blocked_since
            if blocked_by != item.blocked_by:
                item.blocked_by, item.blocked_since = blocked_by, now
                if blocked_by and campaign.trace.notes is not None:
                    self._note(item, "waits", blocked_by)
            if not blocked_by:
                self._pending.remove(item)
                self._starting.append(item)
                reserved_milliwatts += item.load_milliwatts
                self._commission(item)

    def _blocked_by(self, item: Item, reserved_milliwatts: int) -> str:
        campaign = self._campaign
        if campaign.waits.prerequisite and item.needs & ~self.functions:
            return "prerequisite"
        # What brings its own power for the night asks nobody for margin.
        need_milliwatts = item.load_milliwatts - item.night_milliwatts
        if campaign.waits.power and need_milliwatts > 0:
            load_milliwatts = self._working.load_milliwatts + reserved_milliwatts + need_milliwatts
            if self._supply_milliwatts < round(load_milliwatts * (1.0 + self.limits.power_margin)):
                return "power"
        return ""

    def _commission(self, item: Item) -> None:
        campaign = self._campaign
        nominal = item.asset.commissioning_days
        days = nominal
        if campaign.waits.commissioning:
            station = self.limits
            normal = campaign.draws.normal(item.entity, "commissioning")
            days *= station.commissioning_multiplier * math.exp(station.commissioning_ln_sd * normal)
        if campaign.trace.notes is not None:
            self._note(item, "commissioning", until=campaign.env.now + days)
        campaign.env.timeout(days, (item, days - nominal)).callbacks.append(self._commissioned)

    def _commissioned(self, timeout: Any) -> None:
        item, late_days = timeout.value
        item.waits["commissioning"] = late_days
        item.online_day = self._campaign.env.now
        self._starting.remove(item)
        self._put_online(item)

    def _put_online(self, item: Item) -> None:
        campaign = self._campaign
        insort(self._online, item, key=by_priority)
        self._record.online_day.setdefault(item.hardware.asset, campaign.env.now)
        # What gives and takes nothing can fail without anybody noticing: it costs no events.
        if campaign.waits.repair and (item.gives or item.gives_power or item.load_milliwatts):
            item.life_ends = item.online_day + item.asset.life_years * DAYS_PER_YEAR
            self._await_failure(item)
        # Basic and extended are what has been put to work once; what fails later shows in the availability.
        self.installed.join(item)
        self._switch(item, True)
        self.milestones.installed(self, item)

    def _await_failure(self, item: Item) -> None:
        """Let an item work until it fails or its life ends, whatever comes first."""
        campaign, asset = self._campaign, item.asset
        now = campaign.env.now
        uniform = campaign.draws.uniform(item.entity, "failure", item.failures)
        fails = now - asset.mtbf_years * DAYS_PER_YEAR * math.log(uniform)
        item.wears_out = item.life_ends <= fails
        ends = item.life_ends if item.wears_out else fails
        if ends < campaign.horizon_days:
            # A life may have ended before the start.
            campaign.env.timeout(ends - now if ends > now else 0.0, item).callbacks.append(self._fails)

    def _fails(self, timeout: Any) -> None:
        campaign, limits, item = self._campaign, self.limits, timeout.value
        landed = item.asset.landed
        if campaign.trace.notes is not None:
            self._note(item, "fails", "end of life" if item.wears_out else "" if landed else "beyond repair")
        self._switch(item, False)
        if not landed:
            # Nobody mends a satellite.
            self._online.remove(item)
            return
        normal = campaign.draws.normal(item.entity, "repair", item.failures)
        days = limits.repair_days * math.exp(limits.repair_ln_sd * normal)
        campaign.env.timeout(days, item).callbacks.append(self._repaired)

    def _repaired(self, timeout: Any) -> None:
        item, now = timeout.value, self._campaign.env.now
        if item.life_ends <= now:
            # At the end of its life a repair renews it.
            item.life_ends = now + item.asset.life_years * DAYS_PER_YEAR
        if self._campaign.trace.notes is not None:
            self._note(item, "repaired")
        self._switch(item, True)
        item.failures += 1
        self._await_failure(item)

    def _switch(self, item: Item, on: bool) -> None:
        """Let an item work or not, and bring what hangs on power and functions in line."""
        campaign, tally = self._campaign, self._working
        item.working = on
        if on:
            tally.join(item)
        else:
            tally.leave(item)
        supply, load, functions = tally.supply_milliwatts, tally.load_milliwatts, tally.functions
        if load > supply and campaign.waits.power:
            load, functions = self._shed(supply)
        before, load_changed = self._supply_milliwatts, load != self._load_milliwatts
        functions_changed = functions != self.functions
        self._supply_milliwatts, self._load_milliwatts, self.functions = supply, load, functions
        if self._is_main and (supply != before or load_changed):
            now, record = campaign.env.now, self._record
            if supply != before:
                record.power_kw.append((now, supply / MILLIWATTS_PER_KW))
            if load_changed:
                record.load_kw.append((now, load / MILLIWATTS_PER_KW))
        # Less supply and more load free nobody who waits for power.
        if self._pending and (functions_changed or supply > before or not (on or item.load_milliwatts == 0)):
            self._commission_what_can()
        if functions_changed:
            self.milestones.station_changed(self, functions)
        if self._is_main and (supply != before or load_changed):
            campaign.plant.station_power_changed()

    def _shed(self, supply_milliwatts: int) -> tuple[int, int]:
        """Return load and functions of what a short supply still serves, the most important first."""
        left, functions = supply_milliwatts, self._given
        for item in self._online:
            if item.working and item.load_milliwatts <= left:
                left -= item.load_milliwatts
                functions |= item.gives
        return supply_milliwatts - left, functions

    def _note(self, item: Item, what: str, cause: str = "", until: float | None = None) -> None:
        """Add to the notes of a run that keeps them."""
        campaign = self._campaign
        assert campaign.trace.notes is not None
        campaign.trace.notes.append(HardwareNote(campaign.env.now, item.hardware, what, cause, until))

    @property
    def online(self) -> Sequence[Item]:
        """Return what has been put to work and is not beyond repair, by priority."""
        return self._online

    def open_wait(self, key: str) -> tuple[DaysByCause, str, float] | None:
        """Return the waits of an asset that was delivered but is not online, with the open wait and its start."""
        for item in self._pending:
            if item.hardware.asset == key:
                return item.waits, item.blocked_by or "prerequisite", item.blocked_since
        for item in self._starting:
            if item.hardware.asset == key:
                # What commissioning takes by plan is no wait.
                by_plan = item.blocked_since + item.asset.commissioning_days
                return item.waits, "commissioning", min(by_plan, self._campaign.horizon_days)
        return None
