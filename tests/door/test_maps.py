"""``site.thorium_map=FILE``: where the file may lie, and what it does to the site."""

import pytest

import lunarsim as ls
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


def test_a_map_is_no_lever(work):
    with pytest.raises(InputError, match="read once for a site"):
        ls.sweep(["site=fra_mauro", "site.thorium_map=map.tab,b.tab", "design=nominal", "output=none"])
