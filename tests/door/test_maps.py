"""``site.thorium_map=FILE``: where the file may lie, and what it does to the site."""

from dataclasses import replace
from itertools import product

import pytest

import lunarsim as ls
from lunarsim.door.line.reading import read_line
from lunarsim.scenario.building import checked_scenario
from lunarsim.study.grid.verdicts import scenario_at
from lunarsim.study.request.bases import build_bases
from lunarsim.study.request.levers import checked_axes
from lunarsim.words.errors import InputError
from tests.scenario.map_files import write_map


@pytest.fixture
def work(tmp_path, monkeypatch):
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    write_map(folder / "map.tab", lambda lat, lon: 7.0 if lat > -60 else 0.5, feo=0.12)
    write_map(tmp_path / "secret.tab", lambda lat, lon: 9.0)
    return folder


def reported(*overrides, folder=None):
    line = [*overrides, *([f"hydra.searchpath=[{folder}]"] if folder else [])]
    with pytest.raises(InputError) as caught:
        ls.load_scenario(line)
    return str(caught.value)


def site(name, folder, text):
    (folder / "site").mkdir(parents=True, exist_ok=True)
    head = "# A site of one's own.\ndefaults:\n  - fra_mauro\n  - _self_\n"
    (folder / "site" / f"{name}.yaml").write_text(head + text)


def test_a_map_gives_thorium_and_iron_of_the_place(work):
    loaded = ls.load_scenario(["site=fra_mauro", "site.thorium_map=map.tab"]).site
    assert (loaded.thorium_ppm, loaded.feo_wt_pct) == (7.0, pytest.approx(12.0))
    assert ls.load_scenario(["site=shackleton", "site.thorium_map=map.tab"]).site.thorium_ppm == 0.5
    assert ls.load_scenario(["site=fra_mauro"]).site.thorium_ppm == 10.19


def test_a_place_of_ones_own_is_a_latitude_and_a_longitude(work):
    line = ["site=fra_mauro", "site.thorium_map=map.tab", "site.latitude_deg=-85", "site.map_radius_km=100"]
    assert ls.load_scenario(line).site.thorium_ppm == 0.5


def test_a_map_of_an_option_file_lies_beside_it(work, tmp_path):
    own = tmp_path / "own"
    site("mine", own, "thorium_map: mine.tab\n")
    write_map(own / "site" / "mine.tab", lambda lat, lon: 3.0)
    loaded = ls.load_scenario(["site=mine", f"hydra.searchpath=[{own}]"]).site
    assert loaded.thorium_ppm == 3.0


@pytest.mark.parametrize("name", ["../secret.tab", "../../secret.tab", "/etc/passwd"])
def test_a_file_elsewhere_is_not_read(work, tmp_path, name):
    assert "which lies outside" in reported("site=fra_mauro", f"site.thorium_map={name}")
    own = tmp_path / "own"
    site("mine", own, f"thorium_map: {name}\n")
    assert "which lies outside" in reported("site=mine", folder=own)


def test_a_link_that_leads_elsewhere_is_not_followed(work, tmp_path):
    (work / "link.tab").symlink_to(tmp_path / "secret.tab")
    assert "which lies outside" in reported("site=fra_mauro", "site.thorium_map=link.tab")


def test_what_is_not_a_file_or_not_a_map_is_reported(work):
    assert "No such file" in reported("site=fra_mauro", "site.thorium_map=none.tab")
    (work / "odd.tab").write_text("1 2 3\n")
    assert "3 columns" in reported("site=fra_mauro", "site.thorium_map=odd.tab")


def test_thorium_is_given_once(work):
    assert "allowed is one of them" in reported("site=fra_mauro", "site.thorium_map=map.tab", "site.thorium_ppm=4")


NOMINAL = ("site=fra_mauro", "design=nominal", "output=none")


def tonnes(*line):
    """Return the rare earths in place [t] of each value of what varies, in its order."""
    return ls.sweep([*NOMINAL, *line]).ree_in_place_t.squeeze().values.tolist()


