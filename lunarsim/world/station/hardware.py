"""Hardware of the station: single items, and the balance of what a set of them offers and takes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from operator import attrgetter

from lunarsim.scenario.library.asset import Asset
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.station.functions import FUNCTION_COUNT, TRIAL, bit_indices, bits
from lunarsim.world.trace import DaysByCause, HardwareId, MissionRecord

MILLIWATTS_PER_KW = 1_000_000
"""Power is counted in whole milliwatts: a sum of whole numbers is the same whatever joined or left it in what order."""


class Item:
    """One piece of hardware on its way from delivery to work."""

    __slots__ = (
        "asset",
        "blocked_by",
        "blocked_since",
        "delivered_day",
        "entity",
        "failures",
        "function_indices",
        "functions",
        "gives_power",
        "hardware",
        "life_ends",
        "load_milliwatts",
        "mean_days",
        "needs",
        "night_milliwatts",
        "online_day",
        "order",
        "record",
        "solar_milliwatts",
        "storage_milliwatt_hours",
        "waits",
        "wears_out",
        "working",
    )

    def __init__(
        self,
        hardware: HardwareId,
        asset: Asset,
        delivered_day: float,
        record: MissionRecord | None,
        power_multiplier: float = 1.0,
    ) -> None:
        # What was published of a source of power is not in doubt.
        multiplier = power_multiplier if asset.evidence == "assumed" else 1.0
        self.hardware = hardware
        self.asset = asset
        # It owns the draws.
        self.entity = hardware.text
        self.record = record
        # What every change of the station asks for lies at hand, functions as bits: it is the inner loop of a run.
        self.night_milliwatts = round(asset.night_power_kw * multiplier * MILLIWATTS_PER_KW)
        self.solar_milliwatts = round((asset.power_kw - asset.night_power_kw) * multiplier * MILLIWATTS_PER_KW)
        self.storage_milliwatt_hours = round(asset.storage_kwh * MILLIWATTS_PER_KW)
        self.gives_power = self.night_milliwatts > 0 or self.solar_milliwatts > 0 or self.storage_milliwatt_hours > 0
        self.load_milliwatts = round(asset.load_kw * MILLIWATTS_PER_KW)
        self.functions = bits(asset.functions)
        self.function_indices = bit_indices(asset.functions)
        self.needs = bits(asset.needs)
        self.order = (asset.priority, delivered_day, self.entity)
        self.waits: DaysByCause = dict(record.waits) if record is not None else {}
        self.delivered_day = delivered_day
        self.online_day = math.nan
        self.blocked_by = ""
        self.blocked_since = delivered_day
        self.working = False
        self.failures = 0
        self.mean_days = asset.mtbf_years * DAYS_PER_YEAR
        self.life_ends = math.inf
        self.wears_out = False

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

    ``functions`` are bits, ``load_milliwatts`` is the load of all items, ``supply_milliwatts`` the power that lasts
    through the night.

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
        "load_milliwatts",
        "supply_milliwatts",
    )

    def __init__(self, of_site: int, dark_hours: float) -> None:
        self.functions = of_site
        self.load_milliwatts = self.supply_milliwatts = 0
        self._dark_hours = max(dark_hours, 1.0)
        self._providers = [of_site >> index & 1 for index in range(FUNCTION_COUNT)]
        self._night_milliwatts = self._solar_milliwatts = self._storage_milliwatt_hours = 0

    @property
    def supply_kw(self) -> float:
        """Return the power that lasts through the night [kW]."""
        return self.supply_milliwatts / MILLIWATTS_PER_KW

    @property
    def surplus_kw(self) -> float:
        """Return the power that all loads leave, below 0 where they take more than there is [kW]."""
        return (self.supply_milliwatts - self.load_milliwatts) / MILLIWATTS_PER_KW

    def join(self, item: Item) -> None:
        """Take an item in."""
        self.load_milliwatts += item.load_milliwatts
        providers = self._providers
        for index in item.function_indices:
            providers[index] += 1
        self.functions |= item.functions
        if item.gives_power:
            self._supply(item, 1)

    def leave(self, item: Item) -> None:
        """Let an item go."""
        self.load_milliwatts -= item.load_milliwatts
        providers = self._providers
        for index in item.function_indices:
            providers[index] -= 1
            if not providers[index]:
                self.functions &= ~(1 << index)
        if item.gives_power:
            self._supply(item, -1)

    def _supply(self, item: Item, sign: int) -> None:
        """Count steady sources, and Sun as far as storage carries it."""
        self._night_milliwatts += sign * item.night_milliwatts
        self._solar_milliwatts += sign * item.solar_milliwatts
        self._storage_milliwatt_hours += sign * item.storage_milliwatt_hours
        from_storage = min(round(self._storage_milliwatt_hours / self._dark_hours), max(self._solar_milliwatts, 0))
        self.supply_milliwatts = self._night_milliwatts + from_storage
