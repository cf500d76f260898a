"""Use on the Moon as another market: what is made there is worth the delivery that it saves, as far as it is needed."""

from __future__ import annotations

import numpy as np

from lunarsim.physics.money.discounting import net_present_value
from lunarsim.study.accounts.costs import all_costs
from lunarsim.study.accounts.mine_costs import by_month_of_year, delivery_prices
from lunarsim.study.accounts.present_value import month_factors
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.words.arrays import FloatArray
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.variable import Variable


@computes(
    Variable(
        "in_space_used_kg",
        "oxide that could be used on the Moon",
        "kg",
        about="Of what is made and stored, as much as market.in_space_kg_per_year asks for, up to the horizon.",
    ),
    Variable(
        "in_space_revenue_musd",
        "value of use on the Moon",
        "MUSD",
        about="That oxide at the price of delivery of its year, which it saves; undiscounted, instead of export.",
    ),
    Variable(
        "npv_in_space_musd",
        "net present value of the mine with use on the Moon alone",
        "MUSD",
        about="The same, discounted, minus the mine's cost without its returns, their craft and propellant; nothing is "
        "exported.",
    ),
)
def uses_in_space(runs: StoredRuns) -> Arrays:
    """Compute what the product is worth where it is used on the Moon instead of exported."""
    factors, costs = runs.shared(month_factors), runs.shared(all_costs).mine
    used_kg = used_on_the_moon_kg(runs)
    value = used_kg * by_month_of_year(delivery_prices(runs), runs.calendar) * 1e-6
    return {
        "in_space_used_kg": used_kg.sum(axis=-1),
        "in_space_revenue_musd": value.sum(axis=-1),
        "npv_in_space_musd": np.asarray(net_present_value(value - (costs.total - costs.whole_return), factors)),
    }


def used_on_the_moon_kg(runs: StoredRuns) -> FloatArray:
    """Return the oxide that is used on the Moon in each month, dims (run, month) [kg].

    What is made and not needed yet is stored; need that is not met passes. With M made and D needed up to a month, as
    much is used up to it as min over all earlier months s of M(s) + D - D(s), and no more than D.
    """
    made = runs.outcome("month_ree_produced_kg")
    everything = made.sum(axis=-1)
    # The product has the same mix in all years.
    oxide = np.divide(runs.outcome("reo_produced_kg"), everything, out=np.zeros(everything.shape), where=everything > 0)
    made_so_far = np.cumsum(made * oxide[:, None], axis=-1)
    month_years = np.diff(runs.calendar.edges) / DAYS_PER_YEAR
    needed = np.cumsum(runs.column("market", "in_space_kg_per_year")[:, None] * month_years, axis=-1)
    short = np.minimum(np.minimum.accumulate(made_so_far - needed, axis=-1), 0.0)
    used = np.maximum(np.diff(needed + short, axis=-1, prepend=0.0), 0.0)
    return used
