"""Single pieces of hardware on their way to a station and at work there."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from operator import attrgetter

from lunarsim.physics.power.light import LightCycle
from lunarsim.scenario.library.asset import Asset
from lunarsim.scenario.library.power.ratings import (
    MILLIWATTS_PER_KW,
    NO_RATINGS,
    PUBLISHED,
    Ratings,
    aged,
    lasting_milliwatts,
    unit_ratings,
)
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.history.missions import DaysByCause, HardwareId, MissionRecord
from lunarsim.world.station.functions import TRIAL, bit_indices, bits


class Item:
    """One piece of hardware on its way from delivery to work, of one unit or of several alike.

    Ratings and load are those of a unit, the ratings as they are at its age. ``units_working`` of its ``units`` work;
    it is ``working`` while ``units_needed`` of them do, and then does what it is for, in a ``group`` only while
    ``group_needed`` pieces of that work. ``does_something`` is whether anything
    would change if it failed, ``ages`` whether its ratings fall, and ``replaces`` the piece in whose place it has come.
    """

    __slots__ = (
        "ages",
        "asset",
        "blocked_by",
        "blocked_since",
        "delivered_day",
        "design",
        "does_something",
        "entity",
        "function_indices",
        "functions",
        "gives_power",
        "group",
        "group_needed",
        "hands",
        "hardware",
        "load_milliwatts",
        "needs",
        "new_ratings",
        "online_day",
        "order",
        "ratings",
        "record",
        "replaces",
        "units",
        "units_needed",
        "units_working",
        "waits",
        "whole_load_milliwatts",
        "working",
    )

    def __init__(
        self,
        hardware: HardwareId,
        asset: Asset,
        delivered_day: float,
        record: MissionRecord | None,
        power_multiplier: float = 1.0,
        replaces: Item | None = None,
    ) -> None:
        units = asset.units
        self.hardware = hardware
        self.asset = asset
        # It owns the draws.
        self.entity = hardware.text
        self.design = asset.design or hardware.asset
        self.record = record
        self.replaces = replaces
        self.units, self.units_needed, self.units_working = units, asset.units_needed, 0
        self.working = False
        # What every change of the station asks for lies at hand, functions as bits: it is the inner loop of a run.
        per_unit = MILLIWATTS_PER_KW / units
        self.ratings = self.new_ratings = ratings = _ratings(asset, power_multiplier)
        self.gives_power = ratings != NO_RATINGS
        sunlit_or_stored = ratings.solar or ratings.battery or ratings.fuel_cell
        self.ages = self.gives_power and (bool(sunlit_or_stored) or asset.steady_source == "radioisotope")
        self.load_milliwatts = round(asset.load_kw * per_unit)
        self.whole_load_milliwatts = units * self.load_milliwatts
        self.hands = asset.hands
        self.group, self.group_needed = asset.group, asset.group_needed
        self.functions = bits(asset.functions)
        self.function_indices = bit_indices(asset.functions)
        self.needs = bits(asset.needs)
        self.does_something = bool(
            self.functions or self.gives_power or self.load_milliwatts or self.hands or self.group
        )
        self.order = (asset.priority, delivered_day, self.entity)
        self.waits: DaysByCause = dict(record.waits) if record is not None else {}
        self.delivered_day = delivered_day
        self.online_day = math.nan
        self.blocked_by = ""
        self.blocked_since = delivered_day

    @property
    def original(self) -> Item:
        """The first one of those that have replaced each other."""
        item = self
        while item.replaces is not None:
            item = item.replaces
        return item

    @property
    def makes_room(self) -> bool:
        """Whether it stops when a replacement begins to work: what feeds itself and is never mended works on."""
        return self.asset.kind == "equipment"

    @property
    def added_load_milliwatts(self) -> int:
        """Load that its work adds, beyond that of what it takes the place of."""
        replaced = self.replaces
        if replaced is None or not replaced.makes_room:
            return self.whole_load_milliwatts
        return self.whole_load_milliwatts - replaced.units_working * replaced.load_milliwatts

    def own_milliwatts(self, cycle: LightCycle) -> int:
        """Return the power through the night that its units give by themselves [mW]."""
        if not self.gives_power:
            return 0
        return lasting_milliwatts(Ratings(*(self.units * part for part in self.ratings)), cycle)

    def ratings_on(self, day: float) -> Ratings:
        """Return the ratings of its age on a day."""
        return aged(self.new_ratings, self.asset, max(day - self.online_day, 0.0) / DAYS_PER_YEAR)

    def at_power(self, multiplier: float) -> Item:
        """Return this item, which only stands in a plan, with another multiplier of power that is in doubt."""
        asset = self.asset
        if not self.gives_power or asset.evidence in PUBLISHED or not self.hardware.mission:
            return self
        other = Item(self.hardware, asset, self.delivered_day, self.record, multiplier)
        other.online_day = self.online_day
        return other


def _ratings(asset: Asset, multiplier: float) -> Ratings:
    """Return the ratings of a unit of an asset; most of them give no power."""
    if asset.power_kw or asset.night_power_kw or asset.storage_kwh or asset.fuel_cell_kwh:
        return unit_ratings(asset, multiplier)
    return NO_RATINGS


by_priority: Callable[[Item], tuple[int, float, str]] = attrgetter("order")
"""What sorts items by who is served first."""

_by_online_day: Callable[[Item], float] = attrgetter("online_day")


def completing_item(online: Sequence[Item]) -> Item | None:
    """Return the item that makes a station work the surface: of each function the first to work, of those the last.

    Of a group that is the item with which so many of its pieces worked as it needs.

    Parameters
    ----------
    online : sequence of Item
        What works there, by priority.
    """
    firsts: list[Item] = []
    for needed in TRIAL:
        offering = [_completed_by(item, online) for item in online if item.functions & needed]
        works = [item for item in offering if item is not None]
        if works:
            firsts.append(min(works, key=_by_online_day))
    return max(firsts, key=_by_online_day, default=None)


def _completed_by(item: Item, online: Sequence[Item]) -> Item | None:
    """Return the item with whose work another one did what it is for; None where its group is too small still."""
    if item.group_needed < 2:
        return item
    alike = sorted((each for each in online if each.group == item.group), key=_by_online_day)
    if len(alike) < item.group_needed:
        return None
    return max(item, alike[item.group_needed - 1], key=_by_online_day)
