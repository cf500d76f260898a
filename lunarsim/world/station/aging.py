"""How the ratings of power fall with age: in rare steps, and in none where nothing ages."""

from __future__ import annotations

from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.station.balance import Balance
from lunarsim.world.station.hardware import Item

STEP_DAYS = 2.0 * DAYS_PER_YEAR
"""Time from one look at the ages to the next.

Between two of them ratings are those of its middle, a year off at most: 1 % of arrays and fuel cells, 2 % of batteries.
"""


class Aging:
    """The ages of what gives a station power.

    The station looks at all of them at once, for the first time when something that ages begins to work, then in equal
    steps, and no more while nothing of it works. So when it does depends on the hardware, never on the horizon; a
    station that is kept alive does to the end.

    Parameters
    ----------
    working, installed : Balance
        What works now, and all that has been put to work once: both count the same ratings.
    """

    def __init__(self, working: Balance, installed: Balance) -> None:
        self._balances = working, installed
        self._items: list[Item] = []
        self._next_day = 0.0
        self.rests = True
        """Whether nobody looks at the ages, as nothing that ages works."""

    def at_work(self) -> bool:
        """Return whether anything that ages works; if not, it rests."""
        self.rests = not any(item.units_working for item in self._items)
        return not self.rests

    def look(self, now: float) -> None:
        """Count all ratings as they will be in the middle of the step that begins now [day]."""
        self.rests, self._next_day = False, now + STEP_DAYS
        working, installed = self._balances
        for item in self._items:
            new = item.ratings_on(now + STEP_DAYS / 2.0)
            working.grow_old(item, new, item.units_working)
            installed.grow_old(item, new, item.units)
            item.ratings = new

    def join(self, item: Item, now: float) -> None:
        """Let an item age that is about to be counted, by what is left of the step [day]."""
        item.ratings = item.ratings_on((now + self._next_day) / 2.0)
        self._items.append(item)

    def leave(self, item: Item) -> None:
        """Let the ratings of an item be that has been replaced."""
        if item in self._items:
            self._items.remove(item)
