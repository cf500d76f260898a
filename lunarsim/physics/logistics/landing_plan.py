"""Landing after landing of a list of parts: by priority as long as this costs at most one landing.

First fit in order of priority may take more landings than parts and landers ask for: where light parts are urgent,
nothing small is left to go with the heavy ones. So a list is flown in at most one landing more than the fewest, and
within that the most urgent parts go first. Where a lower bound does not settle it, the fewest landings are searched
for, by dynamic programming over the sets of parts that may have flown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lunarsim.physics.logistics.manifesting import CRUMB_KG, Load, Part, in_order, load_flight, load_kg
from lunarsim.words.sums import total

SEARCHED_SETS = 1000
"""Sets of parts beyond which a search is given up: all sets of nine parts, or of more with needs among them."""


class Course(NamedTuple):
    """How parts that wait can fly: landings that take them all, and the most landings that they may take."""

    landings: tuple[tuple[Part, ...], ...]
    most: int

    def flies(self, parts: Sequence[Part]) -> bool:
        """Return whether it takes some parts and no others, none before what it needs of the others."""
        planned_kg: dict[str, float] = {}
        first: dict[str, int] = {}
        last: dict[str, int] = {}
        for number, landing in enumerate(self.landings):
            for part in landing:
                planned_kg[part.name] = planned_kg.get(part.name, 0.0) + part.mass_kg
                first.setdefault(part.name, number)
                last[part.name] = number
        if planned_kg.keys() != {part.name for part in parts}:
            return False
        # The pieces of a supply add up to it but for a crumb.
        if any(abs(planned_kg[part.name] - part.mass_kg) > 2.0 * CRUMB_KG for part in parts):
            return False
        return all(last[need] <= first[part.name] for part in parts for need in part.needs if need in last)


class Landing(NamedTuple):
    """What a landing takes, what waits for another, and how that can fly."""

    aboard: tuple[Part, ...]
    waiting: tuple[Part, ...]
    course: Course


def next_landing(parts: Iterable[Part], capacity_kg: float, course: Course | None = None) -> Landing:
    """Return what the next landing takes of parts that wait.

    Called for one landing after the other with what waits and the course that it returned, up to nine parts fly in at
    most one landing more than the fewest: by the rule where supplies need nothing and are needed by nothing, and in
    all trials where they do. Each landing takes the parts that come first in order of priority, as many of them as
    leave a way to do so.

    Source: first fit by priority; Held and Karp 1962 (J. SIAM 10:196) for dynamic programming over sets.

    Parameters
    ----------
    parts : iterable of Part [1]
        In any order, all ready, none too heavy for the lander, and without circles among their needs.
    capacity_kg : float [kg]
        What each lander carries.
    course : Course [1]
        That of the landing before; one that is of other parts does not count.

    Returns
    -------
    Landing [1]
        It is not above the capacity, and no part flies before what it needs.

    Raises
    ------
    ValueError
        Where a part can never fly.
    """
    order = in_order(parts)
    load = load_flight(order, capacity_kg)
    rest = _first_fit(load.waiting, capacity_kg)
    if course is None or not course.flies(order):
        course = _course(order, capacity_kg, (load.aboard, *rest))
    most = course.most - 1
    if len(rest) <= most:
        return Landing(load.aboard, load.waiting, Course(rest, most))
    for kept in range(len(load.aboard), 0, -1):
        tried = _filled(order, load.aboard[:kept], capacity_kg)
        rest = _tightest(tried.waiting, capacity_kg).landings
        if len(rest) <= most:
            return Landing(tried.aboard, tried.waiting, Course(rest, most))
    return _most_urgent(order, course)


def _course(order: Sequence[Part], capacity_kg: float, by_priority: tuple[tuple[Part, ...], ...]) -> Course:
    """Return how parts can fly in at most one landing more than the fewest."""
    fewest = _least_landings(order, capacity_kg)
    if len(by_priority) <= fewest + 1:
        return Course(by_priority, fewest + 1)
    tight = _tightest(order, capacity_kg)
    return Course(tight.landings, max(len(tight.landings), tight.least + 1))


def _filled(order: Sequence[Part], kept: Sequence[Part], capacity_kg: float) -> Load:
    """Return a landing with the first parts in order and, of the others, the heaviest that fit."""
    return load_flight((*kept, *in_order(_without(order, kept), by_priority=False)), capacity_kg)


def _without(order: Sequence[Part], aboard: Sequence[Part]) -> tuple[Part, ...]:
    """Return parts without those that are aboard, and what is left of supplies of which a piece is."""
    aboard_kg = {part.name: part.mass_kg for part in aboard}
    left = (part._replace(mass_kg=part.mass_kg - aboard_kg.get(part.name, 0.0)) for part in order)
    return tuple(part for part in left if part.name not in aboard_kg or part.mass_kg > CRUMB_KG)


def _most_urgent(order: Sequence[Part], course: Course) -> Landing:
    """Return the landing of a course that comes first in order of priority, of those that need no other."""
    place = {part.name: index for index, part in enumerate(order)}
    free = []
    for landing in course.landings:
        others = {part.name for other in course.landings if other is not landing for part in other}
        if all(others.isdisjoint(part.needs) for part in landing):
            free.append(landing)
    aboard = min(free, key=lambda landing: sorted(place[part.name] for part in landing))
    left = list(course.landings)
    left.remove(aboard)
    return Landing(aboard, _without(order, aboard), Course(tuple(left), course.most - 1))


def _first_fit(order: Sequence[Part], capacity_kg: float) -> tuple[tuple[Part, ...], ...]:
    """Return the landings that are loaded one after the other."""
    waiting = tuple(order)
    landings = []
    while waiting:
        load = load_flight(waiting, capacity_kg)
        if not load.aboard:
            raise ValueError(f"{waiting[0].name} can never fly: too heavy, or its needs go in a circle")
        landings.append(load.aboard)
        waiting = load.waiting
    return tuple(landings)


def _least_landings(parts: Sequence[Part], capacity_kg: float) -> int:
    """Return a number of landings below which no plan comes: by mass, and by parts of which two never fly together."""
    alone = total((1 for part in parts if not part.divisible and part.mass_kg > capacity_kg / 2.0), 0)
    by_mass = -int(-load_kg(parts) * (1.0 - 1e-12) // capacity_kg)
    return max(alone, by_mass)


class _Tight(NamedTuple):
    """The fewest landings that have been found for some parts, and a number below which no plan is known to come."""

    landings: tuple[tuple[Part, ...], ...]
    least: int


def _tightest(parts: Sequence[Part], capacity_kg: float) -> _Tight:
    heavy_first = _first_fit(in_order(parts, by_priority=False), capacity_kg)
    least = _least_landings(parts, capacity_kg)
    if len(heavy_first) <= least:
        return _Tight(heavy_first, least)
    hardware = [part for part in parts if not part.divisible]
    found = _search(hardware, capacity_kg)
    if not found:
        return _Tight(heavy_first, len(heavy_first))
    plans = [heavy_first, _first_fit((*found, *(part for part in parts if part.divisible)), capacity_kg)]
    mixed = _search(parts, capacity_kg) if len(hardware) < len(parts) else ()
    if mixed:
        plans.append(_first_fit(mixed, capacity_kg))
    # The hardware alone takes no more landings than all parts do.
    return _Tight(min(plans, key=len), max(least, len(_first_fit(found, capacity_kg))))


def _search(parts: Sequence[Part], capacity_kg: float) -> tuple[Part, ...]:
    """Return the order of parts that takes the fewest landings, one after the other; none where this takes too long.

    Supplies fill the landing that is being loaded and go on with the next. Of two ways to have flown the same set, the
    one with fewer landings is the better, then that with the lighter last landing: whatever flies next finds no less
    room. Needs that are not among the parts do not count.
    """
    bit = {part.name: 1 << index for index, part in enumerate(parts)}
    needs = [total((bit.get(name, 0) for name in set(part.needs)), 0) for part in parts]
    # Landings begun, and the mass on the last of them.
    reached: dict[int, tuple[int, float]] = {0: (0, capacity_kg)}
    came: dict[int, tuple[int, int]] = {}
    searched = 0
    for _ in parts:
        following: dict[int, tuple[int, float]] = {}
        for flown, begun in reached.items():
            for index, part in enumerate(parts):
                if flown >> index & 1 or needs[index] & ~flown:
                    continue
                state = _added(begun, part, capacity_kg)
                then = flown | 1 << index
                if then not in following or state < following[then]:
                    following[then] = state
                    came[then] = (flown, index)
        searched += len(following)
        if not following or searched > SEARCHED_SETS:
            return ()
        reached = following
    flown = (1 << len(parts)) - 1
    order: list[Part] = []
    while flown:
        flown, index = came[flown]
        order.insert(0, parts[index])
    return tuple(order)


def _added(begun: tuple[int, float], part: Part, capacity_kg: float) -> tuple[int, float]:
    """Return landings begun and the mass on the last of them [kg] once a part is added."""
    landings, loaded_kg = begun
    mass_kg = part.mass_kg
    if loaded_kg + mass_kg <= capacity_kg:
        return landings, loaded_kg + mass_kg
    if part.divisible:
        mass_kg -= capacity_kg - loaded_kg
        while mass_kg > capacity_kg:
            mass_kg -= capacity_kg
            landings += 1
    return landings + 1, mass_kg
