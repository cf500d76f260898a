"""What the mine is worth to each program, by who pays for it and who receives its product."""

from __future__ import annotations

import numpy as np

from lunarsim.physics.money.discounting import net_present_value
from lunarsim.study.accounts.costs import all_costs
from lunarsim.study.accounts.mine_costs import by_month_of_year
from lunarsim.study.accounts.payers import paid_shares
from lunarsim.study.accounts.present_value import month_factors
from lunarsim.study.accounts.revenue import monthly_revenue
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.study.accounts.supply.holders import product_by_program_t
from lunarsim.words.arrays import FloatArray
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.variable import Variable


@computes(
    Variable(
        "mine_cost_share",
        "share of the mine's cost",
        "1",
        ("program",),
        about="What a program pays of it, by finance.mine_paid_by.",
    ),
    Variable(
        "mine_npv_musd",
        "net present value of the mine to a program",
        "MUSD",
        ("program",),
        about="Revenue from its product, by market.held_by, minus its share of the mine's cost, discounted; over all "
        "programs npv_musd. What a bloc buys is sold by those who are due it by agreement.",
    ),
)
def partners(runs: StoredRuns) -> Arrays:
    """Compute what each program pays of the mine and what it has of it."""
    factors = runs.shared(month_factors)
    cost = np.asarray(net_present_value(runs.shared(all_costs).mine.total, factors))
    revenue = runs.shared(monthly_revenue)[:, None] * by_month_of_year(yearly_shares(runs), runs.calendar)
    paid = paid_shares(runs)
    income = np.asarray(net_present_value(revenue, factors[:, None]))
    return {"mine_cost_share": paid, "mine_npv_musd": income - paid * cost[:, None]}


def yearly_shares(runs: StoredRuns) -> FloatArray:
    """Return each program's part of the oxide that lands in a year, dims (run, program, year) [1]; 0 without any."""
    landed = product_by_program_t(runs)
    everything = np.broadcast_to(landed.sum(axis=1)[:, None], landed.shape)
    shares: FloatArray = np.divide(landed, everything, out=np.zeros(landed.shape), where=everything > 0)
    return shares
