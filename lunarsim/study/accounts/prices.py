"""Prices of the accounts: what the product's mix of oxides costs from year to year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.physics.money.oxide_market import price_path
from lunarsim.physics.resource.oxides import reo_fractions
from lunarsim.physics.resource.patterns import REE_AXIS
from lunarsim.scenario.library.elements import load_patterns
from lunarsim.scenario.library.files import read
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.draws import PER_PAGE, normals
from lunarsim.world.outcomes.calendar import Calendar

Numbers = NDArray[np.float64]
Arrays = Mapping[str, NDArray[Any]]


def basket_prices(
    arrays: Arrays, scenarios: Sequence[Scenario], rows: Sequence[tuple[int, int]], seed: int, calendar: Calendar
) -> Numbers:
    """Return the price of the product's mix of oxides, dims (run, year) [USD/kg]; NaN without product.

    Parameters
    ----------
    arrays : mapping
        Outcomes of the runs as stored, dims (run, ...).
    scenarios, rows : sequences, dims (run,)
        Input and row of each run; rows own the draws.
    seed : int
        Seed of the sweep.
    calendar : Calendar
        Its years.
    """
    library = read("elements")["prices"]
    table, inflation = library["elements"], library["to_currency_year_2025"]
    years = len(calendar.years)
    pages = range(-(-years // PER_PAGE))
    reversion = np.array([scenario.market.price_reversion for scenario in scenarios])
    multiplier = np.array([scenario.market.price_multiplier for scenario in scenarios])
    produced = np.asarray(arrays["ree_produced_by_element_kg"], dtype=float)
    made = produced.sum(axis=-1) > 0
    mix = np.where(made[:, None], produced, 1.0)
    shares = reo_fractions(mix, load_patterns().oxide_factor)
    basket = np.zeros((len(scenarios), years))
    for place, element in enumerate(REE_AXIS):
        if not shares[:, place].any() or table[element]["value"] == 0:
            continue
        noise = np.concatenate([normals(seed, f"price/{element}", "year", rows, page) for page in pages], axis=-1)
        mean_price = table[element]["value"] * inflation * multiplier
        path = price_path(noise[:, :years], mean_price, reversion, table[element]["ln_sd"])
        basket += shares[:, place, None] * path
    basket[~made] = np.nan
    return basket
