"""Shedding: what a station serves still when its supply is short of its load."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lunarsim.world.station.functions import RELAY
from lunarsim.world.station.hardware import Item


def still_served(online: Sequence[Item], supply_milliwatts: int, of_site: int) -> tuple[int, int, int, int]:
    """Return load [mW], functions, hands and relays of what a short supply still serves, the most important first.

    Parameters
    ----------
    online : sequence of Item
        What has been put to work, by priority.
    supply_milliwatts : int
        The supply [mW].
    of_site : int
        Functions that the site itself offers, as bits.
    """
    left = supply_milliwatts
    served = []
    for item in online:
        load_milliwatts = item.units_working * item.load_milliwatts
        if item.working and load_milliwatts <= left:
            left -= load_milliwatts
            served.append(item)
    alike = Counter([item.group for item in served if item.group])
    functions, hands, relays = of_site, 0, 1 if of_site & RELAY else 0
    for item in served:
        if item.group_needed > 1 and alike[item.group] < item.group_needed:
            continue
        functions |= item.functions
        hands += item.hands
        if item.functions & RELAY:
            relays += 1
    return supply_milliwatts - left, functions, hands, relays
