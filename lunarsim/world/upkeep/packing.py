"""What cargo flights know of the parts that wait: which of them needs which others to be put to work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lunarsim.physics.logistics.manifesting import Part, in_order
from lunarsim.world.station.hardware import Item


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
    lacking = {part.name: items[part.name].needs & to_come & ~functions for part in on_list}
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
