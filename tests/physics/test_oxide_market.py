"""Prices that return to their mean, and reliance on imports."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.money import oxide_market


def test_without_shocks_of_any_size_the_price_stays_at_its_mean():
    np.testing.assert_allclose(
        oxide_market.price_path(np.random.default_rng(1).standard_normal((3, 9)), 50.0, 0.4, 0.0), 50.0
    )


def test_a_shock_decays_at_the_rate_of_reversion():
    shock = np.zeros(12)
    shock[0] = 1.0
    ratio = np.log(
        oxide_market.price_path(shock, 50.0, 0.4, 0.3) / oxide_market.price_path(np.zeros(12), 50.0, 0.4, 0.3)
    )
    np.testing.assert_allclose(ratio, 0.3 * np.exp(-0.4 * np.arange(12)))


@pytest.mark.parametrize("reversion", [0.0, 0.5, 3.0])
def test_the_expected_price_is_the_mean_in_every_year(reversion):
    normals = np.random.default_rng(2).standard_normal((200_000, 8))
    paths = oxide_market.price_path(np.concatenate([normals, -normals]), 260.0, reversion, 0.26)
    np.testing.assert_allclose(paths.mean(axis=0), 260.0, rtol=0.01)


def test_reversion_bounds_the_spread_of_prices():
    normals = np.random.default_rng(3).standard_normal((50_000, 30))
    ln_price = np.log(oxide_market.price_path(normals, 1.0, 0.5, 0.36))
    stationary = 0.36 / np.sqrt(1.0 - np.exp(-1.0))
    assert ln_price[:, -1].std() == pytest.approx(stationary, rel=0.02)
    assert ln_price[:, 0].std() == pytest.approx(0.36, rel=0.02)


def test_figures_may_differ_from_run_to_run():
    normals = np.random.default_rng(4).standard_normal((5, 7))
    means, sds = np.linspace(10.0, 50.0, 5), np.linspace(0.1, 0.5, 5)
    block = oxide_market.price_path(normals, means, 0.4, sds)
    for run in range(5):
        np.testing.assert_array_equal(block[run], oxide_market.price_path(normals[run], means[run], 0.4, sds[run]))


def test_reliance_falls_with_lunar_product_and_ends_at_zero():
    lunar = np.array([0.0, 10.0, 60.0, 500.0])
    np.testing.assert_allclose(oxide_market.import_reliance(100.0, 40.0, lunar), [0.6, 0.5, 0.0, 0.0])
    assert oxide_market.import_reliance(100.0, 0.0, 0.0) == 1.0


def test_shocks_of_elements_correlate_by_their_loadings():
    common, group, first, second = np.random.default_rng(5).standard_normal((4, 200_000, 1))
    one = oxide_market.correlated_shocks(common, group, first, 0.7, 0.6)
    other = oxide_market.correlated_shocks(common, group, second, 0.5, 0.4)
    assert (one.std(), other.std()) == pytest.approx((1.0, 1.0), abs=0.01)
    assert np.corrcoef(one[:, 0], other[:, 0])[0, 1] == pytest.approx(0.7 * 0.5 + 0.6 * 0.4, abs=0.01)


def test_a_spike_stands_at_its_height_and_its_excess_halves():
    begins, height = np.ones((1, 6)), np.full((1, 6), 5.0)
    begins[0, 1] = 0.0
    spiked = oxide_market.spike_multiplier(begins, height, 0.1, 1.0)
    np.testing.assert_allclose(spiked, [[1.0, 5.0, 3.0, 2.0, 1.5, 1.25]])
    begins[0, 2] = 0.0
    assert oxide_market.spike_multiplier(begins, height, 0.1, 1.0)[0, 2] == 5.0


def test_spikes_come_as_often_as_said_and_never_without_a_rate():
    begins = np.random.default_rng(6).random((50_000, 4))
    spiked = oxide_market.spike_multiplier(begins, np.full(begins.shape, 3.0), 0.2, 0.1)
    assert (spiked >= 3.0).mean() == pytest.approx(1 - np.exp(-0.2), abs=0.005)
    assert (oxide_market.spike_multiplier(begins, np.full(begins.shape, 3.0), 0.0, 0.1) == 1.0).all()


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(1, 1e6), st.floats(0.05, 10), st.floats(0.05, 10))
def test_more_new_supply_never_raises_a_price(one, other, market, supply, demand):
    less, more = sorted((one, other))
    at_less, at_more = (oxide_market.price_with_new_supply(new, market, supply, demand) for new in (less, more))
    assert 0.0 <= at_more <= at_less <= 1.0
    assert oxide_market.price_with_new_supply(0.0, market, supply, demand) == 1.0


def test_a_tenth_of_a_market_takes_some_seven_percent_off_its_price():
    # (1.1)^(-1/1.4)
    assert oxide_market.price_with_new_supply(10.0, 100.0, 1.0, 0.4) == pytest.approx(0.934, abs=5e-4)


def test_use_grows_by_one_rate_to_2030_and_by_another_after_it():
    grown = oxide_market.use_after_growth(0.05, 0.016, np.array([0.0, 6.0, 26.0]))
    np.testing.assert_allclose(grown, [1.0, 1.05**6, 1.05**6 * 1.016**20])
