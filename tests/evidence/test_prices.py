"""Prices, what soils are worth at them, and learning; break-even stands in tests/oracles/test_annuity.py."""

import itertools

import numpy as np
import pytest

from lunarsim.physics.money import discounting
from lunarsim.physics.resource.oxides import reo_fractions, reo_grade_kg_per_kg
from lunarsim.physics.resource.patterns import REE_AXIS, complete_pattern
from lunarsim.scenario.library.files import read
from lunarsim.study.accounts.prices import basket_prices, beyond_market, element_prices
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


def runs_of(changes, count, made_ppm, landed_kg=0.0):
    """Return stored runs that make such a mix, and land so much of its oxide in every year."""
    scenario = scenario_of(changes)
    calendar = scenario_calendar(scenario)
    arrays = {
        "ree_produced_by_element_kg": np.tile(made_ppm, (count, 1)),
        "year_reo_delivered_kg": np.full((count, 1, len(calendar.years)), float(landed_kg)),
    }
    rows = [(sample, 0) for sample in range(count)]
    return StoredRuns([scenario] * count, calendar, {"program": ("china",)}, arrays, rows, 1)


def test_basket_of_kreep(patterns, price_usd_per_kg):
    # 35.9 USD/kg REO at prices of 2024.
    assert basket(patterns.kreep_ppm, patterns, price_usd_per_kg) == pytest.approx(35.9, abs=0.05)


def test_the_accounts_pay_that_basket_in_the_mean_of_many_paths_of_prices(patterns, price_usd_per_kg, library):
    # A reversion of 10 a year makes years independent: 4,000 runs of 31 years, error 0.03 USD/kg.
    of_2024 = {"market.price_list": "usgs_2024", "market.spikes": False, "market.price_reversion": 10.0}
    paid = basket_prices(runs_of(of_2024, 4_000, patterns.kreep_ppm))
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


HISTORY = {
    "La": [5, 3, 2, 2, 2, 2, 2, 2, 1.4, 1, 1],
    "Ce": [5, 3, 2, 2, 2, 2, 2, 2, 1.4, 1, 1],
    "Nd": [63, 48, 40, 50, 50, 45, 49, 98, 134, 78, 56],
    "Dy": [395, 279, 198, 187, 179, 239, 261, 410, 382, 330, 260],
    "Tb": [713, 564, 415, 501, 455, 507, 670, 1346, 2051, 1298, 810],
    "Eu": [822, 344, 74, 77, 53, 35, 31, 31, 30, 27, 27],
}
"""Annual averages of 2014 to 2024 in USD/kg (USGS Mineral Commodity Summaries 2019 to 2025)."""

CALM = {"market.spikes": False}


@pytest.fixture(scope="module")
def calm_prices(patterns):
    """Return the prices of many runs without spikes, dims (run, year), by element."""
    runs = runs_of(CALM, 2_000, patterns.kreep_ppm)
    return dict(zip(HISTORY, element_prices(runs, tuple(HISTORY)), strict=True))


@pytest.mark.parametrize(("element", "low", "high"), [("Nd", 0.25, 0.65), ("Dy", 0.18, 0.47), ("Tb", 0.27, 0.71)])
def test_yearly_volatility_over_windows_of_ten_years(calm_prices, element, low, high):
    changes = np.diff(np.log(calm_prices[element]))[:, -20:]
    windows = np.concatenate([changes[:, :10], changes[:, 10:]])
    assert low < np.median(windows.std(axis=1, ddof=1)) < high


@pytest.mark.parametrize(("one", "other"), tuple(itertools.combinations(HISTORY, 2)))
def test_prices_move_together_as_they_did(calm_prices, one, other):
    # Ten changes give a correlation to about 0.3; the loadings were chosen to be within 0.15 of theirs.
    changes = [np.diff(np.log(HISTORY[name])) for name in (one, other)]
    made = [np.diff(np.log(calm_prices[name])).ravel() for name in (one, other)]
    assert np.corrcoef(made)[0, 1] == pytest.approx(np.corrcoef(changes)[0, 1], abs=0.15)


def test_the_excess_of_the_spike_of_2011_halved_in_the_half_life_of_spikes():
    # C5: Dy oxide at 1,410 USD/kg in 2011 and 279 in 2015, with the 198 of 2016 as the price without it.
    halvings = np.log2((1410 - 198) / (279 - 198))
    assert 4.0 / halvings == pytest.approx(scenario_of().market.spike_half_life_years, abs=0.1)
    spikes = read("market")["prices"]["spikes"]
    assert spikes["factor_low"] < 700 / 224 < 1000 / 224 < spikes["factor_high"]
    assert spikes["factor_high"] == pytest.approx(1410 / 198, rel=0.05)


def test_prices_outside_china_are_above_those_inside_and_a_floor_is_one(patterns):
    base, outside, floor = (
        dict(
            zip(
                ("Nd", "Dy", "Y"),
                element_prices(runs_of(CALM | changes, 50, patterns.kreep_ppm), ("Nd", "Dy", "Y")),
                strict=True,
            )
        )
        for changes in ({}, {"market.tier": "outside"}, {"market.floor_ndpr_usd_per_kg": 110.0})
    )
    for element, ratio in (("Nd", 180 / 130), ("Dy", 850 / 280), ("Y", 175 / 6.5)):
        np.testing.assert_allclose(outside[element] / base[element], ratio, rtol=0.02)
    np.testing.assert_array_equal(floor["Nd"], np.maximum(base["Nd"], 110.0))
    np.testing.assert_array_equal(floor["Dy"], base["Dy"])


def test_more_lunar_product_never_raises_the_price_of_its_basket(patterns):
    landed = [basket_prices(runs_of({}, 30, patterns.kreep_ppm, kg)) for kg in (0.0, 1e3, 1e6, 1e9)]
    for less, more in itertools.pairwise(landed):
        assert (more <= less).all()
    assert (landed[-1] < landed[0]).all()


def test_small_markets_are_outgrown_first(patterns):
    # 3,000 t of oxide a year: some 9 t of Lu against a market of 10 in 2024, 60 t of Tb against 370.
    beyond = {
        kg: dict(zip(REE_AXIS, beyond_market(runs_of({}, 1, patterns.kreep_ppm, kg))[0], strict=True))
        for kg in (3e5, 3e7)
    }
    assert max(beyond[3e5].values()) == 0.0
    assert beyond[3e7]["Lu"] == beyond[3e7]["Sc"] == 1.0
    assert beyond[3e7]["La"] == beyond[3e7]["Nd"] == 0.0
    assert np.isnan(beyond_market(runs_of({}, 1, patterns.kreep_ppm))).all()