def thorium(*line):
    """Return the thorium [ppm] of the site at each combination of levers of a line, which is not run."""
    request = read_line([*NOMINAL, *line]).request(())
    axes = checked_axes(request.levers, request.design.pair, request.cases, [])
    bases = build_bases(request, axes, [])
    combinations = product(*map(range, map(len, axes)))
    return [scenario_at(axes, bases, each).site.thorium_ppm for each in combinations]


@pytest.fixture
def bands(work):
    """A map that is poor south of the equator, richer north of it, and a second one of other figures."""
    write_map(work / "bands.tab", lambda lat, lon: 2.0 if lat < 0 else 9.0)
    write_map(work / "even.tab", lambda lat, lon: 4.0, feo=0.05)
    return "site.thorium_map=bands.tab"


def test_each_place_of_a_lever_has_its_own_pixel(bands, work):
    south, north = (tonnes(bands, f"site.latitude_deg={latitude}") for latitude in (-20, 20))
    assert north > 2 * south > 0
    assert tonnes(bands, "site.latitude_deg=-20,20") == [south, north]
    pair = ["site.latitude_deg=20,-20", "site.longitude_deg=10,120"]
    assert thorium(bands, *pair) == [9.0, 9.0, 2.0, 2.0]
    assert thorium(bands, *pair, "design.pair=[site.latitude_deg,site.longitude_deg]") == [9.0, 2.0]
    (work / "places.csv").write_text("site.latitude_deg,site.longitude_deg\n20,10\n-20,10\n")
    assert thorium(bands, "design.table=places.csv") == [9.0, 2.0]


def test_a_radius_is_a_lever_and_a_place_is_a_factor_by_the_map(bands):
    single = [tonnes(bands, "site.latitude_deg=20", f"site.map_radius_km={radius}") for radius in (0, 2500)]
    assert single[0] != single[1]
    assert tonnes(bands, "site.latitude_deg=20", "site.map_radius_km=0,2500") == single
    drawn = ["site.latitude_deg=interval(-30,30)", "uncertainties=none", "design=lhs", "design.samples=8"]
    dataset = ls.sweep([*NOMINAL[::2], bands, *drawn])
    south, north = (tonnes(bands, f"site.latitude_deg={latitude}") for latitude in (-20, 20))
    expected = [north if latitude > 0 else south for latitude in dataset["site.latitude_deg"].values]
    assert len(set(expected)) == 2
    # Thorium scatters about the map from sample to sample, by less than the map differs.
    assert dataset.ree_in_place_t.squeeze().values == pytest.approx(expected, rel=0.5)


def test_each_map_of_a_lever_gives_its_own_figures(bands):
    alone = [tonnes(f"site.thorium_map={name}.tab") for name in ("bands", "even")]
    assert alone[0] != alone[1]
    assert tonnes("site.thorium_map=bands.tab,even.tab") == alone


def test_each_site_of_a_lever_has_its_own_pixel(bands):
    line = [bands, "design=nominal", "output=none"]
    alone = [float(ls.sweep([*line, f"site={name}"]).ree_in_place_t.squeeze()) for name in ("fra_mauro", "copernicus")]
    assert alone[0] != alone[1]
    both = ls.sweep([*line, "site=fra_mauro,copernicus"]).ree_in_place_t.squeeze().values.tolist()
    assert both == alone


def test_a_stored_sweep_holds_its_map(bands, work):
    ls.sweep(["site=fra_mauro", "design=nominal", bands, "site.latitude_deg=-20,20"])
    (store,) = work.glob("outputs/*/*/sweep.zarr")
    (work / "bands.tab").unlink()
    replayed = ls.replay({"latitude_deg": 20}, store)
    assert (replayed.different, replayed.compared > 0) == ((), True)


def test_values_put_into_a_scenario_move_its_pixel(bands):
    loaded = ls.load_scenario(["site=fra_mauro", bands])
    assert ls.with_values(loaded, {"site.latitude_deg": 20}).site.thorium_ppm == 9.0
    assert ls.with_values(loaded, {"site.latitude_deg": -20}).site.thorium_ppm == 2.0
    with pytest.raises(InputError, match="allowed is one of them"):
        ls.with_values(loaded, {"site.thorium_ppm": 3})
    with pytest.raises(InputError, match="has not read"):
        ls.with_values(loaded, {"site.thorium_map": "even.tab"})


