"""What-ifs of the manifest: the outcome of a first flight laid down, and missions taken out of the plan."""

import math

import pytest

from lunarsim.scenario.building import with_values
from lunarsim.words.terminal import OF_WHAT_IFS
from lunarsim.world.baseline.cancellations import lost_with_cancelled
from lunarsim.world.baseline.feasibility import impossible
from lunarsim.world.baseline.planned_dates import planned_dates
from lunarsim.world.baseline.what_ifs import what_ifs
from lunarsim.world.prepared import prepare
from lunarsim.world.story.event_log import Event, event_log
from lunarsim.world.trace import (
    ABORTED_ASCENT,
    ARRIVED,
    CRUISE_FAILURE,
    DESCENT_FAILURE,
    LAUNCH_FAILURE,
    LOSS_OF_CREW_IN_ASCENT,
    NOT_FLOWN,
    PARTIAL,
    SUCCESS,
)
from tests.scenario.building import NO_WAITS, RACE, scenario_of
from tests.world.running import run, runs

BASE = scenario_of()
RUNS = 12


def flights_of(trace, mission):
    return [flight for flight in trace.flights.flown if flight.mission == mission]


@pytest.mark.parametrize(
    ("mission", "outcome", "code"),
    [
        ("change_7", "success", SUCCESS),
        ("change_7", "partial", PARTIAL),
        ("change_7", "lost", DESCENT_FAILURE),
        ("luna_26", "success", SUCCESS),
        ("luna_26", "lost", CRUISE_FAILURE),
    ],
)
def test_the_first_flight_has_the_outcome_that_is_laid_down_and_no_other_flight_has(mission, outcome, code):
    # A vehicle that almost always fails would leave nothing to chance.
    key = f"missions.{mission}.outcome"
    unlucky = scenario_of({"launch.failure_multiplier": 30.0, "programs.china.reflights": 3, key: outcome})
    later = set()
    for trace in runs(unlucky, RUNS):
        first, *others = flights_of(trace, mission)
        assert (first.outcome, trace.flights.missions[mission].first_outcome) == (code, code)
        later |= {flight.outcome for flight in others}
    assert LAUNCH_FAILURE in later or outcome == "success"


def test_a_campaign_of_several_launches_succeeds_where_its_success_is_laid_down():
    built = scenario_of({"launch.failure_multiplier": 30.0, "missions.crewed_landing_1.outcome": "success"})
    for trace in runs(built, RUNS):
        for flight in flights_of(trace, "crewed_landing_1")[:1]:
            assert flight.outcome == SUCCESS


def test_a_run_is_the_same_where_the_outcome_that_is_laid_down_is_the_one_that_is_drawn():
    laid_down = {
        SUCCESS: with_values(BASE, {"missions.luna_27a.outcome": "success"}),
        DESCENT_FAILURE: with_values(BASE, {"missions.luna_27a.outcome": "lost"}),
    }
    same = dict.fromkeys(laid_down, 0)
    for sample in range(24):
        drawn = run(BASE, sample=sample)
        code = drawn.flights.missions["luna_27a"].first_outcome
        if code in laid_down:
            forced = run(laid_down[code], sample=sample)
            assert forced.flights.flown == drawn.flights.flown
            assert forced.delay_days == drawn.delay_days
            same[code] += 1
    assert min(same.values()) > 0


def test_after_a_loss_that_is_laid_down_later_flights_have_the_draws_that_they_always_have():
    lost = runs(with_values(BASE, {"missions.change_7.outcome": "lost"}), RUNS)
    for drawn, forced in zip(runs(BASE, RUNS), lost, strict=True):
        record = forced.flights.missions["change_7"]
        assert record.first_launched_day == drawn.flights.missions["change_7"].first_launched_day
        assert record.waits["landing_failure"] > 300
        assert record.launched_day > record.first_launched_day + 300
    outcomes = {flights_of(trace, "change_7")[1].outcome for trace in lost}
    assert SUCCESS in outcomes
    assert len(outcomes) > 1


def delayed(first, follower, samples):
    """Return by how much a loss of the first mission delays one that needs it where that waited for it [day]."""
    found = []
    lost = runs(scenario_of({f"missions.{first}.outcome": "lost"}), samples)
    for good, bad in zip(runs(scenario_of({f"missions.{first}.outcome": "success"}), samples), lost, strict=True):
        records = [trace.flights.missions[follower] for trace in (good, bad)]
        if records[1].held_up_by == first:
            days = [record.first_launched_day for record in records]
            found.append(min(days[1], bad.horizon_days) - min(days[0], good.horizon_days))
    return found


