"""Mass of soil; tests/oracles integrates its density."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.resource.tonnage import areal_mass_kg_m2, rock_in_place_t


@given(area=st.floats(0.1, 1e5), depth_m=st.floats(0.01, 20.0))
def test_tonnage_is_area_times_areal_mass(area, depth_m):
    assert rock_in_place_t(area, depth_m) == pytest.approx(area * 1e6 * areal_mass_kg_m2(depth_m) / 1e3)
