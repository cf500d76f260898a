"""Landers that crews land with: which of several serves, for how long, and what becomes of it."""

import math

import pytest

from lunarsim.words.sums import total
from lunarsim.world.history.flight_outcomes import (
    ABORTED_ASCENT,
    LAUNCH_FAILURE,
    LOSS_OF_CREW_IN_ASCENT,
    LOSS_OF_MISSION,
    PARTIAL,
    SUCCESS,
)
from lunarsim.world.prospects import lost_day
from tests.world.manifests import LANDERS, NEXT, Manifest, landers, planned
from tests.world.parts import HORIZON_DAYS


@pytest.mark.parametrize(
    ("one", "other", "outcomes", "serves"),
    [
        (100.0, 200.0, {}, "one"),
        (200.0, 100.0, {}, "other"),
        (30.0, 20.0, {}, "other"),
        (100.0, 200.0, {"one": [LAUNCH_FAILURE]}, "other"),
    ],
)
def test_of_alternatives_the_one_that_is_ready_first_serves_and_the_crew_lands_with_it(one, other, outcomes, serves):
    alone = Manifest(landers(one, other), outcomes)
    crew = alone.run().missions["crew"]
    ready = {"one": one, "other": other}[serves] + 1.0
    assert crew.launched_day == max(ready, 50.0)
    assert crew.held_up_by == (serves if ready > 50.0 else "")
    assert crew.waits.get("prerequisite", 0.0) == max(ready - 50.0, 0.0)
    assert alone.developers["crew"] == {"one": "spacex", "other": "blue_origin"}[serves]


@pytest.mark.parametrize(("days", "last"), [((100.0, 200.0), "other"), ((200.0, 100.0), "one")])
def test_where_all_alternatives_have_failed_for_good_the_last_hope_is_to_blame(days, last):
    alone = Manifest(landers(*days), {"one": [LAUNCH_FAILURE], "other": [LAUNCH_FAILURE]})
    trace = alone.ended()
    assert "crew" not in {flight.mission for flight in trace.flown}
    assert (trace.missions["crew"].waiting_for, trace.missions["crew"].held_up_by) == ("prerequisite", last)


def test_while_none_of_several_has_come_the_one_that_is_expected_first_is_to_blame():
    far = HORIZON_DAYS + 100.0
    for days, first in (((far + 50.0, far), "other"), ((far, far + 50.0), "one")):
        assert Manifest(landers(*days)).ended().missions["crew"].held_up_by == first
    # One that has been given up is no hope, neither when the wait begins nor at the end.
    begun = Manifest(landers(20.0, far), {"one": [LAUNCH_FAILURE]}).run()
    assert begun.missions["crew"].held_up_by == "other"
    trace = Manifest(landers(100.0, far), {"one": [LAUNCH_FAILURE]}).ended()
    assert trace.missions["crew"].held_up_by == "other"
    # Nor is one that itself waits for what never comes.
    one, other, crew = landers(100.0, 200.0)
    one = planned("one", 100.0, crew_lander=True, needs=("test",))
    trace = Manifest([planned("test", 900.0), one, other, crew], {"test": [LAUNCH_FAILURE], "other": [LAUNCH_FAILURE]})
    assert trace.ended().missions["crew"].held_up_by == "one"


def test_a_lander_serves_one_landing_and_the_next_crew_takes_the_next_one():
    alone = Manifest([*landers(100.0, 300.0), planned("next", 60.0, **NEXT)])
    trace = alone.run()
    assert [trace.missions[crew].launched_day for crew in ("crew", "next")] == [101.0, 301.0]
    assert [trace.missions[crew].held_up_by for crew in ("crew", "next")] == ["one", "other"]
    assert trace.landers_taken == {"one": ("crew", 101.0), "other": ("next", 301.0)}
    assert (alone.developers["crew"], alone.developers["next"]) == ("spacex", "blue_origin")


def test_landers_go_to_crews_in_the_order_in_which_those_are_ready_not_in_that_of_the_manifest():
    trace = Manifest([*landers(100.0, 300.0), planned("next", 40.0, **NEXT)]).run()
    assert [trace.missions[crew].launched_day for crew in ("crew", "next")] == [301.0, 101.0]
    # A crew is ready when all else that it needs has come.
    late = [planned("test", 200.0), planned("next", 40.0, needs=("test",), **NEXT)]
    trace = Manifest([*landers(100.0, 300.0), *late]).run()
    assert [trace.missions[crew].launched_day for crew in ("crew", "next")] == [101.0, 301.0]
    # Landers that wait are taken in the order of their arrival.
    trace = Manifest([*landers(30.0, 20.0), planned("next", 60.0, **NEXT)]).run()
    assert {lander: taken.crew for lander, taken in trace.landers_taken.items()} == {"other": "crew", "one": "next"}


def test_a_crew_for_which_no_lander_is_left_never_flies_and_its_program_knows_when_the_last_one_was_gone():
    one, _, crew = landers(100.0, 300.0)
    crews = [crew, planned("next", 60.0, **NEXT)]
    alone = Manifest([one, *crews])
    trace = alone.ended()
    assert [flight.mission for flight in trace.flown] == ["one", "crew"]
    assert trace.missions["next"].waiting_for == "prerequisite"
    assert lost_day("next", alone.whole, {}) == 101.0
    assert lost_day("crew", alone.whole, {}) == math.inf


def test_what_needs_a_lander_without_a_crew_leaves_it_to_the_crews():
    missions = [*landers(100.0, 900.0), planned("sister", 20.0, needs=("one",), crew_lander=True)]
    trace = Manifest(missions).run()
    assert (trace.missions["sister"].launched_day, trace.missions["crew"].launched_day) == (101.0, 101.0)


