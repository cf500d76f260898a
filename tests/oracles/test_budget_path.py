"""The oracle of budget paths keeps its mean and its spread; the running code is held against it in tests/world."""

import numpy as np
import pytest

from lunarsim.physics.money.budget_shocks import spread_growth
from tests.oracles.budget_path import budget_path, linked_factor


def test_the_mean_budget_is_what_the_plan_needs_in_every_year_and_the_first_year_is_law():
    paths = budget_path(np.random.default_rng(1).standard_normal((20_000, 12)), 0.25, 0.2)
    assert (paths[:, 0] == 1.0).all()
    assert paths.mean(axis=0) == pytest.approx(np.ones(13), abs=0.01)
    spread = 0.2 * np.sqrt(spread_growth(np.arange(1, 13), 0.25))
    assert np.log(paths).std(axis=0)[1:] == pytest.approx(spread, rel=0.02)


def test_a_deviation_decays_at_the_declared_rate():
    path = budget_path(np.array([1.0, 0.0, 0.0]), 0.5, 0.1)
    # Deviation 0.1, then 0.1 e^-0.5, then 0.1 e^-1, each less half its variance.
    variance = 0.01 * spread_growth(np.arange(1, 4), 0.5)
    assert np.log(path[1:]) == pytest.approx(0.1 * np.exp([0.0, -0.5, -1.0]) - variance / 2)


@pytest.mark.parametrize("elasticity", [-0.5, 0.0, 0.5, 1.0])
def test_a_linked_factor_keeps_its_mean_whatever_the_elasticity(elasticity):
    variance = 0.09
    factor = np.exp(0.3 * np.random.default_rng(3).standard_normal(200_000) - variance / 2)
    assert linked_factor(factor, variance, elasticity).mean() == pytest.approx(1.0, abs=0.005)
