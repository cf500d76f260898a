"""Economies of scale."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.process.scale import economy_of_scale


def test_by_the_six_tenths_rule_a_plant_of_ten_times_the_size_costs_four_times_as_much():
    assert 10 * economy_of_scale(10.0, 0.6) == pytest.approx(3.98, abs=0.01)


@given(st.floats(1e-4, 1e5), st.floats(1.0, 1e3), st.floats(0.5, 1.0))
def test_a_larger_plant_takes_no_more_for_its_size_and_never_less_in_all(scale, larger, exponent):
    one, other = economy_of_scale(scale, exponent), economy_of_scale(scale * larger, exponent)
    assert other <= one * (1 + 1e-12)
    assert other * larger >= one * (1 - 1e-12)


def test_without_an_economy_of_scale_and_at_the_reference_nothing_changes():
    assert economy_of_scale(123.0, 1.0) == 1.0
    assert economy_of_scale(1.0, 0.6) == 1.0
