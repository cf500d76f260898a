"""Return craft: their mass against their load."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.logistics.return_craft import craft_load_kg, craft_mass_kg


def test_a_craft_for_ten_times_the_load_weighs_ten_to_the_exponent_as_much():
    assert craft_mass_kg(2000.0, 200.0, 600.0, 0.8) == pytest.approx(600.0 * 10**0.8)
    assert craft_mass_kg(2000.0, 200.0, 600.0, 1.0) == pytest.approx(6000.0)


def test_no_craft_is_smaller_than_the_smallest():
    assert craft_mass_kg(0.1, 200.0, 600.0, 0.8) == 600.0
    assert craft_load_kg(100.0, 200.0, 600.0, 0.8) == 200.0


@given(st.floats(200.0, 1e6), st.floats(0.5, 1.0))
def test_the_load_of_a_craft_is_the_inverse_of_its_mass(load_kg, exponent):
    mass_kg = craft_mass_kg(load_kg, 200.0, 600.0, exponent)
    assert craft_load_kg(mass_kg, 200.0, 600.0, exponent) == pytest.approx(load_kg, rel=1e-9)
