"""What the products are worth."""

from __future__ import annotations

import numpy as np

from lunarsim.study.accounts.prices import basket_prices
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.words.arrays import FloatArray
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.variable import Variable


def monthly_revenue(runs: StoredRuns) -> FloatArray:
    """Return the undiscounted revenue from rare earths, dims (run, month) [MUSD]."""
    calendar = runs.calendar
    year_of_month = np.searchsorted(calendar.year_edges, calendar.edges[:-1], side="right") - 1
    price = np.nan_to_num(runs.shared(basket_prices))[:, year_of_month]
    kept = 1.0 - runs.column("market", "separation_discount")
    revenue: FloatArray = runs.outcome("month_reo_delivered_kg") * price * kept[:, None] * 1e-6
    return revenue


@computes(
    Variable(
        "revenue_musd",
        "revenue from rare earths",
        "MUSD",
        about="Oxide delivered to Earth times the basket's price of its year, less separation; undiscounted.",
    ),
    Variable(
        "oxygen_value_musd",
        "value of oxygen",
        "MUSD",
        about=(
            "Oxygen made and not used for returns, at the value of propellant on the Moon, undiscounted; credited "
            "apart from all other figures."
        ),
    ),
)
def revenues(runs: StoredRuns) -> Arrays:
    """Compute the revenue from rare earths and the value of oxygen."""
    return {
        "revenue_musd": runs.shared(monthly_revenue).sum(axis=-1),
        "oxygen_value_musd": runs.outcome("oxygen_left_kg") * runs.column("market", "oxygen_usd_per_kg") * 1e-6,
    }
