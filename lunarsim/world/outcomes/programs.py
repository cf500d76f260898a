"""The programs: crewed landings, cooperation, and the pace that their money allows."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from lunarsim.words.sums import total
from lunarsim.world.history.flight_outcomes import CREW_LOSSES, LOSS_OF_CREW, LOSS_OF_MISSION, SUCCESS
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.variable import Variable


@computes(
    Variable(
        "crewed_landing_year",
        "first crewed landing",
        "year",
        ("program",),
        about="A crew of the program has landed on the Moon in full success; decimal year, NaN for never.",
    ),
)
def crewed_landings(runs: TracedRuns) -> Arrays:
    """Compute the date of each program's first crewed landing."""
    days = runs.by_label("program", lambda trace: trace.flights.crewed_landing_day)
    return {"crewed_landing_year": runs.calendar.decimal_years(days)}


@computes(
    Variable(
        "first_crew_lost_year",
        "first loss of a crew",
        "year",
        ("program",),
        about="A crew of the program is lost in ascent or after its departure; decimal year, NaN for none.",
    ),
    Variable(
        "crewed_missions_flown",
        "crewed missions flown",
        "1",
        ("program",),
        dtype="i4",
        about="To the Moon, counted from the crew's departure, after all launches have succeeded.",
    ),
    Variable(
        "crewed_missions_lost",
        "crewed missions lost",
        "1",
        ("program",),
        dtype="i4",
        about="Of those flown, the ones without landing or without safe return.",
    ),
    Variable(
        "crews_lost",
        "crews lost",
        "1",
        ("program",),
        dtype="i4",
        about="In these lost missions, or when the launch that carried them failed.",
    ),
)
def crewed_missions(runs: TracedRuns) -> Arrays:
    """Count crewed missions, and which of them were lost with or without their crew, and date the first lost crew."""
    crewed = [trace.flights.crewed for trace in runs.traces]

    def count(outcomes: Collection[int]) -> NDArray[np.int32]:
        rows = [
            [total((outcome in outcomes for outcome in kept.get(name, ())), 0) for name in runs.labels["program"]]
            for kept in crewed
        ]
        return np.array(rows, dtype=np.int32).reshape(runs.count, -1)

    lost = runs.by_label("program", lambda trace: trace.flights.crew_lost_day)
    return {
        "first_crew_lost_year": runs.calendar.decimal_years(lost),
        "crewed_missions_flown": count({SUCCESS, LOSS_OF_MISSION, LOSS_OF_CREW}),
        "crewed_missions_lost": count({LOSS_OF_MISSION, LOSS_OF_CREW}),
        "crews_lost": count(CREW_LOSSES),
    }


@computes(
    Variable(
        "cooperation_end_year",
        "end of the cooperation",
        "year",
        about="The agreement of China and Russia lapses; decimal year, NaN where it holds to the horizon or never was.",
    ),
    Variable(
        "replacement_ordered_year",
        "replacements ordered",
        "year",
        about=(
            "When the lead ordered its own instead of partners' contributions; decimal year, NaN where it did not. "
            "Without an agreement, in time for its plan."
        ),
    ),
    Variable(
        "program_pace",
        "mean pace of the program",
        "1",
        ("program",),
        about=(
            "Mean over the simulation of (money left for work / left in the plan) ** elasticity; NaN for one that "
            "takes no part."
        ),
    ),
)
def cooperation_and_pace(runs: TracedRuns) -> Arrays:
    """Compute when the cooperation ended, when replacements were ordered, and each program's pace."""
    return {
        "cooperation_end_year": runs.calendar.decimal_years(runs.each(lambda trace: trace.programs.lapse_day)),
        "replacement_ordered_year": runs.calendar.decimal_years(
            runs.each(lambda trace: trace.programs.replacement_day)
        ),
        "program_pace": runs.by_label("program", lambda trace: trace.programs.mean_pace),
    }


@computes(
    Variable(
        "month_cooperation_active",
        "cooperation in force",
        "1",
        ("month",),
        "f4",
        about="Share of the month in which what carries the joint missions has neither ended nor is suspended.",
    ),
)
def cooperation_by_month(runs: TracedRuns) -> Arrays:
    """Compute the share of each month in which the cooperation is in force."""
    return {"month_cooperation_active": runs.month_means(lambda trace: trace.programs.cooperation)}
