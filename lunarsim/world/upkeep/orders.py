"""Replacements of hardware: ordered at a stated age or when it is given up, ready when they have been built."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from lunarsim.scenario.groups.upkeep import Upkeep
from lunarsim.words.draws import Draws
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.clock import Clock
from lunarsim.world.history.missions import HardwareId
from lunarsim.world.history.upkeep import UpkeepTrace
from lunarsim.world.signal import Signal
from lunarsim.world.station.functions import RELAY, SURFACE
from lunarsim.world.station.hardware import Item

SHORTEST_LIFE_YEARS = 1.0
"""Hardware that is made for less is a mission and no part of a station: nobody replaces it."""


class Replacement:
    """A piece of hardware that is to take the place of another one of its kind."""

    __slots__ = ("hardware", "of")

    def __init__(self, of: Item) -> None:
        origin, _, number = of.hardware.mission.partition("~")
        self.of = of
        self.hardware = HardwareId(of.hardware.asset, f"{origin}~{int(number or 1) + 1}")

    @property
    def mass_kg(self) -> float:
        """Return its mass as listed [kg]."""
        return self.of.asset.mass_kg


class Orders:
    """The replacements that are ordered for one station, each piece once.

    Equipment is replaced piece by piece. Of satellites and rovers, which the manifest brings one after the other, a
    station keeps some at work: one that is old or lost is replaced only where too few others are there that are not old
    themselves, or have been ordered, or are to come with missions that are planned for before an order would be built.
    Too few are others of its group as well that are fewer than that needs to work.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    rules : Upkeep
        When replacements are ordered and how long they take.
    draws : Draws
        The draws of the run.
    online : callable
        Gives what has been put to work at the station and not been given up.
    to_come : callable
        From functions, as bits, a group and a day to how many pieces that have one of these functions, or are of that
        group, missions will bring by then.
    is_member : callable
        Whether a program works for the station now: nobody replaces what others have left there.
    last_day : float
        End of the support of the station [day].
    trace : UpkeepTrace
        Its slice of the trace.
    """

    def __init__(
        self,
        clock: Clock,
        rules: Upkeep,
        draws: Draws,
        *,
        online: Callable[[], Sequence[Item]],
        to_come: Callable[[int, str, float], int],
        is_member: Callable[[str], bool],
        last_day: float,
        trace: UpkeepTrace,
    ) -> None:
        self._clock = clock
        self._rules = rules
        self._draws = draws
        self._online = online
        self._to_come = to_come
        self._is_member = is_member
        self._last_day = last_day
        self._trace = trace
        self._ordered: set[Item] = set()
        self._open: list[Replacement] = []
        self._refused: list[Item] = []
        self._started = False
        self.built: Signal[Replacement] = Signal()
        """A replacement can fly."""

    def start(self) -> None:
        """Begin to replace what is old or lost: there is a station."""
        self._started = True
        self.review()

    def installed(self, item: Item) -> None:
        """Let the replacement of an item be ordered when it has come to an age."""
        if item.replaces is not None:
            self._open = [each for each in self._open if each.of is not item.replaces]
        if is_replaced(item):
            self._at(self._due_day(item), self.order, item)

    def order(self, item: Item) -> None:
        """Order the replacement of an item that is old or lost, if that has not been done and it is needed."""
        if item in self._ordered or not is_replaced(item) or self._clock.now >= self._last_day:
            return
        if not (self._started and self._is_member(item.asset.program) and self._is_needed(item)):
            if item not in self._refused:
                self._refused.append(item)
            return
        self._ordered.add(item)
        now, rules, replacement = self._clock.now, self._rules, Replacement(item)
        self._open.append(replacement)
        self._trace.ordered.append((now, item.hardware.text))
        normal = self._draws.normal(replacement.hardware.text, "built")
        days = rules.replacement_days * math.exp(rules.replacement_ln_sd * normal)
        self._at(now + days, self.built.emit, replacement)

    def review(self) -> None:
        """Look again at what has not been replaced, after what was to come in its place has been lost or given up."""
        refused, self._refused = self._refused, []
        for item in refused:
            self.order(item)

    def _is_needed(self, item: Item) -> bool:
        """Return whether too few others do what an item is for, that are not old and will be there when it is not."""
        if item.asset.kind == "equipment":
            return True
        if item.hands and not self._others(item, lambda each: each.hands > 0):
            return True
        for mask in (RELAY, SURFACE):
            if item.functions & mask and self._are_too_few(item, self._rules.kept_at_work, mask, ""):
                return True
        return bool(item.group) and self._are_too_few(item, item.group_needed, 0, item.group)

    def _are_too_few(self, item: Item, needed: int, functions: int, group: str) -> bool:
        """Return whether fewer others are there, and to come before an order would be built, than are needed.

        They have one of some functions, as bits, or are of a group; no group is an empty text.
        """
        there = self._others(item, lambda each: bool(each.functions & functions or (group and each.group == group)))
        if there >= needed:
            return False
        by_day = self._clock.now + self._rules.replacement_days
        return there + self._to_come(functions, group, by_day) < needed

    def _others(self, item: Item, does: Callable[[Item], bool]) -> int:
        """Return how many others that do something will be there when an item is not."""
        online = [each for each in self._online() if does(each) and each is not item and self._stays(each)]
        return len(online) + len([each for each in self._open if does(each.of)])

    def _stays(self, item: Item) -> bool:
        """Return whether what works will do so for a while: it is not old, or will be replaced when it is."""
        if item in self._ordered:
            return False
        return item.asset.kind == "equipment" or self._due_day(item) > self._clock.now

    def _due_day(self, item: Item) -> float:
        """Return when an item is old [day]."""
        return item.online_day + self._rules.replace_at_age * item.asset.life_years * DAYS_PER_YEAR

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
