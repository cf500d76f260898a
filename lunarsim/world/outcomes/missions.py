"""Each mission of the manifest: its plan, its last launch and how that ended."""

from __future__ import annotations

import numpy as np

from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.variable import Variable
from lunarsim.world.trace import FLIGHT_OUTCOMES

_ABSENT = -1


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
        about="Of its last flight.",
        flags=((_ABSENT, "absent"), *enumerate(FLIGHT_OUTCOMES)),
        fill=-2,
    ),
)
def missions(runs: TracedRuns) -> Arrays:
    """Compute dates and outcome of each mission; those of other scenarios are absent."""
    absent = (np.nan, np.nan, _ABSENT)
    keys = runs.labels["mission"]
    rows = []
    for trace in runs.traces:
        kept = {
            key: (record.planned_day, record.launched_day, record.outcome)
            for key, record in trace.flights.missions.items()
        }
        rows.append([kept.get(key, absent) for key in keys])
    planned, launched, outcome = np.moveaxis(np.array(rows, dtype=float).reshape(runs.count, len(keys), 3), -1, 0)
    return {
        "mission_planned_year": runs.calendar.decimal_years(planned),
        "mission_launch_year": runs.calendar.decimal_years(launched),
        "mission_outcome": outcome.astype(np.int8),
    }
