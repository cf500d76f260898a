"""How budgets wander and what that does to the pace."""

import numpy as np
import pytest

from lunarsim.physics.money.budget_path import (
    budget_path,
    growth_ln_sd,
    linked_factor,
    pace,
    revision_ln_sd,
    spread_growth,
)


def test_the_mean_budget_is_what_the_plan_needs_in_every_year_and_the_first_year_is_law():
    normals = np.random.default_rng(1).standard_normal((20_000, 12))
    paths = np.array([budget_path(row, 0.25, 0.2) for row in normals])
    assert (paths[:, 0] == 1.0).all()
    assert paths.mean(axis=0) == pytest.approx(np.ones(13), abs=0.01)
    assert np.log(paths).std(axis=0)[1:] == pytest.approx(
        0.2 * np.sqrt(spread_growth(np.arange(1, 13), 0.25)), rel=0.02
    )


def test_a_deviation_decays_at_the_declared_rate():
    path = budget_path(np.array([1.0, 0.0, 0.0]), 0.5, 0.1)
    # Deviation 0.1, then 0.1 e^-0.5, then 0.1 e^-1, each less half its variance.
    variance = 0.01 * spread_growth(np.arange(1, 4), 0.5)
    assert np.log(path[1:]) == pytest.approx(0.1 * np.exp([0.0, -0.5, -1.0]) - variance / 2)


def test_the_fit_finds_the_shock_that_made_the_figures():
    draws = np.random.default_rng(2)
    years = np.repeat([1.0, 3.0], 20_000)
    revisions = 0.2 * np.sqrt(spread_growth(years, 0.25)) * draws.standard_normal(years.size)
    assert revision_ln_sd(revisions, years, 0.25) == pytest.approx(0.2, rel=0.02)
    few = [
        growth_ln_sd(np.exp(np.cumsum([0.0, *(0.05 + 0.1 * draws.standard_normal(5))])), np.arange(6.0)) ** 2
        for _ in range(4_000)
    ]
    # Also from six figures, without bias.
    assert np.mean(few) == pytest.approx(0.01, rel=0.04)


def test_a_steady_growth_has_no_shock():
    assert growth_ln_sd(1.2 ** np.arange(5.0), np.arange(5.0)) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("elasticity", [-0.5, 0.0, 0.5, 1.0])
def test_a_linked_factor_keeps_its_mean_whatever_the_elasticity(elasticity):
    variance = 0.09
    normals = np.random.default_rng(3).standard_normal(200_000)
    factor = np.exp(0.3 * normals - variance / 2)
    assert linked_factor(factor, variance, elasticity).mean() == pytest.approx(1.0, abs=0.005)


def test_money_hastens_by_its_elasticity():
    assert pace(0.25, 1.0, 0.5) == pytest.approx(0.5)
    assert pace(1.0, 4.0, 0.5) == pytest.approx(0.5)
    assert pace(0.3, 1.0, 0.0) == 1.0
