"""Averages over a map weigh pixels by area, whatever their size."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.resource.element_map import ElementMap, map_area_km2, near_pixels

SPHERE = 4 * np.pi * 1737.4**2


def made(rows, columns, seed=0):
    south, west = np.meshgrid(np.linspace(-90, 90, rows + 1)[:-1], np.linspace(-180, 180, columns + 1)[:-1])
    south, west = south.ravel(), west.ravel()
    thorium = np.random.default_rng(seed).lognormal(0.5, 0.9, south.size)
    return ElementMap(south, south + 180 / rows, west, west + 360 / columns, thorium, 2 * thorium)


@given(st.integers(1, 12), st.integers(1, 12))
def test_the_pixels_of_a_map_cover_the_moon(rows, columns):
    assert map_area_km2(made(rows, columns)).sum() == pytest.approx(SPHERE)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_place_lies_in_one_pixel(latitude, longitude):
    grid = made(6, 8)
    weights = near_pixels(grid, latitude, longitude, 0.0)
    # Pixels whose middle is the place count as well; that is the same pixel.
    (pixel,) = np.flatnonzero(weights)
    assert grid.south_deg[pixel] <= latitude <= grid.north_deg[pixel]
    assert grid.west_deg[pixel] <= longitude <= grid.east_deg[pixel]


def test_a_block_takes_the_pixels_about_the_place_by_area():
    grid = made(18, 36)
    weights = near_pixels(grid, 0.0, 179.0, 700.0)
    assert weights.sum() == pytest.approx(1.0)
    # Across the date line.
    assert weights[(grid.west_deg == -180.0) & (grid.south_deg == 0.0)] > 0
    area = map_area_km2(grid)
    assert np.ptp((weights / area)[weights > 0]) < 1e-12
    assert area[weights > 0].sum() == pytest.approx(np.pi * 700.0**2, rel=0.2)
