"""Whether the functions that hardware needs are offered by something that can come before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lunarsim.scenario.groups.station import Station
from lunarsim.scenario.library.asset import FUNCTIONS, Asset
from lunarsim.scenario.library.places.known_sites import site_named
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.errors import Fault
from lunarsim.world.feasibility.joining import joining, offered, pieces_joining, present
from lunarsim.world.feasibility.remedies import remedy
from lunarsim.world.station.functions import bits, functions_of


def needs_can_be_met(scenario: Scenario) -> Iterator[Fault]:
    """Each asset's needed functions are offered by something that does not itself, over others, wait for the asset.

    Cancelled missions count as if they came: what is lost with them was asked for and is reported, not refused.
    """
    if not scenario.waits.prerequisite:
        return
    for station in scenario.stations.values():
        yield from _needs_at(scenario, station)


def _needs_at(scenario: Scenario, station: Station) -> Iterator[Fault]:
    coming = joining(scenario, station)
    of_site = functions_of(site_named(station.site, scenario.site))
    pieces = pieces_joining(scenario, station)
    by_itself = {name for name in FUNCTIONS if bits((name,)) & of_site}
    there, waiting = present(scenario, station), dict(coming)
    in_the_end = by_itself | offered(there | coming, pieces)
    have = by_itself | offered(there, pieces)
    while works := [name for name, asset in waiting.items() if have.issuperset(asset.needs)]:
        there |= {name: waiting.pop(name) for name in works}
        have = by_itself | offered(there, pieces)
    for name, asset in waiting.items():
        for need in asset.needs:
            if need not in in_the_end:
                left = tuple(other for other in asset.needs if other in in_the_end)
                problem = f"needs {need}, which nothing in this scenario offers"
                yield Fault(f"assets.{name}", problem + remedy(f"assets.{name}.needs", left))
    yield from _circles(waiting, in_the_end - have)


def _circles(held: Mapping[str, Asset], late: set[str]) -> Iterator[Fault]:
    """Yield each circle of assets that wait for each other, once; ``late`` are functions that only these offer."""
    waiting = dict(held)
    # What only a group offers that is too small still holds up who needs it, and is in no circle itself.
    late = late.intersection(function for asset in waiting.values() for function in asset.functions)
    # Who waits only for what nothing offers, which is reported of it, is in no circle, nor is who waits only for such.
    while free := [name for name, asset in waiting.items() if late.isdisjoint(asset.needs)]:
        for name in free:
            del waiting[name]
        late = late.intersection(function for asset in waiting.values() for function in asset.functions)
    told: set[str] = set()
    for first in waiting:
        path = [first]
        needs: list[str] = []
        while path[-1] not in told:
            need = next(need for need in waiting[path[-1]].needs if need in late)
            giver = next(name for name, asset in waiting.items() if need in asset.functions)
            needs.append(need)
            if giver in path:
                at = path.index(giver)
                circle = " -> ".join(f"{name} needs {need}" for name, need in zip(path[at:], needs[at:], strict=True))
                key = f"assets.{giver}.needs"
                left = tuple(each for each in waiting[giver].needs if each != needs[at])
                yield Fault(key, f"closes a circle: {circle} of {giver}" + remedy(key, left))
                break
            path.append(giver)
        told.update(path)
