"""A plant that is sent in the first month and pays at the end of each year, and what the accounts make of it."""

import numpy as np

from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.outcomes.calendar import calendar
from tests.study.bookkeeping import MINE, SPAN, SUPPLY, books, stored

PLANT_KG = 1_000.0
LONG = calendar(SPAN.start, 22 * DAYS_PER_YEAR)

NEAR_TERM = {
    "delivery_usd_per_kg": 1e5,
    "hardware_usd_per_kg": 1e5,
    "discount_rate_per_year": 0.1,
    "life_years": 10,
    "spares_per_year": 0.1,
    "product_kg_per_kg_year": 3650 * 550e-6 * 0.12,
}
MATURE = {
    "delivery_usd_per_kg": 1e3,
    "hardware_usd_per_kg": 1e3,
    "discount_rate_per_year": 0.05,
    "life_years": 20,
    "spares_per_year": 0.05,
    "product_kg_per_kg_year": 3650 * 550e-6 * 0.4,
}


def account_of(
    *,
    delivery_usd_per_kg,
    hardware_usd_per_kg,
    discount_rate_per_year,
    life_years,
    spares_per_year,
    product_kg_per_kg_year,
    return_usd_per_kg=0.0,
    operations_usd_per_kg=0.0,
):
    """Return the accounts of the plant."""
    ends = [12 * (year + 1) for year in range(life_years)]
    product_kg = PLANT_KG * product_kg_per_kg_year
    sent = {(MINE, 0): PLANT_KG} | {(SUPPLY, month): PLANT_KG * spares_per_year for month in ends}
    arrays = stored(dict.fromkeys(ends, product_kg), sent=sent, span=LONG)
    # Operations are paid by unit and year of work: as much work in each month as its product costs.
    month_years = np.diff(LONG.edges) / DAYS_PER_YEAR
    for month in ends:
        arrays["month_plant_units"][0, month] = product_kg * operations_usd_per_kg * 1e-6 / month_years[month]
    return books(
        arrays,
        span=LONG,
        logistics__delivery_usd_per_kg=delivery_usd_per_kg,
        logistics__return_usd_per_kg=return_usd_per_kg,
        finance__hardware_usd_per_kg=hardware_usd_per_kg,
        finance__cost_growth=1.0,
        finance__discount_rate=discount_rate_per_year,
        finance__plant_musd_per_year=1.0,
        flowsheet__reo_purity=1.0,
        market__separation_discount=0.0,
    )


def by_accounts(**case):
    """Return the break-even price of the plant by the accounts [USD/kg]."""
    account = account_of(**case)
    assert account["unit_cost_usd_per_kg"] == account["breakeven_price_usd_per_kg"]
    return float(account["breakeven_price_usd_per_kg"])
