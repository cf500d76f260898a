"""Estimates of a deposit: what averages out and what does not, and what a grid may not change."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.resource import estimate
from lunarsim.physics.resource.oxides import ree_sum_ppm
from lunarsim.physics.resource.support import block_multiplier, block_variance_ratio, local_field
from lunarsim.physics.resource.tonnage import block_ln_sd, mean_of_cells_ln_sd
from tests.physics.making import RANGE_KM, Errors, deposit, grades

SHARED_ONLY = Errors(local_share=0.0, ratio=0.0)


@given(st.floats(0.0, 100.0), st.floats(0.1, 50.0))
def test_the_mean_of_a_block_scatters_less_than_a_point(side, reach):
    ratio = block_variance_ratio(side, reach)
    assert 0.0 < ratio <= 1.0
    assert block_variance_ratio(side + 1.0, reach) < ratio


def test_the_variance_of_a_block_is_the_mean_covariance_of_its_points():
    rng = np.random.default_rng(3)
    x, y = rng.uniform(0, 2.0, (2, 400_000)), rng.uniform(0, 2.0, (2, 400_000))
    averaged = np.exp(-3 * np.abs(x[0] - x[1]) / RANGE_KM - 3 * np.abs(y[0] - y[1]) / RANGE_KM).mean()
    assert block_variance_ratio(2.0, RANGE_KM) == pytest.approx(averaged, rel=5e-3)


@pytest.mark.parametrize(("cells", "side_km"), [(1, 2.0), (2, 2.0), (4, 2.0), (3, 9.0)])
def test_cells_scatter_as_blocks_and_add_up_to_the_block_that_they_make(cells, side_km):
    normals = np.random.default_rng(5).standard_normal((60_000, cells, cells))
    field = local_field(normals, side_km / cells, RANGE_KM)
    assert field[:, 0, -1].var() == pytest.approx(block_variance_ratio(side_km / cells, RANGE_KM), rel=0.03)
    assert field.mean(axis=(1, 2)).var() == pytest.approx(block_variance_ratio(side_km, RANGE_KM), rel=0.03)


@given(st.floats(0.1, 5.0), st.floats(0.05, 0.6))
def test_a_multiplier_of_its_own_support_is_itself(multiplier, ln_sd):
    assert block_multiplier(multiplier, ln_sd, 1.0) == multiplier


def test_a_larger_block_keeps_the_mean_and_loses_scatter():
    small = np.exp(0.33 * np.random.default_rng(0).standard_normal(400_000))
    large = block_multiplier(small, 0.33, 0.25)
    assert large.mean() == pytest.approx(small.mean(), rel=2e-3)
    assert np.log(large).std() == pytest.approx(0.165, rel=5e-3)


@pytest.mark.parametrize("side_km", [1.0, 6.0])
def test_regridding_leaves_the_band_of_the_estimate_within_two_percent(patterns, side_km):
    bands = [estimate.log_band(deposit(patterns, 40_000, cells, side_km).ree_t) for cells in (1, 2, 4)]
    # The realizations are others, so a part of the difference is theirs: about 0.7 % of a band of 40,000.
    assert bands == pytest.approx([np.mean(bands)] * 3, rel=0.02)


def test_regridding_leaves_the_mean(patterns):
    means = [deposit(patterns, 40_000, cells, 6.0).ree_t.mean() for cells in (1, 2, 4)]
    assert means == pytest.approx([np.mean(means)] * 3, rel=0.02)


def test_many_independent_cells_tend_to_the_band_of_what_they_share(patterns):
    # 12 x 12 cells over 120 km, each many ranges wide.
    bands = [estimate.log_band(deposit(patterns, 5_000, cells, 10.0 * cells).ree_t) for cells in (1, 12)]
    only_shared = estimate.log_band(
        deposit(patterns, 5_000, 12, 120.0, errors=Errors(local_share=0.0, site=0.33 * np.sqrt(0.5))).ree_t
    )
    assert bands[1] == pytest.approx(only_shared, rel=0.03)
    assert bands[1] < bands[0]


def test_independent_cells_average_out_as_the_closed_form_says():
    rng = np.random.default_rng(9)
    cells = np.exp(0.44 * rng.standard_normal((20_000, 50)))
    expected = mean_of_cells_ln_sd(0.44, 50)
    assert np.log(cells.mean(axis=-1)).std() == pytest.approx(expected, rel=0.03)


def test_shared_errors_do_not_average_out(patterns):
    few, many = (
        estimate.log_band(deposit(patterns, 8_000, cells, 50.0 * cells, errors=SHARED_ONLY).ree_t) for cells in (1, 8)
    )
    assert many == pytest.approx(few, rel=1e-9)


def test_landing_sites_scatter_within_a_pixel_as_measured(patterns):
    # 0.33 at a kilometer; with the spread between pixels of the terrane 0.44.
    found = ree_sum_ppm(grades(patterns, 60_000, 1, 1.0, feo=5.0, errors=Errors(calibration=0.0, ratio=0.0)))
    assert np.log(found - 8.0).std() == pytest.approx(0.33, rel=0.02)
    assert block_ln_sd(0.29, 0.33) == pytest.approx(0.44, abs=0.005)


def test_the_reported_low_case_is_p90():
    found = estimate.report_quantiles(np.arange(101.0))
    assert found == (10.0, 50.0, 90.0, 50.0)


def test_elements_add_up_and_the_product_is_what_the_factors_leave(patterns):
    found = deposit(patterns, 500, 3, 3.0)
    np.testing.assert_allclose(ree_sum_ppm(found.element_t), found.ree_t)
    np.testing.assert_allclose(found.grade_ppm, found.ree_t / found.rock_t * 1e6)
    assert (found.recoverable_t < found.ree_t * 0.8 * 0.98 * 0.576).all()
    assert (found.recoverable_reo_t > found.recoverable_t).all()


def test_process_recovery_may_differ_by_element(patterns):
    soil = grades(patterns, 200, 2, 1.0)
    plain = {"density_multiplier": 1.0, "access": 0.5, "mining_recovery": 0.9, "oxide_factor": patterns.oxide_factor}
    by_element = np.zeros((200, 16))
    by_element[:, 3] = 0.5
    found = estimate.estimate_deposit(soil, 0.25, 3.0, process_recovery=by_element, **plain)
    np.testing.assert_allclose(found.recoverable_t, found.element_t[:, 3] * 0.5 * 0.9 * 0.5)


def test_a_cutoff_leaves_less_soil_of_a_better_grade(patterns):
    soil = grades(patterns, 400, 4, 40.0)
    cell_t = np.full(soil.shape[:2], 1e6)
    cutoffs = np.array([0.0, 300.0, 500.0, 700.0, 1e5])
    above_t, grade = estimate.grade_tonnage_curve(soil, cell_t, cutoffs)
    assert (np.diff(above_t, axis=-1) <= 0).all()
    assert (above_t[:, 0] == 16e6).all()
    assert (above_t[:, -1] == 0).all()
    assert np.isnan(grade[:, -1]).all()
    plain = {"density_multiplier": 1.0, "access": 1.0, "mining_recovery": 1.0, "process_recovery": 1.0}
    for place, cutoff in enumerate(cutoffs):
        found = estimate.estimate_deposit(
            soil, 1.0, 3.0, cutoff_ppm=cutoff, oxide_factor=patterns.oxide_factor, **plain
        )
        np.testing.assert_allclose(found.grade_ppm, grade[:, place])
        assert np.nan_to_num(grade[:, place], nan=np.inf).min() >= cutoff


def test_a_realization_does_not_depend_on_the_others(patterns):
    soil = grades(patterns, 50, 3, 3.0)
    plain = {"access": 0.5, "mining_recovery": 0.9, "process_recovery": 0.5, "oxide_factor": patterns.oxide_factor}
    density = np.linspace(0.9, 1.1, 50)
    block = estimate.estimate_deposit(soil, 1.0, 3.0, density_multiplier=density, **plain)
    alone = estimate.estimate_deposit(soil[7:8], 1.0, 3.0, density_multiplier=density[7:8], **plain)
    for name in block._fields:
        np.testing.assert_array_equal(getattr(alone, name)[0], getattr(block, name)[7])
    normals = np.random.default_rng(0).standard_normal((9, 4, 4))
    np.testing.assert_array_equal(local_field(normals[3:4], 1.0, 3.0)[0], local_field(normals, 1.0, 3.0)[3])
