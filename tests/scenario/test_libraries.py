"""The figures that are shipped: each with source and evidence, and complete enough for the question."""

import re

import pytest
import yaml

from lunarsim.scenario.declare.declaration import EVIDENCE
from lunarsim.scenario.library.elements import load_patterns
from lunarsim.scenario.library.files import read
from lunarsim.scenario.library.paths import shipped
from lunarsim.scenario.library.places.known_sites import known_sites, site_named
from lunarsim.words.errors import InputError
from tests.scenario.building import scenario_of

SCENARIO = scenario_of()
RECORDS = [
    pytest.param(group, name, record, id=f"{group}.{name}")
    for group in ("missions", "vehicles", "assets")
    for name, record in getattr(SCENARIO, group).items()
]


@pytest.mark.parametrize(("group", "name", "record"), RECORDS)
def test_every_record_has_its_own_source_and_evidence(group, name, record):
    assert len(record.source) > 15
    assert record.source != "changed by the user"
    assert record.evidence in EVIDENCE


def test_at_least_fifteen_assets_have_mass_and_power():
    figures = [asset for asset in SCENARIO.assets.values() if asset.mass_kg > 0 and (asset.power_kw or asset.load_kw)]
    assert len(figures) >= 15


def test_masses_lie_within_their_plausible_ranges():
    for name, asset in SCENARIO.assets.items():
        assert asset.mass_low_kg <= asset.mass_kg <= asset.mass_high_kg, name


def test_no_source_gives_more_power_by_night_than_by_day():
    for name, asset in SCENARIO.assets.items():
        assert asset.night_power_kw <= asset.power_kw, name


@pytest.mark.parametrize("name", known_sites())
def test_every_site_is_a_checked_record_with_source_and_evidence_in_its_header(name):
    assert site_named(name).name == name
    text = (shipped("configs") / "site" / f"{name}.yaml").read_text(encoding="utf-8")
    assert re.search(r"^# source: \S", text, flags=re.MULTILINE)
    assert re.search(rf"^# evidence: ({'|'.join(EVIDENCE)})$", text, flags=re.MULTILINE)


def test_there_are_poles_and_thorium_rich_sites_to_choose_from():
    sites = [site_named(name) for name in known_sites()]
    assert len(sites) >= 6
    assert sum(site.latitude_deg < -80 for site in sites) >= 2
    assert sum(site.thorium_ppm > 8 for site in sites) >= 2


def test_an_unknown_site_is_refused_with_the_nearest():
    with pytest.raises(InputError, match="did you mean 'fra_mauro'"):
        site_named("fra_maro")


def test_a_site_that_is_present_is_taken_with_its_changes():
    changed = scenario_of({"site.thorium_ppm": 7.0}).site
    assert site_named("shackleton", changed) is changed
    assert site_named("fra_mauro", changed).thorium_ppm == 10.19


def test_both_programs_have_dated_missions_on_vehicles_of_the_library():
    for program in ("china", "russia"):
        missions = [mission for mission in SCENARIO.missions.values() if mission.program == program]
        assert len(missions) >= 5
        assert all(mission.vehicle in SCENARIO.vehicles for mission in missions)
        assert all("2026-07-01" <= mission.planned < "2056-07-01" for mission in missions)


def test_the_manifest_holds_joint_missions_fallbacks_prerequisites_and_cargo():
    missions = SCENARIO.missions.values()
    assert {mission.role for mission in missions} == {"always", "joint", "fallback"}
    assert sum(bool(mission.needs) for mission in missions) > 10
    assert sum(bool(mission.assets) for mission in missions) > 15
    assert any(mission.kind == "crewed" and mission.launches == 2 for mission in missions)


def test_a_mission_is_planned_no_earlier_than_what_it_needs():
    for name, mission in SCENARIO.missions.items():
        for need in mission.needs:
            assert SCENARIO.missions[need].planned <= mission.planned, f"{name} before {need}"


def test_no_asset_comes_twice():
    carried = [asset for mission in SCENARIO.missions.values() for asset in mission.assets]
    assert len(carried) == len(set(carried))


def test_every_asset_is_there_or_is_brought_and_the_other_elements_are_for_plans_of_ones_own():
    carried = {asset for mission in SCENARIO.missions.values() for asset in mission.assets}
    present = {name for name, asset in SCENARIO.assets.items() if asset.present}
    assert carried | present == set(read("assets")) == set(SCENARIO.assets) - set(read("station_elements"))
    assert not carried & present


def test_the_element_library_is_complete():
    patterns = load_patterns()
    assert patterns.kreep_ppm.shape == (16,)
    assert (patterns.oxide_factor > 1.1).all()


def test_a_library_that_is_no_mapping_is_refused(monkeypatch, tmp_path):
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "odd.yml").write_text("- a\n- b\n")
    monkeypatch.setattr("lunarsim.scenario.library.files.shipped", lambda name: tmp_path)
    with pytest.raises(InputError, match="is not a mapping"):
        read("odd")


def test_what_the_simulator_is_shipped_with_is_plain_yaml():
    for path in (shipped("configs") / "library").glob("*.yml"):
        assert isinstance(yaml.safe_load(path.read_text(encoding="utf-8")), dict)


def test_a_missing_folder_is_reported():
    with pytest.raises(FileNotFoundError, match="lacks its folder nothing"):
        shipped("nothing")
