"""Dates that nobody announced: where they come by their own figures, and how much of a date's spread rests on them."""

import math

import numpy as np
import pytest

from experiments.slips.assumed_dates import share
from experiments.slips.held import assumed


@pytest.mark.slow
def test_dates_that_wait_for_nothing_keep_the_ends_of_their_bands():
    """A fifth lies beyond either end by the factor of overconfidence."""
    found = {mission: (before, beyond) for mission, _, before, _, beyond in assumed(1_500)}
    for mission in ("queqiao_4", "lunar_relays_2"):
        assert found[mission] == pytest.approx((0.2, 0.2), abs=0.03), mission
    before, beyond = found["china_power_plant_1 (without a partner)"]
    assert before <= 0.23
    assert beyond <= 0.3


def test_the_share_that_rests_on_assumed_dates_is_that_by_which_the_variance_falls():
    draws = np.random.default_rng(5)
    rest, bands = 2.0 * draws.normal(size=4_000), 1.0 * draws.normal(size=4_000)
    found = share(2040.0 + rest + bands, 2040.0 + rest)
    assert found.share == pytest.approx(0.2, abs=3.0 * found.error)
    assert 0.005 < found.error < 0.02
    none = share(2040.0 + rest, 2040.0 + rest)
    assert (none.share, none.error) == (0.0, 0.0)
    # Only runs that reach the date in both are looked at.
    before = [2040.0 + year for year in range(30)]
    assert share([*before, math.nan, 2042.0], [*before, 2041.0, math.nan]).runs == 30
