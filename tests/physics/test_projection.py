"""The projection of maps keeps areas and distances from the middle in order."""

import numpy as np
import pytest

from lunarsim.physics.resource.projection import azimuthal_equal_area


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
