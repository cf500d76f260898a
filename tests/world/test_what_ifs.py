"""What-ifs of the manifest: missions taken out of the plan, added or changed, and how that is said."""

import math

import pytest

from lunarsim.scenario.building import with_values
from lunarsim.words.terminal import OF_WHAT_IFS
from lunarsim.world.baseline.cancellations import lost_with_cancelled
from lunarsim.world.baseline.planned_dates import planned_dates
from lunarsim.world.baseline.what_ifs import what_ifs
from lunarsim.world.feasibility.checks import impossible
from lunarsim.world.history.flight_outcomes import NOT_FLOWN
from lunarsim.world.prepared import prepare
from tests.scenario.building import NO_WAITS, RACE, scenario_of
from tests.world.running import run, runs

BASE = scenario_of()


def test_of_a_cancelled_mission_nothing_is_flown_and_what_needs_it_waits_for_ever():
    built = with_values(BASE, {"missions.ilrs_1.cancelled": True})
    for trace in runs(built, 4):
        assert "ilrs_1" not in trace.flights.missions
        assert "ilrs_1" not in {flight.mission for flight in trace.flights.flown}
        for mission in ("ilrs_2", "ilrs_3", "ilrs_crew_module"):
            record = trace.flights.missions[mission]
            assert (record.outcome, math.isnan(record.launched_day)) == (NOT_FLOWN, True)
        waiting = trace.flights.missions["ilrs_2"]
        assert (waiting.waiting_for, waiting.held_up_by) == ("prerequisite", "ilrs_1")
        assert not {"ilrs_command_center", "ilrs_laboratory"} & trace.online_day.keys()


def test_without_the_wait_for_needs_a_cancelled_mission_holds_nothing_up():
    built = scenario_of({"missions.ilrs_1.cancelled": True, "waits.prerequisite": False})
    assert run(built).flights.missions["ilrs_2"].outcome != NOT_FLOWN


def test_a_cancelled_mission_stands_in_no_plan_and_the_others_keep_their_dates():
    built = scenario_of(NO_WAITS | {"missions.ilrs_3.cancelled": True})
    trace, whole = run(built), run(scenario_of(NO_WAITS))
    days = {key: record.launched_day for key, record in whole.flights.missions.items() if key != "ilrs_3"}
    assert {key: record.launched_day for key, record in trace.flights.missions.items()} == days
    planned = planned_dates(built, prepare(built)).day
    assert planned.keys() < planned_dates(BASE, prepare(BASE)).day.keys()


def test_what_is_lost_with_a_cancelled_mission_is_reported_and_not_refused():
    built = scenario_of({"missions.ilrs_1.cancelled": True})
    cancelled, hardware, functions = lost_with_cancelled(built)
    assert cancelled.startswith("cancelled: ilrs_1; so ")
    assert "ilrs_2" in cancelled
    assert cancelled.endswith(" can never fly")
    assert "ilrs_command_center" in hardware
    assert functions.startswith("cancelled, so that station ilrs lacks ")
    assert impossible(built) == []


def test_a_cancelled_mission_on_which_nothing_depends_is_said_to_be_one():
    built = scenario_of({"missions.ilrs_5.cancelled": True})
    assert lost_with_cancelled(built)[0] == "cancelled: ilrs_5; all other missions can fly without"
    assert lost_with_cancelled(BASE) == []


def test_what_is_asked_of_the_manifest_is_said():
    assert what_ifs(BASE) == []
    built = scenario_of(
        {
            "missions.change_7.outcome": "lost",
            "missions.luna_26.outcome": "lost",
            "missions.ilrs_1.outcome": "success",
            "missions.viper.outcome": "lost",
            "missions.more": {"like": "ilrs_energy_1", "planned": "2034-01-01"},
            "missions.ilrs_3.needs": ["ilrs_1"],
            "missions.ilrs_5.alternatives": ["ilrs_2", "ilrs_3"],
            "missions.ilrs_habitat.cancelled": True,
        }
    )
    assert what_ifs(built)[:6] == [
        "laid down: the first flight of ilrs_1 is a success",
        "laid down: first flights of change_7 and luna_26 are lost",
        "laid down without effect, as it does not fly here: viper",
        "changed: ilrs_3 needs ilrs_1 (in the plan ilrs_1 and change_8)",
        "changed: ilrs_5 needs ilrs_1 and one of ilrs_2, ilrs_3 (in the plan ilrs_1)",
        "added: more (like ilrs_energy_1, planned 2034-01-01)",
    ]
    assert what_ifs(built)[6].startswith("cancelled: ilrs_habitat")
    assert {
        sentence.split(":")[0].split(",")[0].removesuffix(" without effect") for sentence in what_ifs(built)
    } <= set(OF_WHAT_IFS)
    named = scenario_of({"missions.ilrs_1.needs": []})
    assert what_ifs(named) == ["changed: ilrs_1 needs nothing (in the plan change_7 and change_8)"]


