"""Each rule over several fields is broken by a scenario that is right in all else."""

import pytest

from lunarsim.scenario import rules
from lunarsim.words.errors import InputError
from tests.scenario.building import RACE, scenario_of

NOTHING_ASKED = {"missions": [], "functions": [], "power_kw": 0.0}

BROKEN = [
    ("names_resolve", {"missions.ilrs_1.program": "chna"}, "missions.ilrs_1.program", "did you mean 'china'"),
    (
        "names_resolve",
        {"missions.ilrs_1.vehicle": "long_march_11"},
        "missions.ilrs_1.vehicle",
        "did you mean 'long_march_1",
    ),
    ("names_resolve", {"missions.ilrs_1.assets": ["ilrs_hub"]}, "missions.ilrs_1.assets", "unknown asset 'ilrs_hub'"),
    ("names_resolve", {"missions.ilrs_1.needs": ["change_77"]}, "missions.ilrs_1.needs", "did you mean 'change_7'"),
    ("names_resolve", {"logistics.cargo_vehicle": "ares"}, "logistics.cargo_vehicle", "unknown vehicle 'ares'"),
    ("names_resolve", {"station.lead": "india"}, "station.lead", "unknown program 'india'"),
    ("names_resolve", {"vehicles.long_march_9.program": "chna"}, "vehicles.long_march_9.program", "'china'"),
    ("names_resolve", {"assets.queqiao_2.program": "chna"}, "assets.queqiao_2.program", "did you mean 'china'"),
    ("names_resolve", {"rival.lead": "chna", "rival.name": "second"}, "rival.lead", "did you mean 'china'"),
    ("lead_takes_part", {"rival.lead": "usa", "rival.name": "artemis"}, "rival.lead", "programs.usa.active is false"),
    ("rival_is_another", {"rival.lead": "china", "rival.name": "second"}, "rival.lead", "as station.lead"),
    ("rival_is_another", {"rival.lead": "russia", "rival.name": "ilrs", "cooperation.mode": "none"}, "rival.name",
     "as station.name"),
    ("lead_takes_part", {"programs.china.active": False}, "station.lead", "must take part"),
    ("owners_take_part", {"assets.ilrs_battery.program": "usa"}, "missions.ilrs_3.assets",
     "brings ilrs_battery of usa, which takes no part (programs.usa.active is false)"),
    ("owners_take_part", {"missions.viper.program": "china"}, "missions.viper.assets",
     "of usa, which takes no part"),
    ("names_resolve", {"missions.change_8.developer": "chna"}, "missions.change_8.developer",
     "unknown developer 'chna'; did you mean 'china'"),
    ("hardware_stays_at_the_moon", {"missions.change_8.kind": "mars"}, "missions.change_8.assets", "kind is mars"),
    ("names_resolve", {"station.site": "shakleton"}, "station.site", "did you mean 'shackleton'"),
    ("cooperation_has_partners", {"rival.lead": "russia", "rival.name": "second"}, "cooperation.mode",
     "no other program of china's camp"),
    ("plan_was_known", {"timeline.as_of": "2025-01-01"}, "timeline.as_of", "was known on 2026-07-01 only"),
    (
        "term_lies_ahead",
        {"cooperation.first_renewal": "2026-07-01"},
        "cooperation.first_renewal",
        "not after timeline.start",
    ),
    (
        "term_lies_ahead",
        {"cooperation.first_renewal": "2022-12-31"},
        "cooperation.first_renewal",
        "not after timeline.start",
    ),
    ("station_agreement_is_known", {"cooperation.agreement_start": "2026-07-02"}, "cooperation.basis",
     "in force from 2026-07-02 on (cooperation.agreement_start), after timeline.as_of 2026-07-01; set five_year_pro"),
    ("station_agreement_is_known", {"cooperation.agreement_start": "2020-07-01", "cooperation.agreement_years": 6},
     "cooperation.agreement_years", "ends on 2026-07-01, not after timeline.start 2026-07-01"),
    ("bands_hold_their_dates", {"missions.ilrs_1.evidence": "assumed"}, "missions.ilrs_1.planned_low",
     "is null, as is planned_high, but evidence is assumed"),
    ("bands_hold_their_dates", {"missions.ilrs_1.planned_low": "2030-01-01"}, "missions.ilrs_1.planned_high",
     "is null, but planned_low is 2030-01-01; give both or none"),
    ("bands_hold_their_dates", {"missions.ilrs_habitat.planned_high": None}, "missions.ilrs_habitat.planned_high",
     "is null, but planned_low is 2038-07-01"),
    ("bands_hold_their_dates", {"missions.ilrs_habitat.planned_high": "2039-01-01"}, "missions.ilrs_habitat.planned",
     "is 2040-07-01, allowed planned_low 2038-07-01 to planned_high 2039-01-01"),
    ("bands_hold_their_dates", {"missions.ilrs_1.planned_low": "2030-01-01",
     "missions.ilrs_1.planned_high": "2034-01-01"}, "missions.ilrs_1.planned_low",
     "is 2030-01-01, but evidence is published; a band is that of a date that nobody"),
    ("crews_have_a_launch", {"missions.artemis_4.outcome": "partial"}, "missions.artemis_4.outcome", "kind is crewed"),
    ("crews_have_a_launch", {"missions.change_7.crew_launch": 1}, "missions.change_7.crew_launch", "kind is lander"),
    ("crews_have_a_launch", {"missions.artemis_4.crew_launch": 2}, "missions.artemis_4.crew_launch", "is 1 to 1"),
    ("needs_no_circle", {"missions.change_7.needs": ["ilrs_2"]}, "missions.", "closes a circle: "),
    ("owners_of_chance_are_apart", {"missions.spacex": {"like": "change_8"}}, "missions.spacex", "take another"),
    ("owners_of_chance_are_apart", {"missions.plant": {"like": "change_8"}}, "missions.plant", "take another"),
    ("needs_no_circle", {"missions.change_7.alternatives": ["luna_26", "ilrs_2"]}, "missions.", "closes a circle: "),
    ("names_resolve", {"missions.artemis_4.alternatives": ["artemis_4_lander", "blue_moon_3"]},
     "missions.artemis_4.alternatives", "unknown mission 'blue_moon_3'"),
    ("landers_serve_crews", {"missions.crewed_landing_4.crew_lander": True}, "missions.crewed_landing_4.crew_lander",
     "kind is crewed; allowed is false"),
    ("landers_serve_crews", RACE | {"missions.artemis_4.crew_lander": True}, "missions.artemis_4.crew_lander",
     "kind is crewed; allowed is false"),
    ("landers_serve_crews", {"missions.artemis_4.alternatives": [["artemis_4_lander"], ["blue_moon_2_lander"]]},
     "missions.artemis_4.alternatives", "several landers for one crew, artemis_4_lander and blue_moon_2_lander; put"),
    ("landers_serve_crews", {"missions.artemis_4.alternatives": ["artemis_4_lander", "viper"]},
     "missions.artemis_4.alternatives", "holds viper beside landers for crews; take it out, or set missions.viper."),
    ("crews_have_landers", RACE | {"missions.artemis_10": {"like": "artemis_9"}, "missions.artemis_11":
     {"like": "artemis_9"}}, "missions.artemis_11.alternatives", "artemis_10, artemis_11) 7 to land with (artemis_4"),
    ("crews_have_landers", RACE | {f"missions.artemis_{each}.alternatives": ["artemis_4_lander"] for each in (4, 5)},
     "missions.artemis_5.alternatives", "leaves 2 crews (artemis_4, artemis_5) 1 to land with (artemis_4_lander)"),
    ("crews_have_landers", RACE | {"missions.artemis_4.alternatives": [], "missions.artemis_4.needs":
     ["artemis_5_lander"], "missions.artemis_5.alternatives": ["artemis_5_lander"]},
     "missions.artemis_5.alternatives", "leaves 2 crews (artemis_4, artemis_5) 1 to land with (artemis_5_lander)"),
    ("needs_no_circle", {"missions.luna_29.needs": ["luna_29"]}, "missions.luna_29.needs", "luna_29 -> luna_29"),
    ("outcomes_can_come", {"missions.luna_26.outcome": "partial"}, "missions.luna_26.outcome", "kind is orbiter"),
    ("outcomes_can_come", {"missions.change_7.outcome": "lost", "missions.change_7.cancelled": True},
     "missions.change_7.outcome", "missions.change_7.cancelled is true"),
    ("outcomes_can_come", {"missions.change_7.outcome": "lost", "waits.landing_failure": False},
     "missions.change_7.outcome", "waits.landing_failure is false"),
    (
        "yields_fit_the_soil",
        {"flowsheet.oxygen_yield": 0.4, "flowsheet.metal_per_oxygen": 1.6},
        "flowsheet.oxygen_yield",
        "allowed below 1",
    ),
    ("landings_have_successes", {"programs.china.landing_successes": 3}, "programs.china.landing_successes", "is null"),
    (
        "landings_have_successes",
        {"programs.china.landing_successes": 3, "programs.china.landing_attempts": 2},
        "programs.china.landing_successes",
        "more than its 2 attempts",
    ),
    (
        "landings_have_successes",
        {"landing.cruise_hazard_share": 0.6},
        "landing.descent_hazard_share",
        "allowed up to 0.4",
    ),
    (
        "flights_have_successes",
        {"vehicles.long_march_5.successes": 19},
        "vehicles.long_march_5.successes",
        "more than its 18 flights",
    ),
    ("flights_have_successes", {"vehicles.vulcan.heritage": "vulcan"}, "vehicles.vulcan.heritage", "would count twice"),
    ("flights_have_successes", {"vehicles.long_march_5.built_probability": 0.9}, "vehicles.long_march_5.first_flight",
     "so it has flown"),
    ("flights_have_successes", {"vehicles.long_march_5.qualification_flights": 1}, "vehicles.long_march_5.first_flight",
     "so it has flown"),
    ("cooperation_has_partners", {"programs.russia.active": False}, "cooperation.mode",
     "no other program of china's camp"),
    ("cooperation_has_partners", {"programs.russia.active": False, "programs.usa.active": True}, "cooperation.mode",
     "no other program of china's camp"),
    ("cooperation_has_partners", {"programs.russia.active": False, "cooperation.mode": "lapsed"}, "cooperation.mode",
     "set none"),
    ("start_is_near_the_manifest", {"timeline.start": "2028-07-02", "cooperation.first_renewal": "2030-12-31"},
     "timeline.start", "more than 2 years after plan.manifest=latest"),
    ("suspension_lies_ahead", {"cooperation.first_suspension": "2026-06-30"}, "cooperation.first_suspension", "before"),
    ("suspension_lies_ahead", {"cooperation.first_suspension": "2030-01-01", "cooperation.mode": "active"},
     "cooperation.first_suspension", "knows no suspension"),
    ("names_resolve", {"cutoff.programs": ["rusia"]}, "cutoff.programs", "russia"),
    ("cutoff_is_new", {"cutoff.programs": ["russia"], "cutoff.date": "2022-02-24"}, "cutoff.date", "holds it already"),
    ("station_site_fits_its_assets", {"station.site": "haworth"}, "station.site", "dark for 200 h"),
    ("official_milestones_ask", {"official_milestones.artemis_base_camp_2020": NOTHING_ASKED},
     "official_milestones.artemis_base_camp_2020.missions", "is empty, as are functions and own_hardware"),
    ("station_site_fits_its_assets", {"site.dark_spell_hours": 130.5}, "station.site", "allowed up to 130 h"),
    ("hardware_is_of_one_kind", {"assets.queqiao_3.kind": "equipment"}, "assets.queqiao_3.kind",
     "what stays in orbit is a satellite"),
    ("hardware_is_of_one_kind", {"assets.ilrs_rover.kind": "satellite"}, "assets.ilrs_rover.kind", "landed is true"),
    ("hardware_is_of_one_kind", {"assets.ilrs_excavators.units_needed": 3}, "assets.ilrs_excavators.units_needed",
     "is 3, but it has 2 units; allowed is 1 to 2"),
    ("hardware_is_of_one_kind", {"assets.queqiao_3.hands": 1}, "assets.queqiao_3.hands", "allowed is 0"),
    ("groups_are_large_enough", {"assets.ilrs_rover.group_needed": 2}, "assets.ilrs_rover.group_needed",
     "name a group"),
    ("groups_are_large_enough", {"assets.ilrs_rover.group": "moving", "assets.ilrs_rover.group_needed": 2,
     "assets.polar_crew_rover.group": "moving"}, "assets.ilrs_rover.group_needed", "of the same group says 1"),
    ("groups_are_large_enough", {"assets.ilrs_rover.group": "moving", "assets.ilrs_rover.group_needed": 3,
     "assets.polar_crew_rover.group": "moving", "assets.polar_crew_rover.group_needed": 3},
     "assets.polar_crew_rover.group_needed", "of the group moving to the station ilrs; allowed is 1 to 2, or another"),
    ("groups_are_large_enough", {**RACE, "assets.queqiao_3.group": "links", "assets.queqiao_3.group_needed": 2,
     "assets.queqiao_4.group": "links", "assets.queqiao_4.group_needed": 2,
     "assets.lunar_relay_1.group": "links", "assets.lunar_relay_1.group_needed": 2},
     "assets.lunar_relay_1.group_needed", "where queqiao_3 and queqiao_4 never work; allowed is 1, or another"),
    ("stations_have_cargo_landers", {"vehicles.long_march_10.landed_payload_kg": 0.0, "logistics.cargo_vehicle":
     "long_march_9"}, "station.cargo_vehicle", "take one that lands cargo"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "changes", "path", "problem"), BROKEN)
