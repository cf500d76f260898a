"""The ground of a run: depth, change of support, and what of it can be had."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.world.deposits import deposits
from tests.scenario.building import scenario_of


def ground_of(changes, site="fra_mauro"):
    (ground,) = deposits([scenario_of(changes, site)])
    return ground


@given(st.floats(0.3, 3.0), st.floats(1e-6, 1.0))
def test_up_to_a_square_kilometer_the_multiplier_counts_whole(multiplier, area):
    changes = {"deposit.thorium_multiplier": multiplier, "deposit.area_km2": area, "deposit.mare_term_ppm": 0.0}
    plain = {"deposit.feldspathic_term_ppm": 0.0}
    expected = 40.4 * 10.19 * multiplier * 1e-6
    assert ground_of(changes | plain).ree_grade == pytest.approx(expected, rel=1e-9)


def test_over_large_areas_local_scatter_averages_out_and_the_rest_stays():
    plain = {"deposit.feldspathic_term_ppm": 0.0, "deposit.mare_term_ppm": 0.0}

    def ln_spread(area, share=0.5):
        grades = [
            ground_of(
                {**plain, "deposit.thorium_multiplier": m, "deposit.area_km2": area, "deposit.local_share": share}
            ).ree_grade
            for m in (float(np.exp(-0.33)), float(np.exp(0.33)))
        ]
        return np.log(grades[1] / grades[0]) / 2

    assert ln_spread(1.0) == pytest.approx(0.33)
    assert 0.25 < ln_spread(10.0) < 0.33
    assert ln_spread(1e6) == pytest.approx(0.33 * np.sqrt(0.5), rel=1e-3)
    assert ln_spread(1e6, share=0.0) == pytest.approx(0.33)


def test_mining_stops_where_the_regolith_ends():
    thin = {"deposit.thickness_multiplier": 0.2}
    deep, shallow = (ground_of({"deposit.depth_m": depth} | thin).soil_kg for depth in (3.0, 1.7))
    assert deep == pytest.approx(shallow)
    assert ground_of({}).soil_kg > ground_of(thin).soil_kg


def test_silicic_spots_are_no_ore():
    # Thorium of 46 ppm with fewer rare earths than Fra Mauro's 10.
    assert ground_of({}, "lassell").ree_grade < 0.65 * ground_of({}).ree_grade
    assert ground_of({"site.silicic": False}, "lassell").ree_grade > 3 * ground_of({}).ree_grade
