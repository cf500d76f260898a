"""The map of sites, grade against tonnage, elements by stage: signs and words against figures counted by hand."""

import itertools

import numpy as np
import pytest

from lunarsim.reading.plots.amounts import amounts_by_lever
from lunarsim.reading.plots.element_waterfall import element_waterfall
from lunarsim.reading.plots.grade_tonnage import grade_tonnage
from lunarsim.reading.plots.moon_map import moon_map
from lunarsim.reading.site_maps import map_pixels, site_table
from tests.reading.looking import drawn_once, everything_is_inside, says, texts
from tests.reading.made import ANY_NAME, ANY_NAME_DRAWN, CUTOFFS, NAN, STAGED, sweep
from tests.scenario.map_files import write_map


def signs(figure):
    """Return the marker of each site by its title, and on which of the four maps it stands."""
    markers = {}
    for number, axis in enumerate(figure.axes[:4]):
        for line in axis.lines:
            if line.get_marker() not in ("None", None, ""):
                assert line.get_label() not in markers, "a site stands on one map only"
                markers[line.get_label()] = (number, line.get_marker())
    return markers


NEAR, FAR, NORTH, SOUTH = range(4)


@pytest.fixture(scope="module")
def moon():
    return moon_map(site_table())


def test_each_site_stands_on_one_map_with_the_sign_of_its_class(moon):
    markers = signs(moon)
    assert len(markers) == site_table().sizes["site"]
    assert markers["Fra Mauro"] == (NEAR, "D")
    assert markers["Chang'e-5 site"] == (NEAR, "^")
    assert markers["Marius Hills"] == (NEAR, "s")
    assert markers["Shackleton crater rim"] == (SOUTH, "o")
    assert markers["Peary crater rim"] == (NORTH, "s")
    assert markers["Chang'e-6 site, Apollo basin"] == (FAR, "o")


def test_silicic_spots_have_a_sign_of_their_own_however_rich(moon):
    markers = signs(moon)
    assert markers["Compton-Belkovich"] == (FAR, "X")
    assert markers["Lassell massif"] == (NEAR, "X")
    assert "silicic rock: few rare earths for its thorium" in texts(moon)


def test_classes_are_reported_with_their_limits_and_sites_with_their_thorium(moon):
    shown = says(moon)
    for part in ("thorium below 1 ppm", "1 to 3.5 ppm", "3.5 to 7 ppm", "7 ppm and more", "Fra Mauro (10.2)"):
        assert part in shown


