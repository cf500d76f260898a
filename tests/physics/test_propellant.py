"""Propellant from water."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.process import propellant


@pytest.mark.parametrize(("ratio", "whole_numbers"), [(6.0, 9.0 / 7.0), (5.5, 9.0 / 6.5), (7.0, 9.0 / 8.0)])
def test_water_is_nine_for_each_kilogram_of_hydrogen(ratio, whole_numbers):
    # With whole atomic masses a kilogram of hydrogen comes of nine kilograms of water.
    assert propellant.water_per_propellant(ratio, 0.0) == pytest.approx(whole_numbers, rel=0.01)
    assert propellant.oxygen_left_per_propellant(ratio, 0.0) == pytest.approx(whole_numbers - 1.0, abs=0.01)


@given(ratio=st.floats(0.1, 30.0), loss=st.floats(0.0, 0.9))
def test_no_mass_is_lost_but_what_is_said_to_be(ratio, loss):
    water = propellant.water_per_propellant(ratio, loss)
    oxygen = propellant.oxygen_left_per_propellant(ratio, loss)
    hydrogen = water * propellant.HYDROGEN_PER_WATER - 1.0 / (1.0 + ratio) / (1.0 - loss)
    assert water - oxygen - hydrogen == pytest.approx(1.0 / (1.0 - loss))
    assert min(oxygen, hydrogen) == pytest.approx(0.0, abs=1e-12 * water)


def test_engines_that_burn_what_water_holds_leave_nothing():
    ratio = 1.0 / propellant.HYDROGEN_PER_WATER - 1.0
    assert propellant.water_per_propellant(ratio, 0.0) == pytest.approx(1.0)
    assert propellant.water_per_propellant(ratio, 0.01) == pytest.approx(1.0 / 0.99)
    np.testing.assert_allclose(propellant.oxygen_left_per_propellant(ratio, 0.0), 0.0, atol=1e-12)
