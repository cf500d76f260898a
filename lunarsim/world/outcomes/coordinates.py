"""The labels of the dimensions behind the runs: fixed ones, and those that the scenarios decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lunarsim.physics.resource.patterns import REE_AXIS
from lunarsim.scenario.scenario import Scenario
from lunarsim.world.outcomes.calendar import scenario_calendar
from lunarsim.world.outcomes.flights import PURPOSE
from lunarsim.world.outcomes.milestones import CAUSE, MILESTONE
from lunarsim.world.outcomes.mine import LIMIT
from lunarsim.world.outcomes.official import asked_for
from lunarsim.world.outcomes.prospects.gates import GATE
from lunarsim.world.outcomes.prospects.resource import GRADE_CUTOFF, STAGE
from lunarsim.world.outcomes.stations.delivered import SUPPLY_CLASS
from lunarsim.world.outcomes.stations.functions import FUNCTION
from lunarsim.world.outcomes.stations.hands import BUILDER, REPAIR_WAIT, WORKER
from lunarsim.world.outcomes.stations.stocks import STOCK
from lunarsim.world.outcomes.stations.upkeep import UPKEEP_EVENT
from lunarsim.world.outcomes.stations.working_hours import HOURS_USE
from lunarsim.world.outcomes.variable import Coordinate
from lunarsim.world.prepared import prepare

FIXED = {
    "ree": Coordinate(REE_AXIS, "rare earth"),
    "stage": STAGE,
    "grade_cutoff": GRADE_CUTOFF,
    "cause": CAUSE,
    "milestone": MILESTONE,
    "gate": GATE,
    "limit": LIMIT,
    "purpose": PURPOSE,
    "function": FUNCTION,
    "stock": STOCK,
    "supply_class": SUPPLY_CLASS,
    "worker": WORKER,
    "repair_wait": REPAIR_WAIT,
    "builder": BUILDER,
    "hours_use": HOURS_USE,
    "upkeep_event": UPKEEP_EVENT,
}
"""Dimensions with the same labels in all sweeps."""

_TIME = ("timeline.start", "timeline.horizon_years")

_OF_ALL = {
    "timeline": ("as_of",),
    "plan": ("manifest", "mars"),
    "cooperation": ("mode",),
    "station": ("name", "lead"),
    "rival": ("name", "lead"),
    "programs": ("active", "camp"),
}
"""Parameters that decide, together, on stations, programs and who flies what."""

_OF_RECORDS = {
    "missions": ("program", "kind", "role", "ambitious", "assets", "cancelled"),
    "assets": ("program", "present"),
    "official_milestones": ("program", "title"),
}
"""Parameters that decide whether one mission flies with what, or whether one asset is there at the start."""


def label_part(key: str) -> str | None:
    """Return the part of the labels that a parameter decides: a record, the time, or an empty text for all of them.

    The labels of a record or of the time depend on nothing else but what decides on all. None stands for no labels.
    """
    group, _, rest = key.partition(".")
    record, _, name = rest.rpartition(".")
    if key in _TIME:
        return "timeline"
    if name in _OF_ALL.get(group, ()):
        return ""
    return f"{group}.{record}" if name in _OF_RECORDS.get(group, ()) else None


def world_coordinates(scenarios: Sequence[Scenario]) -> dict[str, Coordinate]:
    """Return the labels of the world's dimensions but time: the union over the scenarios in the order met."""
    stations = [station.name for scenario in scenarios for station in scenario.stations.values()]
    programs = [name for scenario in scenarios for name, program in scenario.programs.items() if program.active]
    missions: list[str] = []
    assets: list[str] = []
    for prepared in map(prepare, scenarios):
        assets.extend(prepared.present)
        missions.extend(planned.key for planned in prepared.missions)
        assets.extend(asset for planned in prepared.missions for asset in planned.mission.assets)
        assets.extend(asset for station in prepared.scenario.stations.values() for asset in station.parts)
    official = {
        key: (milestone.title, asked_for(scenario, milestone))
        for scenario in scenarios
        for key, milestone in scenario.official_milestones.items()
        if scenario.programs[milestone.program].active
    }
    titles, asked = tuple(zip(*official.values(), strict=True)) or ((), ())
    return {
        "station": Coordinate(_union(stations), "station"),
        "program": Coordinate(_union(programs), "program"),
        "mission": Coordinate(_union(missions), "mission"),
        "asset": Coordinate(_union(assets), "asset"),
        "official_milestone": Coordinate(tuple(official), "official milestone", texts={"title": titles, "asks": asked}),
        **FIXED,
    }


def time_coordinates(scenarios: Sequence[Scenario]) -> dict[str, Coordinate]:
    """Return the labels of months and years; months are numbered from the start where starts differ."""
    calendars = list(map(scenario_calendar, scenarios))
    months = max((calendar.months for calendar in calendars), key=len)
    years = range(min(calendar.years[0] for calendar in calendars), max(c.years[-1] for c in calendars) + 1)
    if len({calendar.start for calendar in calendars}) == 1:
        month = Coordinate(months, "month", about="First day of the month.")
    else:
        numbers = tuple(range(len(months)))
        month = Coordinate(numbers, "months since the start", "1", "Starts differ, see the levers.")
    return {"month": month, "year": Coordinate(tuple(years), "calendar year", "1")}


def _union(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
