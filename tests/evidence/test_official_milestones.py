"""Official milestones: what was promised, when and by whom, as it was reported."""

import pytest

from tests.scenario.building import scenario_of

MILESTONES = scenario_of().official_milestones

PUBLISHED = {
    # CNSA and Roscosmos, ILRS roadmap and Guide for Partnership v1.0, SpaceNews and Xinhua, 16-17 June 2021: ILRS-1 to
    # ILRS-5 in 2031 to 2035.
    "ilrs_roadmap_2021": ("2021-06-16", 2035, "ILRS Roadmap and Guide for Partnership"),
    # Xinhua, 25 April 2023: a basic model around 2030, improved by 2040; CGTN: Chang'e-7 and Chang'e-8 construct it.
    "ilrs_basic_2023": ("2023-04-25", 2030, "Xinhua"),
    "ilrs_extended_2023": ("2023-04-25", 2040, "Xinhua"),
    # Xinhua, 24 April 2024: basic by 2035, expanded by 2045.
    "ilrs_extended_2024_april": ("2024-04-24", 2045, "Xinhua"),
    # CGTN, 5-6 September 2024, People's Daily, 6 September 2024: basic by 2035, extended around 2050.
    "ilrs_basic_2024": ("2024-09-05", 2035, "CGTN"),
    "ilrs_extended_2024": ("2024-09-05", 2050, "CGTN"),
    # RIA Novosti, 24 December 2025: contract of Roscosmos with NPO Lavochkin, 2025 to 2036.
    "russian_power_plant": ("2025-12-24", 2036, "RIA Novosti"),
    # Executive order of 18 December 2025: first elements of a permanent outpost by 2030.
    "us_outpost_2030": ("2025-12-18", 2030, "Executive order"),
    # NASA, 24 March 2026: phases 2026-2028, 2029-2032 and 2033-2036, as the press reported them.
    "moon_base_early_2026": ("2026-03-24", 2032, "NASA"),
    "moon_base_permanent_2026": ("2026-03-24", 2036, "NASA"),
    # CMSA, 29 May 2023 and 28 February 2026; NASA, 27 February 2026.
    "china_crew_2030": ("2023-05-29", 2030, "CMSA"),
    "artemis_landing_2028": ("2026-02-27", 2028, "NASA"),
}


@pytest.mark.parametrize("key", PUBLISHED)
def test_a_published_promise_stands_as_it_was_made(key):
    said_on, year, source = PUBLISHED[key]
    milestone = MILESTONES[key]
    assert milestone.said_on == said_on
    assert milestone.promised == f"{year}-12-31"
    assert source in milestone.source
    assert milestone.evidence == "published"


def test_all_that_is_not_among_the_published_ones_says_so():
    assert {key for key, milestone in MILESTONES.items() if milestone.evidence != "published"} == set(MILESTONES) - set(
        PUBLISHED
    )


def test_the_basic_model_has_three_wordings_that_ask_for_what_they_name():
    assert MILESTONES["ilrs_basic_2023"].missions == ("change_7", "change_8")
    assert MILESTONES["ilrs_roadmap_2021"].missions == tuple(f"ilrs_{number}" for number in range(1, 6))
    # CGTN: solar, radioisotope and nuclear power, links, hoppers, long-range robots and rovers.
    assert {"relay", "command", "power", "nuclear", "rover", "robot"} <= set(MILESTONES["ilrs_basic_2024"].functions)
    assert "crewed rovers" in MILESTONES["ilrs_basic_2024"].not_counted


def test_the_plant_and_the_crews_are_promised_of_no_mission_in_particular():
    # RIA Novosti, 24 December 2025: a lunar power plant; CMSA, 29 May 2023, and NASA, 27 February 2026: a crew lands.
    assert MILESTONES["russian_power_plant"].own_hardware == ("nuclear",)
    assert MILESTONES["china_crew_2030"].crewed_landing
    assert MILESTONES["artemis_landing_2028"].crewed_landing
    for key in ("russian_power_plant", "china_crew_2030", "artemis_landing_2028"):
        assert not MILESTONES[key].missions
        assert not MILESTONES[key].functions


def test_the_station_agreement_holds_as_long_as_its_text_was_reported_to():
    # TASS and Inside Outer Space, July 2024: in force from 18 July 2024, for 20 years; ratified 12 June 2024.
    cooperation = scenario_of().cooperation
    assert cooperation.agreement_start == "2024-07-18"
    assert cooperation.agreement_years == 20.0
