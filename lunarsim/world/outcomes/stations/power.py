"""Power of stations against the load that is wanted."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import FloatArray
from lunarsim.world.history.trace import MILESTONES
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.stations.hands import milestones_of
from lunarsim.world.outcomes.stations.histories import each_station, level_on, steps_of, year_integrals
from lunarsim.world.outcomes.variable import Variable

_WANTED = (
    "Power through the night of what works, over the load of all that works, shed or not, minus one: below 0 some of "
    "it is shed."
)


@computes(
    Variable(
        "station_power_margin",
        "power margin of the station",
        "1",
        ("station", "year"),
        "f4",
        about=f"{_WANTED} Of the means of the year; NaN where nothing takes power.",
    ),
    Variable(
        "milestone_power_margin",
        "power margin of the station at its milestones",
        "1",
        ("station", "milestone"),
        "f4",
        about=f"{_WANTED} On the day of the milestone; NaN where it is not reached or nothing takes power. Milestones "
        "of the mine are the main station's.",
    ),
)
def power_margins(runs: TracedRuns) -> Arrays:
    """Compute the power margin of each station by year and at milestones."""
    supply = year_integrals(runs, *steps_of(runs, lambda station: station.power_kw))
    wanted = year_integrals(runs, *steps_of(runs, lambda station: station.wanted_kw))
    at_milestones = np.full((2, runs.count, len(runs.labels["station"]), len(MILESTONES)), np.nan)
    for run, index, station in each_station(runs):
        for position, day in milestones_of(runs, run, station):
            for kind, steps in enumerate((station.power_kw, station.wanted_kw)):
                at_milestones[kind, run, index, position] = level_on(steps, day)
    return {"station_power_margin": _margin(supply, wanted), "milestone_power_margin": _margin(*at_milestones)}


def _margin(supply: FloatArray, wanted: FloatArray) -> FloatArray:
    margin = np.full(supply.shape, np.nan)
    # A watt in a day is rounding.
    np.divide(supply, wanted, out=margin, where=wanted > _ROUNDING)
    return margin - 1.0


_ROUNDING = 1e-3
