"""What a kilogram of the product's mix of oxides costs from year to year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from lunarsim.physics.money.oxide_market import (
    correlated_shocks,
    price_path,
    price_with_new_supply,
    spike_multiplier,
)
from lunarsim.physics.resource.oxides import reo_fractions, reo_kg
from lunarsim.physics.resource.patterns import REE_AXIS
from lunarsim.scenario.library.elements import load_patterns, mean_price
from lunarsim.scenario.library.files import read
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.study.accounts.supply.demand import use_of_element
from lunarsim.words.arrays import FloatArray
from lunarsim.words.draws import PER_PAGE, normals, uniforms
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.variable import Variable


@computes(
    Variable(
        "basket_price_usd_per_kg",
        "basket price",
        "USD/kg",
        about="Mean over the years of the price of the product's oxides, before separation; NaN without product.",
    ),
    Variable(
        "year_basket_price_usd_per_kg",
        "basket price",
        "USD/kg",
        ("year",),
        "f4",
        "Price of the product's oxides in a year, before separation, lowered by what lands of it; NaN without product.",
    ),
    Variable(
        "beyond_market_share",
        "product beyond the market",
        "1",
        ("ree",),
        "f4",
        "Share of the years with deliveries in which more of an element lands than the world uses, so that the law "
        "that lowers its price is out of its range; scandium counts as if it were sold; NaN without deliveries.",
    ),
)
def prices(runs: StoredRuns) -> Arrays:
    """Compute the price of the product, and where the market is too small for it."""
    yearly = runs.shared(basket_prices)
    return {
        "basket_price_usd_per_kg": yearly.sum(axis=-1) / yearly.shape[-1],
        "year_basket_price_usd_per_kg": yearly,
        "beyond_market_share": beyond_market(runs),
    }


def basket_prices(runs: StoredRuns) -> FloatArray:
    """Return the price of the product's mix of oxides, dims (run, year) [USD/kg]; NaN without product."""
    produced = runs.outcome("ree_produced_by_element_kg")
    has_product = produced.sum(axis=-1) > 0
    shares = reo_fractions(np.where(has_product[:, None], produced, 1.0), load_patterns().oxide_factor)
    landed_t, market = delivered_t(runs), _Market.of(runs)
    basket = np.zeros((runs.count, len(runs.calendar.years)))
    # Element by element, so that the noise of one is in memory at a time.
    for share, element in zip(shares.T, REE_AXIS, strict=True):
        if not share.any() or not market.has_price(element):
            continue
        basket += share[:, None] * element_price(runs, market, element, share[:, None] * landed_t)
    basket[~has_product] = np.nan
    return basket


def delivered_t(runs: StoredRuns) -> FloatArray:
    """Return the oxide that reaches the Earth in each year, dims (run, year) [t]."""
    delivered: FloatArray = runs.outcome("year_reo_delivered_kg").sum(axis=1) * 1e-3
    return delivered


def element_prices(runs: StoredRuns, elements: tuple[str, ...]) -> Iterator[FloatArray]:
    """Yield the price of each of some oxides without lunar product, dims (run, year) [USD/kg]."""
    market = _Market.of(runs)
    for element in elements:
        yield element_price(runs, market, element, np.zeros((runs.count, market.years)))


def element_price(runs: StoredRuns, market: _Market, element: str, landed_t: FloatArray) -> FloatArray:
    """Return the price of an oxide where some of it lands, dims (run, year) [USD/kg]."""
    library = read("market")["prices"]
    factors, floor = library["factors"], library["floor"]
    # The list of an element without a quotation, such as thulium, is 0.
    common = factors["common"].get(element, factors["common_of_others"])
    shocks = correlated_shocks(
        market.noise["all"],
        market.noise[_group(element)],
        _normals(runs, f"price/{element}"),
        common,
        factors["group"].get(element, 0.0),
    )
    ln_sd = read("elements")["prices"]["elements"][element]["ln_sd"]
    price = price_path(shocks, market.mean_price(element), runs.column("market", "price_reversion"), ln_sd)
    price *= market.spikes
    price *= price_with_new_supply(
        landed_t,
        use_of_element(runs, element),
        runs.column("market", "supply_elasticity")[:, None],
        runs.column("market", "demand_elasticity")[:, None],
    )
    if element in floor["elements"]:
        price = np.maximum(price, runs.column("market", "floor_ndpr_usd_per_kg")[:, None])
    return price


