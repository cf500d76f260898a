"""What is left of sources and storage at an age."""

import numpy as np
import pytest

from lunarsim.physics.power.aging import PLUTONIUM_HALF_LIFE_YEARS, isotope_share_left, share_left


def test_each_year_takes_its_share_of_what_is_left():
    np.testing.assert_allclose(share_left(np.array([0.0, 1.0, 2.0, 0.5]), 0.19), [1.0, 0.81, 0.6561, 0.9])
    assert share_left(30.0, 0.0) == 1.0


def test_a_radioisotope_halves_in_its_half_life_and_its_thermocouples_wear_beside_that():
    assert isotope_share_left(PLUTONIUM_HALF_LIFE_YEARS, 0.0) == pytest.approx(0.5)
    assert isotope_share_left(1.0, 0.0) == pytest.approx(1.0 - 0.00787, abs=1e-5)
    assert isotope_share_left(10.0, 0.02) == pytest.approx(0.5 ** (10.0 / 87.7) * 0.98**10)
    assert isotope_share_left(0.0, 0.02) == 1.0
