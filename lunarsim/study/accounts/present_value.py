"""Present values: whether the mine pays, when, and at which price it would."""

from __future__ import annotations

import numpy as np

from lunarsim.physics.money.annuity import break_even_price_usd_per_kg, internal_rate_of_return
from lunarsim.physics.money.discounting import discount_factors, levelized_cost_usd_per_kg, net_present_value
from lunarsim.study.accounts.costs import all_costs
from lunarsim.study.accounts.revenue import monthly_revenue
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.words.arrays import FloatArray
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.variable import Variable
from lunarsim.world.purposes import PLANT, PURPOSES


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
    Variable(
        "internal_rate_of_return",
        "internal rate of return of the mine",
        "year-1",
        about="Discount rate at which its net present value is zero; NaN where it never earns what it costs.",
    ),
    Variable(
        "year_npv_musd",
        "net present value of the mine up to a year",
        "MUSD",
        ("year",),
        "f4",
        "Discounted revenue minus cost from the start to the end of the year, to the horizon in the last.",
    ),
    Variable(
        "mine_cost_part_musd",
        "present value of the mine's cost",
        "MUSD",
        ("cost_part",),
        about="By part, discounted to the start; over the present value of the oxide delivered the parts add up to "
        "unit_cost_usd_per_kg.",
    ),
    Variable(
        "steady_cost_usd_per_kg",
        "unit cost in steady work",
        "USD/kg",
        about="Of oxide on Earth, where plant and delivery are paid back over finance.plant_life_years of work while "
        "resupply, operations and product go on as in the mean of the years at work, and all product comes home; NaN "
        "without product.",
    ),
)
def present_values(runs: StoredRuns) -> Arrays:
    """Compute net present values, and unit cost and break-even price of the oxide."""
    factors, years = runs.shared(month_factors), month_years(runs)
    costs, revenue = runs.shared(all_costs), runs.shared(monthly_revenue)
    program_flow = revenue
    for cost in np.moveaxis(costs.by_class, 1, 0):
        program_flow = program_flow - cost
    mine_cost = costs.mine.total
    unit_cost = runs.shared(unit_costs)
    flow = revenue - mine_cost
    ends = np.searchsorted(runs.calendar.edges[:-1], runs.calendar.year_edges[1:], side="left") - 1
    return {
        "npv_musd": net_present_value(flow, factors),
        "npv_program_musd": net_present_value(program_flow, factors),
        "unit_cost_usd_per_kg": unit_cost,
        "breakeven_price_usd_per_kg": breakeven_price(unit_cost, runs.column("market", "separation_discount")),
        "internal_rate_of_return": np.asarray(internal_rate_of_return(flow, years)),
        "year_npv_musd": np.cumsum(flow * factors, axis=-1)[:, ends],
        "mine_cost_part_musd": runs.shared(present_parts),
        "steady_cost_usd_per_kg": steady_costs(runs),
    }


def unit_costs(runs: StoredRuns) -> FloatArray:
    """Return the present value of the mine's cost over that of its oxide on Earth, dims (run,) [USD/kg]."""
    mine_cost, factors = runs.shared(all_costs).mine.total, runs.shared(month_factors)
    return np.asarray(levelized_cost_usd_per_kg(mine_cost, runs.outcome("month_reo_delivered_kg"), factors))


def month_years(runs: StoredRuns) -> FloatArray:
    """Return the time from the start to the middle of each month, dims (month,) [yr]."""
    edges = runs.calendar.edges
    middle: FloatArray = (edges[:-1] + edges[1:]) / 2 / DAYS_PER_YEAR
    return middle


def month_factors(runs: StoredRuns) -> FloatArray:
    """Return the present value of a unit of money in each month, dims (run, month) [1]."""
    return np.asarray(discount_factors(month_years(runs), runs.column("finance", "discount_rate")[:, None]))


def present_parts(runs: StoredRuns) -> FloatArray:
    """Return the present value of the mine's cost by part, dims (run, cost_part) [MUSD]."""
    parts = runs.shared(all_costs).mine.by_part
    return np.asarray(net_present_value(parts, runs.shared(month_factors)[:, None]))


def steady_costs(runs: StoredRuns) -> FloatArray:
    """Return the unit cost of oxide on Earth of plants in steady work, dims (run,) [USD/kg].

    NaN without product, and where none is flown home.
    """
    mine = runs.shared(all_costs).mine
    resupply_musd, operations_musd = mine.resupply.sum(axis=-1), mine.plant.sum(axis=-1)
    # First craft and propellant of returns came with the plant, and are paid back as it is.
    capital_musd = (mine.delivery + mine.hardware).sum(axis=-1) - resupply_musd
    months = np.diff(runs.calendar.edges) / DAYS_PER_YEAR
    units = runs.outcome("month_plant_units")
    # A plant of which units come one by one is at work for as long as its units are on average.
    most = units.max(axis=-1)
    at_work_years = np.divide((units * months).sum(axis=-1), most, out=np.ones(most.shape), where=most > 0)
    landed_kg = runs.outcome("month_delivery_sent_kg")[:, PURPOSES.index(PLANT)].sum(axis=-1)
    made_kg = runs.outcome("reo_produced_kg")
    landed_kg = np.where(landed_kg > 0, landed_kg, 1.0)
    costs = break_even_price_usd_per_kg(
        capital_musd * 1e6 / landed_kg,
        runs.column("finance", "discount_rate"),
        runs.column("finance", "plant_life_years"),
        resupply_musd / np.where(capital_musd > 0, capital_musd, 1.0) / at_work_years,
        made_kg / landed_kg / at_work_years,
        operations_musd * 1e6 / np.where(made_kg > 0, made_kg, 1.0)
        + runs.column("logistics", "return_usd_per_kg") / runs.column("flowsheet", "reo_purity"),
    )
    flies = runs.column("logistics", "return_interval_days") != 0
    return np.where(flies, costs, np.nan)


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
