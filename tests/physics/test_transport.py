"""The rocket equation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.transport import mass_ratio


@given(first=st.floats(0.0, 5.0), second=st.floats(0.0, 5.0), impulse=st.floats(200.0, 900.0))
def test_mass_ratios_of_burns_in_a_row_multiply(first, second, impulse):
    both = mass_ratio(first + second, impulse)
    assert both == pytest.approx(mass_ratio(first, impulse) * mass_ratio(second, impulse))
    assert mass_ratio(first, impulse) >= 1.0


def test_the_return_from_the_moon_doubles_the_mass():
    assert mass_ratio(2.7, np.array([365.0, 450.0])) == pytest.approx([2.13, 1.84], abs=0.005)
