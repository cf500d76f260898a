"""Chains: missions of a program that depend on each other, over what they need or over a vehicle that has not flown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.scenario.library.files import records
from lunarsim.scenario.library.mission import Mission
from lunarsim.scenario.library.vehicle import Vehicle
from lunarsim.scenario.scenario import Scenario


def chains_of(scenario: Scenario, *, across_programs: bool = False) -> dict[str, str]:
    """Return the chain of each mission, and of each vehicle that has not flown, by the name under which it draws.

    What hangs together with nothing of its program is left out. Chains are those of the manifest as shipped, whoever
    takes part, so that no lever and no change of a mission gives another one other draws. A mission that a user has
    added joins the chain of the first thing that it depends on, and links nothing; one that depends on nothing in a
    chain begins its own, as a new vehicle does. A manifest of a user's own is taken as it is.

    Parameters
    ----------
    scenario : Scenario
        The input.
    across_programs : bool
        Whether chains are undertakings: what hangs together, whoever flies it.
    """
    missions, vehicles, timeline = scenario.missions, scenario.vehicles, scenario.timeline
    shipped = shipped_missions(scenario)
    if not shipped:
        return chains(missions, vehicles, across_programs=across_programs)
    found = dict(_shipped_chains(scenario.plan.manifest, timeline.as_of, across_programs))
    known = records(Vehicle, "vehicles", timeline.as_of)
    found |= {
        name: name
        for name, vehicle in vehicles.items()
        if vehicle.first_flight is not None and (name not in known or known[name].first_flight is None)
    }
    added = {key: None for key in missions if key not in shipped}
    for key in added:
        first, passed = key, set[str]()
        while first in added and first not in passed:
            passed.add(first)
            depends_on = _depends_on(missions[first], missions, vehicles, across_programs=across_programs)
            first = next((name for name in depends_on if name in found or name in added), first)
        found[key] = found.get(first, first)
    return found


def shipped_missions(scenario: Scenario) -> Mapping[str, Mission]:
    """Return the missions of the manifest that a scenario began with, none where that is a user's own."""
    manifest = scenario.plan.manifest
    return records(Mission, f"missions_{manifest}", scenario.timeline.as_of) if manifest in MANIFEST_DATES else {}


@cache
def _shipped_chains(manifest: str, as_of: str, across_programs: bool) -> dict[str, str]:
    """Return the chains of a manifest as shipped; callers must not change them."""
    missions, vehicles = records(Mission, f"missions_{manifest}", as_of), records(Vehicle, "vehicles", as_of)
    return chains(missions, vehicles, across_programs=across_programs)


def chains(
    missions: Mapping[str, Mission], vehicles: Mapping[str, Vehicle], *, across_programs: bool = False
) -> dict[str, str]:
    """Return the chain of each mission that hangs together with others, by the chain's first mission."""
    links: dict[str, set[str]] = {key: set() for key in missions}
    for key, mission in missions.items():
        for other in _depends_on(mission, missions, vehicles, across_programs=across_programs):
            links[key].add(other)
            links.setdefault(other, set()).add(key)
    chain_of: dict[str, str] = {}
    for first in missions:
        if first in chain_of or not links[first]:
            continue
        reached = [first]
        while reached:
            name = reached.pop()
            if name not in chain_of:
                chain_of[name] = first
                reached.extend(links[name])
    return chain_of


def _depends_on(
    mission: Mission, missions: Mapping[str, Mission], vehicles: Mapping[str, Vehicle], *, across_programs: bool
) -> Iterator[str]:
    """Yield what a mission needs, and its vehicle where that has not flown; of its own program, or of any."""
    for each in mission.needed:
        for need in each:
            if need in missions and (across_programs or missions[need].program == mission.program):
                yield need
    vehicle = vehicles[mission.vehicle]
    if vehicle.first_flight is not None and (across_programs or vehicle.program == mission.program):
        yield mission.vehicle


def ancestors(key: str, missions: Mapping[str, Mission]) -> set[str]:
    """Return all missions of a manifest that a mission depends on, over whatever number of others.

    It does not depend on one of several that would serve.
    """
    found: set[str] = set()
    reached = [key]
    while reached:
        for each in missions[reached.pop()].needed:
            if len(each) == 1 and each[0] in missions and each[0] not in found:
                found.update(each)
                reached.extend(each)
    return found
