"""What waits for a cargo flight: which parts need which others to be put to work, and what a lander takes of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from lunarsim.physics.logistics.landing_plan import Course, next_landing
from lunarsim.physics.logistics.manifesting import Part, in_order, joined
from lunarsim.scenario.groups.station import Station
from lunarsim.scenario.library.asset import Asset
from lunarsim.words.units import days_between, parse_date
from lunarsim.world.history.missions import DaysByCause, HardwareId, MissionRecord
from lunarsim.world.station.hardware import Item
from lunarsim.world.upkeep.lines import Line


class Cargo(NamedTuple):
    """A piece of hardware on a cargo flight: what it is like, and what it replaces, None where it is new."""

    hardware: HardwareId
    like: Item
    replaced: Item | None = None

    @property
    def asset(self) -> Asset:
        """Return what it is."""
        return self.like.asset

    def part(self, ready_day: float) -> Part:
        """Return it as it stands on the list, with its mass as listed."""
        return Part(self.hardware.text, self.asset.mass_kg, self.asset.priority, ready_day=ready_day)


class NewParts:
    """The parts of a station that no mission brings and cargo flights do, as long as they have not come.

    Parameters
    ----------
    cargo : iterable of Cargo
        The parts.
    ready_day : float
        From when on they can fly [day].
    """

    def __init__(self, cargo: Iterable[Cargo], ready_day: float) -> None:
        self._cargo = {each.hardware.text: each for each in cargo}
        self.ready_day = max(ready_day, 0.0)
        self._lost: dict[str, tuple[str, float]] = {}
        self._waits: dict[str, DaysByCause] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._cargo

    def items(self) -> Iterable[tuple[str, Cargo]]:
        """Return them by name."""
        return self._cargo.items()

    def to_come(self, functions: int, group: str, by_day: float) -> int:
        """Return how many have one of some functions, as bits, or are of a group, and can fly by a day [day]."""
        if self.ready_day > by_day:
            return 0
        each = (cargo.like for cargo in self._cargo.values())
        return len([1 for item in each if item.functions & functions or (group and item.group == group)])

    def launched(self, name: str, day: float) -> None:
        """Count what a loss has cost a part that flies again on a day [day]."""
        if name in self._lost:
            cause, lost_day = self._lost.pop(name)
            self._wait(name, {cause: day - lost_day})

    def lost(self, name: str, cause: str, day: float, waits: DaysByCause) -> None:
        """Note that a part has been lost for a cause, on a flight that was launched on a day and had waited [day]."""
        if name in self:
            self._lost[name] = (cause, day)
            self._wait(name, waits)

    def landed(self, name: str, record: MissionRecord) -> MissionRecord:
        """Take leave of a part that has come; return the record of its flight with all that it has waited for."""
        del self._cargo[name]
        waits = dict(record.waits)
        for cause, days in self._waits.pop(name, {}).items():
            waits[cause] = waits.get(cause, 0.0) + days
        return replace(record, waits=waits)

    def _wait(self, name: str, waits: DaysByCause) -> None:
        own = self._waits.setdefault(name, {})
        for cause, days in waits.items():
            own[cause] = own.get(cause, 0.0) + days


def new_parts(station: Station, line: Line, assets: Mapping[str, Asset], start: dt.date) -> NewParts:
    """Return the parts of a station that no mission brings, without those that no flight of its line can bring."""
    cargo = []
    for name in station.parts:
        if line.takes(assets[name]):
            hardware = HardwareId(name, line.name)
            cargo.append(Cargo(hardware, Item(hardware, assets[name], 0.0, None)))
    return NewParts(cargo, days_between(start, parse_date(station.parts_from)))


class Waiting:
    """The parts that wait for cargo flights of one station.

    Parameters
    ----------
    capacity_kg : float
        What a lander takes [kg].
    """

    def __init__(self, capacity_kg: float) -> None:
        self._capacity_kg = capacity_kg
        self._parts: tuple[Part, ...] = ()
        self._course: Course | None = None
        self.holds_up = False
        """Whether a part waited for what it needs, when the list was last looked at."""

    def __bool__(self) -> bool:
        return bool(self._parts)

    def add(self, part: Part) -> None:
        """Let a part wait."""
        self._parts += (part,)

    def take_back(self, parts: Iterable[Part]) -> None:
        """Let parts wait again that have been lost."""
        self._parts = joined(self._parts, parts)

    def look(self, items: Mapping[str, Item], functions: int) -> tuple[Part, ...]:
        """Return what waits, each part with what it needs of the others now; see :func:`with_needs`."""
        parts = with_needs(self._parts, items, functions)
        self.holds_up = any(part.needs for part in parts)
        return parts

    def load(self, parts: Sequence[Part], now: float) -> tuple[Part, ...]:
        """Take a load off the list, of parts as they were looked at, and return it."""
        # Supplies of one kind that are ready are one part, whenever they came to be.
        ready = joined([part._replace(ready_day=now) for part in parts if part.ready_day <= now], ())
        landing = next_landing(ready, self._capacity_kg, self._course)
        later = [part for part, needing in zip(self._parts, parts, strict=True) if needing.ready_day > now]
        self._parts, self._course = (*landing.waiting, *later), landing.course
        return landing.aboard


def with_needs(waiting: Sequence[Part], items: Mapping[str, Item], functions: int) -> tuple[Part, ...]:
    """Return parts that wait, each with those that it needs and ready when these are.

    A part needs another one where that brings a function that it cannot be put to work without and that nothing at the
    station offers now. Of several that bring it, it needs the first in order. Of parts that need each other in a circle
    the first in order needs none of the others: it flies, and waits at the station.

    Parameters
    ----------
    waiting : sequence of Part [1]
        The parts.
    items : mapping
        What hardware among them replaces, by its name.
    functions : int
        What the station offers now, as bits.
    """
    on_list = [part for part in waiting if part.name in items]
    to_come = 0
    for part in on_list:
        to_come |= items[part.name].functions
    brought = to_come & ~functions
    lacking = {part.name: items[part.name].needs & brought for part in on_list} if brought else {}
    if not any(lacking.values()):
        return tuple(part._replace(needs=()) if part.needs else part for part in waiting)
    open_parts = [part._replace(needs=()) for part in in_order(on_list)]
    served: dict[str, Part] = {}
    offered = 0
    while open_parts:
        # Of a circle the first in order goes first.
        part = next((part for part in open_parts if not lacking[part.name] & ~offered), open_parts[0])
        open_parts.remove(part)
        needs, lacks = [], lacking[part.name]
        for other in served.values():
            brings = items[other.name].functions
            if lacks & brings:
                lacks &= ~brings
                needs.append(other)
        days = [part.ready_day, *(other.ready_day for other in needs)]
        served[part.name] = part._replace(needs=tuple(other.name for other in needs), ready_day=max(days))
        offered |= items[part.name].functions
    return tuple(served.get(part.name, part) for part in waiting)
