"""What a user has asked of the manifest beside its plan, known before any run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.scenario.libraries import LIKE, original
from lunarsim.scenario.library.files import records
from lunarsim.scenario.library.mission import Mission
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.terminal import OF_ADDED, OF_NEEDS, OF_OUTCOMES
from lunarsim.world.baseline.cancellations import LISTED, listed, lost_with_cancelled, without_effect


def what_ifs(scenario: Scenario) -> list[str]:
    """Return what is laid down, added, changed and cancelled among missions, and what is lost so, a sentence each."""
    in_plan = {key: mission for key, mission in scenario.missions.items() if scenario.plans(mission)}
    return [
        *_laid_down(in_plan),
        *_laid_down_idly(scenario, in_plan),
        *_against_the_plan(scenario, in_plan),
        *lost_with_cancelled(scenario),
    ]


def _laid_down(in_plan: Mapping[str, Mission]) -> Iterator[str]:
    """Yield which first flights have an outcome that is not left to chance."""
    for outcome, words in (("success", "a success"), ("partial", "a partial success"), ("lost", "lost")):
        if names := [key for key, mission in in_plan.items() if mission.outcome == outcome]:
            first = "first flights" if len(names) > 1 else "the first flight"
            each = words if len(names) == 1 else words.removeprefix("a ").replace("success", "successes")
            verb = "are" if len(names) > 1 else "is"
            yield f"{OF_OUTCOMES}: {first} of {_joined(names)} {verb} {each}"


def _laid_down_idly(scenario: Scenario, in_plan: Mapping[str, Mission]) -> Iterator[str]:
    """Yield which missions have an outcome laid down that never fly."""
    missions = scenario.missions.items()
    if names := [key for key, mission in missions if mission.outcome != "drawn" and key not in in_plan]:
        yield f"{OF_OUTCOMES} {without_effect(names)}"


def _against_the_plan(scenario: Scenario, in_plan: Mapping[str, Mission]) -> Iterator[str]:
    """Yield which missions a shipped plan does not have, and which need others than there."""
    if scenario.plan.manifest not in MANIFEST_DATES:
        return
    shipped = records(Mission, f"missions_{scenario.plan.manifest}", scenario.timeline.as_of)
    changes = scenario.changes.get("missions", {})
    added = []
    for key, mission in in_plan.items():
        if key not in shipped:
            model = original(key, changes)
            added.append(f"{key} ({f'like {model}, ' if model != key else ''}planned {mission.planned})")
        elif mission.needed != shipped[key].needed:
            now, before = (_in_words(each) for each in (mission, shipped[key]))
            yield f"{OF_NEEDS}: {key} needs {now} (in the plan {before})"
    if added:
        yield f"{OF_ADDED}: {listed(added)}"
    idle = {key: mission for key, mission in scenario.missions.items() if key not in in_plan}
    if names := [key for key in idle if key not in shipped]:
        yield f"{OF_ADDED} {without_effect(names)}"
    # An outcome and a cancellation in vain have sentences of their own.
    own = {"outcome", "cancelled", LIKE}
    if names := [key for key in idle if key in shipped and changes.get(key, {}).keys() - own]:
        yield f"{OF_NEEDS} {without_effect(names)}"


def _joined(names: Sequence[str]) -> str:
    """Return names in a row, the last one after "and"; of many, the first ones and the number of the others."""
    return listed(names) if len(names) > LISTED or len(names) < 2 else f"{listed(names[:-1])} and {names[-1]}"


def _in_words(mission: Mission) -> str:
    alone = [each[0] for each in mission.needed if len(each) == 1]
    return (
        " and ".join([*alone, *(f"one of {', '.join(each)}" for each in mission.needed if len(each) > 1)]) or "nothing"
    )
