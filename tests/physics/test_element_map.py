"""Averages over a map weigh pixels by area, whatever their size."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.resource.element_map import (
    ElementMap,
    area_above_cutoff,
    map_area_km2,
    near_pixels,
    pixel_area_km2,
    regrid,
)

SPHERE = 4 * np.pi * 1737.4**2


def made(rows, columns, seed=0):
    south, west = np.meshgrid(np.linspace(-90, 90, rows + 1)[:-1], np.linspace(-180, 180, columns + 1)[:-1])
    south, west = south.ravel(), west.ravel()
    thorium = np.random.default_rng(seed).lognormal(0.5, 0.9, south.size)
    return ElementMap(
        south, south + 180 / rows, west, west + 360 / columns, thorium, 2 * thorium, 300 * thorium, 0.1 + 0 * thorium
    )


@given(st.integers(1, 12), st.integers(1, 12))
def test_the_pixels_of_a_map_cover_the_moon(rows, columns):
    assert map_area_km2(made(rows, columns)).sum() == pytest.approx(SPHERE)


def test_the_area_of_a_cap_is_that_of_a_cap():
    assert pixel_area_km2(60.0, 90.0, -180.0, 180.0) == pytest.approx(SPHERE / 2 * (1 - np.sqrt(0.75)))


@given(st.integers(1, 10), st.integers(1, 10), st.integers(1, 20), st.integers(1, 20))
def test_regridding_keeps_the_metal_of_the_moon(rows, columns, new_rows, new_columns):
    before, after = made(rows, columns), regrid(made(rows, columns), new_rows, new_columns)
    for name in ("thorium_ppm", "feo_wt_pct", "potassium_ppm"):
        metal = (map_area_km2(before) * getattr(before, name)).sum()
        assert (map_area_km2(after) * getattr(after, name)).sum() == pytest.approx(metal)


def test_regridding_to_itself_changes_nothing_and_to_finer_blocks_copies():
    grid = made(4, 6)
    again = regrid(grid, 4, 6)
    order = np.lexsort((grid.west_deg, grid.south_deg))
    np.testing.assert_allclose(again.thorium_ppm, grid.thorium_ppm[order])
    finer = regrid(grid, 8, 12)
    assert set(np.round(finer.thorium_ppm, 9)) == set(np.round(grid.thorium_ppm, 9))


def test_a_mean_of_pixels_is_less_uncertain_than_one():
    assert (regrid(made(8, 8), 4, 4).thorium_sd_ppm < 0.06).all()


def test_means_above_a_cutoff_weigh_by_area():
    # A polar pixel of 30 degrees is far smaller than one at the equator.
    grid = made(6, 6)
    cut = area_above_cutoff(grid, np.array([0.0, 2.0, 1e9]))
    area = map_area_km2(grid)
    assert cut.area_km2[0] == pytest.approx(SPHERE)
    assert cut.mean_ppm[0] == pytest.approx(np.average(grid.thorium_ppm, weights=area))
    rich = grid.thorium_ppm >= 2.0
    assert cut.mean_ppm[1] == pytest.approx(np.average(grid.thorium_ppm[rich], weights=area[rich]))
    assert cut.mean_ppm[0] != pytest.approx(grid.thorium_ppm.mean(), rel=1e-3)
    assert np.isnan(cut.mean_ppm[2])


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_place_lies_in_one_pixel(latitude, longitude):
    grid = made(6, 8)
    weights = near_pixels(grid, latitude, longitude, 0.0)
    # Pixels whose middle is the place count as well; that is the same pixel.
    (place,) = np.flatnonzero(weights)
    assert grid.south_deg[place] <= latitude <= grid.north_deg[place]
    assert grid.west_deg[place] <= longitude <= grid.east_deg[place]


def test_a_block_takes_the_pixels_about_the_place_by_area():
    grid = made(18, 36)
    weights = near_pixels(grid, 0.0, 179.0, 700.0)
    assert weights.sum() == pytest.approx(1.0)
    # Across the date line.
    assert weights[(grid.west_deg == -180.0) & (grid.south_deg == 0.0)] > 0
    area = map_area_km2(grid)
    assert np.ptp((weights / area)[weights > 0]) < 1e-12
    assert area[weights > 0].sum() == pytest.approx(np.pi * 700.0**2, rel=0.2)
