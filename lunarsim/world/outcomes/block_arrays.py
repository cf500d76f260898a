"""All outcomes that come from traces, in the order of the dataset, and their arrays for the runs of a block."""

from __future__ import annotations

from collections.abc import Sequence

from lunarsim.scenario.scenario import Scenario
from lunarsim.world.mine.deposit import DepositState
from lunarsim.world.outcomes.calendar import Calendar
from lunarsim.world.outcomes.flights import flight_totals, flights_by_month
from lunarsim.world.outcomes.group import Arrays, declared
from lunarsim.world.outcomes.milestones import critical_items, delays, horizon, mine_dates
from lunarsim.world.outcomes.mine import (
    limits,
    mined,
    oxygen_and_upkeep,
    oxygen_by_month,
    plant_by_month,
    rare_earths,
)
from lunarsim.world.outcomes.missions import missions
from lunarsim.world.outcomes.programs import cooperation_and_pace, cooperation_by_month, crewed_landings
from lunarsim.world.outcomes.resource import resource
from lunarsim.world.outcomes.returns import returns, returns_in_time
from lunarsim.world.outcomes.runs import Labels, TracedRuns
from lunarsim.world.outcomes.station import assets, station_availability, station_dates, station_power
from lunarsim.world.trace import Trace

OUTCOMES = (
    flight_totals,
    resource,
    mined,
    limits,
    rare_earths,
    returns,
    oxygen_and_upkeep,
    station_dates,
    mine_dates,
    crewed_landings,
    station_availability,
    horizon,
    cooperation_and_pace,
    critical_items,
    delays,
    missions,
    assets,
    flights_by_month,
    station_power,
    plant_by_month,
    returns_in_time,
    oxygen_by_month,
    cooperation_by_month,
)
"""All outcomes of the world; the accounts add those of money."""

WORLD_VARIABLES = declared(OUTCOMES)


def outcomes(
    scenarios: Sequence[Scenario],
    traces: Sequence[Trace],
    deposits: Sequence[DepositState],
    calendar: Calendar,
    labels: Labels,
) -> Arrays:
    """Return the outcomes of some runs by variable, dims (run, ...).

    Parameters
    ----------
    scenarios, traces, deposits : sequences, dims (run,)
        Input, trace and deposit of each run.
    calendar : Calendar
        Months and years of the runs.
    labels : mapping
        Labels of the trailing dimensions.
    """
    runs = TracedRuns(scenarios, calendar, labels, traces, deposits)
    arrays: Arrays = {}
    for group in OUTCOMES:
        arrays |= group.arrays(runs)
    return arrays
