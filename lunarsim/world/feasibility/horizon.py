"""Whether what is asked for is planned before the end of the timeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from lunarsim.scenario.declare.declaration import parameters_of
from lunarsim.scenario.groups.extraction.plant import Plant
from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.scenario.groups.timeline import Timeline
from lunarsim.scenario.library.files import records
from lunarsim.scenario.library.mission import Mission
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.errors import Fault
from lunarsim.words.units import add_years, parse_date
from lunarsim.world.feasibility.remedies import remedy

MOST_YEARS = next(parameter.high for name, parameter, _ in parameters_of(Timeline) if name == "horizon_years")
"""Longest timeline."""


def end_of(timeline: Timeline) -> dt.date:
    """Return the day on which a timeline ends."""
    return add_years(parse_date(timeline.start), timeline.horizon_years)


def longer(timeline: Timeline, day: dt.date, key: str = "", earlier: str = "") -> str:
    """Return the remedy for what comes on a day too late: a longer timeline, or another value where none is so long."""
    start = parse_date(timeline.start)
    years = day.year - start.year
    years += add_years(start, years) <= day
    if years <= MOST_YEARS:
        return remedy("timeline.horizon_years", years)
    return remedy(key, earlier) if key else ""


def horizon_holds_what_is_asked(scenario: Scenario) -> Iterator[Fault]:
    """Some mission is planned within the timeline, and so is each to which the user has given its date, and the plant.

    What the plan itself has later is lost and said.
    """
    timeline = scenario.timeline
    end = end_of(timeline)
    planned = {
        key: parse_date(mission.planned) for key, mission in scenario.missions.items() if scenario.flies(mission)
    }
    late = {key: day for key, day in planned.items() if day >= end}
    if planned and len(late) == len(planned):
        first = min(planned.values())
        yield Fault(
            "timeline.horizon_years",
            f"is {timeline.horizon_years:g}: all {len(planned)} missions are planned for its end {end} or later, the "
            f"first one for {first}" + longer(timeline, first),
        )
        return
    dated = _dated_by_the_user(scenario) if late else set()
    for key in (key for key in late if key in dated):
        path = f"missions.{key}.planned"
        problem = f"is {late[key]}, not before the timeline ends on {end}"
        yield Fault(path, problem + longer(timeline, late[key], path, timeline.start))
    plant = scenario.plant
    default = next(value for name, _, value in parameters_of(Plant) if name == "planned")
    if plant.units > 0 and plant.planned != default and parse_date(plant.planned) >= end:
        problem = f"is {plant.planned}, not before the timeline ends on {end}"
        yield Fault("plant.planned", problem + longer(timeline, parse_date(plant.planned), "plant.units", "0"))


def _dated_by_the_user(scenario: Scenario) -> set[str]:
    """Return the missions of a shipped plan that are new or have another date there; of an own plan none."""
    if scenario.plan.manifest not in MANIFEST_DATES:
        return set()
    shipped = records(Mission, f"missions_{scenario.plan.manifest}", scenario.timeline.as_of)
    return {
        key
        for key, mission in scenario.missions.items()
        if key not in shipped or mission.planned != shipped[key].planned
    }
