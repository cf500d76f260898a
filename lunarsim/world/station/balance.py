"""What a set of hardware at a station offers and takes: functions, hands, power, storage and load."""

from __future__ import annotations

from lunarsim.physics.power.light import LightCycle
from lunarsim.scenario.library.power.ratings import MILLIWATTS_PER_KW, NO_RATINGS, Ratings, lasting_milliwatts
from lunarsim.world.station.functions import FUNCTION_COUNT
from lunarsim.world.station.hardware import Item


class Balance:
    """What a set of hardware offers and takes, kept up to date as items join and leave it.

    ``functions`` are bits, ``hands`` pairs of robotic hands, ``load_milliwatts`` is the load of all items, ``ratings``
    are their sources and storage together.

    Parameters
    ----------
    of_site : int
        Functions that the site itself offers, as bits.
    cycle : LightCycle
        Light and darkness there [h].
    """

    __slots__ = (
        "_cycle",
        "_groups",
        "_lasting_milliwatts",
        "_providers",
        "functions",
        "hands",
        "load_milliwatts",
        "ratings",
    )

    def __init__(self, of_site: int, cycle: LightCycle) -> None:
        self.functions = of_site
        self.hands = self.load_milliwatts = 0
        self.ratings = NO_RATINGS
        self._cycle = cycle
        self._lasting_milliwatts: int | None = 0
        self._groups: dict[str, list[Item]] = {}
        self._providers = [of_site >> index & 1 for index in range(FUNCTION_COUNT)]

    @property
    def supply_milliwatts(self) -> int:
        """Return the power that lasts through the night [mW]; it is worked out once after each change."""
        if self._lasting_milliwatts is None:
            self._lasting_milliwatts = lasting_milliwatts(self.ratings, self._cycle)
        return self._lasting_milliwatts

    @property
    def supply_kw(self) -> float:
        """Return the power that lasts through the night [kW]."""
        return self.supply_milliwatts / MILLIWATTS_PER_KW

    @property
    def load_kw(self) -> float:
        """Return the load of all items [kW]."""
        return self.load_milliwatts / MILLIWATTS_PER_KW

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
            self._count_power(item.ratings, units)

    def offer(self, item: Item, on: bool) -> None:
        """Let an item work, or no longer: it does what it is for, in a group if so many of that work as it needs."""
        if item.group_needed < 2:
            self._do(item, on)
            return
        alike, needed = self._groups.setdefault(item.group, []), item.group_needed
        before = [*alike]
        if on:
            alike.append(item)
        else:
            alike.remove(item)
        if len(before) >= needed <= len(alike):
            self._do(item, on)
        elif len(before) >= needed or len(alike) >= needed:
            for each in before if len(before) > len(alike) else alike:
                self._do(each, on)

    def _do(self, item: Item, on: bool) -> None:
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

    def grow_old(self, item: Item, new: Ratings, units: int) -> None:
        """Count other ratings of some units of an item in place of those that it has."""
        if units and new != item.ratings:
            self._count_power(item.ratings, -units)
            self._count_power(new, units)

    def _count_power(self, ratings: Ratings, units: int) -> None:
        mine = self.ratings
        self.ratings = Ratings(
            mine.steady + units * ratings.steady,
            mine.solar + units * ratings.solar,
            mine.battery + units * ratings.battery,
            mine.fuel_cell + units * ratings.fuel_cell,
        )
        self._lasting_milliwatts = None
