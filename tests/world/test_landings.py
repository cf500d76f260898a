"""Cruise and landing: learning, odds, partial landings, and one draw that ranks all outcomes."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.scenario.program import Program
from lunarsim.scenario.waits import Waits
from lunarsim.words.draws import single
from lunarsim.world.landings import Developer
from lunarsim.world.trace import CRUISE_FAILURE, LANDING_FAILURE, PARTIAL, SUCCESS
from tests.world.running import FixedDraws

ORDER = [LANDING_FAILURE, PARTIAL, SUCCESS]


def developer(draw=0.5, cruise=0.0, waits=Waits(), **habits):  # noqa: B008
    draws = FixedDraws({("m", "landing"): draw, ("m", "cruise"): cruise})
    return Developer(Program(**habits), waits, draws)


def test_success_is_learnt_with_each_attempt_of_the_developer():
    beginner = developer(draw=0.999)
    chances = []
    for _ in range(4):
        chances.append(beginner.landing_success())
        beginner.arrive("m", 0, landing=True)
    # Rates count a lander that is lost on its way as a failed landing.
    assert chances == pytest.approx([0.25 / 0.9, 0.5 / 0.9, 0.75 / 0.9, 0.75 / 0.9])


def test_attempts_before_the_start_count():
    able = developer(landing_attempts=4, landing_success_experienced=0.9, cruise_success=0.97)
    assert able.landing_success() == pytest.approx(0.9 / 0.97)


@given(st.floats(0.01, 1), st.floats(0, 1))
def test_the_rate_is_that_from_launch_to_surface_and_never_above_that_of_the_way(cruise, rate):
    chance = developer(cruise_success=cruise, landing_success_first=rate).landing_success()
    assert 0 <= chance <= 1
    assert chance * cruise == pytest.approx(min(rate, cruise))


def test_what_does_not_land_or_is_lost_on_the_way_teaches_nothing():
    orbiter = developer()
    assert orbiter.arrive("m", 0, landing=False) == SUCCESS
    lost = developer(cruise=0.95)
    assert lost.arrive("m", 0, landing=True) == CRUISE_FAILURE
    assert orbiter.attempts == lost.attempts == 0


@given(st.floats(0.01, 0.99), st.floats(0.01, 100))
def test_the_multiplier_acts_on_the_odds(chance, multiplier):
    habits = {"landing_success_first": chance, "landing_odds_multiplier": multiplier}
    changed = developer(cruise_success=1.0, **habits).landing_success()
    assert changed / (1 - changed) == pytest.approx(chance / (1 - chance) * multiplier, rel=1e-9)
    assert developer(cruise_success=0.8, **habits).landing_success() == pytest.approx(min(changed / 0.8, 1.0))


@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_certainty_stays_certain_whatever_the_odds(chance):
    assert developer(landing_success_first=chance, landing_odds_multiplier=5.0).landing_success() == chance


@pytest.mark.parametrize(
    ("draw", "outcome"), [(0.0, SUCCESS), (0.249, SUCCESS), (0.25, PARTIAL), (0.474, PARTIAL), (0.476, LANDING_FAILURE)]
)
def test_of_the_unsuccessful_landings_a_share_is_partial(draw, outcome):
    assert developer(draw=draw, partial_share=0.3, cruise_success=1.0).arrive("m", 0, landing=True) == outcome


@given(st.floats(0, 1, exclude_max=True), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_with_the_same_draw_a_better_developer_never_fares_worse(draw, one, other, partial):
    worse, better = sorted((one, other))
    outcomes = [
        developer(draw=draw, landing_success_first=chance, partial_share=partial).arrive("m", 0, landing=True)
        for chance in (worse, better)
    ]
    assert ORDER.index(outcomes[0]) <= ORDER.index(outcomes[1])


def test_without_landing_failures_all_arrive_and_nothing_is_drawn():
    calm = Developer(Program(landing_success_first=0.0, cruise_success=0.0), Waits(landing_failure=False), None)
    assert calm.arrive("m", 0, landing=True) == SUCCESS
    assert calm.attempts == 1


def test_outcomes_come_as_often_as_declared():
    program = dataclasses.replace(Program(), landing_attempts=5, landing_success_experienced=0.7)
    found = [Developer(program, Waits(), single(1, sample)).arrive("m", 0, landing=True) for sample in range(4_000)]
    shares = {code: found.count(code) / 4_000 for code in (SUCCESS, PARTIAL, LANDING_FAILURE, CRUISE_FAILURE)}
    assert shares[CRUISE_FAILURE] == pytest.approx(0.1, abs=0.016)
    assert shares[SUCCESS] == pytest.approx(0.7, abs=0.025)
    assert shares[PARTIAL] == pytest.approx((0.9 - 0.7) * 0.3, abs=0.015)
