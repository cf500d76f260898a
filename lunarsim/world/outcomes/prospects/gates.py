"""The gates before the plant and its technology: when each is done, and what ended the undertaking."""

from __future__ import annotations

import numpy as np

from lunarsim.scenario.groups.extraction.gates import GATES
from lunarsim.words.arrays import FloatArray
from lunarsim.world.outcomes.calendar import Calendar
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.variable import Coordinate, Variable

GATE = Coordinate(GATES, "gate before the plant")


@computes(
    Variable(
        "gate_year",
        "end of a gate before the plant",
        "year",
        ("gate",),
        about=(
            "When what it shows is known; decimal year, NaN for never, and for what takes no time or is not required."
        ),
    ),
    Variable(
        "gate_work",
        "work on a gate",
        "1",
        ("gate", "year"),
        "f4",
        about="Share of all its work that is done in the year, evenly from its begin to its end.",
    ),
    Variable(
        "gate_stops",
        "undertakings ended at a gate",
        "1",
        ("gate",),
        "i1",
        about="1 where its samples or its pilot showed less than the stop rule asks for, so that no plant flies.",
    ),
    Variable(
        "technology_ready_year",
        "technology of the plant is ready",
        "year",
        about="The least ready step can work on the Moon; decimal year, NaN for never and without a plant.",
    ),
)
def gates(runs: TracedRuns) -> Arrays:
    """Compute when gates end and technology is ready, the work on gates by year, and what ended the undertaking."""
    records = [{record.gate: record for record in trace.mine.gates} for trace in runs.traces]
    horizon_days = runs.calendar.edges[-1]
    ready_days = runs.each(lambda trace: trace.mine.technology_ready_day)
    begins, ends = (
        np.array([[getattr(row[gate], part) if gate in row else np.nan for gate in GATES] for row in records])
        for part in ("begin_day", "end_day")
    )
    stops = np.array([[gate in row and row[gate].stops for gate in GATES] for row in records]) & (ends < horizon_days)
    return {
        "gate_year": runs.calendar.decimal_years(np.where(ends < horizon_days, ends, np.nan)),
        "gate_work": np.nan_to_num(_done_by_year(begins, ends, runs.calendar)),
        "gate_stops": stops.astype("i1"),
        "technology_ready_year": runs.calendar.decimal_years(np.where(ready_days < horizon_days, ready_days, np.nan)),
    }


def _done_by_year(begin_day: FloatArray, end_day: FloatArray, calendar: Calendar) -> FloatArray:
    """Return the share of some spans that lies in each year, dims (run, gate, year); NaN where there is no span."""
    edges = np.clip(calendar.year_edges, 0.0, calendar.edges[-1])
    done = np.clip((edges - begin_day[..., None]) / (end_day - begin_day)[..., None], 0.0, 1.0)
    shares: FloatArray = np.diff(done, axis=-1)
    return shares
