"""What is lost with missions that are taken out of the plan, known before any run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from lunarsim.scenario.groups.station import Station
from lunarsim.scenario.scenario import Scenario

LISTED = 12
"""Names that a sentence lists; of more, their number is said."""


def lost_with_cancelled(scenario: Scenario) -> list[str]:
    """Return what never comes as missions are cancelled, a sentence each; empty where none is."""
    cancelled = [key for key, mission in scenario.missions.items() if mission.cancelled and scenario.plans(mission)]
    grounded = never_fly(scenario, cancelled)
    sentences = []
    if cancelled:
        follow = _listed(key for key in grounded if key not in cancelled)
        behind = f"; so {follow} can never fly" if follow else "; no other mission needs what is cancelled"
        sentences.append(f"cancelled: {_listed(cancelled)}{behind}")
        sentences += _lost_hardware(scenario, grounded)
    # What stands in no plan of this scenario is cancelled in vain.
    idle = [key for key, mission in scenario.missions.items() if mission.cancelled and not scenario.plans(mission)]
    if idle:
        sentences.append(f"cancelled without effect, as it does not fly here: {_listed(idle)}")
    return sentences


def never_fly(scenario: Scenario, cancelled: Collection[str]) -> list[str]:
    """Return the missions that are cancelled or need, over others, one that is, in the order of the manifest."""
    grounded = set(cancelled)
    waiting = {key: mission for key, mission in scenario.missions.items() if scenario.flies(mission)}
    if not scenario.waits.prerequisite:
        waiting = {}
    while found := {key for key, mission in waiting.items() if not grounded.isdisjoint(mission.needs)} - grounded:
        grounded |= found
    return [key for key in scenario.missions if key in grounded]


def _lost_hardware(scenario: Scenario, grounded: Collection[str]) -> Iterator[str]:
    """Yield which assets nothing else brings, and which functions each station then lacks."""
    planned = [(key, mission) for key, mission in scenario.missions.items() if scenario.plans(mission)]
    coming = {name for key, mission in planned if key not in grounded for name in mission.assets}
    lost = dict.fromkeys(name for key in grounded for name in scenario.missions[key].assets if name not in coming)
    if lost:
        yield f"nothing brings {_listed(lost)}"
    for station in scenario.stations.values():
        missing = _missing_functions(scenario, station, coming, lost)
        if missing:
            yield f"station {station.name} lacks {_listed(missing)}"


def _missing_functions(
    scenario: Scenario, station: Station, coming: Collection[str], lost: Iterable[str]
) -> dict[str, None]:
    """Return the functions that a station would have had from what is lost, and has from nothing else."""
    members = scenario.members(station)

    def offered(names: Iterable[str]) -> dict[str, None]:
        own = (scenario.assets[name] for name in names if scenario.assets[name].program in members)
        return dict.fromkeys(function for asset in own for function in asset.functions)

    kept = offered([*coming, *(name for name, asset in scenario.assets.items() if asset.present)])
    return {function: None for function in offered(lost) if function not in kept}


def _listed(names: Iterable[str]) -> str:
    each = list(names)
    more = f" and {len(each) - LISTED} more" if len(each) > LISTED else ""
    return ", ".join(each[:LISTED]) + more
