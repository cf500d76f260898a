"""Distances and areas on the Moon, and a projection that keeps areas."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.sphere import azimuthal_equal_area, great_circle_km, pixel_area_km2

latitude = st.floats(-90.0, 90.0)
longitude = st.floats(-180.0, 180.0)
QUARTER_KM = np.pi / 2.0 * 1737.4
SPHERE_KM2 = 4 * np.pi * 1737.4**2


@given(north_1=latitude, east_1=longitude, north_2=latitude, east_2=longitude)
def test_a_distance_is_the_same_both_ways_and_within_half_the_moon(north_1, east_1, north_2, east_2):
    there = great_circle_km(north_1, east_1, north_2, east_2)
    assert there == pytest.approx(great_circle_km(north_2, east_2, north_1, east_1))
    assert 0.0 <= there <= 2.0 * QUARTER_KM + 1e-6


def test_known_distances():
    assert great_circle_km(0.0, 0.0, 0.0, 0.0) == 0.0
    assert great_circle_km(-90.0, 12.0, 0.0, 77.0) == pytest.approx(QUARTER_KM)
    assert great_circle_km(0.0, -170.0, 0.0, 100.0) == pytest.approx(QUARTER_KM)
    assert great_circle_km(30.0, 20.0, -30.0, -160.0) == pytest.approx(2.0 * QUARTER_KM)
    assert great_circle_km(-90.0, -170.0, -90.0, 40.0) == pytest.approx(0.0, abs=1e-9)


def test_the_area_of_a_cap_is_that_of_a_cap():
    assert pixel_area_km2(60.0, 90.0, -180.0, 180.0) == pytest.approx(SPHERE_KM2 / 2 * (1 - np.sqrt(0.75)))


def test_the_middle_is_the_middle_and_the_rim_of_half_a_sphere_is_the_root_of_two():
    middle = azimuthal_equal_area(-20.0, 50.0, -20.0, 50.0)
    assert (float(middle.x), float(middle.y), float(middle.distance_deg)) == pytest.approx((0, 0, 0), abs=1e-5)
    rim = azimuthal_equal_area([0.0, 0.0, 90.0, -90.0], [90.0, -90.0, 7.0, 7.0], 0.0, 0.0)
    np.testing.assert_allclose(np.hypot(rim.x, rim.y), np.sqrt(2.0))
    np.testing.assert_allclose(rim.distance_deg, 90.0)
    np.testing.assert_allclose([rim.x[0], rim.x[1], rim.y[2], rim.y[3]], np.sqrt(2.0) * np.array([1, -1, 1, -1]))


@pytest.mark.parametrize("middle", [(0.0, 0.0), (0.0, 180.0), (-90.0, 0.0), (35.0, -60.0)])
@pytest.mark.parametrize("place", [(-60.0, 12.0), (10.0, 150.0), (70.0, -90.0)])
def test_areas_are_kept(middle, place):
    step = 1e-3
    latitude = np.array([place[0], place[0] + step, place[0]])
    longitude = np.array([place[1], place[1], place[1] + step])
    at = azimuthal_equal_area(latitude, longitude, *middle)
    (x, x_north, x_east), (y, y_north, y_east) = at.x, at.y
    on_paper = abs((x_north - x) * (y_east - y) - (y_north - y) * (x_east - x))
    assert on_paper == pytest.approx(np.radians(step) ** 2 * np.cos(np.radians(place[0])), rel=1e-3)


def test_around_the_south_pole_the_near_side_is_up_and_east_is_to_the_right():
    at = azimuthal_equal_area([-85.0, -85.0], [0.0, 90.0], -90.0, 0.0)
    assert at.y[0] == pytest.approx(2 * np.sin(np.radians(2.5)))
    assert at.x[1] == pytest.approx(2 * np.sin(np.radians(2.5)))


def test_what_lies_opposite_is_no_error():
    at = azimuthal_equal_area(0.0, 180.0, 0.0, 0.0)
    assert np.isfinite([at.x, at.y]).all()
    assert float(at.distance_deg) == pytest.approx(180.0)
