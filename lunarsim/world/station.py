"""The station: assets commissioned in dependency order, power kept in balance, failures repaired, milestones told."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from lunarsim.scenario.asset import Asset
from lunarsim.words.units import DAYS_PER_YEAR, days_between, parse_date
from lunarsim.world.flights import Process
from lunarsim.world.functions import RELAY, TRIAL, bits
from lunarsim.world.trace import MissionRecord, Note, Waits

if TYPE_CHECKING:
    from lunarsim.world.campaign import Campaign


class Item:
    """One piece of hardware on its way from delivery to work."""

    __slots__ = (
        "asset",
        "blocked_by",
        "blocked_since",
        "delivered_day",
        "entity",
        "failed",
        "gives",
        "gives_power",
        "key",
        "load_kw",
        "needs",
        "night_kw",
        "online_day",
        "order",
        "replanned",
        "solar_kw",
        "storage_kwh",
        "waits",
    )  # fmt: skip

    def __init__(
        self,
        key: str,
        asset: Asset,
        entity: str,
        delivered_day: float,
        record: MissionRecord | None,
        power_multiplier: float = 1.0,
    ) -> None:
        self.key = key
        self.asset = asset
        self.entity = entity
        self.replanned = record is not None and record.replanned
        # What every change of the station asks for lies at hand, functions as bits: it is the inner loop of a run.
        self.night_kw = asset.night_power_kw * power_multiplier
        self.solar_kw = (asset.power_kw - asset.night_power_kw) * power_multiplier
        self.storage_kwh = asset.storage_kwh
        self.gives_power = asset.power_kw > 0 or asset.night_power_kw > 0 or asset.storage_kwh > 0
        self.load_kw = asset.load_kw
        self.gives = bits(asset.functions)
        self.needs = bits(asset.needs)
        self.order = (asset.priority, delivered_day, entity)
        self.waits: Waits = dict(record.waits) if record is not None else {}
        self.delivered_day = delivered_day
        self.online_day = math.nan
        self.blocked_by = ""
        self.blocked_since = delivered_day
        self.failed = False


class StationState:
    """The station of one run.

    Parameters
    ----------
    campaign : Campaign
        The run that it belongs to.
    """

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign
        self._pending: list[Item] = []
        self._starting: list[Item] = []
        self._online: list[Item] = []
        self._installed: list[Item] = []
        # Where the Earth is always in sight, hardware needs no relay.
        self._given = RELAY if campaign.prepared.station_site.earth_visible_fraction >= 1 else 0
        self.functions = self.installed_functions = self._given
        self.installed_kw = 0.0
        self.night_power_kw = 0.0
        self.load_kw = 0.0
        self._dark_hours = max(campaign.prepared.station_site.dark_spell_hours, 1.0)

    @property
    def surplus_kw(self) -> float:
        """Return the power that all loads leave [kW]."""
        return self.night_power_kw - self.load_kw

    def place(self, key: str, asset: Asset) -> None:
        """Put to work what is there at the start; its design life counts from its first work."""
        item = Item(key, asset, key, 0.0, None)
        since = parse_date(asset.online_since) if asset.online_since else self._campaign.prepared.start
        item.online_day = days_between(self._campaign.prepared.start, since)
        self._put_online(item)

    def deliver(self, key: str, asset: Asset, mission: str, record: MissionRecord) -> None:
        """Take over an asset that has landed or reached its orbit."""
        campaign = self._campaign
        multiplier = campaign.scenario.station.power_multiplier if asset.evidence == "assumed" else 1.0
        item = Item(key, asset, f"{mission}/{key}", campaign.env.now, record, multiplier)
        if campaign.trace.notes is not None:
            self._note(item, "delivered")
        # Behind the waits of its mission, an asset's date is its planned delivery and commissioning.
        self._pending.append(item)
        self._pending.sort(key=_by_priority)
        self._commission_what_can()

    def _commission_what_can(self) -> None:
        campaign = self._campaign
        now = campaign.env.now
        reserved = sum([item.load_kw for item in self._starting])
        for item in list(self._pending):
            blocked_by = self._blocked_by(item, reserved)
            if item.blocked_by and blocked_by != item.blocked_by:
                item.waits[item.blocked_by] = item.waits.get(item.blocked_by, 0.0) + now - item.blocked_since
            if blocked_by != item.blocked_by:
                item.blocked_by, item.blocked_since = blocked_by, now
                if blocked_by and campaign.trace.notes is not None:
                    self._note(item, "waits", blocked_by)
            if not blocked_by:
                self._pending.remove(item)
                self._starting.append(item)
                reserved += item.load_kw
                campaign.env.process(self._commission(item))

    def _blocked_by(self, item: Item, reserved_kw: float) -> str:
        campaign = self._campaign
        if campaign.waits.prerequisite and item.needs & ~self.functions:
            return "prerequisite"
        # What brings its own power for the night asks nobody for margin.
        need = item.load_kw - item.night_kw
        if campaign.waits.power and need > 0:
            load = self.wanted_kw() + reserved_kw + need
            if self.night_power_kw < load * (1.0 + campaign.scenario.station.power_margin) - _ROUNDING_KW:
                return "power"
        return ""

    def wanted_kw(self) -> float:
        """Return the load of everything that is online and not failed, shed or not [kW]."""
        return sum([item.load_kw for item in self._online if not item.failed])

    def _commission(self, item: Item) -> Process:
        campaign = self._campaign
        nominal = item.asset.commissioning_days
        days = nominal
        if campaign.waits.commissioning:
            station = campaign.scenario.station
            normal = campaign.draws.normal(item.entity, "commissioning")
            days *= station.commissioning_multiplier * math.exp(station.commissioning_ln_sd * normal)
        if campaign.trace.notes is not None:
            self._note(item, "commissioning", until=campaign.env.now + days)
        yield campaign.env.timeout(days)
        item.waits["commissioning"] = days - nominal
        item.online_day = campaign.env.now
        self._starting.remove(item)
        self._put_online(item)

    def _put_online(self, item: Item) -> None:
        campaign = self._campaign
        self._online.append(item)
        self._online.sort(key=_by_priority)
        campaign.trace.asset_online_day.setdefault(item.key, campaign.env.now)
        # What gives and takes nothing can fail without anybody noticing: it costs no events.
        if campaign.waits.repair and (item.gives or item.gives_power or item.load_kw):
            campaign.env.process(self._fail_and_repair(item))
        # Basic and extended are what has been put to work once; what fails later shows in the availability.
        self.installed_functions |= item.gives
        self._installed.append(item)
        if item.gives_power:
            self.installed_kw = self._supply_kw(self._installed)
        self._settle(item)
        campaign.milestones.installed(self, item)

    def _fail_and_repair(self, item: Item) -> Process:
        campaign = self._campaign
        env, draws, station = campaign.env, campaign.draws, campaign.scenario.station
        mean = item.asset.mtbf_years * DAYS_PER_YEAR
        life = item.asset.life_years * DAYS_PER_YEAR
        life_ends = item.online_day + life
        number = 0
        while True:
            fails = env.now - mean * math.log(draws.uniform(item.entity, "failure", number))
            ends = min(fails, life_ends)
            if ends >= campaign.horizon_days:
                return
            yield env.timeout(max(ends - env.now, 0.0))
            item.failed = True
            if campaign.trace.notes is not None:
                self._note(item, "fails", "end of life" if life_ends <= fails else "")
            if not item.asset.landed:
                # Nobody mends a satellite.
                self._online.remove(item)
                self._settle(item)
                return
            self._settle(item)
            normal = draws.normal(item.entity, "repair", number)
            yield env.timeout(station.repair_days * math.exp(station.repair_ln_sd * normal))
            if life_ends <= env.now:
                # At the end of its life a repair renews it.
                life_ends = env.now + life
            item.failed = False
            if campaign.trace.notes is not None:
                self._note(item, "repaired")
            self._settle(item)
            number += 1

    def _settle(self, item: Item) -> None:
        """Bring power, functions and what hangs on them in line after a change of an item."""
        campaign = self._campaign
        working = [other for other in self._online if not other.failed]
        supply = self.night_power_kw
        if item.gives_power:
            supply = self._supply_kw(working)
        load = sum([other.load_kw for other in working])
        functions = self._given
        if load <= supply + _ROUNDING_KW or not campaign.waits.power:
            for other in working:
                functions |= other.gives
        else:
            left, load = supply, 0.0
            for other in working:
                if other.load_kw <= left + _ROUNDING_KW:
                    left -= other.load_kw
                    load += other.load_kw
                    functions |= other.gives
        power_changed = supply != self.night_power_kw or load != self.load_kw
        if power_changed:
            now = campaign.env.now
            if supply != self.night_power_kw:
                campaign.trace.power_kw.append((now, supply))
            if load != self.load_kw:
                campaign.trace.load_kw.append((now, load))
        elif functions == self.functions:
            return
        self.night_power_kw, self.load_kw, self.functions = supply, load, functions
        if self._pending:
            self._commission_what_can()
        campaign.milestones.station_changed(self)
        if power_changed:
            campaign.plant.station_power_changed()

    def _note(self, item: Item, what: str, cause: str = "", until: float | None = None) -> None:
        """Add to the notes of a run that keeps them."""
        campaign = self._campaign
        assert campaign.trace.notes is not None
        campaign.trace.notes.append(Note(campaign.env.now, what, item.entity, cause, until))

    def _supply_kw(self, working: list[Item]) -> float:
        """Return the power that lasts through the night: steady sources, and Sun as far as storage carries it."""
        night = sum([item.night_kw for item in working])
        solar = sum([item.solar_kw for item in working])
        storage = sum([item.storage_kwh for item in working])
        return night + min(storage / self._dark_hours, max(solar, 0.0))

    def newest_of_the_trial(self) -> Item | None:
        """Return the item that made a working station whole: of each function the first to work, of them the last."""
        firsts = []
        for needed in TRIAL:
            giving = [item for item in self._online if item.gives & needed]
            if giving:
                firsts.append(min(giving, key=_by_online_day))
        return max(firsts, key=_by_online_day, default=None)

    def open_wait(self, key: str) -> tuple[Waits, str, float] | None:
        """Return the waits of an asset that was delivered but is not online, with the open wait and its start."""
        for item in (*self._pending, *self._starting):
            if item.key == key:
                cause = item.blocked_by or "commissioning"
                return item.waits, cause, item.blocked_since
        return None


_ROUNDING_KW = 1e-9
"""Sums of loads in another order must not shed a consumer."""


def _by_priority(item: Item) -> tuple[int, float, str]:
    return item.order


def _by_online_day(item: Item) -> float:
    return item.online_day
