"""A list of parts over a sequence of landings: in the order of priorities as long as this costs at most one landing.

First fit in order of priority may take more landings than parts and landers ask for. Where it takes two or more above a
lower bound, the fewest landings are searched for, by dynamic programming over the sets of parts that may have flown.
The plan by priority stands unless it takes two landings more than the hardware alone must.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lunarsim.physics.logistics.manifesting import Load, Part, in_order, load_flight, load_kg
from lunarsim.words.sums import total

SEARCHED_SETS = 1000
"""Sets of parts beyond which a search is given up: all sets of nine parts, or of more with needs among them."""


class Plan(NamedTuple):
    """What each landing takes, up to the last that takes anything, and what none of them takes."""

    landings: tuple[tuple[Part, ...], ...]
    waiting: tuple[Part, ...]


def plan_landings(parts: Iterable[Part], capacities_kg: Sequence[float]) -> Plan:
    """Return which parts fly on which of a sequence of landings.

    With up to nine parts it takes at most one landing more than the fewest: by the rule where supplies need nothing and
    are needed by nothing, and in all trials where they do.

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
    flying = order
    if by_priority.waiting:
        flying = _that_can_fly(order, max(capacities_kg, default=0.0))
    all_flown = len(by_priority.waiting) == len(order) - len(flying)
    fewest = _least_landings(flying, capacities_kg)
    if all_flown and len(by_priority.landings) <= fewest + 1:
        return by_priority
    hardware = [part for part in flying if not part.divisible]
    orders = [in_order(flying, by_priority=False)]
    found = _search(hardware, capacities_kg)
    if found is not None:
        # The hardware alone takes no more landings than all parts do.
        fewest = max(fewest, found.landings)
        orders.append((*found.order, *(part for part in flying if part.divisible)))
        mixed = _search(flying, capacities_kg) if len(hardware) < len(flying) else None
        if mixed is not None:
            orders.append(mixed.order)
    if all_flown and len(by_priority.landings) <= fewest + 1:
        return by_priority
    grounded = tuple(part for part in order if part not in flying)
    plans = [by_priority]
    for each in orders:
        plan = _first_fit(each, capacities_kg)
        plans.append(Plan(plan.landings, in_order((*plan.waiting, *grounded))))
    tight = min(plans, key=_rank)
    if all_flown and found is None and len(by_priority.landings) <= len(tight.landings) + 1:
        return by_priority
    return tight


def _rank(plan: Plan) -> tuple[int, int]:
    """Return what makes a plan better the lower it is: what it leaves [g], then its landings."""
    return round(load_kg(plan.waiting) * 1e3), len(plan.landings)


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


class _Found(NamedTuple):
    """An order that first fit flies in so many landings or fewer."""

    order: tuple[Part, ...]
    landings: int


def _search(parts: Sequence[Part], capacities_kg: Sequence[float]) -> _Found | None:
    """Return the order of parts that takes the fewest landings, one after the other; None where this takes too long.

    Supplies fill the landing that is being loaded and go on with the next. Of two ways to have flown the same set, the
    one with fewer landings is the better, then that with the lighter last landing: whatever flies next finds no less
    room. Needs that are not among the parts do not count.
    """
    bit = {part.name: 1 << index for index, part in enumerate(parts)}
    needs = [total((bit.get(name, 0) for name in set(part.needs)), 0) for part in parts]
    # Landings begun, and the mass on the last of them.
    reached: dict[int, tuple[int, float]] = {0: (0, 0.0)}
    came: dict[int, tuple[int, int]] = {}
    searched = 0
    for _ in parts:
        following: dict[int, tuple[int, float]] = {}
        for flown, begun in reached.items():
            for index, part in enumerate(parts):
                if flown >> index & 1 or needs[index] & ~flown:
                    continue
                state = _added(begun, part, capacities_kg)
                then = flown | 1 << index
                if state is not None and (then not in following or state < following[then]):
                    following[then] = state
                    came[then] = (flown, index)
        searched += len(following)
        if not following or searched > SEARCHED_SETS:
            return None
        reached = following
    flown = (1 << len(parts)) - 1
    landings = reached[flown][0]
    order: list[Part] = []
    while flown:
        flown, index = came[flown]
        order.insert(0, parts[index])
    return _Found(tuple(order), landings)


def _added(begun: tuple[int, float], part: Part, capacities_kg: Sequence[float]) -> tuple[int, float] | None:
    """Return landings begun and the mass on the last of them [kg] once a part is added; None where none takes it."""
    landing, loaded_kg = begun
    mass_kg = part.mass_kg
    if landing and loaded_kg + mass_kg <= capacities_kg[landing - 1]:
        return landing, loaded_kg + mass_kg
    if part.divisible and landing:
        mass_kg -= capacities_kg[landing - 1] - loaded_kg
    for number in range(landing, len(capacities_kg)):
        if mass_kg <= capacities_kg[number]:
            return number + 1, mass_kg
        if part.divisible:
            mass_kg -= capacities_kg[number]
    return None
