"""Success of landings."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.chance import flight_success

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
