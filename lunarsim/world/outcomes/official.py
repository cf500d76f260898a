"""The official milestones: when each wording is fulfilled, and when that was promised."""

from __future__ import annotations

import math

import numpy as np

from lunarsim.scenario.library.official_milestone import OfficialMilestone
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.units import decimal_year, parse_date
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.variable import Variable
from lunarsim.world.trace import StationTrace, Trace


@computes(
    Variable(
        "official_milestone_year",
        "official milestone",
        "year",
        ("official_milestone",),
        about=(
            "When all missions that its wording names have delivered what they bring and the station of its program "
            "has been equipped with the functions and the power that it asks for; decimal year, NaN for never and "
            "where the plan lacks it."
        ),
    ),
    Variable(
        "official_milestone_promised_year",
        "promised date of the official milestone",
        "year",
        ("official_milestone",),
        about="By when the agency promised it; decimal year, NaN where the plan lacks it.",
    ),
)
def official_milestones(runs: TracedRuns) -> Arrays:
    """Compute the dates of the official milestones and those that were promised."""
    labels = runs.labels["official_milestone"]
    reached = np.full((runs.count, len(labels)), np.nan)
    promised = np.full(reached.shape, np.nan)
    index = runs.index("official_milestone")
    for run, (scenario, trace) in enumerate(zip(runs.scenarios, runs.traces, strict=True)):
        for key, milestone in scenario.official_milestones.items():
            if key in index:
                reached[run, index[key]] = _day(scenario, trace, key, milestone)
                promised[run, index[key]] = decimal_year(parse_date(milestone.promised))
    return {
        "official_milestone_year": runs.calendar.decimal_years(reached),
        "official_milestone_promised_year": promised,
    }


def _day(scenario: Scenario, trace: Trace, key: str, milestone: OfficialMilestone) -> float:
    """Return when a wording was fulfilled [day], NaN for never."""
    records = trace.flights.missions
    day = 0.0
    for mission in milestone.missions:
        record = records.get(mission)
        completed = record.completed_day if record is not None else math.nan
        if math.isnan(completed):
            return math.nan
        day = max(day, completed)
    if milestone.functions or milestone.power_kw > 0.0:
        station = _station(scenario, trace, milestone.program)
        equipped = station.equipped_day.get(key, math.nan) if station is not None else math.nan
        day = equipped if math.isnan(equipped) else max(day, equipped)
    return day


def _station(scenario: Scenario, trace: Trace, program: str) -> StationTrace | None:
    """Return the station that a program leads, if any."""
    if scenario.station.lead == program:
        return trace.station
    return trace.rival if scenario.has_rival and scenario.rival.lead == program else None


def asked_for(scenario: Scenario, milestone: OfficialMilestone) -> str:
    """Return in words what makes an official milestone."""
    parts = []
    if milestone.missions:
        titles = (scenario.missions[key].title for key in milestone.missions)
        parts.append(f"delivery of all that is brought by {', '.join(titles)}")
    if milestone.functions or milestone.power_kw > 0.0:
        power = (f"{milestone.power_kw:g} kW through a night",) if milestone.power_kw > 0.0 else ()
        functions = (_IN_WORDS.get(name, name) for name in milestone.functions)
        parts.append(f"a station equipped with {', '.join((*functions, *power))}")
    return " and ".join(parts)


_IN_WORDS = {"isru": "use of resources", "isru_pilot": "use of resources at pilot scale", "nuclear": "nuclear power"}
"""Functions of hardware whose names are no words for people."""
