"""Prices, what soils are worth at them, and learning; break-even stands in tests/oracles/test_annuity.py."""

import numpy as np
import pytest

from lunarsim.physics.money import discounting
from lunarsim.physics.resource.oxides import reo_fractions, reo_grade_kg_per_kg
from lunarsim.physics.resource.patterns import REE_AXIS, complete_pattern
from lunarsim.study.accounts.prices import basket_prices
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.world.outcomes.calendar import scenario_calendar
from tests.scenario.building import scenario_of

from .samples import measured_ppm


def basket(ppm, patterns, price_usd_per_kg):
    """Return the value of the oxides in a kg of mixed product, separation not paid [USD/kg]."""
    return (reo_fractions(ppm, patterns.oxide_factor) * price_usd_per_kg).sum()


def value_in_the_ground(ppm, patterns, price_usd_per_kg):
    """Return what the oxides in a tonne of soil would fetch if all of them were won at no cost [USD/t]."""
    return reo_grade_kg_per_kg(ppm, patterns.oxide_factor) * basket(ppm, patterns, price_usd_per_kg) * 1e3


def test_basket_of_kreep(patterns, price_usd_per_kg):
    # 35.9 USD/kg REO at prices of 2024.
    assert basket(patterns.kreep_ppm, patterns, price_usd_per_kg) == pytest.approx(35.9, abs=0.05)


def test_the_accounts_pay_that_basket_in_the_mean_of_many_paths_of_prices(patterns, price_usd_per_kg, library):
    # A reversion of 10 a year makes years independent: 4,000 runs of 31 years, error 0.03 USD/kg.
    scenario, runs = scenario_of({"market.price_reversion": 10.0}), 4_000
    arrays = {"ree_produced_by_element_kg": np.tile(patterns.kreep_ppm, (runs, 1))}
    rows = [(sample, 0) for sample in range(runs)]
    paid = basket_prices(StoredRuns([scenario] * runs, scenario_calendar(scenario), {}, arrays, rows, 1))
    of_2024 = paid.mean() / library["prices"]["to_currency_year_2025"]
    assert of_2024 == pytest.approx(basket(patterns.kreep_ppm, patterns, price_usd_per_kg), abs=0.1)
    assert of_2024 == pytest.approx(35.9, abs=0.1)


@pytest.mark.parametrize(
    ("element", "share"), [("Dy", 0.34), ("Nd", 0.20), ("Tb", 0.18), ("Lu", 0.07), ("Y", 0.05), ("Pr", 0.05)]
)
def test_shares_of_the_value_of_apollo_14_soil(patterns, price_usd_per_kg, element, share):
    # Prices of 2024; tolerance: last digit quoted.
    soil = complete_pattern(measured_ppm("Apollo 14"), patterns.ci_ppm)
    value = reo_fractions(soil, patterns.oxide_factor) * price_usd_per_kg
    assert value[REE_AXIS.index(element)] / value.sum() == pytest.approx(share, abs=0.006)


def test_lanthanum_and_cerium_are_hardly_worth_anything(patterns, price_usd_per_kg):
    value = reo_fractions(patterns.kreep_ppm, patterns.oxide_factor) * price_usd_per_kg
    assert value[:2].sum() / value.sum() < 0.01


@pytest.mark.parametrize(
    ("material", "usd_per_t"), [("Apollo 14", 34.0), ("Apollo 12", 18.0), ("Apollo 16", 6.0), ("Chang'e-5", 18.0)]
)
def test_value_in_the_ground_of_soils(patterns, price_usd_per_kg, material, usd_per_t):
    # Full recovery at prices of 2024; tolerance: last digit quoted.
    soil = complete_pattern(measured_ppm(material), patterns.ci_ppm)
    assert value_in_the_ground(soil, patterns, price_usd_per_kg) == pytest.approx(usd_per_t, abs=0.5)


@pytest.mark.parametrize(("material", "usd_per_t", "tolerance"), [("kreep", 56.0, 0.5), ("feldspathic", 1.3, 0.05)])
def test_value_in_the_ground_of_end_members(patterns, price_usd_per_kg, material, usd_per_t, tolerance):
    ppm = getattr(patterns, f"{material}_ppm")
    assert value_in_the_ground(ppm, patterns, price_usd_per_kg) == pytest.approx(usd_per_t, abs=tolerance)


def test_ore_on_earth_is_worth_some_thirty_times_more(patterns, price_usd_per_kg):
    # Bayan Obo at 6 wt% REO, distribution of Hedrick (USGS) without the rare earths it does not list: 15.9 USD/kg, 954
    # USD/t against 34; tolerance 1 percent.
    listed = {"La": 11800, "Ce": 24400, "Pr": 3080, "Nd": 9520, "Sm": 414, "Eu": 104, "Gd": 364, "Tb": 51, "Dy": 52.3}
    ore = np.array([listed.get(name, 0.0) for name in REE_AXIS])
    assert basket(ore, patterns, price_usd_per_kg) == pytest.approx(15.9, rel=0.01)
    assert value_in_the_ground(ore, patterns, price_usd_per_kg) == pytest.approx(954.0, rel=0.01)


@pytest.mark.parametrize(
    ("element", "annual_averages"),
    [
        ("Nd", [63, 48, 40, 50, 50, 45, 49, 98, 134, 78, 56]),
        ("Dy", [395, 279, 198, 187, 179, 239, 261, 410, 382, 330, 260]),
        ("Tb", [713, 564, 415, 501, 455, 507, 670, 1346, 2051, 1298, 810]),
    ],
)
def test_volatility_range_and_price_are_those_of_2014_to_2024(library, element, annual_averages):
    # USGS Mineral Commodity Summaries 2019 to 2025: annual ln-sd 0.36, 0.26, 0.39.
    entry = library["prices"]["elements"][element]
    assert np.diff(np.log(annual_averages)).std(ddof=1) == pytest.approx(entry["ln_sd"], abs=0.005)
    assert (entry["low"], entry["value"], entry["high"]) == (
        min(annual_averages),
        annual_averages[-1],
        max(annual_averages),
    )


@pytest.mark.parametrize("doublings", range(6))
def test_wrights_law(doublings):
    # D4: at a learning rate of 15 percent the 2^k-th unit costs 0.85^k.
    assert discounting.wright_unit_cost(1.0, 2**doublings, 0.15) == pytest.approx(0.85**doublings, rel=1e-12)
