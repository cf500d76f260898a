"""Prices that return to their mean, and reliance on imports."""

import numpy as np
import pytest

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
