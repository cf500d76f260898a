"""Success of landings."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from lunarsim.physics.chance import flight_success
from lunarsim.physics.chance.flight_success import lost_craft

probability = st.floats(0.01, 0.99)


@given(st.integers(0, 50), st.data(), probability, st.floats(0.5, 20.0))
def test_with_one_prior_for_all_attempts_the_success_is_the_mean_of_a_beta_posterior(attempts, data, prior, strength):
    successes = data.draw(st.integers(0, attempts))
    credible = flight_success.credible_success(prior, successes - attempts * prior, attempts, strength)
    assert credible == pytest.approx((successes + strength * prior) / (attempts + strength))


@given(st.lists(probability, min_size=2, max_size=2), st.floats(0.5, 20.0))
def test_a_record_moves_the_success_but_not_its_mean(priors, strength):
    first, second = priors
    after = [flight_success.credible_success(second, outcome - first, 1, strength) for outcome in (1.0, 0.0)]
    assert first * after[0] + (1 - first) * after[1] == pytest.approx(second)
    assert after[0] > second > after[1]


@given(probability, st.floats(0.0, 1.0))
def test_the_phases_multiply_to_the_whole_and_all_get_better_with_it(success, share):
    one, other = (flight_success.phase_success(success, part) for part in (share, 1.0 - share))
    assert one * other == pytest.approx(success)
    assert flight_success.phase_success(min(1.1 * success, 1.0), share) >= one


def test_a_number_that_is_shared_in_part_is_normal_and_correlated():
    normals = np.random.default_rng(1).standard_normal((3, 200_000))
    one, two = (flight_success.shared_normal(normals[0], own, 0.3) for own in normals[1:])
    for number in (one, two):
        np.testing.assert_allclose(np.quantile(number, [0.1, 0.5, 0.9]), [-1.2816, 0.0, 1.2816], atol=0.02)
    assert np.corrcoef(one, two)[0, 1] == pytest.approx(0.3, abs=0.01)
    one, two = (flight_success.shared_normal(normals[0], own, 1.0) for own in normals[1:3])
    np.testing.assert_allclose(one, two)


@given(st.integers(1, 60), st.floats(0.0, 1.0), st.floats(0.0, 1.0, exclude_max=True))
def test_the_lost_of_some_craft_are_the_quantile_of_a_binomial(craft, success, uniform):
    lost = lost_craft(craft, success, uniform)
    losses = binom(craft, 1.0 - success)
    assert 0 <= lost <= craft
    assert losses.cdf(lost) >= uniform - 1e-9
    assert lost == 0 or losses.cdf(lost - 1) <= uniform + 1e-9


@given(st.integers(1, 2000), st.floats(0.0, 1.0, exclude_max=True), st.floats(0.01, 0.99), st.floats(0.0, 0.5))
def test_better_craft_are_never_lost_more_often_for_the_same_number(craft, uniform, success, more):
    assert lost_craft(craft, min(success + more, 1.0), uniform) <= lost_craft(craft, success, uniform)


def test_many_craft_are_lost_by_their_share():
    assert lost_craft(10_000, 0.92, 0.5) == 800
    assert abs(lost_craft(499, 0.92, 0.9) - lost_craft(500, 0.92, 0.9)) <= 1
