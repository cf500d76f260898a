"""Missions by themselves: what they wait for, how they are flown again, what they hand over."""

import dataclasses
import math

import pytest

from lunarsim.scenario.groups.programs.program import Program
from lunarsim.world.flights.pads import Customer
from lunarsim.world.history.flight_outcomes import (
    ABORTED_ASCENT,
    DESCENT_FAILURE,
    LAUNCH_FAILURE,
    LOSS_OF_CREW,
    LOSS_OF_CREW_IN_ASCENT,
    LOSS_OF_MISSION,
    PARTIAL,
    SUCCESS,
    WITHDRAWN,
)
from lunarsim.world.history.missions import Replanned
from lunarsim.world.programs.dated_plans import band
from tests.world.manifests import BUILT, LANDER, Manifest, planned
from tests.world.parts import HORIZON_DAYS


def test_a_mission_waits_for_what_it_needs_and_the_wait_is_booked_with_who_held_it_up():
    trace = Manifest([planned("first", 100.0), planned("second", 50.0, needs=("first",))]).run()
    second = trace.missions["second"]
    assert second.launched_day == 101.0
    assert (second.waits, second.held_up_by) == ({"prerequisite": 51.0}, "first")


def test_a_mission_that_nobody_announced_keeps_the_least_distance_of_its_author_from_what_it_needs():
    first, late = planned("first", 100.0, needs=("late",)), planned("late", 400.0)
    second = planned("second", 300.0, needs=("first",))
    second = dataclasses.replace(second, plan=dataclasses.replace(second.plan, band=band(300.0, 250.0, 900.0)))
    on_time = Manifest([planned("first", 100.0), second]).run().missions["second"]
    assert (on_time.launched_day, on_time.waits) == (300.0, {})
    trace = Manifest([first, late, second]).run()
    freed, record = trace.missions["first"].launched_day, trace.missions["second"]
    assert freed == 401.0
    # Its author's earliest date lies 150 days after the first one's plan.
    assert record.launched_day == freed + 150.0
    assert (record.waits, record.held_up_by) == ({"prerequisite": 251.0}, "first")
    assert record.waits_when_freed == record.waits


def test_a_critical_mission_is_flown_again_after_a_rebuild_and_another_is_not():
    losses = {"critical": [LAUNCH_FAILURE], "other": [LAUNCH_FAILURE]}
    trace = Manifest([planned("critical", 10.0, critical=True), planned("other", 10.0)], losses).run()
    assert [flight.outcome for flight in trace.flown if flight.mission == "critical"] == [LAUNCH_FAILURE, SUCCESS]
    assert [flight.outcome for flight in trace.flown if flight.mission == "other"] == [LAUNCH_FAILURE]
    assert trace.missions["critical"].waits["launch_failure"] > 100.0


@pytest.mark.parametrize(
    ("changes", "crews", "outcome"),
    [
        ({"critical": True}, False, LAUNCH_FAILURE),
        ({"critical": True}, False, PARTIAL),
        ({"kind": "crewed"}, True, ABORTED_ASCENT),
        ({"crew_test": True}, True, DESCENT_FAILURE),
        ({"crew_lander": True, "critical": True}, True, DESCENT_FAILURE),
    ],
)
def test_crews_have_vehicles_of_their_own_and_so_has_each_mission_that_is_flown_again(changes, crews, outcome):
    assets = BUILT.missions["change_7"].assets
    manifest = Manifest([planned("m", 10.0, assets=assets, **changes)], {"m": [outcome] * 2})
    manifest.run()
    program = LANDER.mission.program
    first, *again = manifest.customers["m"]
    assert first == Customer(program, crews)
    assert set(again) == {Customer(program, again="m")}


@pytest.mark.parametrize(
    ("by_budget", "by_cut"), [(300.0, 0.0), (300.0, 50.0), (0.0, 50.0), (-100.0, 0.0), (-100.0, 50.0)]
)
def test_a_lost_mission_is_built_again_at_the_pace_of_its_program_s_money(by_budget, by_cut):
    asked = []

    def stretch(program, day, work_days):
        asked.append((program, day, work_days))
        return by_budget, by_cut

    losses = {"critical": [LAUNCH_FAILURE]}
    plain, paced = (
        Manifest([planned("critical", 10.0, critical=True)], losses, **ways).run().missions["critical"]
        for ways in ({}, {"stretch": stretch})
    )
    (work,) = asked
    assert work == (LANDER.mission.program, 11.0, pytest.approx(plain.launched_day - 11.0))
    assert paced.launched_day == pytest.approx(plain.launched_day + by_budget + by_cut)
    expected = plain.waits | {"budget": by_budget, "technology_cutoff": by_cut}
    assert {cause: days for cause, days in paced.waits.items() if days} == pytest.approx(
        {cause: days for cause, days in expected.items() if days}
    )
    assert sum(paced.waits.values()) == pytest.approx(paced.launched_day - paced.planned_day)


