"""Oxygen and rare earths as joint products: the common cost shared by value."""

from __future__ import annotations

import numpy as np

from lunarsim.physics.money.discounting import net_present_value
from lunarsim.study.accounts.costs import all_costs
from lunarsim.study.accounts.present_value import month_factors
from lunarsim.study.accounts.revenue import monthly_revenue
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.words.arrays import FloatArray
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.variable import Variable


@computes(
    Variable(
        "npv_joint_musd",
        "net present value of the mine with its oxygen sold",
        "MUSD",
        about="npv_musd and the present value of the oxygen that no return uses, sold on the Moon as it is made.",
    ),
    Variable(
        "ree_cost_share",
        "share of the joint cost that rare earths bear",
        "1",
        about="By net realizable value: revenue from rare earths minus their return, at least 0, over that and the "
        "value of oxygen, all as present values; 1 without oxygen, NaN without either.",
    ),
    Variable(
        "unit_cost_joint_usd_per_kg",
        "unit cost of oxide on Earth, joint cost shared by value",
        "USD/kg",
        about="That share of the mine's cost, and the return with its craft and propellant, which is for "
        "rare earths alone, over the oxide delivered, in present values; NaN without product.",
    ),
)
def joint_costs(runs: StoredRuns) -> Arrays:
    """Share the cost of the mine between rare earths and oxygen by what both are worth."""
    factors, costs = runs.shared(month_factors), runs.shared(all_costs).mine
    rare_earths = np.asarray(net_present_value(runs.shared(monthly_revenue), factors))
    oxygen = np.asarray(net_present_value(monthly_oxygen_value(runs), factors))
    total, back = (np.asarray(net_present_value(cost, factors)) for cost in (costs.total, costs.whole_return))
    realizable = np.maximum(rare_earths - back, 0.0)
    worth = realizable + oxygen
    # Without oxygen there is nobody else to bear the cost, however little the oxide brings.
    unshared = np.where(rare_earths > 0, 1.0, np.nan)
    share = np.divide(realizable, worth, out=unshared, where=worth > 0)
    delivered_kg = np.asarray(net_present_value(runs.outcome("month_reo_delivered_kg"), factors))
    borne = (share * (total - back) + back) * 1e6
    return {
        "npv_joint_musd": rare_earths + oxygen - total,
        "ree_cost_share": share,
        "unit_cost_joint_usd_per_kg": np.divide(
            borne, delivered_kg, out=np.full(borne.shape, np.nan), where=delivered_kg > 0
        ),
    }


def monthly_oxygen_value(runs: StoredRuns) -> FloatArray:
    """Return the undiscounted value of the oxygen that no return uses, dims (run, month) [MUSD]."""
    made, left = runs.outcome("month_oxygen_produced_kg"), runs.outcome("oxygen_left_kg")
    everything = made.sum(axis=-1)
    kept = np.divide(left, everything, out=np.zeros(left.shape), where=everything > 0)
    value: FloatArray = made * (kept * runs.column("market", "oxygen_usd_per_kg"))[:, None] * 1e-6
    return value
