"""Scatter, means and cut-offs in closed form are those of cells that are drawn and counted one by one."""

import numpy as np
import pytest
from scipy.special import ndtri

from lunarsim.physics.resource.geochemistry import sum_ree_ppm
from lunarsim.physics.resource.selection import above_cutoff, thorium_cutoff_ppm
from lunarsim.physics.resource.support import block_variance_ratio, variance_within
from lunarsim.scenario.groups.extraction.deposit import CALIBRATION_LN_SD
from lunarsim.scenario.groups.extraction.deposit import SITE_LN_SD as DECLARED_LN_SD
from lunarsim.scenario.scenario import setter
from lunarsim.world.mine.deposit import GRADE_CUTOFFS, deposits
from tests.oracles.cells import RANGE_KM, SITE_LN_SD, count_above, local_field, thorium_ppm
from tests.scenario.building import scenario_of

HIGHLAND = {"site.feo_wt_pct": 5.0, "deposit.variogram_range_km": RANGE_KM}
"""Iron of the highlands: 8 ppm of lanthanides besides those that go with thorium."""

TERMS = {"ree_per_thorium": 40.4, "mare_term_ppm": 70.0, "feldspathic_term_ppm": 8.0}

LOCAL = 1.0 - (CALIBRATION_LN_SD / SITE_LN_SD) ** 2
"""Local share that leaves the calibration alone common to all deposit."""


def deposits_of(count, **changes):
    """Return the deposits that the simulator makes of evenly spread quantiles of the thorium of a square kilometer."""
    keyed = {f"deposit.{name}": value for name, value in changes.items()}
    base, put = scenario_of(HIGHLAND | keyed, "fra_mauro"), setter(("deposit.thorium_multiplier",))
    multipliers = np.exp(SITE_LN_SD * ndtri((np.arange(count) + 0.5) / count) - SITE_LN_SD**2 / 2)
    return deposits([put(base, (multiplier,)) for multiplier in multipliers.tolist()])


def test_oracle_and_simulator_know_the_same_landing_sites():
    assert DECLARED_LN_SD == SITE_LN_SD


@pytest.mark.parametrize(("cells", "side_km"), [(1, 2.0), (2, 2.0), (4, 2.0), (3, 9.0)])
def test_cells_scatter_as_blocks_and_add_up_to_the_block_that_they_make(cells, side_km):
    normals = np.random.default_rng(5).standard_normal((60_000, cells, cells))
    field = local_field(normals, side_km / cells)
    assert field[:, 0, -1].var() == pytest.approx(block_variance_ratio(side_km / cells, RANGE_KM), rel=0.03)
    assert field.mean(axis=(1, 2)).var() == pytest.approx(block_variance_ratio(side_km, RANGE_KM), rel=0.03)


@pytest.mark.parametrize("local_share", [0.0, 0.5, 1.0])
def test_landing_sites_scatter_within_a_pixel_as_measured(local_share):
    drawn = thorium_ppm(10.0, 60_000, 1, 1.0, local_share=local_share)
    assert np.log(drawn).std() == pytest.approx(0.33, rel=0.02)


@pytest.mark.parametrize(("cells", "side_km"), [(1, 0.1), (1, 1.0), (4, 1.0), (6, 9.0)])
def test_cells_of_any_size_hold_the_metal_of_their_pixel(cells, side_km):
    drawn = thorium_ppm(10.0, 40_000, cells, side_km, local_share=0.5, calibration_ln_sd=CALIBRATION_LN_SD)
    assert drawn.mean() == pytest.approx(10.0, rel=0.01)


@pytest.mark.parametrize("side_km", [1.0, 4.0, 9.0])
def test_the_mean_of_an_area_scatters_as_the_mean_of_its_cells_does(side_km):
    pixel = scenario_of({}, "fra_mauro").site.thorium_ppm
    cells = thorium_ppm(pixel, 30_000, 6, side_km, local_share=LOCAL, calibration_ln_sd=CALIBRATION_LN_SD).mean(axis=1)
    simulated = deposits_of(999, area_km2=side_km**2, local_share=LOCAL)
    thorium = (np.array([deposit.ree_grade for deposit in simulated]) * 1e6 - 8.0) / 40.4
    assert thorium.mean() == pytest.approx(cells.mean(), rel=0.01)
    assert np.log(thorium).std() == pytest.approx(np.log(cells).std(), rel=0.025)


def test_soil_and_grade_above_a_cutoff_are_those_of_blocks_counted_one_by_one():
    # 256 blocks of 250 m in 16 km2; mean over all deposits, whose own thorium differs, too.
    pixel, cutoffs = scenario_of({}, "fra_mauro").site.thorium_ppm, np.array([0.0, 300.0, 400.0, 500.0, 600.0])
    cells = thorium_ppm(pixel, 4_000, 16, 4.0, local_share=LOCAL, calibration_ln_sd=CALIBRATION_LN_SD)
    share, grade = count_above(8.0 + 40.4 * cells, cutoffs)
    simulated = deposits_of(999, area_km2=16.0, local_share=LOCAL, selective_block_km=0.25)
    columns = [GRADE_CUTOFFS.index(cutoff) for cutoff in cutoffs]
    soil_t, ree_t = (
        np.array([getattr(deposit, name) for deposit in simulated]) for name in ("soil_above_t", "ree_above_t")
    )
    whole_t = soil_t[:, :1]
    np.testing.assert_allclose((soil_t / whole_t)[:, columns].mean(axis=0), share.mean(axis=0), atol=0.01)
    metal = (share * np.nan_to_num(grade)).mean(axis=0)
    np.testing.assert_allclose((ree_t / whole_t)[:, columns].mean(axis=0) * 1e6, metal, rtol=0.03)


def test_blocks_about_the_mean_of_their_own_deposit_lie_above_as_the_closed_form_says():
    # Each deposit by the mean of its own 256 blocks, so that nothing but the scatter of blocks is held.
    cells, side_km, local_share = 16, 4.0, 0.9
    thorium = thorium_ppm(10.19, 1_500, cells, side_km, local_share=local_share)
    cutoffs = np.array([0.0, 300.0, 400.0, 500.0, 600.0])
    share, grade = count_above(8.0 + 40.4 * thorium, cutoffs)
    within = variance_within(side_km / cells, side_km, RANGE_KM)
    ln_sd = SITE_LN_SD * np.sqrt(local_share * within / block_variance_ratio(1.0, RANGE_KM))
    least = thorium_cutoff_ppm(cutoffs, 5.0, silicic_ree_per_thorium=6.0, **TERMS)
    above = above_cutoff(least, thorium.mean(axis=1, keepdims=True), ln_sd)
    assert 0.3 < ln_sd < 0.4
    np.testing.assert_allclose(above.share.mean(axis=0), share.mean(axis=0), atol=0.005)
    metal = (above.share * np.nan_to_num(sum_ree_ppm(above.mean_ppm, 5.0, **TERMS))).mean(axis=0)
    np.testing.assert_allclose(metal, (share * np.nan_to_num(grade)).mean(axis=0), rtol=0.01)
