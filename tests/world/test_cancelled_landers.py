"""Landers taken out of the plan, cancelled or given up: which crew lands with what is left, and what is told."""

import math

from lunarsim.world.baseline.cancellations import lost_with_cancelled
from lunarsim.world.history.flight_outcomes import ABORTED_ASCENT, LAUNCH_FAILURE, LOSS_OF_CREW_IN_ASCENT, SUCCESS
from lunarsim.world.story.event_log import Event, event_log
from tests.scenario.building import NO_WAITS, RACE, scenario_of
from tests.world.running import runs

RUNS = 12


def test_a_crew_whose_lander_is_cancelled_flies_with_the_alternative_which_is_reported():
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


def test_a_crew_whose_only_other_lander_is_cancelled_depends_on_the_one_that_is_left():
    built = scenario_of(
        RACE
        | {f"missions.artemis_{number}.cancelled": True for number in (5, 6, 7, 8, 9)}
        | {"missions.artemis_4.alternatives": ["artemis_4_lander", "blue_moon_2_lander"]}
        | {"missions.hls_demonstration.cancelled": True}
    )
    assert "cancelled, so that artemis_4 depends on blue_moon_2_lander alone" in lost_with_cancelled(built)


def test_each_lander_serves_one_landing_whatever_happens():
    built = scenario_of(RACE)
    landers = {key for key, mission in built.missions.items() if mission.crew_lander}
    assert len(landers) == 7
    for trace in runs(built, RUNS):
        arrived = {flight.mission for flight in trace.flights.flown if flight.outcome == SUCCESS} & landers
        departed = [
            flight
            for flight in trace.flights.flown
            if flight.program == "usa" and flight.mission in built.missions
                and built.missions[flight.mission].kind == "crewed"
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


def test_a_crew_goes_on_with_the_other_lander_where_the_first_one_is_shelved_and_the_log_names_it():
    built = scenario_of(
        RACE
        | NO_WAITS
        | {"waits.shelving": True, "waits.prerequisite": True, "slips.new_start": False}
        | {"slips.common_shelved_share": 0.0, "slips.commercial_common_shelved_share": 0.0}
        | {"slips.shelved_multiplier": 4.0}
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
