import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.resource import regolith, tonnage

depth = st.floats(0.01, 20.0)


@given(depth_m=depth)
def test_areal_mass_is_the_integral_of_density(depth_m):
    layers = np.linspace(0.0, depth_m, 20001)
    density = regolith.bulk_density_kg_m3((layers[1:] + layers[:-1]) / 2.0)
    assert regolith.areal_mass_kg_m2(depth_m) == pytest.approx(density.sum() * depth_m / 20000, rel=1e-5)


@given(depth_m=depth, step=st.floats(0.01, 5.0))
def test_soil_grows_denser_with_depth_but_not_beyond_its_limit(depth_m, step):
    assert 1300.0 < regolith.bulk_density_kg_m3(depth_m) < regolith.bulk_density_kg_m3(depth_m + step) < 1920.0
    mean = regolith.mean_density_kg_m3(depth_m)
    assert regolith.bulk_density_kg_m3(0.0) < mean < regolith.bulk_density_kg_m3(depth_m)


@given(area=st.floats(0.1, 1e5), depth_m=depth, ree_ppm=st.floats(1.0, 2000.0))
def test_tonnage_is_area_times_areal_mass_times_grade(area, depth_m, ree_ppm):
    rock_t = tonnage.rock_in_place_t(area, depth_m)
    assert rock_t == pytest.approx(area * 1e6 * regolith.areal_mass_kg_m2(depth_m) / 1e3)
    assert tonnage.ree_in_place_t(area, depth_m, ree_ppm) == pytest.approx(rock_t * ree_ppm / 1e6)


def test_recoverable_is_never_more_than_in_place():
    share = np.linspace(0.0, 1.0, 5)
    recoverable = tonnage.recoverable_t(1000.0, share[:, None], 0.9, share)
    assert recoverable.shape == (5, 5)
    assert recoverable.max() == pytest.approx(900.0)
    assert recoverable[0].max() == recoverable[:, 0].max() == 0.0


@given(median=st.floats(10.0, 1000.0), ln_sd=st.floats(0.05, 1.2))
def test_without_cutoff_all_rock_counts_at_its_mean_grade(median, ln_sd):
    all_of_it = tonnage.grade_tonnage(1e-9, median, ln_sd, 5e6)
    assert all_of_it.rock_t == pytest.approx(5e6)
    assert all_of_it.mean_grade_ppm == pytest.approx(median * math.exp(ln_sd**2 / 2))
    assert all_of_it.ree_t == pytest.approx(all_of_it.rock_t * all_of_it.mean_grade_ppm * 1e-6)


@given(median=st.floats(10.0, 1000.0), ln_sd=st.floats(0.3, 1.2), cutoff=st.floats(0.5, 2.0))
def test_a_higher_cutoff_leaves_less_rock_of_better_grade(median, ln_sd, cutoff):
    low = tonnage.grade_tonnage(cutoff * median, median, ln_sd, 1e6)
    high = tonnage.grade_tonnage(1.2 * cutoff * median, median, ln_sd, 1e6)
    assert high.rock_t <= low.rock_t
    assert high.ree_t <= low.ree_t
    assert high.mean_grade_ppm > low.mean_grade_ppm >= cutoff * median


def test_grade_and_tonnage_agree_with_sampled_grades():
    grades = 300.0 * np.exp(0.44 * np.random.default_rng(5).standard_normal(400_000))
    curve = tonnage.grade_tonnage(350.0, 300.0, 0.44, 1e6)
    above = grades > 350.0
    assert curve.rock_t == pytest.approx(1e6 * above.mean(), rel=0.01)
    assert curve.mean_grade_ppm == pytest.approx(grades[above].mean(), rel=0.01)


def test_nothing_above_the_cutoff_has_no_grade():
    assert math.isnan(tonnage.grade_tonnage(1e9, 300.0, 0.1, 1e6).mean_grade_ppm)


@given(between=st.floats(0.0, 1.0), within=st.floats(0.0, 1.0))
def test_blocks_scatter_more_than_pixels(between, within):
    block = tonnage.block_ln_sd(between, within)
    assert block >= max(between, within)
    assert block <= between + within + 1e-15


@given(ln_sd=st.floats(0.05, 1.0))
def test_local_scatter_averages_out_over_cells(ln_sd):
    scatter = tonnage.mean_of_cells_ln_sd(ln_sd, np.array([1.0, 4.0, 100.0, 1e8]))
    assert scatter[0] == pytest.approx(ln_sd)
    assert (np.diff(scatter) < 0.0).all()
    assert scatter[-1] < 1e-3


def test_the_class_of_a_resource_follows_its_data():
    # Units of 150 km, grades alike within 3 km; by distance to a sample and spacing of holes.
    cases = {
        (math.inf, math.inf): "exploration_target",
        (151.0, math.inf): "exploration_target",
        (150.0, math.inf): "inferred",
        (0.0, math.inf): "inferred",
        (math.inf, 220.0): "exploration_target",
        (math.inf, 200.0): "inferred",
        (0.5, 2.01): "inferred",
        (math.inf, 2.0): "indicated",
        (0.5, 1.01): "indicated",
        (math.inf, 1.0): "measured",
    }
    distance_km, spacing_km = np.array(list(cases)).T
    found = tonnage.resource_class(distance_km, spacing_km, 150.0, 3.0, 1e6)
    assert [tonnage.RESOURCE_CLASSES[code] for code in found] == list(cases.values())
    assert found.dtype == np.int8


def test_a_grid_has_four_holes_or_more():
    area_km2 = np.array([0.01, 3.9, 4.0])
    found = tonnage.resource_class(np.inf, 1.0, 150.0, 3.0, area_km2)
    assert [tonnage.RESOURCE_CLASSES[code] for code in found] == ["exploration_target"] * 2 + ["measured"]


def test_no_class_is_a_reserve():
    assert not any("reserve" in name for name in tonnage.RESOURCE_CLASSES)
