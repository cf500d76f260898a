"""The mine's milestones, the horizon, and why each milestone is late."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import FloatArray
from lunarsim.world.causes import CAUSES
from lunarsim.world.history.trace import MILESTONES
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.variable import Coordinate, Variable

MILESTONE = Coordinate(MILESTONES, "milestone")
CAUSE = Coordinate(CAUSES, "cause of delay")

_NONE, _NO_RUN = -1, -2


@computes(
    Variable(
        "first_product_year",
        "first rare-earth product",
        "year",
        about="A commissioned unit of the plant has begun to make mixed oxide; decimal year, NaN for never.",
    ),
    Variable(
        "first_return_year",
        "first product on Earth",
        "year",
        about="A shipment of oxide has reached the Earth; decimal year, NaN for never.",
    ),
)
def mine_dates(runs: TracedRuns) -> Arrays:
    """Compute the dates of the mine's milestones."""
    return {
        "first_product_year": _mine_year(runs, "first_product"),
        "first_return_year": _mine_year(runs, "first_return"),
    }


def _mine_year(runs: TracedRuns, milestone: str) -> FloatArray:
    days = runs.each(lambda trace: trace.mine.milestone_day.get(milestone, np.nan))
    return runs.calendar.decimal_years(days)


@computes(
    Variable(
        "horizon_year", "end of the simulation", "year", about="Decimal year; what has no date was not reached by then."
    ),
)
def horizon(runs: TracedRuns) -> Arrays:
    """Compute the date of the horizon."""
    return {"horizon_year": runs.calendar.decimal_years(runs.each(lambda trace: trace.horizon_days))}


@computes(
    Variable(
        "milestone_critical_program",
        "program that a milestone hung on",
        "1",
        ("milestone",),
        dtype="i4",
        about=(
            "Position on the axis program of the owner of what completed the milestone or, where it was not reached, "
            "of what the station lacked first; -1 where nothing planned would bring it."
        ),
        fill=_NO_RUN,
    ),
    Variable(
        "milestone_critical_mission",
        "mission that a milestone hung on",
        "1",
        ("milestone",),
        dtype="i4",
        about=(
            "Position on the axis mission of what brought or would bring that; -1 for flights of the mine, hardware "
            "that was there from the start, and nothing."
        ),
        fill=_NO_RUN,
    ),
)
def critical_items(runs: TracedRuns) -> Arrays:
    """Compute what each milestone hung on."""
    programs, missions = runs.index("program"), {**runs.index("mission"), "": _NONE}
    rows = [
        [
            (programs[item.program], missions[item.mission]) if item is not None else (_NONE, _NONE)
            for item in map(trace.critical.get, MILESTONES)
        ]
        for trace in runs.traces
    ]
    program, mission = np.moveaxis(np.array(rows), -1, 0)
    return {"milestone_critical_program": program, "milestone_critical_mission": mission}


@computes(
    Variable(
        "delay_days",
        "delay against the plan",
        "day",
        ("milestone", "cause"),
        about=(
            "Date minus date of the same scenario with waits=none; never reached counts to the horizon; causes "
            "add up. NaN where the plan has no date."
        ),
    ),
)
def delays(runs: TracedRuns) -> Arrays:
    """Compute the delay of each milestone by cause."""
    unplanned = [np.nan] * len(CAUSES)
    rows = [
        [
            unplanned if days is None else [days.get(cause, 0.0) for cause in CAUSES]
            for days in map(trace.delay_days.get, MILESTONES)
        ]
        for trace in runs.traces
    ]
    return {"delay_days": np.array(rows, dtype=float)}