def test_a_scenario_that_breaks_just_one_rule_is_refused_by_it(rule, changes, path, problem):
    with pytest.raises(InputError) as caught:
        scenario_of(changes)
    (fault,) = caught.value.faults
    assert fault.path.startswith(path)
    assert problem in fault.problem


def test_each_rule_has_a_scenario_that_breaks_it():
    assert {rule.__name__ for rule in rules.RULES} == {rule for rule, *_ in BROKEN}


def test_errors_of_several_rules_are_reported_together():
    with pytest.raises(InputError) as caught:
        scenario_of({"station.site": "nowhere", "timeline.as_of": "2026-01-01", "logistics.cargo_vehicle": "ares"})
    assert {fault.path for fault in caught.value.faults} == {
        "station.site",
        "timeline.as_of",
        "logistics.cargo_vehicle",
    }


def test_without_an_agreement_its_old_terms_do_not_matter():
    assert (
        scenario_of({"cooperation.mode": "none", "cooperation.first_renewal": "2022-12-31"}).cooperation.mode == "none"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"programs.russia.active": False, "cooperation.mode": "none"},
        {"timeline.start": "2028-07-01", "cooperation.first_renewal": "2030-12-31"},
        {"station.site": "malapert"},
        {"cooperation.agreement_start": "2026-07-01", "cooperation.agreement_years": 1},
        {"cooperation.basis": "five_year_programme", "cooperation.agreement_start": "2030-01-01"},
        {"missions.change_8.developer": "spacex"},
        {"missions.change_8.developer": "ussr"},
        {"missions.viper.developer": ""},
        {"missions.luna_26.outcome": "lost"},
        {"missions.change_7.outcome": "success", "waits.landing_failure": False},
        {"missions.change_7.cancelled": True, "waits.landing_failure": False},
        {"plan.mars": "none", "missions.tianwen_3.assets": ["viper_rover"]},
        {"cooperation.mode": "none", "missions.luna_30.role": "joint", "missions.luna_30.assets": ["viper_rover"]},
        {"missions.luna_30.role": "fallback", "missions.luna_30.assets": ["viper_rover"]},
        RACE | {"missions.artemis_10": {"like": "artemis_9"}},
        RACE
        | {
            "missions.artemis_11": {"like": "artemis_9"},
            "missions.artemis_10": {"like": "artemis_9"},
            "missions.artemis_4.cancelled": True,
        },
        RACE
        | {
            "missions.artemis_11": {"like": "artemis_9"},
            "missions.artemis_10": {"like": "artemis_9"},
            "waits.prerequisite": False,
        },
        {"site.dark_spell_hours": 130.0},
        {"official_milestones.ilrs_basic_2023": NOTHING_ASKED | {"power_kw": 1.0}},
        {"official_milestones.ilrs_basic_2023": NOTHING_ASKED | {"missions": ["change_7"]}},
        {"vehicles.long_march_10.built_probability": 0.1, "vehicles.long_march_10.qualification_flights": 9},
    ],
)
def test_what_lies_at_the_limit_of_a_rule_is_allowed(changes):
    assert rules.broken_rules(scenario_of(changes)) == []


def test_the_darkness_of_the_mine_s_site_does_not_matter_to_a_station_elsewhere():
    assert rules.broken_rules(scenario_of({}, "fra_mauro")) == []


def test_the_circle_is_reported_from_need_to_need():
    with pytest.raises(InputError, match="change_7 -> ilrs_2 -> ilrs_1 -> change_7"):
        scenario_of({"missions.change_7.needs": ["ilrs_2"], "missions.ilrs_1.needs": ["change_7"]})
