"""What a kilogram of the product's mix of oxides costs from year to year."""

from __future__ import annotations

import numpy as np

from lunarsim.physics.money.oxide_market import price_path
from lunarsim.physics.resource.oxides import reo_fractions
from lunarsim.physics.resource.patterns import REE_AXIS
from lunarsim.scenario.library.elements import load_patterns
from lunarsim.scenario.library.files import read
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.words.arrays import FloatArray
from lunarsim.words.draws import PER_PAGE, normals
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.variable import Variable


@computes(
    Variable(
        "basket_price_usd_per_kg",
        "basket price",
        "USD/kg",
        about="Mean over the years of the price of the product's oxides, before separation; NaN without product.",
    ),
)
def prices(runs: StoredRuns) -> Arrays:
    """Compute the mean price of the product."""
    yearly = runs.shared(basket_prices)
    return {"basket_price_usd_per_kg": yearly.sum(axis=-1) / yearly.shape[-1]}


def basket_prices(runs: StoredRuns) -> FloatArray:
    """Return the price of the product's mix of oxides, dims (run, year) [USD/kg]; NaN without product."""
    library = read("elements")["prices"]
    table, inflation = library["elements"], library["to_currency_year_2025"]
    years = len(runs.calendar.years)
    pages = -(-years // PER_PAGE)
    reversion, multiplier = runs.column("market", "price_reversion"), runs.column("market", "price_multiplier")
    produced = runs.outcome("ree_produced_by_element_kg")
    has_product = produced.sum(axis=-1) > 0
    shares = reo_fractions(np.where(has_product[:, None], produced, 1.0), load_patterns().oxide_factor)
    basket = np.zeros((runs.count, years))
    # Element by element, so that the noise of one is in memory at a time.
    for share, element in zip(shares.T, REE_AXIS, strict=True):
        price = table[element]
        if not share.any() or price["value"] == 0:
            continue
        noise = normals(runs.seed, f"price/{element}", "year", runs.rows, pages=pages)
        path = price_path(noise[:, :years], price["value"] * inflation * multiplier, reversion, price["ln_sd"])
        basket += share[:, None] * path
    basket[~has_product] = np.nan
    return basket
