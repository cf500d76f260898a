"""Sites and maps as datasets: every known site, every pixel of a map."""

import numpy as np
import pytest

from lunarsim.reading.site_maps import map_pixels, site_table
from lunarsim.scenario.library.places.known_sites import known_sites, site_named
from lunarsim.words.errors import InputError
from tests.scenario.map_files import pixels, write_map


def test_every_option_of_site_is_in_the_table():
    table = site_table()
    assert tuple(table["site"].values.tolist()) == known_sites()
    for name in ("fra_mauro", "lassell"):
        one, site = table.sel(site=name), site_named(name)
        assert float(one["thorium_ppm"]) == site.thorium_ppm
        assert float(one["latitude_deg"]) == site.latitude_deg
        assert bool(one["silicic"]) == site.silicic
        assert str(one["title"].item()) == site.title
    assert table["thorium_ppm"].attrs["units"] == "ppm"


def test_every_pixel_of_a_map_is_in_its_dataset(tmp_path):
    dataset = map_pixels(str(write_map(tmp_path / "map.tab", lambda latitude, longitude: 3.0 if latitude > 0 else 1.0)))
    bounds = np.stack([dataset[name].values for name in ("south_deg", "north_deg", "west_deg", "east_deg")], axis=-1)
    np.testing.assert_allclose(bounds, np.array(pixels()), atol=0.05)
    assert set(dataset["thorium_ppm"].values) == {1.0, 3.0}


def test_what_is_no_map_is_refused(tmp_path):
    (tmp_path / "map.tab").write_text("1 2 3\n")
    with pytest.raises(InputError, match="columns"):
        map_pixels(tmp_path / "map.tab")
