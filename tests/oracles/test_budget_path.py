"""The spread by which budget shocks are fitted is that of paths whose shocks are summed year by year."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.money.budget_shocks import spread_growth
from tests.oracles.budget_path import budget_path


@given(reversion=st.floats(0.01, 2.0), ln_sd=st.floats(0.01, 0.5), years=st.integers(1, 30))
def test_the_spread_grows_as_that_of_summed_shocks(reversion, ln_sd, years):
    # Without shocks the logarithm of a path is half its variance below zero.
    variance = -2.0 * np.log(budget_path(np.zeros(years), reversion, ln_sd)[1:])
    assert ln_sd**2 * spread_growth(np.arange(1, years + 1), reversion) == pytest.approx(variance, rel=1e-6)


def test_many_paths_scatter_by_that_spread():
    paths = budget_path(np.random.default_rng(1).standard_normal((20_000, 12)), 0.25, 0.2)
    spread = 0.2 * np.sqrt(spread_growth(np.arange(1, 13), 0.25))
    assert np.log(paths).std(axis=0)[1:] == pytest.approx(spread, rel=0.02)
