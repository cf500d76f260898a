"""The light, the sight of the Earth and the soil of the sites, each figure with a source of its own."""

import pytest

from lunarsim.door.parameter_table import rows
from lunarsim.physics.sphere import great_circle_km
from lunarsim.scenario.declare.declaration import EVIDENCE
from lunarsim.scenario.library.places.known_sites import known_sites, site_named
from tests.evidence.data_page import DOC, FIGURES, TABLES, said

SITES = {name: site_named(name) for name in known_sites()}


@pytest.mark.parametrize("name", SITES)
def test_each_figure_of_a_site_says_where_it_comes_from_and_estimates_say_that_they_are_some(name):
    for figure in [*FIGURES, "feo_wt_pct", "silicic"]:
        text = said(name, figure)
        assert text.evidence in EVIDENCE, figure
        assert len(text.source) > 15, figure
        assert ("own estimate" in text.source) == (text.evidence == "assumed"), figure
        # A map of elements knows neither light nor depth.
        assert ("Prettyman" in text.source) == (text.evidence == "measured" and figure in ("thorium_ppm", "feo_wt_pct"))


def test_each_polar_site_says_how_many_stations_its_lit_places_hold():
    for name, site in SITES.items():
        if abs(site.latitude_deg) > 80.0:
            assert said(name, "most_stations").evidence == "assumed"
            assert said(name, "most_stations").source.startswith("own estimate: ")
            assert site.most_stations >= 1
    # Bussey et al. 1999 and 2005: two lit regions near the south pole, four at the rim of Peary.
    assert (SITES["shackleton"].most_stations, SITES["peary"].most_stations) == (2, 4)


def test_the_table_of_parameters_shows_the_source_of_each_figure():
    shown = {row.parameter: row for row in rows("site.")}
    for figure in FIGURES:
        text = said("shackleton", figure)
        assert (shown[f"site.{figure}"].source, shown[f"site.{figure}"].evidence) == (text.source, text.evidence)


@pytest.mark.parametrize("name", TABLES)
def test_the_page_on_data_shows_sites_and_assumed_dates_as_they_are(name):
    assert f"by tests/evidence/data_page.py -->\n\n{TABLES[name]()}\n\n<!--" in DOC.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["shackleton", "de_gerlache_ridge", "peary"])
def test_the_best_ridges_are_lit_as_models_of_illumination_say(name):
    # Glaeser et al. 2018: 0.695 to 0.829 on the ground and 0.771 to 0.880 at 2 m, over 20 years, at the best regions of
    # both poles; Noda et al. 2008: at most 0.86 in the south, 0.89 in the north. Glaeser et al. 2014: 3 to 5 days dark.
    assert 0.77 <= SITES[name].lit_fraction <= 0.88
    assert 72.0 <= SITES[name].dark_spell_hours <= 120.0


def test_no_polar_site_is_better_lit_than_the_best_ridge():
    best = SITES["de_gerlache_ridge"]
    for site in SITES.values():
        assert site.lit_fraction <= best.lit_fraction
        assert site.dark_spell_hours >= best.dark_spell_hours


@pytest.mark.parametrize(
    ("name", "metres", "tolerance"),
    [
        ("fra_mauro", 8.5, 0.0),  # active seismic experiment of Apollo 14
        ("change_4", 11.1, 0.1),  # radar of Yutu-2, Lai et al. 2019
        ("copernicus", 3.0 * 0.8, 0.1),  # 3.0 m in a billion years (Remote Sens. 2024, 16, 2650), age 0.8
        ("marius_hills", 5.0, 0.0),  # mean of the maria, Shkuratov and Bondarenko 2001
        ("shackleton", 12.0, 0.0),  # mean of the highlands
    ],
)
def test_the_regolith_is_as_thick_as_was_sounded_or_is_usual_there(name, metres, tolerance):
    assert SITES[name].regolith_thickness_m == pytest.approx(metres, rel=tolerance, abs=1e-9)


def test_the_earth_is_in_sight_where_the_libration_lets_it_be():
    # Libration in longitude up to 7.9 degrees, in latitude up to 6.9 (Lunar Sourcebook, ch. 3).
    limb_km = great_circle_km(0.0, 0.0, 0.0, 90.0)
    for name, site in SITES.items():
        beyond_deg = 90.0 * great_circle_km(0.0, 0.0, site.latitude_deg, site.longitude_deg) / limb_km - 90.0
        if beyond_deg < -10.5:
            assert site.earth_visible_fraction == 1.0, name
        if beyond_deg > 10.5:
            assert site.earth_visible_fraction == 0.0, name
        if abs(beyond_deg) < 10.5 and name != "malapert":
            assert 0.0 < site.earth_visible_fraction < 1.0, name
