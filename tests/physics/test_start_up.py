"""A plant's first years."""

import numpy as np
import pytest

from lunarsim.physics.process import start_up


def test_a_new_plant_rises_in_equal_steps_to_all_of_its_capacity():
    np.testing.assert_allclose(start_up.start_up_level(0.4, np.arange(5), 4), [0.4, 0.55, 0.7, 0.85, 1.0])
    assert start_up.start_up_level(0.4, 4, 4) == 1.0


def test_each_doubling_cuts_the_time_lost_by_the_same_share():
    np.testing.assert_allclose(start_up.learned_availability(0.7, np.arange(3), 0.1), [0.7, 0.73, 0.757])
    assert start_up.learned_availability(0.7, 5, 0.0) == pytest.approx(0.7)
    assert start_up.learned_availability(1.0, 5, 0.1) == 1.0
