"""What lies above a cut-off, in closed form; tests/oracles counts blocks one by one."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.resource.geochemistry import silicic_sum_ree_ppm, sum_ree_ppm
from lunarsim.physics.resource.selection import above_cutoff, thorium_cutoff_ppm

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
