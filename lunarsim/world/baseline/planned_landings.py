"""Cargo flights with parts of a station that no mission brings, as planned."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from lunarsim.scenario.groups.station import Station
from lunarsim.scenario.scenario import Scenario
from lunarsim.world.prepared import Prepared
from lunarsim.world.station.functions import functions_of
from lunarsim.world.station.hardware import Item
from lunarsim.world.upkeep.lines import line_of
from lunarsim.world.upkeep.packing import Waiting, new_parts


def planned_landings(
    scenario: Scenario, prepared: Prepared, station: Station, joining: Sequence[tuple[float, Item]]
) -> Iterator[tuple[float, Item]]:
    """Yield the parts of a station that no mission brings, with the day of their first work.

    They are packed as in a run, onto regular flights of which none is late or lost and that nothing else takes.

    Parameters
    ----------
    scenario, prepared : Scenario, Prepared
        The input.
    station : Station
        One of its stations.
    joining : sequence
        What joins it beside them, with the day of its first work [day].
    """
    if not station.parts:
        return
    line = line_of(station, scenario.vehicles)
    site = prepared.station_site if station is scenario.station else prepared.rival_site
    assert site is not None
    parts = new_parts(station, line, scenario.assets, prepared.start)
    cargo, first_day = dict(parts.items()), parts.ready_day
    items = {name: each.like for name, each in cargo.items()}
    working = list(joining)
    waiting = Waiting(line.capacity_kg)
    for each in cargo.values():
        waiting.add(each.part(first_day))
    interval_days = scenario.upkeep.flight_interval_days
    number = math.ceil(first_day / interval_days)
    while waiting and number * interval_days < prepared.horizon_days:
        day = number * interval_days
        functions = functions_of(site)
        for since, item in working:
            functions |= item.functions if since <= day else 0
        for part in waiting.load(waiting.look(items, functions), day):
            arrival = day + scenario.logistics.transit_days
            item = Item(cargo[part.name].hardware, cargo[part.name].asset, arrival, None, station.power_multiplier)
            item.online_day = arrival + item.asset.commissioning_days
            working.append((item.online_day, item))
            yield item.online_day, item
        number += 1
