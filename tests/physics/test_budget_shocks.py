"""The fit of budget shocks to a record."""

import numpy as np
import pytest

from lunarsim.physics.money.budget_shocks import growth_ln_sd, revision_ln_sd, spread_growth


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
