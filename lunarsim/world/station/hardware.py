"""Hardware of the station: single items, and the balance of what a set of them offers and takes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from operator import attrgetter

from lunarsim.scenario.library.asset import Asset
from lunarsim.world.station.functions import FUNCTION_COUNT, TRIAL, bit_indices, bits
from lunarsim.world.trace import DaysByCause, HardwareId, MissionRecord

MILLIWATTS_PER_KW = 1_000_000
"""Power is counted in whole milliwatts: a sum of whole numbers is the same whatever joined or left it in what order."""


class Item:
    """One piece of hardware on its way from delivery to work, of one unit or of several alike.

    Power, storage and load are those of a unit. ``units_working`` of its ``units`` work; it is ``working`` and does
    what it is for while ``units_needed`` of them do. ``does_something`` is whether anything would change if it failed,
    and ``replaces`` the piece in whose place it has come.
    """

    __slots__ = (
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
        "hands",
        "hardware",
        "load_milliwatts",
        "needs",
        "night_milliwatts",
        "online_day",
        "order",
        "record",
        "replaces",
        "solar_milliwatts",
        "storage_milliwatt_hours",
        "units",
        "units_needed",
        "units_working",
        "waits",
        "whole_load_milliwatts",
        "whole_night_milliwatts",
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
        # What was published of a source of power is not in doubt.
        multiplier = power_multiplier if asset.evidence == "assumed" else 1.0
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
        self.night_milliwatts = round(asset.night_power_kw * multiplier * per_unit)
        self.solar_milliwatts = round((asset.power_kw - asset.night_power_kw) * multiplier * per_unit)
        self.storage_milliwatt_hours = round(asset.storage_kwh * per_unit)
        self.gives_power = self.night_milliwatts > 0 or self.solar_milliwatts > 0 or self.storage_milliwatt_hours > 0
        self.load_milliwatts = round(asset.load_kw * per_unit)
        self.whole_load_milliwatts = units * self.load_milliwatts
        self.whole_night_milliwatts = units * self.night_milliwatts
        self.hands = asset.hands
        self.functions = bits(asset.functions)
        self.function_indices = bit_indices(asset.functions)
        self.needs = bits(asset.needs)
        self.does_something = bool(self.functions or self.gives_power or self.load_milliwatts or self.hands)
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

    def at_power(self, multiplier: float) -> Item:
        """Return this item, which only stands in a plan, with another multiplier of power that is in doubt."""
        asset = self.asset
        gives_power = asset.power_kw > 0.0 or asset.night_power_kw > 0.0
        if not gives_power or asset.evidence != "assumed" or not self.hardware.mission:
            return self
        other = Item(self.hardware, asset, self.delivered_day, self.record, multiplier)
        other.online_day = self.online_day
        return other


by_priority: Callable[[Item], tuple[int, float, str]] = attrgetter("order")
"""What sorts items by who is served first."""

_by_online_day: Callable[[Item], float] = attrgetter("online_day")


def completing_item(online: Sequence[Item]) -> Item | None:
    """Return the item that makes a station work the surface: of each function the first to work, of those the last.

    Parameters
    ----------
    online : sequence of Item
        What works there, by priority.
    """
    firsts: list[Item] = []
    for needed in TRIAL:
        offering = [item for item in online if item.functions & needed]
        if offering:
            firsts.append(min(offering, key=_by_online_day))
    return max(firsts, key=_by_online_day, default=None)


class Balance:
    """What a set of hardware offers and takes, kept up to date as items join and leave it.

    ``functions`` are bits, ``hands`` pairs of robotic hands, ``load_milliwatts`` is the load of all items,
    ``supply_milliwatts`` the power that lasts through the night.

    Parameters
    ----------
    of_site : int
        Functions that the site itself offers, as bits.
    dark_hours : float
        Longest time without Sun [h].
    """

    __slots__ = (
        "_dark_hours",
        "_night_milliwatts",
        "_providers",
        "_solar_milliwatts",
        "_storage_milliwatt_hours",
        "functions",
        "hands",
        "load_milliwatts",
        "supply_milliwatts",
    )

    def __init__(self, of_site: int, dark_hours: float) -> None:
        self.functions = of_site
        self.hands = self.load_milliwatts = self.supply_milliwatts = 0
        self._dark_hours = max(dark_hours, 1.0)
        self._providers = [of_site >> index & 1 for index in range(FUNCTION_COUNT)]
        self._night_milliwatts = self._solar_milliwatts = self._storage_milliwatt_hours = 0

    @property
    def supply_kw(self) -> float:
        """Return the power that lasts through the night [kW]."""
        return self.supply_milliwatts / MILLIWATTS_PER_KW

    @property
    def load_kw(self) -> float:
        """Return the load of all items [kW]."""
        return self.load_milliwatts / MILLIWATTS_PER_KW

    @property
    def surplus_kw(self) -> float:
        """Return the power that all loads leave, below 0 where they take more than there is [kW]."""
        return (self.supply_milliwatts - self.load_milliwatts) / MILLIWATTS_PER_KW

    def join(self, item: Item) -> None:
        """Take an item in, with all its units."""
        self.count_units(item, item.units)
        self.offer(item, True)

    def leave(self, item: Item) -> None:
        """Let an item go, with all its units."""
        self.count_units(item, -item.units)
        self.offer(item, False)

    def count_units(self, item: Item, units: int) -> None:
        """Count the power, storage and load of more units of an item, or of fewer where ``units`` is below 0."""
        self.load_milliwatts += units * item.load_milliwatts
        if item.gives_power:
            self._supply(item, units)

    def offer(self, item: Item, on: bool) -> None:
        """Let an item do what it is for, or no longer."""
        providers = self._providers
        self.hands += item.hands if on else -item.hands
        if on:
            for index in item.function_indices:
                providers[index] += 1
            self.functions |= item.functions
            return
        for index in item.function_indices:
            providers[index] -= 1
            if not providers[index]:
                self.functions &= ~(1 << index)

    def providers(self, index: int) -> int:
        """Return how many items offer a function, by its bit; the site itself is one of them."""
        return self._providers[index]

    def _supply(self, item: Item, units: int) -> None:
        """Count steady sources, and Sun as far as storage carries it."""
        self._night_milliwatts += units * item.night_milliwatts
        self._solar_milliwatts += units * item.solar_milliwatts
        self._storage_milliwatt_hours += units * item.storage_milliwatt_hours
        from_storage = min(round(self._storage_milliwatt_hours / self._dark_hours), max(self._solar_milliwatts, 0))
        self.supply_milliwatts = self._night_milliwatts + from_storage
