"""What is lost with missions that are taken out of the plan, known before any run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from lunarsim.scenario.groups.station import Station
from lunarsim.scenario.library.crew_landers import landers_of_crews, shortage
from lunarsim.scenario.library.mission import Mission
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.terminal import OF_CANCELLED

LISTED = 12
"""Names that a sentence lists; of more, their number is said."""

_SO_THAT = f"{OF_CANCELLED}, so that"


def lost_with_cancelled(scenario: Scenario) -> list[str]:
    """Return what never comes as missions are cancelled, a sentence each; empty where none is."""
    in_plan = {key: mission for key, mission in scenario.missions.items() if scenario.plans(mission)}
    cancelled = [key for key, mission in in_plan.items() if mission.cancelled]
    sentences = []
    if cancelled:
        grounded = never_fly(scenario, cancelled)
        follow = listed(key for key in grounded if key not in cancelled)
        behind = f"; so {follow} can never fly" if follow else "; all other missions can fly without"
        sentences.append(f"{OF_CANCELLED}: {listed(cancelled)}{behind}")
        sentences += _too_few_landers(in_plan, grounded) if scenario.waits.prerequisite else ()
        sentences += _last_alternatives(in_plan, grounded)
        sentences += _lost_hardware(scenario, grounded)
    # What stands in no plan of this scenario is cancelled in vain.
    idle = [key for key, mission in scenario.missions.items() if mission.cancelled and key not in in_plan]
    if idle:
        sentences.append(f"{OF_CANCELLED} {without_effect(idle)}")
    return sentences


def never_fly(scenario: Scenario, cancelled: Collection[str]) -> list[str]:
    """Return the missions that are cancelled or need, over others, one that is, in the order of the manifest.

    Of alternatives all must be lost.
    """
    grounded = set(cancelled)
    in_plan = {key: mission for key, mission in scenario.missions.items() if scenario.plans(mission)}

    def is_lost(mission: Mission) -> bool:
        known = ([name for name in needed if name in in_plan] for needed in mission.needed)
        return any(names and grounded.issuperset(names) for names in known)

    waiting = in_plan if scenario.waits.prerequisite else {}
    while found := {key for key, mission in waiting.items() if is_lost(mission)} - grounded:
        grounded |= found
    return [key for key in scenario.missions if key in grounded]


def _last_alternatives(in_plan: Mapping[str, Mission], grounded: Collection[str]) -> Iterator[str]:
    """Yield which missions depend on what is left of their alternatives."""
    left: dict[str, list[str]] = {}
    for key, mission in in_plan.items():
        for needed in mission.alternatives if key not in grounded else ():
            kept = [name for name in needed if name in in_plan and name not in grounded]
            if len(kept) == 1 < len(needed):
                left.setdefault(kept[0], []).append(key)
    for name, missions in left.items():
        yield f"{_SO_THAT} {listed(missions)} {'depends' if len(missions) == 1 else 'depend'} on {name} alone"


def _too_few_landers(in_plan: Mapping[str, Mission], grounded: Collection[str]) -> Iterator[str]:
    """Yield for which crews too few landers are left, each of which serves one landing."""
    short = shortage(landers_of_crews(in_plan, grounded))
    if short is not None:
        crews = f"of the {len(short.crews)} crews {listed(short.crews)}"
        yield f"{_SO_THAT} {crews} only {len(short.landers)} can land, with {listed(short.landers)}"


def _lost_hardware(scenario: Scenario, grounded: Collection[str]) -> Iterator[str]:
    """Yield which assets nothing else brings, and which functions each station then lacks."""
    planned = [(key, mission) for key, mission in scenario.missions.items() if scenario.plans(mission)]
    coming = {name for key, mission in planned if key not in grounded for name in mission.assets}
    coming.update(name for station in scenario.stations.values() for name in station.parts)
    lost = dict.fromkeys(name for key in grounded for name in scenario.missions[key].assets if name not in coming)
    if lost:
        yield f"{_SO_THAT} nothing brings {listed(lost)}"
    for station in scenario.stations.values():
        missing = _missing_functions(scenario, station, coming, lost)
        if missing:
            yield f"{_SO_THAT} station {station.name} lacks {listed(missing)}"


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


def without_effect(names: Sequence[str]) -> str:
    """Return what is said of what is asked of missions that stand in no plan of a scenario."""
    return f"without effect, as {'it does' if len(names) == 1 else 'they do'} not fly here: {listed(names)}"


def listed(names: Iterable[str]) -> str:
    """Return names in a row; of many, the first ones and the number of the others."""
    each = list(names)
    more = f" and {len(each) - LISTED} more" if len(each) > LISTED else ""
    return ", ".join(each[:LISTED]) + more