def test_names_do_not_overlap_and_lie_inside(moon):
    moon.canvas.draw()
    for axis in moon.axes[:4]:
        boxes = [text.get_window_extent().shrunk(1.0, 0.85) for text in axis.texts]
        assert not [pair for pair in itertools.combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    assert everything_is_inside(moon)


def test_many_sites_at_one_place_are_still_distinguished():
    table = site_table().isel(site=[0] * 14)
    table = table.assign(title=("site", [f"place {number}" for number in range(14)]), latitude_deg=("site", [3.0] * 14))
    figure = moon_map(table)
    figure.canvas.draw()
    boxes = [text.get_window_extent().shrunk(1.0, 0.85) for text in figure.axes[NEAR].texts]
    assert len(boxes) == 14
    assert not [pair for pair in itertools.combinations(boxes, 2) if pair[0].overlaps(pair[1])]


@pytest.mark.parametrize(("longitude", "side"), [(90.0, NEAR), (-90.0, NEAR), (90.1, FAR), (180.0, FAR), (-180.0, FAR)])
def test_a_site_on_the_limb_stands_on_one_side(longitude, side):
    table = site_table().sel(site=["fra_mauro"]).assign(longitude_deg=("site", [longitude]))
    assert signs(moon_map(table)) == {"Fra Mauro": (side, "D")}


def test_pixels_of_a_map_shade_the_side_that_they_lie_on(tmp_path):
    path = write_map(tmp_path / "map.tab", lambda latitude, longitude: 8.0 if abs(longitude) < 60 else 1.0)
    background = map_pixels(path)
    figure = moon_map(site_table().isel(site=slice(1)), background)
    shades = [axis.collections[0] for axis in figure.axes[:4]]
    assert 8.0 in shades[NEAR].get_array()
    # The far side begins at 90 degrees; a pixel that reaches over the limb is on both.
    assert len(shades[FAR].get_array()) < background.sizes["pixel"]
    assert {shade.get_clim() for shade in shades} == {(0.0, 8.0)}
    assert "thorium of the map [ppm]" in texts(figure)
    assert "1 known site by thorium" in says(figure)
    assert "no known site" in says(figure)


def test_no_site_is_refused():
    with pytest.raises(ValueError, match="sites: has no site"):
        moon_map(site_table().isel(site=[]))
    with pytest.raises(ValueError, match="background: south_deg, north_deg, west_deg, east_deg not in the dataset"):
        moon_map(site_table(), site_table())


SOIL = np.array([[9e6, 6e6, 0.0], [9e6, 3e6, 0.0], [9e6, 2e6, 0.0]])[:, np.newaxis]
GRADE = np.array([[400.0, 450.0, NAN], [300.0, 350.0, NAN], [200.0, 310.0, NAN]])[:, np.newaxis]


def curve(levers=None, samples=3, **others):
    columns = {"resource_class": 1, "soil_above_cutoff_t": SOIL, "ree_grade_above_cutoff_ppm": GRADE}
    return sweep(levers, samples=samples, trailing=CUTOFFS, **(columns | others))


def test_soil_and_grade_are_drawn_with_the_low_case_below():
    figure = grade_tonnage(curve())
    left, right = figure.axes
    assert left.lines[0].get_ydata() == pytest.approx([9, 3, 0])
    band = left.collections[0].get_paths()[0].vertices
    assert band[np.isclose(band[:, 0], 300.0), 1].min() == pytest.approx(2.0)
    assert right.lines[0].get_ydata()[:2] == pytest.approx([300, 350])
    shown = says(figure)
    for part in ("class: inferred; no reserve", "P90 is the low case", "soil above the cut-off [Mt]", "3 runs"):
        assert part in shown
    assert "beyond 300 ppm fewer than half of the runs" in shown
    assert everything_is_inside(figure)


def test_each_lever_value_has_its_panels_without_failed_runs():
    status = np.array([[1, 1, 1], [1, 2, 2], [4, 4, 4]])[:, :, np.newaxis]
    figure = grade_tonnage(curve({"site": ["a", "b", "c"]}, status=status), "site")
    assert figure.axes[2].lines[0].get_ydata() == pytest.approx([9, 6, 0])
    shown = texts(figure)
    assert {"1 run", "0 runs", "no run ended well", "Site: C\nno run"} <= set(shown)


def test_a_deposit_without_soil_above_any_cutoff_and_one_run_are_drawn_too():
    figure = grade_tonnage(curve(samples=1, soil_above_cutoff_t=0.0, ree_grade_above_cutoff_ppm=NAN))
    assert "at no cut-off do half of the runs have soil above it" in says(figure)


def test_a_curve_with_a_dimension_left_over_or_of_an_old_store_is_refused():
    with pytest.raises(ValueError, match=r"select one value of a \(2 values\) first"):
        grade_tonnage(curve({"a": [1, 2]}))
    with pytest.raises(ValueError, match="soil_above_cutoff_t, ree_grade_above_cutoff_ppm not in the dataset"):
        grade_tonnage(sweep(resource_class=1))


@pytest.mark.parametrize("name", ANY_NAME_DRAWN)
def test_a_lever_may_have_any_name(monkeypatch, name):
    drawn_once(monkeypatch, name, ANY_NAME)
    title = name[:1].upper() + name[1:].replace("_", " ")
    assert f"{title}: 2" in says(grade_tonnage(curve({name: [1, 2]}), name))


AMOUNTS = np.array(
    [[900.0, 100, 7, 7], [450, 50, 7, 7], [0.04, 0.01, 7, 7], [0.02, 0.005, 3.5, 0], [0.01, 0.0, 3.5, 0]]
)


def staged(amounts=AMOUNTS, **others):
    return sweep(trailing=STAGED, ree_by_stage_t=amounts, **others)


def test_totals_and_shares_by_element_are_reported():
    figure = element_waterfall(staged())
    shown = says(figure).replace("\n", " ")
    for part in (
        "1,000 t",
        "500 t",
        "50.0 kg",
        "25.0 kg",
        "10.0 kg",
        "50 % of it",
        "1 in 10,000 of it",
        "mean of 4 runs",
    ):
        assert part in shown
    assert "mine nothing included" not in shown
    light, dark = figure.axes[1].containers
    assert [bar.get_width() for bar in light] == pytest.approx([50, 50, 50, 0])
    assert [bar.get_width() for bar in dark] == pytest.approx([25, 0, 50, 0])
    assert {"La", "Y *", "Sc *"} <= set(texts(figure))
    assert everything_is_inside(figure)


def test_powers_of_ten_are_formulas_and_labels_are_not():
    figure = element_waterfall(staged())
    figure.draw_without_rendering()
    powers = [text for axis in figure.axes for text in axis.get_xticklabels() if "mathdefault" in text.get_text()]
    assert powers
    assert all(text.get_parse_math() for text in powers)
    label = "$x^{$ and $y"
    figure = amounts_by_lever(sweep({"a": [label, "b"]}, npv_musd=1.0), "npv_musd", "a")
    figure.draw_without_rendering()
    assert label in {text.get_text() for axis in figure.axes for text in axis.get_yticklabels()}


def test_runs_that_mine_nothing_count_and_are_reported():
    amounts = np.stack([AMOUNTS, AMOUNTS * np.array([1, 1, 0, 0, 0])[:, np.newaxis]])[:, np.newaxis]
    shown = says(element_waterfall(staged(amounts, samples=2))).replace("\n", " ")
    assert "25.0 kg (any in 50 % of the runs)" in shown
    assert "mean of 2 runs, those that mine nothing included" in shown


def test_no_mine_in_any_run_says_so(recwarn):
    figure = element_waterfall(staged(AMOUNTS * np.array([1, 1, 0, 0, 0])[:, np.newaxis], samples=1))
    shown = texts(figure)
    assert shown.count("nothing") == 3
    assert "nothing is mined" in shown
    assert "none of it: it is not dug by the end" in shown
    assert not [warning for warning in recwarn if issubclass(warning.category, RuntimeWarning)]


def test_elements_without_a_finished_run_or_with_a_lever_left_are_refused():
    with pytest.raises(ValueError, match="no run ended well"):
        element_waterfall(staged(status=2))
    with pytest.raises(ValueError, match="select one value of a"):
        element_waterfall(staged(levers={"a": [1, 2]}))
    with pytest.raises(ValueError, match="ree_by_stage_t with in_place"):
        element_waterfall(sweep(npv_musd=1.0))