def test_a_lever_is_said_like_a_value_that_is_given():
    lost = with_values(BASE, {"missions.change_7.outcome": "lost"})
    assert what_ifs(lost) == ["laid down: the first flight of change_7 is lost"]


def test_first_flights_are_counted_in_their_sentence():
    partial = {f"missions.{key}.outcome": "partial" for key in ("change_7", "change_8")}
    assert what_ifs(scenario_of(partial)) == ["laid down: first flights of change_7 and change_8 are partial successes"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"missions.artemis_4.outcome": "lost"}, "laid down without effect, as it does not fly here: artemis_4"),
        ({"missions.artemis_4.planned": "2031-01-01"}, "changed without effect, as it does not fly here: artemis_4"),
        ({"missions.artemis_4.alternatives": []}, "changed without effect, as it does not fly here: artemis_4"),
        (
            {"missions.artemis_4.needs": [], "missions.viper.planned": "2033-01-01"},
            "changed without effect, as they do not fly here: viper, artemis_4",
        ),
        ({"missions.more": {"like": "artemis_4_lander"}}, "added without effect, as it does not fly here: more"),
    ],
)
def test_what_is_asked_of_a_mission_that_does_not_fly_is_said_to_be_in_vain(changes, sentence):
    assert what_ifs(scenario_of(changes)) == [sentence]
    assert sentence not in what_ifs(scenario_of(RACE | {key: value for key, value in changes.items() if value != []}))


def test_a_mission_that_does_not_fly_anyway_is_cancelled_without_effect():
    sentence = "cancelled without effect, as it does not fly here: viper"
    assert lost_with_cancelled(scenario_of({"missions.viper.cancelled": True})) == [sentence]
    assert sentence not in lost_with_cancelled(scenario_of(RACE | {"missions.viper.cancelled": True}))


def test_the_lead_replaces_a_contribution_that_is_cancelled_when_its_patience_ends():
    reactors = [f"russia_power_plant_{number}" for number in (1, 2, 3)]
    cancelled = {f"missions.{key}.cancelled": True for key in reactors if key in BASE.missions}
    built = scenario_of(NO_WAITS | {"waits.cooperation": True, "cooperation.mode": "active"} | cancelled)
    trace = run(built)
    first = min(prepare(built).never_come_days)
    assert trace.programs.replacement_day == first + built.cooperation.patience_years * 365.25
    own = trace.flights.missions["china_power_plant_1"]
    assert own.launched_day > trace.programs.replacement_day
    kept = run(scenario_of(NO_WAITS | {"waits.cooperation": True, "cooperation.mode": "active"}))
    assert math.isnan(kept.programs.replacement_day)


def test_where_needs_do_not_act_nothing_depends_on_a_cancelled_mission():
    changes = {"missions.ilrs_1.cancelled": True, "waits.prerequisite": False}
    assert "all other missions can fly" in lost_with_cancelled(scenario_of(changes))[0]


def test_what_stands_in_no_plan_is_needed_by_nobody_alone_or_among_alternatives():
    changes = {"needs": ["viper"], "alternatives": [["artemis_4", "luna_26"], ["viper"]]}
    built = with_values(BASE, {f"missions.change_8.{name}": value for name, value in changes.items()})
    (planned,) = (each for each in prepare(built).missions if each.key == "change_8")
    assert planned.needed == (("luna_26",),)


def test_a_new_mission_that_is_like_another_over_a_third_slips_as_that_one_does():
    added = {"missions.first": {"like": "change_8"}, "missions.second": {"like": "first", "planned": "2031-01-01"}}
    plans = {planned.key: planned.plan for planned in prepare(scenario_of(added)).missions}
    assert plans["second"].calibration == plans["first"].calibration == plans["change_8"].calibration
    assert plans["change_8"].calibration != type(plans["change_8"].calibration)()


def test_a_new_mission_without_a_band_slips_as_its_model_does_and_one_with_a_band_as_its_author_says():
    band = {"planned_low": "2027-07-01", "planned_high": "2031-01-01"}
    added = {"missions.copy": {"like": "luna_26"}, "missions.own": {"like": "luna_26"} | band}
    plans = {planned.key: planned.plan for planned in prepare(scenario_of(added)).missions}
    assert plans["copy"].band is None
    assert plans["copy"].calibration == plans["luna_26"].calibration
    assert plans["own"].band is not None