def test_a_demonstration_is_not_used_up():
    test = planned("test", 100.0, crew_test=True)
    crews = [planned(name, 50.0, kind="crewed", needs=("test",)) for name in ("crew", "next")]
    trace = Manifest([test, *crews]).run()
    assert [trace.missions[crew].launched_day for crew in ("crew", "next")] == [101.0, 101.0]
    assert trace.landers_taken == {}


@pytest.mark.parametrize("outcome", [LAUNCH_FAILURE, ABORTED_ASCENT])
def test_a_crew_that_has_not_set_out_keeps_its_lander(outcome):
    trace = Manifest(landers(100.0, 800.0), {"crew": [outcome]}).run()
    assert trace.landers_taken.keys() == {"one"}
    assert trace.missions["crew"].waits["launch_failure"] == pytest.approx(181.0)
    assert trace.missions["crew"].launched_day == pytest.approx(101.0 + 181.0)


def test_a_crew_that_is_lost_on_its_way_has_used_up_its_lander_and_the_next_flight_takes_another():
    alone = Manifest(landers(100.0, 800.0, critical=True), {"crew": [LOSS_OF_MISSION]})
    crew = alone.run().missions["crew"]
    assert alone.trace.landers_taken == {"one": ("crew", 101.0), "other": ("crew", 801.0)}
    assert (crew.launched_day, crew.held_up_by, alone.developers["crew"]) == (801.0, "other", "blue_origin")
    assert total(crew.waits.values(), 0.0) == pytest.approx(801.0 - 50.0)
    alone = Manifest(landers(100.0, 800.0), {"crew": [LOSS_OF_MISSION]})
    assert alone.run().landers_taken.keys() == {"one"}


def test_the_lander_of_a_crew_that_is_lost_in_the_ascent_serves_the_next_one():
    one, _, crew = landers(100.0, 0.0)
    trace = Manifest([one, crew, planned("next", 60.0, **NEXT)], {"crew": [LOSS_OF_CREW_IN_ASCENT]}).run()
    assert trace.landers_taken == {"one": ("next", 102.0)}
    assert trace.missions["next"].outcome == SUCCESS


@pytest.mark.parametrize("ends", ["withdraw_joint", "give_up"])
def test_the_lander_of_a_crew_that_is_withdrawn_or_given_up_serves_the_next_one(ends):
    one, _, _ = landers(100.0, 0.0)
    crew = planned("crew", 50.0, kind="crewed", role="joint", alternatives=LANDERS)
    alone = Manifest([one, crew, planned("next", 60.0, **NEXT)], {"crew": [ABORTED_ASCENT]})
    # While it waits for its next ascent, until day 282.
    act = alone.part.withdraw_joint if ends == "withdraw_joint" else lambda: alone.part.give_up("crew")
    alone.clock.after(200.0, lambda _: act(), None)
    trace = alone.run()
    assert trace.landers_taken["one"] == ("next", 200.0)
    assert (trace.missions["next"].launched_day, trace.missions["next"].outcome) == (200.0, SUCCESS)


def test_a_lander_of_crews_that_are_withdrawn_together_serves_none_of_them():
    one, _, _ = landers(100.0, 0.0)
    joint = [planned(name, 50.0, kind="crewed", role="joint", alternatives=LANDERS) for name in ("crew", "second")]
    alone = Manifest([one, *joint, planned("next", 60.0, **NEXT)], {"crew": [ABORTED_ASCENT]})
    alone.clock.after(200.0, lambda _: alone.part.withdraw_joint(), None)
    trace = alone.run()
    assert {flight.mission for flight in trace.flown} == {"one", "crew", "next"}
    assert trace.landers_taken["one"] == ("next", 200.0)


def test_a_lander_that_the_waiting_crew_itself_has_used_up_is_no_hope():
    far = HORIZON_DAYS + 100.0
    trace = Manifest(landers(100.0, far, critical=True), {"crew": [LOSS_OF_MISSION]}).ended()
    assert (trace.missions["crew"].waiting_among, trace.missions["crew"].held_up_by) == (("one", "other"), "other")
    # Where the other one fails after it, no crew can come any more, nor what needs it.
    lost = {"crew": [LOSS_OF_MISSION], "other": [LAUNCH_FAILURE]}
    alone = Manifest([*landers(100.0, 300.0, critical=True), planned("next", 60.0, needs=("crew",))], lost)
    given_up = alone.ended().missions["other"].given_up_day
    assert given_up == 301.0
    assert (lost_day("crew", alone.whole, {}), lost_day("next", alone.whole, {})) == (given_up, given_up)
    # Where it has failed before, that is clear when the crew sets out with the last one.
    alone = Manifest(landers(100.0, 60.0, critical=True), lost)
    alone.ended()
    assert lost_day("crew", alone.whole, {}) == 101.0


def test_a_lander_that_tipped_over_carries_no_crew_and_is_flown_again():
    one, other, crew = landers(100.0, 5_000.0)
    one = planned("one", 100.0, crew_lander=True, critical=True)
    alone = Manifest([one, other, crew], {"one": [PARTIAL]})
    crew = alone.run().missions["crew"]
    assert [flight.outcome for flight in alone.trace.flown if flight.mission == "one"] == [PARTIAL, SUCCESS]
    # The next one in line, half a year later.
    assert 100.0 + 180.0 < crew.launched_day < 100.0 + 180.0 + 30.0


def test_where_needs_do_not_act_a_crew_takes_a_lander_that_waits_or_brings_its_own():
    for one, taken in ((20.0, ["one"]), (100.0, [])):
        alone = Manifest(landers(one, 5_000.0), needs_act=False)
        assert alone.run().missions["crew"].launched_day == 50.0
        assert list(alone.trace.landers_taken) == taken
