"""Chains: missions of a program that hang on each other, over what they need or over a vehicle that has not flown."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lunarsim.scenario.library.mission import Mission
from lunarsim.scenario.library.vehicle import Vehicle


def chains(
    missions: Mapping[str, Mission],
    vehicles: Mapping[str, Vehicle],
    shipped: Collection[str] = (),
    *,
    across_programs: bool = False,
) -> dict[str, str]:
    """Return the chain of each mission, and of each vehicle that has not flown, by the chain's first mission.

    What hangs together with nothing of its program is left out. All of the manifest counts, whoever takes part, so that
    a lever on that leaves chains as they are; and a mission that a user has added, not one of those ``shipped``, gives
    its name, under which a chain draws, to none that has others. Chains ``across_programs`` are undertakings: what
    hangs together, whoever flies it.
    """
    links: dict[str, set[str]] = {key: set() for key in missions}
    for key, mission in missions.items():
        needed = (need for each in mission.needed for need in each if need in missions)
        hangs_on = [need for need in needed if across_programs or missions[need].program == mission.program]
        vehicle = vehicles[mission.vehicle]
        if vehicle.first_flight is not None and (across_programs or vehicle.program == mission.program):
            hangs_on.append(mission.vehicle)
        for other in hangs_on:
            links[key].add(other)
            links.setdefault(other, set()).add(key)
    chain_of: dict[str, str] = {}
    for first in sorted(missions, key=lambda key: key not in shipped):
        if first in chain_of or not links[first]:
            continue
        reached = [first]
        while reached:
            name = reached.pop()
            if name not in chain_of:
                chain_of[name] = first
                reached.extend(links[name])
    return chain_of


def ancestors(key: str, missions: Mapping[str, Mission]) -> set[str]:
    """Return all missions of a manifest that a mission hangs on, over whatever number of others.

    It does not hang on one of several that would serve.
    """
    found: set[str] = set()
    reached = [key]
    while reached:
        for each in missions[reached.pop()].needed:
            if len(each) == 1 and each[0] in missions and each[0] not in found:
                found.update(each)
                reached.extend(each)
    return found