@pytest.mark.parametrize(
    ("line", "part"),
    [
        (("site.thorium_ppm=3,4",), "allowed is one of them"),
        (("site.thorium_ppm=interval(3,4)",), "allowed is one of them"),
        (("site.feo_wt_pct=3,4", "site.latitude_deg=-20,20"), "allowed is one of them"),
    ],
)
def test_a_line_does_not_vary_what_the_map_gives(bands, line, part):
    with pytest.raises(InputError, match=part):
        ls.sweep(["site=fra_mauro", bands, *line, "output=none"])


def test_files_are_compared_on_the_line_only(bands, work, tmp_path):
    (work / "maps.csv").write_text("site.thorium_map\nbands.tab\neven.tab\n")
    own = tmp_path / "own" / "experiment"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text("sweep: {site.thorium_map: [bands.tab, even.tab]}\n")
    for line in (["design.table=maps.csv"], ["experiment=mine", f"hydra.searchpath=[{own.parent}]"]):
        with pytest.raises(InputError, match="list them on the command line"):
            ls.sweep(line)
    with pytest.raises(InputError, match="lies outside"):
        ls.sweep(["site.thorium_map=bands.tab,../secret.tab"])


def test_two_files_of_one_name_are_told_apart(bands, tmp_path):
    for name, thorium in (("one", 3.0), ("two", 5.0)):
        site(name, tmp_path / name, "thorium_map: mine.tab\n")
        write_map(tmp_path / name / "site" / "mine.tab", lambda lat, lon, thorium=thorium: thorium)
    with pytest.raises(InputError, match="rename one"):
        ls.sweep(["site=one,two", f"hydra.searchpath=[{tmp_path}/one,{tmp_path}/two]", "output=none"])


def test_a_scenario_whose_site_was_replaced_is_refused_where_its_map_says_otherwise(bands):
    loaded = ls.load_scenario(["site=fra_mauro", bands])
    for change, path, problem in [
        ({"latitude_deg": 20.0}, "site.thorium_ppm", "is 2, but site.thorium_map gives 9 at this place"),
        ({"thorium_ppm": 3.0}, "site.thorium_ppm", "is 3, but site.thorium_map gives 2 at this place"),
        ({"feo_wt_pct": 3.0}, "site.feo_wt_pct", "change it with with_values"),
        ({"thorium_map": "nope.tab"}, "site.thorium_map", "which this scenario has not read"),
    ]:
        with pytest.raises(InputError) as caught:
            checked_scenario(replace(loaded, site=replace(loaded.site, **change)))
        assert [fault.path for fault in caught.value.faults] == [path]
        assert problem in caught.value.faults[0].problem
    moved = ls.with_values(loaded, {"site.latitude_deg": 20.0})
    assert checked_scenario(moved) is moved


def test_a_map_is_taken_away_only_with_figures_in_its_place(bands):
    loaded = ls.load_scenario(["site=fra_mauro", bands])
    with pytest.raises(InputError, match=r"holds only the map's figures; give site\.thorium_ppm and site\.feo_wt_pct"):
        ls.with_values(loaded, {"site.thorium_map": ""})
    with pytest.raises(InputError, match="holds only the map's figures"):
        ls.with_values(loaded, {"site.thorium_map": "", "site.thorium_ppm": 10.19})
    given = {"site.thorium_map": "", "site.thorium_ppm": 10.19, "site.feo_wt_pct": 10.5}
    assert ls.with_values(loaded, given).site.thorium_ppm == 10.19
    without = ls.load_scenario(["site=fra_mauro"])
    assert ls.with_values(without, {"site.thorium_map": ""}) == without


def test_without_a_map_a_lever_has_the_figures_of_the_option(bands):
    assert thorium("site.thorium_map=bands.tab,''") == [2.0, 10.19]