def test_a_lost_test_of_the_lander_delays_the_crew_that_waits_for_it():
    days = delayed("lanyue_test", "crewed_landing_1", 16)
    assert len(days) > 4
    assert sum(each > 1.0 for each in days) >= 0.8 * len(days)


@pytest.mark.slow
@pytest.mark.parametrize(("first", "follower"), [("change_7", "change_8"), ("lanyue_test", "crewed_landing_1")])
def test_a_lost_lander_delays_what_needs_it_in_four_of_five_runs_in_which_it_is_on_the_critical_path(first, follower):
    days = delayed(first, follower, 300)
    assert len(days) > 60
    assert sum(each > 1.0 for each in days) >= 0.8 * len(days)


def test_of_a_cancelled_mission_nothing_is_flown_and_what_needs_it_waits_for_ever():
    built = with_values(BASE, {"missions.ilrs_1.cancelled": True})
    for trace in runs(built, 4):
        assert "ilrs_1" not in trace.flights.missions
        assert flights_of(trace, "ilrs_1") == []
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


def test_what_is_lost_with_a_cancelled_mission_is_told_and_not_refused():
    built = scenario_of({"missions.ilrs_1.cancelled": True})
    cancelled, hardware, functions = lost_with_cancelled(built)
    assert cancelled.startswith("cancelled: ilrs_1; so ")
    assert "ilrs_2" in cancelled
    assert cancelled.endswith(" can never fly")
    assert "ilrs_command_center" in hardware
    assert functions.startswith("cancelled, so that station ilrs lacks ")
    assert impossible(built) == []


def test_a_cancelled_mission_on_which_nothing_hangs_is_said_to_be_one():
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
            "missions.ilrs_renewal.cancelled": True,
        }
    )
    assert what_ifs(built)[:5] == [
        "laid down: the first flight of ilrs_1 is a success",
        "laid down: the first flight of change_7, luna_26 is lost",
        "changed: ilrs_3 needs ilrs_1 (in the plan ilrs_1 and change_8)",
        "changed: ilrs_5 needs ilrs_1 and one of ilrs_2, ilrs_3 (in the plan ilrs_1)",
        "added: more (like ilrs_energy_1, planned 2034-01-01)",
    ]
    assert what_ifs(built)[5].startswith("cancelled: ilrs_renewal")
    assert {sentence.split(":")[0].split(",")[0] for sentence in what_ifs(built)} <= set(OF_WHAT_IFS)
    named = scenario_of({"missions.ilrs_1.needs": []})
    assert what_ifs(named) == ["changed: ilrs_1 needs nothing (in the plan change_7 and change_8)"]


def test_a_lever_is_said_like_a_value_that_is_given():
    lost = with_values(BASE, {"missions.change_7.outcome": "lost"})
    assert what_ifs(lost) == ["laid down: the first flight of change_7 is lost"]


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


def test_where_needs_do_not_act_nothing_hangs_on_a_cancelled_mission():
    changes = {"missions.ilrs_1.cancelled": True, "waits.prerequisite": False}
    assert "all other missions can fly" in lost_with_cancelled(scenario_of(changes))[0]


def test_first_and_last_flight_of_a_mission_are_kept_apart():
    built = with_values(BASE, {"missions.change_7.outcome": "lost"})
    for trace in runs(built, RUNS):
        record = trace.flights.missions["change_7"]
        flown = flights_of(trace, "change_7")
        assert record.first_launched_day == flown[0].launched_day < record.launched_day
        landed = [flight.ended_day for flight in flown if flight.outcome in (SUCCESS, PARTIAL)]
        assert landed[:1] == ([record.first_landed_day] if landed else [])
        assert math.isnan(record.first_landed_day) is not bool(landed)
        orbiter = trace.flights.missions["luna_26"]
        assert math.isnan(orbiter.first_landed_day)
        assert orbiter.first_outcome in ARRIVED | {LAUNCH_FAILURE, CRUISE_FAILURE}


def test_a_crew_whose_lander_is_cancelled_flies_with_the_alternative_which_is_told():
    built = scenario_of(RACE | {"missions.hls_demonstration.cancelled": True})
    cancelled, crews, *_ = lost_with_cancelled(built)
    assert "artemis_4_lander" in cancelled
    assert not {"artemis_4", "artemis_5"} & set(cancelled.replace(",", "").split())
    assert crews == (
        "cancelled, so that of the 6 crews artemis_4, artemis_5, artemis_6, artemis_7, artemis_8, artemis_9 only 3 can "
        "land, with blue_moon_2_lander, artemis_7_lander, artemis_9_lander"
    )
    crews = [trace.flights.missions["artemis_4"] for trace in runs(built, RUNS)]
    flown = {record.held_up_by for record in crews if record.first_launched_day > 0.0}
    assert {"blue_moon_2_lander"} <= flown <= {"artemis_3", "blue_moon_2_lander", "artemis_7_lander", ""}


