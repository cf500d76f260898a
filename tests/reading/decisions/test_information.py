"""The value of information against cases with a known answer."""

import numpy as np
import pytest
from scipy.stats import norm, qmc

from lunarsim.reading.analysis.decisions.information import curve, measured, perfect

COUNT = 1024


def unit_loss(mean, spread):
    """Return s phi(m/s) - m Phi(-m/s), the value of perfect information on a normal difference of two options."""
    return spread * norm.pdf(mean / spread) - mean * norm.cdf(-mean / spread)


def units(dims, seed=1):
    return qmc.Sobol(dims, seed=seed).random(COUNT).T


@pytest.mark.parametrize(("mean", "spread"), [(1.0, 2.0), (-0.5, 1.0), (0.0, 3.0)])
def test_perfect_information_on_a_normal_option_against_a_sure_one(mean, spread):
    (u,) = units(1)
    value = mean + spread * norm.ppf(u)
    assert perfect(np.stack([value, np.zeros(COUNT)])) == pytest.approx(unit_loss(abs(mean), spread), rel=0.01)


def test_perfect_information_on_two_normal_options():
    u = units(2)
    options = np.stack([3.0 + 2.0 * norm.ppf(u[0]), 2.5 + 1.5 * norm.ppf(u[1])])
    assert perfect(options) == pytest.approx(unit_loss(0.5, 2.5), rel=0.02)


def test_perfect_information_is_worth_nothing_where_one_option_is_always_best():
    (u,) = units(1)
    assert perfect(np.stack([u + 2, u])) == 0


@pytest.mark.parametrize("slope", [0.0, 0.7, 2.0])
def test_information_on_a_factor_of_a_linear_model(slope):
    """The option is worth 0.5 + slope x + y with x and y normal; only x becomes known."""
    u = units(2, seed=4)
    x, y = norm.ppf(u[0]), norm.ppf(u[1])
    fitted = curve(np.stack([0.5 + slope * x + y, np.zeros(COUNT)]), u[0], x).fitted
    expected = unit_loss(0.5, slope) if slope else 0.0
    assert perfect(fitted) == pytest.approx(expected, rel=0.03, abs=0.01)


def test_information_on_a_factor_that_acts_in_a_curve():
    """An option is worth 1 - 4 (u - 1/2)^2 - 0.5, plus noise: worth taking in the middle of the factor only."""
    u = units(2, seed=7)
    truth = 0.5 - 4 * (u[0] - 0.5) ** 2
    fitted = curve(np.stack([truth + norm.ppf(u[1]), np.zeros(COUNT)]), u[0], u[0]).fitted
    expected = np.maximum(truth, 0).mean() - max(truth.mean(), 0)
    assert perfect(fitted) == pytest.approx(expected, abs=0.03)


def test_a_measurement_is_worth_less_than_perfect_information_and_more_the_more_exact_it_is():
    u = units(2, seed=2)
    x, y = norm.ppf(u[0]), norm.ppf(u[1])
    fitted = curve(np.stack([0.3 + x + y, np.zeros(COUNT)]), u[0], x).fitted
    whole = perfect(fitted)
    worth = [measured(fitted, x, error) for error in (0.0, 0.2, 0.5, 1.0, 2.0, 5.0)]
    assert worth[0] == pytest.approx(whole, rel=0.01)
    assert worth == sorted(worth, reverse=True)
    assert worth[-1] >= 0


@pytest.mark.parametrize("error", [0.5, 1.0, 2.0])
def test_a_measurement_of_a_normal_factor_has_the_value_of_its_posterior_mean(error):
    """Of x ~ N(0, 1) measured with error e, the posterior mean has the standard deviation 1 / sqrt(1 + e^2)."""
    u = units(2, seed=3)
    x, y = norm.ppf(u[0]), norm.ppf(u[1])
    fitted = curve(np.stack([0.3 + x + 0.5 * y, np.zeros(COUNT)]), u[0], x).fitted
    expected = unit_loss(0.3, 1 / np.sqrt(1 + error**2))
    assert measured(fitted, x, error) == pytest.approx(expected, rel=0.06)
