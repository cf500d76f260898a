"""Replacements of hardware: ordered at a stated age or when it is given up, ready when they have been built."""

from __future__ import annotations

import math
from collections.abc import Callable

from lunarsim.scenario.groups.upkeep import Upkeep
from lunarsim.words.draws import Draws
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.clock import Clock
from lunarsim.world.signal import Signal
from lunarsim.world.station.functions import RELAY
from lunarsim.world.station.hardware import Item
from lunarsim.world.trace import HardwareId

SHORTEST_LIFE_YEARS = 1.0
"""Hardware that is made for less is a mission and no part of a station: nobody replaces it."""


class Replacement:
    """A piece of hardware that is to take the place of another one of its kind."""

    __slots__ = ("hardware", "of", "ordered_day")

    def __init__(self, of: Item, ordered_day: float) -> None:
        origin, _, number = of.hardware.mission.partition("~")
        self.of = of
        self.ordered_day = ordered_day
        self.hardware = HardwareId(of.hardware.asset, f"{origin}~{int(number or 1) + 1}")

    @property
    def mass_kg(self) -> float:
        """Return its mass as listed [kg]."""
        return self.of.asset.mass_kg


class Orders:
    """The replacements that are ordered for one station, each piece once.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    rules : Upkeep
        When replacements are ordered and how long they take.
    draws : Draws
        The draws of the run.
    last_day : float
        End of the support of the station [day].
    """

    def __init__(self, clock: Clock, rules: Upkeep, draws: Draws, last_day: float) -> None:
        self._clock = clock
        self._rules = rules
        self._draws = draws
        self._last_day = last_day
        self._ordered: set[Item] = set()
        self.built: Signal[Replacement] = Signal()
        """A replacement can fly."""

    def installed(self, item: Item) -> None:
        """Let the replacement of an item be ordered when it has come to an age."""
        if not is_replaced(item):
            return
        due = item.online_day + self._rules.replace_at_age * item.asset.life_years * DAYS_PER_YEAR
        self._at(due, self.order, item)

    def order(self, item: Item) -> None:
        """Order the replacement of an item, if that has not been done."""
        if item in self._ordered or not is_replaced(item) or self._clock.now >= self._last_day:
            return
        self._ordered.add(item)
        rules, replacement = self._rules, Replacement(item, self._clock.now)
        normal = self._draws.normal(replacement.hardware.text, "built")
        days = rules.replacement_days * math.exp(rules.replacement_ln_sd * normal)
        self._at(self._clock.now + days, self.built.emit, replacement)

    def _at(self, day: float, function: Callable[..., None], argument: object) -> None:
        clock = self._clock
        if day < clock.horizon_days:
            clock.after(max(day - clock.now, 0.0), function, argument)


def is_replaced(item: Item) -> bool:
    """Return whether an item is a part of the station that somebody replaces, and not a mission by itself."""
    asset = item.asset
    if asset.kind == "satellite" and not item.functions & RELAY:
        return False
    return asset.kind != "craft" and asset.life_years >= SHORTEST_LIFE_YEARS and item.does_something
