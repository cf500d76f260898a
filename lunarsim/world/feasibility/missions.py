"""Whether the manifest has what stations and crews ask of it."""

from __future__ import annotations

from collections.abc import Iterator

from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.scenario.libraries import original
from lunarsim.scenario.library.crew_landers import lander_lists
from lunarsim.scenario.library.files import records
from lunarsim.scenario.library.mission import Mission
from lunarsim.scenario.scenario import NOBODY, Scenario
from lunarsim.words.errors import Fault
from lunarsim.world.feasibility.remedies import remedy


def leads_have_missions(scenario: Scenario) -> Iterator[Fault]:
    """The manifest holds missions of the programs that lead stations."""
    flying = {mission.program for mission in scenario.missions.values()}
    for name, station in scenario.stations.items():
        if station.lead not in flying:
            others = [each for each, program in scenario.programs.items() if program.active and each in flying]
            able = remedy(f"{name}.lead", NOBODY if name == "rival" else others[0]) if others else ""
            problem = f"is {station.lead}, but plan {scenario.plan.manifest} holds no mission of it"
            yield Fault(f"{name}.lead", problem + able)


def crews_name_landers(scenario: Scenario) -> Iterator[Fault]:
    """A crew that lands with a lander in a shipped plan, or is like one that does, names some here, too."""
    if scenario.plan.manifest not in MANIFEST_DATES or not scenario.waits.prerequisite:
        return
    changes = scenario.changes.get("missions", {})
    shipped = records(Mission, f"missions_{scenario.plan.manifest}", scenario.timeline.as_of) if changes else {}
    for key, mission in scenario.missions.items():
        model = shipped.get(original(key, changes))
        if model is None or not scenario.flies(mission) or mission.kind != "crewed":
            continue
        landers = lander_lists(model, model.needed, shipped)
        if landers and not lander_lists(mission, mission.needed, scenario.missions):
            path = f"missions.{key}.alternatives"
            problem = (
                f"names no lander for its crew; name one of those of the plan ({', '.join(landers[0])}) or add one"
            )
            yield Fault(path, problem + remedy(path, landers[0]))
