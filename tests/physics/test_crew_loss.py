"""Loss of crewed missions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.chance.crew_loss import mission_loss

probability = st.floats(0.001, 0.999)


@given(probability, st.floats(0.0, 2.0), st.integers(1, 100))
def test_the_loss_of_a_mission_is_that_of_the_first_and_falls_by_a_power_of_the_flight(first, exponent, flight):
    assert mission_loss(first, exponent, 1) == pytest.approx(first)
    assert mission_loss(first, exponent, flight) == pytest.approx(first / flight**exponent)
    assert mission_loss(first, exponent, flight + 1) <= mission_loss(first, exponent, flight)


@given(probability, st.floats(0.01, 100.0))
def test_a_multiplier_acts_on_the_odds(first, multiplier):
    changed = mission_loss(first, 0.0, 1, multiplier)
    assert changed / (1 - changed) == pytest.approx(first / (1 - first) * multiplier, rel=1e-9)
    assert 0.0 <= changed <= 1.0
    assert mission_loss(1.0, 0.0, 1, multiplier) == 1.0
    assert mission_loss(0.0, 0.0, 1, multiplier) == 0.0
