"""The accounts: money and supply, from stored arrays only, for all runs of a block at once.

They read the arrays as they are stored, so that they can be computed again from a stored sweep, bit for bit. Each run's
row depends on no other: sums run over trailing axes, and no matrix product crosses runs.
"""

from __future__ import annotations

from collections.abc import Iterable

from lunarsim.scenario.scenario import Scenario
from lunarsim.study.accounts.contributions import contributions
from lunarsim.study.accounts.costs import COST_CLASS, costs
from lunarsim.study.accounts.gate_costs import before_the_plant
from lunarsim.study.accounts.marginal_cost import marginal_costs
from lunarsim.study.accounts.mine_costs import COST_PART
from lunarsim.study.accounts.present_value import present_values
from lunarsim.study.accounts.prices import prices
from lunarsim.study.accounts.revenue import revenues
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.study.accounts.supply.demand import demand, sector_coordinate
from lunarsim.study.accounts.supply.effort import efforts
from lunarsim.study.accounts.supply.producers import bloc_coordinate, country_coordinate, stage_coordinate
from lunarsim.study.accounts.supply.reliance import reliance
from lunarsim.study.accounts.supply.restriction import restrictions
from lunarsim.study.accounts.supply.shares import production
from lunarsim.study.accounts.worth.in_space import uses_in_space
from lunarsim.study.accounts.worth.joint import joint_costs
from lunarsim.study.accounts.worth.partners import partners
from lunarsim.world.outcomes.group import Arrays, arrays_of, declared
from lunarsim.world.outcomes.variable import Coordinate

ACCOUNTS = (
    costs,
    before_the_plant,
    contributions,
    revenues,
    present_values,
    marginal_costs,
    joint_costs,
    uses_in_space,
    partners,
    prices,
    demand,
    production,
    reliance,
    restrictions,
    efforts,
)
"""All accounts, in the order of the dataset."""

ACCOUNT_VARIABLES = declared(ACCOUNTS)


def account_coordinates(scenarios: Iterable[Scenario]) -> dict[str, Coordinate]:
    """Return the labels of the dimensions that only accounts have."""
    return {
        "cost_class": COST_CLASS,
        "cost_part": COST_PART,
        "bloc": bloc_coordinate(scenarios),
        "sector": sector_coordinate(),
        "supply_stage": stage_coordinate(),
        "country": country_coordinate(),
    }


def accounts(runs: StoredRuns) -> Arrays:
    """Return the accounts of some runs by variable, dims (run, ...)."""
    return arrays_of(ACCOUNTS, runs)
