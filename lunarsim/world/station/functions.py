"""What assets do for a station, as bits of a whole number, and what milestones ask of them."""

from __future__ import annotations

from functools import cache

from lunarsim.scenario.groups.extraction.site import Site
from lunarsim.scenario.library.asset import FUNCTIONS
from lunarsim.words.sums import total

FUNCTION_COUNT = len(FUNCTIONS)
_INDEX = {name: index for index, name in enumerate(FUNCTIONS)}


@cache
def bits(names: tuple[str, ...]) -> int:
    """Return a set of functions as the bits of a number."""
    return total((1 << index for index in bit_indices(names)), 0)


@cache
def bit_indices(names: tuple[str, ...]) -> tuple[int, ...]:
    """Return the indices of the bits of a set of functions."""
    return tuple(_INDEX[name] for name in dict.fromkeys(names))


RELAY = bits(("relay",))
(RELAY_INDEX,) = bit_indices(("relay",))
COMMAND = bits(("command",))
SURFACE = bits(("rover", "robot"))
TRIAL = (RELAY, COMMAND, SURFACE)
"""Of each of these sets a station that works the surface has at least one."""

FACILITIES = bits(("science", "isru", "isru_pilot"))
PILOT = bits(("isru_pilot",))
CREW = bits(("crew",))


def functions_of(site: Site) -> int:
    """Return what a site offers by itself: where the Earth is always in sight, hardware needs no relay."""
    return RELAY if site.earth_visible_fraction >= 1 else 0


def works_the_surface(functions: int) -> bool:
    """Return whether a station can work the surface: relay and command link and a rover or robot."""
    return functions & RELAY != 0 and functions & COMMAND != 0 and functions & SURFACE != 0


def can_work(functions: int) -> bool:
    """Return whether a station can work the surface whenever it is in contact with the Earth."""
    return functions & COMMAND != 0 and functions & SURFACE != 0


def has_facility(functions: int) -> bool:
    """Return whether a station has a science or ISRU facility."""
    return functions & FACILITIES != 0


def has_pilot_and_crew(functions: int) -> bool:
    """Return whether a station has ISRU at pilot scale and is crew-capable."""
    return functions & PILOT != 0 and functions & CREW != 0
