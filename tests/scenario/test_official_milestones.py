"""The official milestones: what the file holds, which are known when, and what a user may change."""

import pytest

from lunarsim.scenario.building import with_values
from lunarsim.scenario.library.files import read
from lunarsim.words.errors import InputError
from lunarsim.words.units import parse_date
from tests.scenario.building import plan_of, scenario_of

RECORDS = read("official_milestones")
LATEST = scenario_of().official_milestones


def test_each_wording_asks_for_something_was_promised_for_later_than_it_was_said_and_has_a_source():
    assert set(LATEST) == set(RECORDS)
    for key, milestone in LATEST.items():
        assert milestone.missions or milestone.functions or milestone.own_hardware or milestone.crewed_landing, key
        assert parse_date(milestone.said_on) < parse_date(milestone.promised), key
        assert milestone.source, key
        assert milestone.wording, key


def test_a_wording_is_known_from_its_day_on_and_only_where_the_plan_has_its_missions():
    assert list(scenario_of(plan_of("ilrs_2021")).official_milestones) == ["ilrs_roadmap_2021"]
    # The base camp of 2020 was known in 2022, but the manifest of that time holds no American missions.
    assert "artemis_base_camp_2020" not in scenario_of(plan_of("story_2022")).official_milestones
    later = plan_of("story_2022") | {"timeline.as_of": "2023-04-25"}
    assert list(scenario_of(later).official_milestones) == [
        "ilrs_roadmap_2021",
        "ilrs_basic_2023",
        "ilrs_extended_2023",
    ]


def test_a_wording_that_asks_for_any_mission_holds_where_the_plan_has_one():
    own = {"plan.manifest": "own"}
    crew = {"missions": {"landing": {"like": "crewed_landing_1", "needs": [], "assets": []}}}
    assert "china_crew_2030" in scenario_of(own | crew).official_milestones
    assert "artemis_landing_2028" not in scenario_of(own | crew).official_milestones
    plant = {"missions": {"unit": {"like": "russia_power_plant_1", "needs": []}}}
    milestones = scenario_of(own | plant).official_milestones
    assert "russian_power_plant" in milestones
    assert "china_crew_2030" not in milestones
    # A Chinese reactor is no Russian one.
    chinese = {"missions": {"unit": {"like": "russia_power_plant_1", "needs": [], "program": "china"}}}
    assert "russian_power_plant" not in scenario_of(own | chinese).official_milestones


def test_scenarios_of_one_plan_share_the_records():
    assert scenario_of().official_milestones is scenario_of({"plant.units": 2}).official_milestones


def test_a_user_may_change_a_wording_and_errors_name_the_nearest():
    changed = {"official_milestones": {"ilrs_basic_2023": {"promised": "2032-12-31", "missions": ["change_7"]}}}
    milestone = scenario_of(changed).official_milestones["ilrs_basic_2023"]
    assert (milestone.promised, milestone.missions) == ("2032-12-31", ("change_7",))
    put = with_values(scenario_of(), {"official_milestones.ilrs_basic_2023.power_kw": 3.0})
    assert put.official_milestones["ilrs_basic_2023"].power_kw == 3.0
    wrong = {
        "unknown official_milestone 'ilrs_basic_2033'; did you mean 'ilrs_basic_2023'": {"ilrs_basic_2033": {}},
        "unknown mission 'change_77'; did you mean 'change_7'": {"ilrs_basic_2023": {"missions": ["change_77"]}},
        "nuclear": {"ilrs_basic_2023": {"functions": ["nuclar"]}},
        "unknown program 'chna'": {"ilrs_basic_2023": {"program": "chna"}},
    }
    for problem, change in wrong.items():
        with pytest.raises(InputError, match=problem):
            scenario_of({"official_milestones": change})


def test_a_plan_of_one_s_own_has_its_own_official_milestones_beside_those_that_ask_for_functions_alone():
    own = {
        "plan.manifest": "own",
        "missions": {"scout": {"like": "change_8", "needs": []}},
        "official_milestones": {
            "outpost": {
                "title": "A scout stands",
                "program": "china",
                "wording": "A scout on the Moon",
                "said_on": "2026-01-01",
                "promised": "2028-12-31",
                "missions": ["scout"],
            }
        },
    }
    milestones = scenario_of(own).official_milestones
    assert milestones["outpost"].missions == ("scout",)
    assert all(not milestone.missions for key, milestone in milestones.items() if key != "outpost")
    assert "ilrs_basic_2024" in milestones


def test_a_new_wording_may_be_like_another():
    added = {"official_milestones": {"mine": {"like": "ilrs_basic_2024", "promised": "2034-12-31"}}}
    milestones = scenario_of(added).official_milestones
    assert milestones["mine"].promised == "2034-12-31"
    assert milestones["mine"].functions == milestones["ilrs_basic_2024"].functions
