"""A map of thorium is read in the documented format, and what is none is refused."""

import numpy as np
import pytest

from lunarsim.physics.resource.element_map import map_area_km2
from lunarsim.scenario.library.places.thorium_map import LIMIT_BYTES, SiteMap, read_map
from lunarsim.words.errors import InputError
from tests.scenario.map_files import line, pixels, write_map


def test_the_columns_of_the_format_are_read(tmp_path):
    pixels = read_map(write_map(tmp_path / "map.tab", lambda lat, lon: 5.0, feo=0.155)).element_map
    assert set(pixels.thorium_ppm) == {5.0}
    np.testing.assert_allclose(pixels.feo_wt_pct, 15.5)
    assert map_area_km2(pixels).sum() == pytest.approx(3.793e7, rel=1e-3)


def test_numbers_have_exponents_of_three_digits(tmp_path):
    path = write_map(tmp_path / "map.tab", lambda lat, lon: 5.0)
    assert "5.0000e+000" in path.read_text()
    windows = tmp_path / "crlf.tab"
    windows.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_map(windows) == read_map(path)


def test_a_place_has_the_figures_of_its_pixel_or_their_mean_about_it(tmp_path):
    found = read_map(write_map(tmp_path / "map.tab", lambda lat, lon: 8.0 if abs(lat) < 30 and lon < 0 else 1.0))
    assert found.at(-6.0, -17.0, 0.0).thorium_ppm == 8.0
    assert found.at(-6.0, 60.0, 0.0).thorium_ppm == 1.0
    assert found.at(-89.7, 130.0, 0.0).thorium_ppm == 1.0
    assert found.at(90.0, 180.0, 0.0).thorium_ppm == 1.0
    assert 1.0 < found.at(-6.0, -17.0, 2000.0).thorium_ppm < 8.0


def test_a_pixel_below_zero_counts_as_zero(tmp_path):
    path = write_map(tmp_path / "map.tab", lambda lat, lon: -0.02)
    assert read_map(path).at(0.0, 0.0, 0.0).thorium_ppm == 0.0


def test_a_file_that_changed_is_read_again(tmp_path):
    path = write_map(tmp_path / "map.tab", lambda lat, lon: 5.0)
    assert read_map(path).at(0.0, 0.0, 0.0).thorium_ppm == 5.0
    write_map(path, lambda lat, lon: 6.0)
    assert read_map(path).at(0.0, 0.0, 0.0).thorium_ppm == 6.0


GOOD = [line(number, bounds, 2.0, 0.1) for number, bounds in enumerate(pixels())]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([*GOOD[:-1], GOOD[-1] + " 1"], "62 columns"),
        ([*GOOD[:-1], GOOD[-1].replace("2.0000e+000", "2.0000x+000")], "something else than numbers"),
        ([*GOOD[:-1], GOOD[-1].replace("2.0000e+000", "nan")], "not finite"),
        (GOOD[:-1], "pixels are missing"),
        ([*GOOD, GOOD[3]], "overlap"),
        ([GOOD[0].replace("-90.0", "-95.0"), *GOOD[1:]], "not latitudes"),
        ([], "pixels are missing"),
        ([GOOD[0].replace("2.0000e+000", "6.1000e+001"), *GOOD[1:]], "thorium_ppm 61, allowed 0 to 60 ppm"),
    ],
)
def test_what_is_not_a_map_is_refused(tmp_path, rows, problem):
    path = tmp_path / "map.tab"
    path.write_text("\n".join(rows))
    with pytest.raises(InputError, match=problem):
        read_map(path)


def test_a_file_that_is_too_large_or_no_text_is_refused(tmp_path):
    path = tmp_path / "map.tab"
    path.write_bytes(b"1" * (LIMIT_BYTES + 1))
    with pytest.raises(InputError, match="20 MB"):
        read_map(path)
    path.write_bytes(b"\xff\xfe1 2 3")
    with pytest.raises(InputError, match="something else"):
        read_map(path)


def test_pixels_that_are_no_map_are_refused_where_no_file_is_read():
    for wrong in ((), ((-90.0, 90.0, -180.0, 180.0, 5.0),), ((-90.0, 90.0, -180.0, 180.0, 5.0, -1.0),)):
        with pytest.raises(ValueError, match=r"cover|reshape|allowed"):
            SiteMap(wrong)
