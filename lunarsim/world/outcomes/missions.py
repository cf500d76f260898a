"""Each mission of the manifest: its plan, its first and its last flight, and how these ended."""

from __future__ import annotations

import math

import numpy as np

from lunarsim.world.history.flight_outcomes import FLIGHT_OUTCOMES, NOT_FLOWN, SHELVED
from lunarsim.world.history.missions import MissionRecord
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.variable import Variable

_ABSENT = -1
_FLAGS = ((_ABSENT, "absent"), *enumerate(FLIGHT_OUTCOMES))


@computes(
    Variable(
        "mission_planned_year",
        "planned launch",
        "year",
        ("mission",),
        about="By the manifest, no earlier than the start; decimal year, NaN where the manifest lacks it.",
    ),
    Variable(
        "mission_launch_year",
        "launch",
        "year",
        ("mission",),
        about="Last launch of the mission; decimal year, NaN for never.",
    ),
    Variable(
        "mission_outcome",
        "outcome of the mission",
        "1",
        ("mission",),
        dtype="i1",
        about="Of its last flight; shelved: given up before its first one, and not restarted.",
        flags=_FLAGS,
        fill=-2,
    ),
    Variable(
        "mission_first_launch_year",
        "first launch",
        "year",
        ("mission",),
        about="First launch of the mission's first flight; decimal year, NaN for never.",
    ),
    Variable(
        "mission_first_landing_year",
        "first landing",
        "year",
        ("mission",),
        about=(
            "When a flight of the mission first came down on the Moon in working order, in full or in part; decimal "
            "year, NaN for never and for what does not land."
        ),
    ),
    Variable(
        "mission_first_outcome",
        "outcome of the first flight",
        "1",
        ("mission",),
        dtype="i1",
        about="Of the mission's first flight; later ones are flown to make up for a loss.",
        flags=_FLAGS,
        fill=-2,
    ),
)
def missions(runs: TracedRuns) -> Arrays:
    """Compute dates and outcome of each mission; those of other scenarios are absent."""
    absent = (np.nan, np.nan, _ABSENT, np.nan, np.nan, _ABSENT)
    keys = runs.labels["mission"]
    rows = []
    for trace in runs.traces:
        kept = {key: _row(record) for key, record in trace.flights.missions.items()}
        rows.append([kept.get(key, absent) for key in keys])
    table = np.array(rows, dtype=float).reshape(runs.count, len(keys), len(absent))
    planned, launched, outcome, first_launched, first_landed, first_outcome = np.moveaxis(table, -1, 0)
    return {
        "mission_planned_year": runs.calendar.decimal_years(planned),
        "mission_launch_year": runs.calendar.decimal_years(launched),
        "mission_outcome": outcome.astype(np.int8),
        "mission_first_launch_year": runs.calendar.decimal_years(first_launched),
        "mission_first_landing_year": runs.calendar.decimal_years(first_landed),
        "mission_first_outcome": first_outcome.astype(np.int8),
    }


def _row(record: MissionRecord) -> tuple[float, ...]:
    outcome = record.outcome
    if outcome == NOT_FLOWN and record.given_up_day < math.inf and record.waiting_for == "shelving":
        outcome = SHELVED
    # Where nothing was flown, what became of the mission is all that can be said of its first flight.
    first = outcome if record.first_outcome == NOT_FLOWN and not record.in_flight else record.first_outcome
    return (
        record.planned_day,
        record.launched_day,
        outcome,
        record.first_launched_day,
        record.first_landed_day,
        first,
    )
