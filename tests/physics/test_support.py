"""How the scatter of grades changes with the size of what is averaged."""

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.resource.support import block_multiplier, block_variance_ratio, variance_within

RANGE_KM = 3.0


@given(st.floats(0.0, 100.0), st.floats(0.1, 50.0))
def test_the_mean_of_a_block_scatters_less_than_a_point(side, reach):
    ratio = block_variance_ratio(side, reach)
    assert 0.0 < ratio <= 1.0
    assert block_variance_ratio(side + 1.0, reach) < ratio


def test_the_variance_of_a_block_is_the_mean_covariance_of_its_points():
    rng = np.random.default_rng(3)
    x, y = rng.uniform(0, 2.0, (2, 400_000)), rng.uniform(0, 2.0, (2, 400_000))
    averaged = np.exp(-3 * np.abs(x[0] - x[1]) / RANGE_KM - 3 * np.abs(y[0] - y[1]) / RANGE_KM).mean()
    assert block_variance_ratio(2.0, RANGE_KM) == pytest.approx(averaged, rel=5e-3)


@given(st.floats(0.1, 5.0), st.floats(0.05, 0.6))
def test_a_multiplier_of_its_own_support_is_itself(multiplier, ln_sd):
    assert block_multiplier(multiplier, ln_sd, 1.0) == multiplier


def test_a_multiplier_of_one_is_the_mean_of_small_blocks_and_no_quantile_keeps_a_mean():
    assert NormalDist().cdf(0.33 / 2) == pytest.approx(0.566, abs=5e-4)
    ratios = np.linspace(0.0, 1.0, 101)
    nominal = block_multiplier(1.0, 0.33, ratios)
    # The same standard normal value, put into the distribution of large blocks with their mean of 1.
    sd = 0.33 * np.sqrt(ratios)
    assert nominal == pytest.approx(np.exp(sd * 0.33 / 2 - sd**2 / 2), rel=1e-12)
    assert nominal[-1] == 1.0
    assert ratios[np.argmax(nominal)] == 0.25
    assert nominal.max() == pytest.approx(1.014, abs=5e-4)


def test_a_larger_block_keeps_the_mean_and_loses_scatter():
    small = np.exp(0.33 * np.random.default_rng(0).standard_normal(400_000) - 0.33**2 / 2)
    large = block_multiplier(small, 0.33, 0.25)
    assert small.mean() == pytest.approx(1.0, rel=2e-3)
    assert large.mean() == pytest.approx(1.0, rel=2e-3)
    assert np.log(large).std() == pytest.approx(0.165, rel=5e-3)


@given(st.floats(0.01, 0.8), st.floats(0.0, 3.0))
def test_no_change_of_support_wins_or_loses_metal(ln_sd, ratio):
    """The mean over all quantiles of a log-normal, by Gauss-Hermite quadrature, stays 1 for blocks of any size."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(40)
    of_small = np.exp(ln_sd * nodes - ln_sd**2 / 2)
    assert np.average(block_multiplier(of_small, ln_sd, ratio), weights=weights) == pytest.approx(1.0, rel=1e-9)


def test_blocks_scatter_within_an_area_by_what_its_mean_does_not():
    assert variance_within(0.05, 1.0, RANGE_KM) == pytest.approx(
        block_variance_ratio(0.05, RANGE_KM) - block_variance_ratio(1.0, RANGE_KM)
    )
    assert variance_within(1.0, 1.0, RANGE_KM) == 0.0
    assert variance_within(2.0, 1.0, RANGE_KM) == 0.0
    assert variance_within(0.05, 1e4, RANGE_KM) == pytest.approx(block_variance_ratio(0.05, RANGE_KM), rel=1e-6)
