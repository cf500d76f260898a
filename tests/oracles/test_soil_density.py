"""The mass of soil that the simulator mines is the integral of the published density."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.resource.tonnage import areal_mass_kg_m2
from tests.oracles.soil_density import bulk_density_kg_m3

DEPTH = st.floats(0.01, 20.0)


@given(depth_m=DEPTH)
def test_areal_mass_is_the_integral_of_density(depth_m):
    layers = np.linspace(0.0, depth_m, 20001)
    density = bulk_density_kg_m3((layers[1:] + layers[:-1]) / 2.0)
    assert areal_mass_kg_m2(depth_m) == pytest.approx(density.sum() * depth_m / 20000, rel=1e-5)


@given(depth_m=DEPTH, step=st.floats(0.01, 5.0))
def test_soil_grows_denser_with_depth_but_not_beyond_its_limit(depth_m, step):
    assert 1300.0 < bulk_density_kg_m3(depth_m) < bulk_density_kg_m3(depth_m + step) < 1920.0
    assert bulk_density_kg_m3(0.0) < areal_mass_kg_m2(depth_m) / depth_m < bulk_density_kg_m3(depth_m)


def test_density_at_the_surface_and_far_below():
    # Carrier et al. 1991: 1.30 and 1.92 g/cm3.
    assert bulk_density_kg_m3(0.0) == pytest.approx(1300.0, abs=5.0)
    assert bulk_density_kg_m3(1e4) == pytest.approx(1920.0, abs=0.1)
