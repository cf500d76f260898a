"""All outcomes that come from traces, in the order of the dataset."""

from __future__ import annotations

from lunarsim.world.outcomes.flights import flight_totals, flights_by_month
from lunarsim.world.outcomes.group import Arrays, arrays_of, declared
from lunarsim.world.outcomes.milestones import critical_items, delays, horizon, mine_dates
from lunarsim.world.outcomes.mine import (
    growth,
    limits,
    mined,
    oxygen_and_upkeep,
    oxygen_by_month,
    plant_by_month,
    rare_earths,
)
from lunarsim.world.outcomes.missions import missions
from lunarsim.world.outcomes.money import budgets, work
from lunarsim.world.outcomes.official import official_milestones
from lunarsim.world.outcomes.programs import (
    cooperation_and_pace,
    cooperation_by_month,
    crewed_landings,
    crewed_missions,
)
from lunarsim.world.outcomes.prospects.gates import gates
from lunarsim.world.outcomes.prospects.resource import resource
from lunarsim.world.outcomes.returns import returns, returns_in_time
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.station import assets, station_availability, station_dates, station_power
from lunarsim.world.outcomes.stations.delivered import delivered
from lunarsim.world.outcomes.stations.functions import function_availability
from lunarsim.world.outcomes.stations.hands import commissioning_work, repair_work
from lunarsim.world.outcomes.stations.power import power_margins
from lunarsim.world.outcomes.stations.stocks import stocks
from lunarsim.world.outcomes.stations.upkeep import upkeep
from lunarsim.world.outcomes.stations.working_hours import working_hours

OUTCOMES = (
    flight_totals,
    resource,
    mined,
    limits,
    rare_earths,
    returns,
    oxygen_and_upkeep,
    growth,
    station_dates,
    mine_dates,
    gates,
    crewed_landings,
    crewed_missions,
    station_availability,
    upkeep,
    stocks,
    delivered,
    function_availability,
    power_margins,
    repair_work,
    commissioning_work,
    working_hours,
    horizon,
    cooperation_and_pace,
    budgets,
    work,
    critical_items,
    delays,
    official_milestones,
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


def outcomes(runs: TracedRuns) -> Arrays:
    """Return the outcomes of some runs by variable, dims (run, ...)."""
    return arrays_of(OUTCOMES, runs)
