"""Published results on the economics of rare earths: the market, prices of launches, and costs of a plant."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lunarsim.physics.money.discounting import wright_unit_cost
from lunarsim.physics.money.oxide_market import spike_multiplier
from lunarsim.physics.resource.oxides import reo_fractions
from lunarsim.physics.resource.patterns import REE_AXIS
from lunarsim.scenario.library.elements import load_patterns
from lunarsim.scenario.library.files import read
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.study.accounts.supply.demand import growth_since_2024
from lunarsim.study.accounts.supply.producers import stages
from lunarsim.words.arrays import FloatArray
from lunarsim.words.sums import total
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.outcomes.calendar import scenario_calendar
from tests.evidence.published_row import Row
from tests.scenario.building import scenario_of
from tests.study.bookkeeping import DELIVERED, SPAN, books, stored
from tests.study.break_even import MATURE, NEAR_TERM, by_accounts


def _magnet_growth(first: int, last: int) -> float:
    """Return the yearly growth of the use in magnets between two years, as the accounts have it [%]."""
    scenario = scenario_of()
    calendar = scenario_calendar(scenario)
    runs = StoredRuns([scenario], calendar, {}, {}, [(0, 0)], 1)
    grown, years = growth_since_2024(runs)["magnets"][0], calendar.years
    ratio = grown[years.index(last)] / grown[years.index(first)]
    return float((ratio ** (1 / (last - first)) - 1) * 100.0)


def _basket_of_2024(ppm: FloatArray) -> float:
    patterns, prices = load_patterns(), read("elements")["prices"]["elements"]
    value = np.array([prices[name]["value"] for name in REE_AXIS], dtype=float)
    return float((reo_fractions(ppm, patterns.oxide_factor) * value).sum())


def _after_a_spike(height_usd_per_kg: float, without_usd_per_kg: float, years: int) -> float:
    """Return a price some years after a spike that begins in the first of them and is the only one [USD/kg]."""
    begins, height = np.ones(1 + years), np.full(1 + years, height_usd_per_kg / without_usd_per_kg)
    begins[0] = 0.0
    market = scenario_of().market
    return without_usd_per_kg * float(
        spike_multiplier(begins, height, market.spikes_per_year, market.spike_half_life_years)[-1]
    )


def market_rows() -> Iterator[Row]:
    """Yield what follows from producers, uses and prices."""
    usgs, goonan, iea = "USGS 2025", "Goonan 2011", "IEA 2024"
    mine = {stage.name: stage for stage in stages()}["mine"]
    made = read("market")["stages"]["mine"]["producers"]
    for country, name, share in (("china", "China", 69.0), ("usa", "USA", 11.5), ("myanmar", "Myanmar", 7.9)):
        yield Row(
            "C1",
            f"share of {name} in mine output of 2024 [%]",
            share,
            0.01,
            usgs,
            lambda country=country: made[country] / total(made.values(), 0.0) * 100.0,
        )
    yield Row("C1", "HHI of mine output of 2024", 0.49, 0.06, usgs, lambda: mine.squares)
    uses = read("market")["demand"]["of_2008"]["use_t"]
    yield Row("C2", "end uses of 2008 [t]", 129175, 1e-6, goonan, lambda: float(total(uses.values(), 0.0)))
    for sector, share in (("glass", 22.0), ("catalysts", 21.2), ("magnets", 20.3)):
        yield Row(
            "C2",
            f"share of {sector} in them [%]",
            share,
            3e-3,
            goonan,
            lambda sector=sector: uses[sector] / total(uses.values(), 0.0) * 100.0,
        )
    yield Row("C3", "growth of use in magnets to 2030 [%/yr]", 5.0, 1e-3, iea, lambda: _magnet_growth(2026, 2030))
    yield Row("C3", "growth from 2030 to 2050 [%/yr]", 1.6, 1e-3, iea, lambda: _magnet_growth(2030, 2050))
    yield Row(
        "C5",
        "Dy oxide four years after 1,410 USD/kg in 2011 [USD/kg]",
        279,
        0.05,
        "USGS 2016, 2019",
        lambda: _after_a_spike(height_usd_per_kg=1410.0, without_usd_per_kg=198.0, years=4),
    )
    kreep = load_patterns().kreep_ppm
    yield Row("C6", "basket of KREEP [USD/kg]", 35.9, 2e-3, "derived", lambda: _basket_of_2024(kreep))


SHUTTLE, FALCON_9, FALCON_HEAVY = (1500.0, 27_500.0), (62.0, 22_800.0), (90.0, 63_800.0)
"""Price of a flight [MUSD], and what it brings to a low orbit [kg]."""


def _per_kg(flight_musd: float, payload_kg: float) -> float:
    """Return what a kilogram costs by the accounts where one flight is paid and brings what is sold."""
    a_year = DAYS_PER_YEAR / (SPAN.edges[6] - SPAN.edges[5])
    account = books(stored({5: payload_kg}, units={5: a_year}), finance__plant_musd_per_year=flight_musd)
    return float(account["unit_cost_usd_per_kg"])


def _free_profit() -> float:
    """Return profit over recovered value where neither transport nor plant costs anything."""
    account = books(stored(DELIVERED, units={30: 1.0}), finance__discount_rate=0.0, market__separation_discount=0.0)
    price = dict(zip(SPAN.years, account["year_basket_price_usd_per_kg"], strict=True))
    value = total((kg * price[SPAN.months[month].year] for month, kg in DELIVERED.items()), 0.0)
    return float(account["npv_musd"] * 1e6 / value)


def _charge_usd() -> float:
    """Return what a kilogram of the near-term plant costs in a year, by the accounts."""
    return by_accounts(**NEAR_TERM) * NEAR_TERM["product_kg_per_kg_year"]


def finance_rows() -> Iterator[Row]:
    """Yield what follows from the accounts."""
    jones, derived = "Jones 2018", "derived"
    for name, flight, published in (
        ("Space Shuttle", SHUTTLE, 54_500.0),
        ("Falcon 9", FALCON_9, 2_720.0),
        ("Falcon Heavy", FALCON_HEAVY, 1_410.0),
    ):
        yield Row(
            "C4", f"{name} to a low orbit [USD/kg]", published, 1e-3, jones, lambda flight=flight: _per_kg(*flight)
        )
    yield Row("D1", "profit over recovered value, all free", 1.0, 1e-6, derived, _free_profit)
    yield Row("D2", "yearly charge of a plant [USD/kg]", 52_549.0, 1e-3, derived, _charge_usd)
    yield Row("D2", "its break-even price [USD/kg]", 218_136.0, 1e-3, derived, lambda: by_accounts(**NEAR_TERM))
    yield Row("D3", "break-even price of a mature plant [USD/kg]", 324.39, 1e-3, derived, lambda: by_accounts(**MATURE))
    for doublings in (1, 5, 10):
        yield Row(
            "D4",
            f"cost of unit {2**doublings:,} over the first, 15 % a doubling",
            0.85**doublings,
            1e-9,
            "Wright 1936",
            lambda doublings=doublings: float(wright_unit_cost(1.0, 2.0**doublings, 0.15)),
        )
