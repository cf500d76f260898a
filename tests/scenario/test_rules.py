"""Each rule over several fields is broken by a scenario that is right in all else."""

import pytest

from lunarsim.scenario import rules
from lunarsim.words.errors import InputError
from tests.scenario.building import scenario_of

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
    ("lead_takes_part", {"station.lead": "usa"}, "station.lead", "unknown program 'usa'"),
    ("lead_takes_part", {"programs.china.active": False}, "station.lead", "must take part"),
    ("station_site_exists", {"station.site": "shakleton"}, "station.site", "did you mean 'shackleton'"),
    ("plan_was_known", {"timeline.as_of": "2025-01-01"}, "timeline.as_of", "was known on 2026-07-01 only"),
    (
        "term_lies_ahead",
        {"cooperation.first_renewal": "2022-12-31"},
        "cooperation.first_renewal",
        "before timeline.start",
    ),
    ("needs_no_circle", {"missions.change_7.needs": ["ilrs_2"]}, "missions.", "closes a circle: "),
    ("needs_no_circle", {"missions.luna_29.needs": ["luna_29"]}, "missions.luna_29.needs", "luna_29 -> luna_29"),
    (
        "yields_fit_the_soil",
        {"flowsheet.oxygen_yield": 0.4, "flowsheet.metal_per_oxygen": 1.6},
        "flowsheet.oxygen_yield",
        "allowed below 1",
    ),
    (
        "flights_have_successes",
        {"vehicles.long_march_5.successes": 11},
        "vehicles.long_march_5.successes",
        "more than its 10 flights",
    ),
]


@pytest.mark.parametrize(("rule", "changes", "path", "problem"), BROKEN)
def test_a_scenario_that_breaks_just_one_rule_is_refused_by_it(rule, changes, path, problem):
    with pytest.raises(InputError) as caught:
        scenario_of(changes)
    (fault,) = caught.value.faults
    assert fault.path.startswith(path)
    assert problem in fault.problem


def test_each_rule_has_a_scenario_that_breaks_it():
    assert {rule.__name__ for rule in rules.RULES} == {rule for rule, *_ in BROKEN}


def test_faults_of_several_rules_are_told_together():
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


def test_the_circle_is_told_from_need_to_need():
    with pytest.raises(InputError, match="change_7 -> ilrs_2 -> ilrs_1 -> change_7"):
        scenario_of({"missions.change_7.needs": ["ilrs_2"], "missions.ilrs_1.needs": ["change_7"]})
