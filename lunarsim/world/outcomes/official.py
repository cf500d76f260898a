"""The official milestones: when each wording is fulfilled, and when that was promised."""

from __future__ import annotations

import math

import numpy as np

from lunarsim.scenario.library.official_milestone import OfficialMilestone
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.units import decimal_year, parse_date
from lunarsim.world.history.stations import StationTrace
from lunarsim.world.history.trace import Trace
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.variable import Variable


@computes(
    Variable(
        "official_milestone_year",
        "official milestone",
        "year",
        ("official_milestone",),
        about=(
            "When all missions that its wording names have delivered what they bring, missions of its program the "
            "hardware and a crew the landing that it asks for, and the station of the program has been equipped with "
            "its functions and its power; decimal year, NaN for never and where the plan lacks it."
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
    days = [_completed(trace, mission) for mission in milestone.missions]
    days += [_first_brought(scenario, trace, milestone.program, function) for function in milestone.own_hardware]
    if milestone.crewed_landing:
        days.append(trace.flights.crewed_landing_day.get(milestone.program, math.inf))
    if milestone.asks_the_station:
        station = _station(scenario, trace, milestone.program)
        days.append(station.equipped_day.get(key, math.inf) if station is not None else math.inf)
    day = max(days)
    return day if day < math.inf else math.nan


def _completed(trace: Trace, mission: str) -> float:
    """Return when a mission had delivered all that it brings [day], infinity for never."""
    record = trace.flights.missions.get(mission)
    return math.inf if record is None or math.isnan(record.completed_day) else record.completed_day


def _first_brought(scenario: Scenario, trace: Trace, program: str, function: str) -> float:
    """Return when a program's missions had first delivered hardware with a function [day], infinity for never.

    What else they were to bring may follow later.
    """
    return min(
        (
            day
            for hardware, day in trace.flights.delivered_day.items()
            if scenario.missions[hardware.mission].program == program
            and function in scenario.assets[hardware.asset].functions
        ),
        default=math.inf,
    )


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
    if milestone.own_hardware:
        hardware = (_IN_WORDS.get(name, name) for name in milestone.own_hardware)
        parts.append(f"hardware of its own delivered for {', '.join(hardware)}")
    if milestone.crewed_landing:
        parts.append("a crewed landing with safe return")
    if milestone.asks_the_station:
        power = (f"{milestone.power_kw:g} kW through a night",) if milestone.power_kw > 0.0 else ()
        functions = (_IN_WORDS.get(name, name) for name in milestone.functions)
        parts.append(f"a station equipped with {', '.join((*functions, *power))}")
    return " and ".join(parts)


_IN_WORDS = {"isru": "use of resources", "isru_pilot": "use of resources at pilot scale", "nuclear": "nuclear power"}
"""Functions of hardware whose names are no words for people."""
