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
        assert milestone.missions or milestone.functions, key
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