def test_a_test_of_a_craft_for_crews_meets_a_need_only_in_full_and_is_flown_again_until_then():
    test, follower = planned("test", 10.0, crew_test=True), planned("next", 20.0, needs=("test",))
    trace = Manifest([test, follower], {"test": [PARTIAL, DESCENT_FAILURE]}).run()
    assert [flight.outcome for flight in trace.flown] == [PARTIAL, DESCENT_FAILURE, SUCCESS, SUCCESS]
    # The next craft in line flies: no rebuilding.
    assert trace.missions["test"].waits == {"landing_failure": pytest.approx(2 * (180.0 + 1.0))}
    abandoned = Manifest([test, follower], {"test": [PARTIAL] * 3}).run()
    assert [flight.mission for flight in abandoned.flown] == ["test"] * 3
    assert abandoned.missions["test"].given_up_day < HORIZON_DAYS
    assert abandoned.missions["next"].held_up_by == "test"


def test_what_happens_before_a_crew_has_set_out_is_a_delay_and_its_mission_flies_until_it_does():
    before = [LAUNCH_FAILURE, ABORTED_ASCENT, LAUNCH_FAILURE, LAUNCH_FAILURE]
    crew = planned("crew", 10.0, kind="crewed")
    trace = Manifest([crew], {"crew": before}).run()
    assert [flight.outcome for flight in trace.flown] == [*before, SUCCESS]
    # The next craft in line flies: no rebuilding.
    assert trace.missions["crew"].waits == {"launch_failure": pytest.approx(4 * (180.0 + 1.0))}
    for lost in (LOSS_OF_MISSION, LOSS_OF_CREW, LOSS_OF_CREW_IN_ASCENT):
        trace = Manifest([crew], {"crew": [lost]}).run()
        assert [flight.outcome for flight in trace.flown] == [lost]
    critical = planned("crew", 10.0, kind="crewed", critical=True)
    trace = Manifest([critical], {"crew": [LAUNCH_FAILURE, LOSS_OF_CREW, LOSS_OF_MISSION]}).run()
    assert trace.flown[-1].outcome == SUCCESS


def test_what_a_mission_brings_is_handed_over_and_a_crash_keeps_what_stays_in_orbit():
    assets = BUILT.missions["change_7"].assets
    landed = {f"m/{name}" for name in assets if BUILT.assets[name].landed}
    alone = Manifest([planned("m", 10.0, assets=assets)])
    alone.run()
    assert set(alone.delivered) == {f"m/{name}" for name in assets}
    crashed = Manifest([planned("m", 10.0, assets=assets)], {"m": [DESCENT_FAILURE]})
    crashed.run()
    assert set(crashed.delivered) == {f"m/{name}" for name in assets} - landed
    assert landed


def test_withdrawn_missions_do_not_fly_and_do_not_free_those_that_wait_for_them():
    alone = Manifest([planned("joint", 500.0, role="joint"), planned("next", 20.0, needs=("joint",))])
    alone.clock.after(300.0, lambda _: alone.part.withdraw_joint(), None)
    trace = alone.run()
    assert [flight.mission for flight in trace.flown] == []
    assert trace.missions["joint"].outcome == WITHDRAWN
    assert (trace.missions["next"].waiting_for, trace.missions["next"].held_up_by) == ("prerequisite", "joint")


@pytest.mark.parametrize("outcome", [LAUNCH_FAILURE, DESCENT_FAILURE])
def test_a_mission_that_is_given_up_does_not_free_those_that_wait_for_it(outcome):
    missions = [planned("first", 100.0), planned("second", 50.0, needs=("first",))]
    trace = Manifest(missions, {"first": [outcome]}).run()
    assert [flight.mission for flight in trace.flown] == ["first"]
    assert (trace.missions["first"].given_up_day, trace.missions["second"].given_up_day) == (101.0, math.inf)


def test_a_mission_that_brought_a_part_meets_a_need_at_once_though_what_was_missing_is_lost_later():
    assets = ("ilrs_battery",)
    missions = [planned("first", 100.0, critical=True, assets=assets), planned("second", 50.0, needs=("first",))]
    codes = [PARTIAL, *[DESCENT_FAILURE] * Program().reflights]
    alone = Manifest(missions, {"first": codes}, normals={("first", "rebuild_landing_failure"): -3.0})
    trace = alone.run()
    assert sorted(flight.outcome for flight in trace.flown) == sorted([*codes, SUCCESS])
    assert trace.missions["first"].given_up_day == math.inf
    assert trace.missions["second"].launched_day == trace.flown[0].ended_day


def test_a_fallback_flies_when_it_is_ordered():
    fallback = planned("fallback", 100.0, role="fallback")
    alone = Manifest([fallback])
    new = Replanned(900.0, {"cooperation": 800.0}, "cooperation")
    alone.clock.after(400.0, lambda _: alone.part.order_replacement(fallback, new), None)
    trace = alone.run(waits_for_order=lambda planned: True)
    assert [flight.launched_day for flight in trace.flown] == [900.0]
