"""A list of parts over a sequence of landings: in the order of priorities as long as this costs at most one landing.

First fit in order of priority may take more landings than parts and landers ask for. Where it takes two or more above a
lower bound, the fewest landings are searched for, by dynamic programming over the sets of hardware that may have flown;
supplies fill what hardware leaves. The plan by priority stands unless it takes two landings more than that.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lunarsim.physics.logistics.manifesting import Load, Part, in_order, load_flight, load_kg
from lunarsim.words.sums import total

SEARCHED_SETS = 1000
"""Sets of hardware beyond which the search is given up: all sets of nine parts, or of more with needs among them."""


class Plan(NamedTuple):
    """What each landing takes, up to the last that takes anything, and what none of them takes."""

    landings: tuple[tuple[Part, ...], ...]
    waiting: tuple[Part, ...]


def plan_landings(parts: Iterable[Part], capacities_kg: Sequence[float]) -> Plan:
    """Return which parts fly on which of a sequence of landings.

    With up to nine parts, and supplies that need nothing and are needed by nothing, the plan takes at most one landing
    more than the fewest.

    Source: first fit by priority; Held and Karp 1962 (J. SIAM 10:196) for dynamic programming over sets.

    Parameters
    ----------
    parts : iterable of Part [1]
        In any order, all ready.
    capacities_kg : sequence of float [kg]
        What each lander carries, in the order of landings.

    Returns
    -------
    Plan [1]
        No landing is above its capacity, and no part flies before what it needs.
    """
    order = in_order(parts)
    by_priority = _first_fit(order, capacities_kg)
    if not by_priority.waiting and len(by_priority.landings) <= _least_landings(order, capacities_kg) + 1:
        return by_priority
    flying = _that_can_fly(order, max(capacities_kg, default=0.0))
    grounded = tuple(part for part in order if part not in flying)
    tight = _fewest(flying, capacities_kg)
    if tight is None:
        heavy_first = in_order(part._replace(priority=1) for part in flying)
        priority = {part.name: part.priority for part in flying}
        tight = _with_priorities(_first_fit(heavy_first, capacities_kg), priority)
    more_flies = load_kg(tight.waiting) + load_kg(grounded) < load_kg(by_priority.waiting) * (1.0 - 1e-9)
    if more_flies or len(by_priority.landings) > len(tight.landings) + 1:
        return Plan(tight.landings, in_order((*tight.waiting, *grounded)))
    return by_priority


def _first_fit(order: Sequence[Part], capacities_kg: Sequence[float]) -> Plan:
    """Return the plan that loads one landing after the other."""
    load = Load((), tuple(order))
    landings: list[tuple[Part, ...]] = []
    for capacity_kg in capacities_kg:
        if not load.waiting:
            break
        load = load_flight(load.waiting, capacity_kg)
        landings.append(load.aboard)
    while landings and not landings[-1]:
        landings.pop()
    return Plan(tuple(landings), load.waiting)


def _with_priorities(plan: Plan, priority: dict[str, int]) -> Plan:
    """Return a plan whose parts have their priorities again."""

    def restored(parts: Sequence[Part]) -> tuple[Part, ...]:
        return tuple(part._replace(priority=priority[part.name]) for part in parts)

    return Plan(tuple(restored(landing) for landing in plan.landings), restored(plan.waiting))


def _least_landings(parts: Sequence[Part], capacities_kg: Sequence[float]) -> int:
    """Return a number of landings below which no plan comes: by mass, and by parts of which two never fly together."""
    half_kg = max(capacities_kg, default=0.0) / 2.0
    alone = total((1 for part in parts if not part.divisible and part.mass_kg > half_kg), 0)
    open_kg = load_kg(parts) * (1.0 - 1e-12)
    landings = 0
    while landings < len(capacities_kg) and (open_kg > 0.0 or landings < alone):
        open_kg -= capacities_kg[landings]
        landings += 1
    return landings


def _that_can_fly(order: Sequence[Part], capacity_kg: float) -> tuple[Part, ...]:
    """Return the parts that are not too heavy for every lander, and need none that is, nor each other in a circle."""
    waiting = {part.name for part in order}
    flying: list[Part] = []
    for part in order:
        if (part.divisible or part.mass_kg <= capacity_kg) and waiting.isdisjoint(part.needs):
            flying.append(part)
            waiting.discard(part.name)
    return tuple(flying)


def _fewest(order: Sequence[Part], capacities_kg: Sequence[float]) -> Plan | None:
    """Return a plan with the fewest landings for the hardware; None where the search would take too long.

    Of two ways to have flown the same set, the one with fewer landings is the better, then that with the lighter last
    landing: whatever flies next finds no less room.
    """
    hardware = [part for part in order if not part.divisible]
    supplies = tuple(part for part in order if part.divisible)
    bit = {part.name: 1 << index for index, part in enumerate(hardware)}
    if any(supply.name in part.needs for supply in supplies for part in hardware):
        return None
    needs = [total((bit.get(name, 0) for name in set(part.needs)), 0) for part in hardware]
    # Landings begun, and the mass on the last of them.
    reached: dict[int, tuple[int, float]] = {0: (0, math.inf)}
    came: dict[int, tuple[int, int, int]] = {}
    searched = 0
    for _ in hardware:
        following: dict[int, tuple[int, float]] = {}
        for flown, (begun, loaded_kg) in reached.items():
            for index, part in enumerate(hardware):
                if flown >> index & 1 or needs[index] & ~flown:
                    continue
                landing, mass_kg = begun, loaded_kg + part.mass_kg
                if not begun or mass_kg > capacities_kg[begun - 1]:
                    mass_kg = part.mass_kg
                    landing = next(
                        (n for n in range(begun + 1, len(capacities_kg) + 1) if mass_kg <= capacities_kg[n - 1]), 0
                    )
                    if not landing:
                        continue
                then = flown | 1 << index
                if then not in following or (landing, mass_kg) < following[then]:
                    following[then] = (landing, mass_kg)
                    came[then] = (flown, index, landing)
        searched += len(following)
        if not following or searched > SEARCHED_SETS:
            return None
        reached = following
    landings: list[list[Part]] = [[] for _ in capacities_kg]
    flown = (1 << len(hardware)) - 1
    while flown:
        flown, index, landing = came[flown]
        landings[landing - 1].insert(0, hardware[index])
    return _filled(landings, supplies, capacities_kg)


def _filled(landings: Sequence[Sequence[Part]], supplies: tuple[Part, ...], capacities_kg: Sequence[float]) -> Plan:
    """Return the plan in which supplies fill what hardware leaves, as soon as what they need has flown."""
    filled: list[tuple[Part, ...]] = []
    later = {part.name for landing in landings for part in landing}
    for landing, capacity_kg in zip(landings, capacities_kg, strict=True):
        later -= {part.name for part in landing}
        load = load_flight(supplies, capacity_kg - load_kg(landing), missing=later)
        supplies = load.waiting
        filled.append((*landing, *load.aboard))
    while filled and not filled[-1]:
        filled.pop()
    return Plan(tuple(filled), supplies)