def beyond_market(runs: StoredRuns) -> FloatArray:
    """Return the share of years with deliveries in which an element's market is too small, dims (run, ree) [1]."""
    produced = runs.outcome("ree_produced_by_element_kg")
    factor = load_patterns().oxide_factor
    oxide = reo_kg(produced, factor)
    landed_t = delivered_t(runs)
    delivers = landed_t > 0
    years = delivers.sum(axis=-1)
    share = np.full(produced.shape, np.nan)
    for index, element in enumerate(REE_AXIS):
        of_oxide = np.zeros(runs.count)
        np.divide(produced[:, index] * factor[index], oxide, out=of_oxide, where=oxide > 0)
        beyond = (of_oxide[:, None] * landed_t > use_of_element(runs, element)).sum(axis=-1)
        np.divide(beyond, years, out=share[:, index], where=years > 0)
    return share


@dataclass(frozen=True)
class _Market:
    """What the prices of all elements share in some runs.

    Parameters
    ----------
    years : int
        Years of the runs.
    level : array [1], dims (run,)
        Multiplier on all prices.
    newest, outside : array of bool, dims (run,)
        Whether prices are the newest, and those outside China.
    noise : dict of str to array [1], dims (run, year)
        Shocks that all elements share, and those of each group.
    spikes : array [1], dims (run, year)
        What spikes multiply prices by.
    """

    years: int
    level: FloatArray
    newest: Any
    outside: Any
    noise: dict[str, FloatArray]
    spikes: FloatArray

    @classmethod
    def of(cls, runs: StoredRuns) -> _Market:
        """Return the market of some runs."""
        groups = read("market")["prices"]["factors"]["groups"]
        years = len(runs.calendar.years)
        noise = {name: _normals(runs, f"price/{name}") for name in ("all", *groups)}
        return cls(
            years,
            runs.column("market", "price_multiplier"),
            np.array(runs.texts("market", "price_list")) == "newest_2025",
            np.array(runs.texts("market", "tier")) == "outside",
            noise | {"": np.zeros((runs.count, years))},
            _spikes(runs),
        )

    def has_price(self, element: str) -> bool:
        """Return whether an element has a market at all."""
        value: float = read("elements")["prices"]["elements"][element]["value"]
        return value > 0

    def mean_price(self, element: str) -> FloatArray:
        """Return the price to which an element's price returns, dims (run,) [USD/kg]."""
        return mean_price(element, self.level, self.newest, self.outside)


@cache
def _group(element: str) -> str:
    groups = read("market")["prices"]["factors"]["groups"]
    return next((name for name, members in groups.items() if element in members), "")


def _normals(runs: StoredRuns, entity: str) -> FloatArray:
    years = len(runs.calendar.years)
    return normals(runs.seed, entity, "year", runs.rows, pages=-(-years // PER_PAGE))[:, :years]


def _spikes(runs: StoredRuns) -> FloatArray:
    years, spikes = len(runs.calendar.years), read("market")["prices"]["spikes"]
    pages = -(-years // PER_PAGE)
    begins, high = (
        uniforms(runs.seed, "price/spikes", purpose, runs.rows, pages=pages)[:, :years]
        for purpose in ("year", "height")
    )
    # Heights are even in their logarithm.
    height = spikes["factor_low"] * np.exp(high * np.log(spikes["factor_high"] / spikes["factor_low"]))
    rate = runs.column("market", "spikes_per_year") * runs.column("market", "spikes")
    return spike_multiplier(begins, height, rate, runs.column("market", "spike_half_life_years"))
