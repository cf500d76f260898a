"""What one point of import reliance would take from the Moon, and what the same money would do on Earth."""

from __future__ import annotations

import numpy as np

from lunarsim.scenario.library.files import read
from lunarsim.study.accounts.present_value import unit_costs
from lunarsim.study.accounts.prices import basket_prices
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.study.accounts.supply.demand import use_by_sector, use_of_oxide
from lunarsim.study.accounts.supply.shares import use_shares
from lunarsim.words.arrays import FloatArray
from lunarsim.words.units import DAYS_PER_YEAR, HOURS_PER_DAY
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.variable import Variable
from lunarsim.world.purposes import OF_THE_MINE, PURPOSES

POINT = 0.01
"""A point of reliance, as a share of a bloc's use."""


@computes(
    Variable(
        "point_plant_units",
        "plant units for a point of reliance",
        "1",
        ("bloc",),
        "f4",
        "Units that make 1 % of a bloc's use of the last full year, at the product of a unit and year at work in this "
        "run; NaN without product.",
    ),
    Variable(
        "point_landed_t",
        "landed mass for a point of reliance",
        "t",
        ("bloc",),
        "f4",
        "What the mine sends to the Moon up to the horizon for that many units.",
    ),
    Variable(
        "point_power_kw", "power for a point of reliance", "kW", ("bloc",), "f4", "Mean power of that many units."
    ),
    Variable(
        "point_cost_musd_per_year",
        "yearly cost of a point of reliance",
        "MUSD/year",
        ("bloc",),
        "f4",
        "The same oxide at the run's unit cost; NaN where none was delivered.",
    ),
    Variable(
        "point_stockpile_years",
        "stockpile for the same money",
        "year",
        ("bloc",),
        "f4",
        "Years of the bloc's whole use that the cost of a point and year buys at the mean basket price of the run; NaN "
        "at a price of zero.",
    ),
    Variable(
        "point_floor_kt",
        "production under a floor price for the same money",
        "kt",
        ("bloc",),
        "f4",
        "Oxide of Nd and Pr on Earth whose price that cost lifts for a year from half of it to the floor of 2025.",
    ),
    Variable(
        "defense_plant_units",
        "plant units for all defense demand",
        "1",
        (),
        "f4",
        "Units that make as many tonnes as the world's defense uses in the last full year, whatever the elements.",
    ),
)
def efforts(runs: StoredRuns) -> Arrays:
    """Compute what a point of reliance takes in plants, mass, power and money, bloc by bloc."""
    year = _last_full_year(runs)
    names = tuple(runs.labels["bloc"])
    shares = np.stack([runs.shared(use_shares)[name] for name in names], axis=-1)
    use_t = use_of_oxide(runs)[:, year]
    point_t = POINT * use_t[:, None] * shares
    per_unit_t, landed_t, power_kw = _of_a_unit(runs)
    units = point_t / per_unit_t[:, None]
    cost = point_t * 1e3 * runs.shared(unit_costs)[:, None] * 1e-6
    floor = read("market")["prices"]["floor"]["dod_2025_usd_per_kg"]
    basket = runs.shared(basket_prices)
    stock_musd = use_t[:, None] * shares * 1e3 * (basket.sum(axis=-1) / basket.shape[-1])[:, None] * 1e-6
    return {
        "point_plant_units": units,
        "point_landed_t": units * landed_t[:, None],
        "point_power_kw": units * power_kw[:, None],
        "point_cost_musd_per_year": cost,
        "point_stockpile_years": _ratio(cost, stock_musd),
        # The agreement's floor is about twice the price of its day; MUSD over USD/kg are kilotonnes.
        "point_floor_kt": cost / (floor / 2.0),
        "defense_plant_units": runs.shared(use_by_sector)["defense"][:, year] / per_unit_t,
    }


def _last_full_year(runs: StoredRuns) -> int:
    # The last year is often a part of one; a span of one year has no other.
    return max(len(runs.calendar.years) - 2, 0)


def _of_a_unit(runs: StoredRuns) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return what a unit makes in a year at work [t], what is sent for it [t] and its power [kW], dims (run,)."""
    month_years = np.diff(runs.calendar.edges) / DAYS_PER_YEAR
    at_work_years = (runs.outcome("month_plant_units") * month_years).sum(axis=-1)
    sent = runs.outcome("month_plant_units_sent").sum(axis=-1)
    purposes = [PURPOSES.index(purpose) for purpose in PURPOSES if purpose in OF_THE_MINE]
    sent_t = runs.outcome("month_delivery_sent_kg")[:, purposes].sum(axis=1).sum(axis=-1) * 1e-3
    made_t, energy_mwh = runs.outcome("reo_produced_kg") * 1e-3, runs.outcome("energy_used_mwh")
    hours = at_work_years * DAYS_PER_YEAR * HOURS_PER_DAY
    return (
        _ratio(np.where(made_t > 0, made_t, np.nan), at_work_years),
        _ratio(sent_t, sent),
        _ratio(energy_mwh * 1e3, hours),
    )


def _ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    """Return a quotient, NaN where it has no meaning."""
    quotient = np.full(above.shape, np.nan)
    np.divide(above, below, out=quotient, where=below > 0)
    return quotient
