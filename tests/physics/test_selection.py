"""What lies above a cut-off, in closed form and against many blocks that are counted one by one."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.resource import estimate, tonnage
from lunarsim.physics.resource.geochemistry import silicic_sum_ree_ppm, sum_ree_ppm
from lunarsim.physics.resource.oxides import ree_sum_ppm
from lunarsim.physics.resource.selection import above_cutoff, thorium_cutoff_ppm
from lunarsim.physics.resource.support import block_variance_ratio, variance_within
from tests.physics.making import RANGE_KM, Errors, grades

TERMS = {"ree_per_thorium": 40.4, "mare_term_ppm": 70.0, "feldspathic_term_ppm": 8.0}


@given(st.floats(0.01, 60.0), st.floats(0.0, 1.0))
def test_without_a_cutoff_all_soil_is_left_as_it_is_to_the_last_bit(mean, spread):
    assert above_cutoff(0.0, mean, spread) == (1.0, mean)


@given(st.floats(0.1, 40.0), st.floats(0.5, 20.0), st.floats(0.01, 0.8))
def test_soil_above_and_below_make_up_the_whole(cutoff, mean, spread):
    share, grade = above_cutoff(cutoff, mean, spread)
    metal = share * (0.0 if share == 0 else grade)
    assert metal <= mean * (1 + 1e-12)
    if share > 0:
        assert grade >= max(cutoff, mean) * (1 - 1e-9)
    if share < 1 - 1e-9:
        assert (mean - metal) / (1 - share) <= cutoff * (1 + 1e-6)


def test_the_closed_form_is_the_integral_of_the_lognormal():
    normals = np.linspace(-9, 9, 2_000_001)
    weight = np.exp(-0.5 * normals**2)
    thorium = 10.0 * np.exp(0.2 * normals - 0.5 * 0.2**2)
    for cutoff in (7.0, 10.0, 13.0):
        above = thorium >= cutoff
        share, grade = above_cutoff(cutoff, 10.0, 0.2)
        assert share == pytest.approx(weight[above].sum() / weight.sum(), abs=1e-5)
        assert grade == pytest.approx((weight * thorium)[above].sum() / weight[above].sum(), rel=1e-5)


def test_soil_without_scatter_lies_above_as_a_whole_or_not_at_all():
    share, grade = above_cutoff(np.array([9.0, 10.0, 10.1, np.inf]), 10.0, 0.0)
    assert share.tolist() == [1.0, 1.0, 0.0, 0.0]
    assert grade[:2].tolist() == [10.0, 10.0]
    assert np.isnan(grade[2:]).all()


def test_far_out_in_the_tail_little_soil_lies_just_above_the_cutoff():
    share, grade = above_cutoff(60.0, 10.0, 0.06)
    assert 0 < share < 1e-150
    assert 60.0 < grade < 60.2
    assert above_cutoff(1.0, 0.0, 0.2).share == 0.0


@given(st.floats(0.0, 1500.0), st.floats(0.0, 25.0))
def test_soil_at_the_thorium_cutoff_holds_just_the_rare_earths_asked_for(cutoff, feo):
    thorium = thorium_cutoff_ppm(cutoff, feo, silicic_ree_per_thorium=6.0, **TERMS)
    assert sum_ree_ppm(thorium, feo, **TERMS) == pytest.approx(max(cutoff, sum_ree_ppm(0.0, feo, **TERMS)), abs=1e-9)
    granite = thorium_cutoff_ppm(cutoff, feo, silicic_ree_per_thorium=6.0, silicic=True, **TERMS)
    assert silicic_sum_ree_ppm(granite, silicic_ree_per_thorium=6.0) == pytest.approx(cutoff)


def test_where_thorium_brings_no_rare_earths_no_soil_reaches_a_cutoff():
    granite = thorium_cutoff_ppm(np.array([0.0, 10.0]), 5.0, silicic_ree_per_thorium=0.0, silicic=True, **TERMS)
    assert granite.tolist() == [0.0, math.inf]


def test_blocks_scatter_within_an_area_by_what_its_mean_does_not():
    assert variance_within(0.05, 1.0, RANGE_KM) == pytest.approx(
        block_variance_ratio(0.05, RANGE_KM) - block_variance_ratio(1.0, RANGE_KM)
    )
    assert variance_within(1.0, 1.0, RANGE_KM) == 0.0
    assert variance_within(2.0, 1.0, RANGE_KM) == 0.0
    assert variance_within(0.05, 1e4, RANGE_KM) == pytest.approx(block_variance_ratio(0.05, RANGE_KM), rel=1e-6)


def test_many_blocks_counted_one_by_one_lie_above_as_the_closed_form_says(patterns):
    # Each deposit by the mean of its own 256 blocks of 250 m; iron of 5 wt%: 8 ppm besides 40.4 Th.
    cells, side_km, share = 16, 4.0, 0.9
    own = Errors(calibration=0.0, local_share=share, ratio=0.0)
    soil = grades(patterns, 1_500, cells, side_km, feo=5.0, errors=own)
    cutoffs = np.array([0.0, 300.0, 400.0, 500.0, 600.0])
    counted_t, counted_ppm = estimate.grade_tonnage_curve(soil, np.ones(soil.shape[:2]), cutoffs)
    thorium = (ree_sum_ppm(soil).mean(axis=1, keepdims=True) - 8.0) / 40.4
    within = variance_within(side_km / cells, side_km, RANGE_KM)
    ln_sd = 0.33 * np.sqrt(share * within / block_variance_ratio(1.0, RANGE_KM))
    least = thorium_cutoff_ppm(cutoffs, 5.0, silicic_ree_per_thorium=6.0, **TERMS)
    above = above_cutoff(least, thorium, ln_sd)
    assert 0.3 < ln_sd < 0.4
    np.testing.assert_allclose(above.share.mean(axis=0), counted_t.mean(axis=0) / cells**2, atol=0.005)
    metal = (above.share * np.nan_to_num(sum_ree_ppm(above.mean_ppm, 5.0, **TERMS))).mean(axis=0)
    counted = (counted_t * np.nan_to_num(counted_ppm)).mean(axis=0) / cells**2
    np.testing.assert_allclose(metal, counted, rtol=0.01)


def test_the_curve_of_an_ore_body_is_the_same_form():
    curve = tonnage.grade_tonnage(350.0, 300.0, 0.44, 1e6)
    above = above_cutoff(350.0, 300.0 * np.exp(0.5 * 0.44**2), 0.44)
    assert curve.rock_t == 1e6 * above.share
    assert curve.mean_grade_ppm == above.mean_ppm
