"""What flies on which landing: parts by priority, none before what it needs, none beyond the lander's capacity.

Parts wait on a list. The order in which they are served is that of their priorities, with two rules: what a part needs
is served with it, however low its own priority, and parts of one priority go from heavy to light. A landing takes each
part in this order that still fits (first fit) and whose needs have flown or are aboard. Supplies are divisible and
fill what is left. A need is met where nothing of its name waits, so the list is all the state that there is.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from lunarsim.words.sums import total

CRUMB_KG = 1e-6
"""Supplies are not cut into pieces below this, nor do they wait for the sake of it: a milligram [kg]."""


class Part(NamedTuple):
    """Something to be landed.

    Parameters
    ----------
    name : str
        What others need it by; only supplies may stand on a list twice.
    mass_kg : float [kg]
        Mass, containers included.
    priority : int [1]
        1 is served first.
    needs : tuple of str
        Parts that must have flown before it or fly with it.
    divisible : bool
        Whether it is a supply of which any mass can fly by itself; others need it until all of it has flown.
    ready_day : float [day]
        From when on it can fly: hardware that is being rebuilt waits.
    """

    name: str
    mass_kg: float
    priority: int = 1
    needs: tuple[str, ...] = ()
    divisible: bool = False
    ready_day: float = -math.inf


class Load(NamedTuple):
    """What a landing takes, and what waits for another, both in the order in which they are served."""

    aboard: tuple[Part, ...]
    waiting: tuple[Part, ...]


class Delivery(NamedTuple):
    """What of a load has landed, and what is lost."""

    landed: tuple[Part, ...]
    lost: tuple[Part, ...]


def load_kg(parts: Iterable[Part]) -> float:
    """Return the mass of some parts.

    Source: conservation of mass.

    Parameters
    ----------
    parts : iterable of Part [1]
        Any.

    Returns
    -------
    float [kg]
        Sum of their masses.
    """
    return total((part.mass_kg for part in parts), 0.0)


def in_order(parts: Iterable[Part], by_priority: bool = True) -> tuple[Part, ...]:
    """Return parts in the order in which they are served.

    By priority, where a part counts as what it is needed for; then heavy before light; then as given; each after what
    it needs. Parts that need each other in a circle come last, and never fly.

    Source: list scheduling with precedence (Graham 1969, SIAM J. Appl. Math. 17:416); first fit decreasing (Johnson
    et al. 1974, SIAM J. Comput. 3:299).

    Parameters
    ----------
    parts : iterable of Part [1]
        In any order.
    by_priority : bool [1]
        Whether priorities count; without them heavy parts come first.

    Returns
    -------
    tuple of Part [1]
        The same parts.
    """
    given = list(parts)
    if not any(part.needs for part in given):
        return tuple(sorted(given, key=lambda part: (part.priority if by_priority else 1, -part.mass_kg)))
    by_name: dict[str, list[int]] = {}
    for index, part in enumerate(given):
        by_name.setdefault(part.name, []).append(index)
    needed = [[i for name in part.needs for i in by_name.get(name, ())] for part in given]
    priority = [part.priority if by_priority else 1 for part in given]
    raised = list(range(len(given)))
    while raised:
        index = raised.pop()
        for need in needed[index]:
            if priority[need] > priority[index]:
                priority[need] = priority[index]
                raised.append(need)
    missing = [len(each) for each in needed]
    needed_by: list[list[int]] = [[] for _ in given]
    for index, each in enumerate(needed):
        for need in each:
            needed_by[need].append(index)
    keys = [(priority[index], -part.mass_kg, index) for index, part in enumerate(given)]
    free = [keys[index] for index, count in enumerate(missing) if not count]
    heapq.heapify(free)
    order: list[int] = []
    while free:
        *_, index = heapq.heappop(free)
        order.append(index)
        for user in needed_by[index]:
            missing[user] -= 1
            if not missing[user]:
                heapq.heappush(free, keys[user])
    circles = [index for index, count in enumerate(missing) if count]
    return tuple(given[index] for index in (*order, *circles))


def load_flight(
    waiting: Sequence[Part], capacity_kg: float, now_days: float = math.inf, missing: Collection[str] = ()
) -> Load:
    """Return what a landing takes of the parts that wait: first fit in their order.

    Source: first fit (Johnson et al. 1974, SIAM J. Comput. 3:299).

    Parameters
    ----------
    waiting : sequence of Part [1]
        In the order in which they are served.
    capacity_kg : float [kg]
        What the lander carries.
    now_days : float [day]
        When it is loaded; parts that are not ready by then stay.
    missing : collection of str [1]
        Needs that are not met although nothing of that name waits, such as what is on its way where that does not do.

    Returns
    -------
    Load [1]
        What is aboard weighs no more than the capacity. Of a supply that is too heavy by no more than
        :data:`CRUMB_KG` this crumb is given up, so that all of it has flown.
    """
    names = [*missing, *(part.name for part in waiting)]
    needed = set(names)
    # Supplies may stand on the list twice, and be missing beside: a need is met by the last of them.
    again: list[str] = []
    if len(needed) < len(names):
        again = names
        for name in needed:
            again.remove(name)
    aboard: list[Part] = []
    left: list[Part] = []
    loaded_kg = 0.0
    for part in waiting:
        name, part_kg, _, needs, divisible, ready_day = part
        if ready_day > now_days or (needs and not needed.isdisjoint(needs)):
            left.append(part)
            continue
        piece_kg = part_kg
        if loaded_kg + part_kg > capacity_kg:
            if not divisible or capacity_kg - loaded_kg <= CRUMB_KG:
                left.append(part)
                continue
            piece_kg = _below(capacity_kg, loaded_kg)
        loaded_kg += piece_kg
        aboard.append(part if piece_kg == part_kg else part._replace(mass_kg=piece_kg))
        if part_kg - piece_kg > CRUMB_KG:
            left.append(part._replace(mass_kg=part_kg - piece_kg))
        elif name in again:
            again.remove(name)
        else:
            needed.discard(name)
    return Load(tuple(aboard), tuple(left))


def _below(capacity_kg: float, loaded_kg: float) -> float:
    """Return the most that can be added to a load without going beyond a capacity, rounding included [kg]."""
    piece_kg = capacity_kg - loaded_kg
    while loaded_kg + piece_kg > capacity_kg:
        piece_kg = math.nextafter(piece_kg, 0.0)
    return piece_kg


def rebuilt(lost: Iterable[Part], now_days: float, hardware_days: float, supply_days: float) -> tuple[Part, ...]:
    """Return the parts of a lost landing as they wait again: not before they have been made once more.

    Source: hardware is rebuilt, supplies are bought again; the record of reflights takes 2 to 4 years for landers.

    Parameters
    ----------
    lost : iterable of Part [1]
        What was lost.
    now_days : float [day]
        When it was lost.
    hardware_days : float [day]
        How long it takes to make hardware again.
    supply_days : float [day]
        How long it takes to buy supplies again.

    Returns
    -------
    tuple of Part [1]
        The same parts, ready later.
    """
    return tuple(
        part._replace(ready_day=now_days + (supply_days if part.divisible else hardware_days)) for part in lost
    )


def joined(waiting: Iterable[Part], returned: Iterable[Part]) -> tuple[Part, ...]:
    """Return two lists of parts as one, in order; supplies of one kind that are ready on one day are one part.

    Source: conservation of mass.

    Parameters
    ----------
    waiting : iterable of Part [1]
        Parts that wait.
    returned : iterable of Part [1]
        Parts that join them.

    Returns
    -------
    tuple of Part [1]
        In the order in which they are served.
    """
    parts: dict[object, Part] = {}
    for number, part in enumerate((*waiting, *returned)):
        key = part._replace(mass_kg=0.0) if part.divisible else number
        parts[key] = part._replace(mass_kg=parts[key].mass_kg + part.mass_kg) if key in parts else part
    return in_order(parts.values())


def partial_delivery(aboard: Sequence[Part], landed_share: float, units: Sequence[float] | None = None) -> Delivery:
    """Return what a partial landing brings down of a load.

    Without numbers drawn, what is served first is saved first: parts land in their order as long as they fit into the
    share of the mass, supplies cut to it. With numbers drawn, hardware lands where its number is below the share, and
    of each supply the share lands; in the mean this is the same share of the mass.

    Source: definition; what the record says of tipped landers is a share of the payload's value.

    Parameters
    ----------
    aboard : sequence of Part [1]
        The load, in the order in which it is served.
    landed_share : float [1]
        Share of the mass that lands, from 0 to 1.
    units : sequence of float [1]
        A number from 0 to 1 for each part; None for the rule by order.

    Returns
    -------
    Delivery [1]
        Together they weigh what the load does.
    """
    if landed_share >= 1.0:
        return Delivery(tuple(aboard), ())
    room_kg = load_kg(aboard) * landed_share
    # Sums are rounded: a part that fits exactly is not lost for the last digit.
    rounding_kg = room_kg * 1e-12
    landed: list[Part] = []
    lost: list[Part] = []
    for index, part in enumerate(aboard):
        if units is None:
            saved_kg = room_kg if part.divisible else 0.0
            if part.mass_kg <= room_kg + rounding_kg:
                saved_kg = part.mass_kg
            room_kg = max(0.0, room_kg - saved_kg)
        elif part.divisible:
            saved_kg = part.mass_kg * landed_share
        else:
            saved_kg = part.mass_kg if units[index] < landed_share else 0.0
        if saved_kg > 0.0:
            landed.append(part._replace(mass_kg=saved_kg))
        if part.mass_kg > saved_kg:
            lost.append(part._replace(mass_kg=part.mass_kg - saved_kg))
    return Delivery(tuple(landed), tuple(lost))