def test_without_starship_only_as_many_crews_land_as_there_are_other_landers():
    built = scenario_of(RACE | {"missions.hls_demonstration.cancelled": True})
    crews = {key for key, mission in built.missions.items() if mission.program == "usa" and mission.kind == "crewed"}
    flown = [crews & {flight.mission for flight in trace.flights.flown} for trace in runs(built, RUNS)]
    assert max(map(len, flown)) == 3


def test_a_crew_whose_only_other_lander_is_cancelled_hangs_on_the_one_that_is_left():
    built = scenario_of(
        RACE
        | {f"missions.artemis_{number}.cancelled": True for number in (5, 6, 7, 8, 9)}
        | {"missions.artemis_4.alternatives": ["artemis_4_lander", "blue_moon_2_lander"]}
        | {"missions.hls_demonstration.cancelled": True}
    )
    assert "cancelled, so that artemis_4 hangs on blue_moon_2_lander alone" in lost_with_cancelled(built)


def test_each_lander_serves_one_landing_whatever_happens():
    built = scenario_of(RACE)
    landers = {key for key, mission in built.missions.items() if mission.crew_lander}
    assert len(landers) == 7
    for trace in runs(built, RUNS):
        arrived = {flight.mission for flight in trace.flights.flown if flight.outcome == SUCCESS} & landers
        departed = [
            flight
            for flight in trace.flights.flown
            if flight.program == "usa" and built.missions[flight.mission].kind == "crewed"
            and flight.outcome not in (LAUNCH_FAILURE, ABORTED_ASCENT, LOSS_OF_CREW_IN_ASCENT)
        ]  # fmt: skip
        assert len(departed) <= len(trace.flights.landers_taken) <= len(arrived)
        assert trace.flights.landers_taken.keys() <= arrived


def test_without_its_lander_and_the_alternative_a_crew_never_flies():
    lost = {f"missions.{name}.cancelled": True for name in ("hls_demonstration", "blue_moon_2_demonstration")}
    built = scenario_of(RACE | lost)
    assert "artemis_4" in lost_with_cancelled(built)[0]
    for trace in runs(built, 3):
        assert math.isnan(trace.flights.missions["artemis_4"].launched_day)
        assert trace.flights.crewed_landing_day.keys() <= {"china"}


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


def test_a_crew_goes_on_with_the_other_lander_where_the_first_one_is_shelved_and_the_log_names_it():
    built = scenario_of(
        RACE
        | NO_WAITS
        | {"waits.shelving": True, "waits.prerequisite": True, "slips.new_start": False}
        | {"slips.common_shelved_share": 0.0, "slips.shelved_multiplier": 4.0}
        | {f"missions.artemis_{number}.cancelled": True for number in (5, 6, 7, 8, 9)}
        | {"missions.artemis_4.alternatives": ["artemis_4_lander", "blue_moon_2_lander"]}
    )
    waited = 0
    for trace in runs(built, 50):
        shelved, other, crew = (
            trace.flights.missions[key] for key in ("artemis_4_lander", "blue_moon_2_lander", "artemis_4")
        )
        if shelved.given_up_day == math.inf or math.isnan(other.launched_day) or math.isnan(crew.ready_day):
            continue
        waited += 1
        assert crew.held_up_by == "blue_moon_2_lander"
        assert crew.launched_day > other.launched_day
        day = trace.flights.landers_taken["blue_moon_2_lander"].day
        assert Event(day, "takes lander", "artemis_4", "blue_moon_2_lander") in event_log(trace)
    assert waited >= 3, waited


def test_a_new_mission_without_a_band_slips_as_its_model_does_and_one_with_a_band_as_its_author_says():
    band = {"planned_low": "2027-07-01", "planned_high": "2031-01-01"}
    added = {"missions.copy": {"like": "luna_26"}, "missions.own": {"like": "luna_26"} | band}
    plans = {planned.key: planned.plan for planned in prepare(scenario_of(added)).missions}
    assert plans["copy"].band is None
    assert plans["copy"].calibration == plans["luna_26"].calibration
    assert plans["own"].band is not None
