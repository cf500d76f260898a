"""Present values: whether the mine pays, and at which price it would."""

from __future__ import annotations

import numpy as np

from lunarsim.physics.money.discounting import discount_factors, levelized_cost_usd_per_kg, net_present_value
from lunarsim.study.accounts.costs import all_costs
from lunarsim.study.accounts.revenue import monthly_revenue
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.words.arrays import FloatArray
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.variable import Variable


@computes(
    Variable(
        "npv_musd",
        "net present value of the mine",
        "MUSD",
        about="Revenue from rare earths minus the mine's increment, discounted to the start.",
    ),
    Variable(
        "npv_program_musd",
        "net present value of everything",
        "MUSD",
        about="Revenue from rare earths minus all cost, discounted to the start.",
    ),
    Variable(
        "unit_cost_usd_per_kg",
        "unit cost of oxide on Earth",
        "USD/kg",
        about=(
            "Present value of the mine's cost over present value of kilograms of oxide delivered; NaN without product."
        ),
    ),
    Variable(
        "breakeven_price_usd_per_kg",
        "break-even price",
        "USD/kg",
        about="Basket price, before separation, at which the mine's net present value is zero; NaN without product.",
    ),
)
def present_values(runs: StoredRuns) -> Arrays:
    """Compute net present values, and unit cost and break-even price of the oxide."""
    factors = _factors(runs)
    costs, revenue = runs.shared(all_costs), runs.shared(monthly_revenue)
    program_flow = revenue
    for cost in np.moveaxis(costs.by_class, 1, 0):
        program_flow = program_flow - cost
    mine_cost = costs.mine.total
    unit_cost = runs.shared(unit_costs)
    return {
        "npv_musd": net_present_value(revenue - mine_cost, factors),
        "npv_program_musd": net_present_value(program_flow, factors),
        "unit_cost_usd_per_kg": unit_cost,
        "breakeven_price_usd_per_kg": breakeven_price(unit_cost, runs.column("market", "separation_discount")),
    }


def unit_costs(runs: StoredRuns) -> FloatArray:
    """Return the present value of the mine's cost over that of its oxide on Earth, dims (run,) [USD/kg]."""
    mine_cost = runs.shared(all_costs).mine.total
    return np.asarray(levelized_cost_usd_per_kg(mine_cost, runs.outcome("month_reo_delivered_kg"), _factors(runs)))


def _factors(runs: StoredRuns) -> FloatArray:
    edges = runs.calendar.edges
    mid_month_years = (edges[:-1] + edges[1:]) / 2 / DAYS_PER_YEAR
    return np.asarray(discount_factors(mid_month_years, runs.column("finance", "discount_rate")[:, None]))


def breakeven_price(unit_cost_usd_per_kg: FloatArray, separation_discount: FloatArray) -> FloatArray:
    """Return the basket price of which, after separation, the unit cost is left.

    Parameters
    ----------
    unit_cost_usd_per_kg : array [USD/kg], dims (run,)
        Unit cost of oxide on Earth.
    separation_discount : array [1], dims (run,)
        Share of the basket price that separation takes.

    Returns
    -------
    array [USD/kg], dims (run,)
        NaN without product, or where separation takes all.
    """
    kept = 1.0 - separation_discount
    price = np.full(kept.shape, np.nan)
    np.divide(unit_cost_usd_per_kg, kept, out=price, where=kept > 0)
    return price
