"""Cruise, descent and touchdown: learning, the own record, phases, partial landings and flaws of a design."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from lunarsim.scenario.groups.programs.landing import Landing
from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.groups.waits import Waits
from lunarsim.scenario.library.landing_attempts import LandingRecord
from lunarsim.words.draws import DrawBlock
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.flights.landing import Developer
from lunarsim.world.history.flight_outcomes import CRUISE_FAILURE, DESCENT_FAILURE, PARTIAL, SUCCESS, TOUCHDOWN_FAILURE
from tests.world.running import FixedDraws, RecordingDraws

NOBODY = LandingRecord(0, 0)
UNSHARED = Landing(design_correlation=0.0)
chance = st.floats(0.01, 0.99)


def developer(known=NOBODY, landing=UNSHARED, waits=Waits(), draws=None, **habits):  # noqa: B008
    return Developer("builder", Program(**habits), landing, known, waits, draws or FixedDraws())


def land(builder, mission="m", attempt=0, day=0.0):
    return builder.arrive(mission, attempt, True, day)


def at_units(cruise=0.0, descent=0.0, touchdown=0.0):
    """Return draws of a mission of which the numbers of the three phases are given as uniform ones."""
    normals = {("m", "descent"): float(ndtri(descent)), ("m", "touchdown"): float(ndtri(touchdown))}
    return FixedDraws({("m", "cruise"): cruise}, normals)


# Learning.


def test_success_is_learnt_with_each_attempt_of_the_developer():
    beginner = developer()
    chances = []
    for number in range(4):
        chances.append(beginner.landing_success())
        land(beginner, attempt=number)
    assert chances == [0.25, 0.5, 0.75, 0.75]


def test_four_of_four_give_the_mean_of_jeffreys_and_one_lost_lander_less_than_the_prior():
    assert developer(LandingRecord(4, 4)).landing_success() == pytest.approx((4 + 0.5) / (4 + 1), abs=0.003)
    assert developer(LandingRecord(1, 0)).landing_success() == pytest.approx(0.5 - 0.25 / 8.7)
    assert developer(LandingRecord(1, 1)).landing_success() == pytest.approx(0.5 + 0.75 / 8.7)


def test_what_a_record_gives_is_kept_with_further_attempts():
    able = developer(LandingRecord(4, 4))
    before = able.landing_success()
    for number in range(10):
        land(able, attempt=number)
    assert able.landing_success() == before


def test_the_attempts_of_a_program_stand_before_the_record_and_count_as_expected_where_successes_are_left_out():
    record = LandingRecord(4, 4)
    assert developer(record, landing_attempts=1).landing_success() == 0.5
    assert developer(record, landing_attempts=4).landing_success() == 0.75
    given_both = developer(record, landing_attempts=1, landing_successes=0)
    assert given_both.landing_success() == developer(LandingRecord(1, 0)).landing_success()


@given(st.integers(0, 40), st.data())
def test_no_record_makes_a_landing_certain_or_hopeless(attempts, data):
    record = LandingRecord(attempts, data.draw(st.integers(0, attempts)))
    assert 0.0 < developer(record).landing_success() < 1.0


def test_a_lander_that_is_lost_on_its_way_is_an_attempt_and_what_does_not_land_is_none():
    lost = developer(draws=at_units(cruise=0.999))
    assert land(lost) == CRUISE_FAILURE
    assert lost.attempts == 1
    orbiter = developer()
    assert orbiter.arrive("m", 0, False, 0.0) == SUCCESS
    assert orbiter.attempts == 0


@given(chance, st.floats(0.01, 100))
def test_the_multiplier_acts_on_the_odds(prior, multiplier):
    landing = Landing(success_first=prior)
    changed = developer(landing=landing, landing_odds_multiplier=multiplier).landing_success()
    assert changed / (1 - changed) == pytest.approx(prior / (1 - prior) * multiplier, rel=1e-9)


@pytest.mark.parametrize("prior", [0.0, 1.0])
def test_certainty_stays_certain_whatever_the_odds(prior):
    assert developer(landing=Landing(success_first=prior), landing_odds_multiplier=5.0).landing_success() == prior


# Phases.


@given(chance, st.floats(0, 0.5), st.floats(0, 0.5))
def test_the_phases_multiply_to_the_success_from_injection_to_the_surface(prior, cruise, descent):
    landing = Landing(success_first=prior, cruise_hazard_share=cruise, descent_hazard_share=descent)
    phases = developer(landing=landing).phases()
    assert phases.success == pytest.approx(prior)
    assert phases.cruise == pytest.approx(prior**cruise)
    assert phases.descent == pytest.approx(prior**descent)


@given(chance, chance)
def test_a_given_success_in_cruise_is_divided_out(prior, cruise):
    phases = developer(landing=Landing(success_first=prior), cruise_success=cruise).phases()
    assert phases.cruise == cruise
    assert phases.success == pytest.approx(min(prior, cruise))


@pytest.mark.parametrize(
    ("units", "outcome"),
    [
        ({}, SUCCESS),
        ({"cruise": 0.80}, SUCCESS),
        ({"cruise": 0.81}, CRUISE_FAILURE),
        ({"descent": 0.47}, SUCCESS),
        ({"descent": 0.49}, PARTIAL),
        ({"descent": 0.60}, DESCENT_FAILURE),
        ({"touchdown": 0.64}, SUCCESS),
        ({"touchdown": 0.66}, PARTIAL),
        ({"touchdown": 0.92}, TOUCHDOWN_FAILURE),
        ({"cruise": 0.9, "descent": 0.9, "touchdown": 0.99}, CRUISE_FAILURE),
        ({"descent": 0.9, "touchdown": 0.99}, DESCENT_FAILURE),
    ],
)
def test_each_phase_has_a_draw_and_an_outcome_of_its_own(units, outcome):
    # A first landing: 0.25 ** 0.16 = 0.801 in cruise, 0.25 ** 0.53 = 0.480 in descent, 0.25 ** 0.31 = 0.651 at the end.
    assert land(developer(draws=at_units(**units))) == outcome


ORDER = [DESCENT_FAILURE, TOUCHDOWN_FAILURE, PARTIAL, SUCCESS]


@given(st.floats(0.001, 0.999), chance, chance, st.sampled_from(["descent", "touchdown"]), st.floats(0, 1))
def test_with_the_same_draw_a_better_developer_never_fares_worse(unit, one, other, phase, partial):
    worse, better = sorted((one, other))
    outcomes = [
        land(
            developer(
                landing=dataclasses.replace(UNSHARED, success_first=prior, descent_partial_share=partial),
                draws=at_units(0.0, **({"descent": 1e-9, "touchdown": 1e-9} | {phase: unit})),
                cruise_success=1.0,
            )
        )
        for prior in (worse, better)
    ]
    assert ORDER.index(outcomes[0]) <= ORDER.index(outcomes[1])


def test_partial_landings_are_a_share_of_those_of_new_developers_and_fewer_of_experienced_ones():
    shares = [developer(landing_attempts=attempts).phases().partial for attempts in (0, 1, 2)]
    of_failed = [
        phases.partial / (1.0 - phases.success)
        for phases in (developer(landing_attempts=attempts).phases() for attempts in (0, 1, 2))
    ]
    assert 0.15 <= shares[0] <= 0.3
    assert 0.2 <= of_failed[0] <= 0.3
    assert 0.2 <= of_failed[1] <= 0.3
    assert shares[2] < 0.05
    assert of_failed[2] < 0.6 * of_failed[1]


def test_without_landing_failures_all_arrive_and_nothing_is_drawn():
    without_failures = Developer(
        "builder", Program(), Landing(success_first=0.0), NOBODY, Waits(landing_failure=False), None
    )
    assert land(without_failures) == SUCCESS
    assert without_failures.attempts == 1
    assert without_failures.arrive("m", 0, False, 0.0) == SUCCESS


def test_the_draws_belong_to_the_flight_but_those_of_the_design():
    draws = RecordingDraws()
    builder = developer(landing=Landing(success_first=1.0, success_second=1.0), draws=draws, cruise_success=1.0)
    land(builder, "one", 2)
    land(builder, "two", 0)
    assert {key[1:] for key in draws.record} == {
        *(("one", phase, 2) for phase in ("cruise", "descent", "touchdown")),
        *(("two", phase, 0) for phase in ("cruise", "descent", "touchdown")),
        ("builder", "design_life", 0),
        ("builder", "design_descent", 0),
        ("builder", "design_touchdown", 0),
    }


# Flaws of a design.

RUNS = 6_000


def pairs(second_day, **landing):
    """Return whether the first and the second landing of a new developer succeeded, dims (run, landing)."""
    block = DrawBlock(3, [(sample, 0) for sample in range(RUNS)])
    successes = np.empty((RUNS, 2), dtype=bool)
    for run in range(RUNS):
        builder = developer(landing=Landing(**landing), draws=block.run(run))
        successes[run] = land(builder, "one") == SUCCESS, land(builder, "two", day=second_day) == SUCCESS
    return successes


def correlation(successes):
    return np.corrcoef(successes.T)[0, 1]


STANDARD_ERROR = RUNS**-0.5


@pytest.mark.parametrize("shared", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("second_day", [100.0, 5000.0])  # mostly of the same design, mostly of another
def test_what_a_design_shares_moves_no_rate(shared, second_day):
    rates = pairs(second_day, design_correlation=shared).mean(axis=0)
    assert rates == pytest.approx([0.25, 0.5], abs=3.5 * 0.5 * STANDARD_ERROR)


def test_flights_of_a_design_fail_together_until_another_follows_it():
    assert correlation(pairs(100.0)) > 0.1
    assert correlation(pairs(100.0, design_correlation=0.8)) > 0.25
    assert abs(correlation(pairs(100.0, design_correlation=0.0))) < 3.5 * STANDARD_ERROR
    late, later = (pairs(days, design_correlation=0.8) for days in (1_000.0, 10_000.0))
    failed = ~later[:, 0]
    assert abs(correlation(later)) < 3.5 * STANDARD_ERROR
    # After the flaw is gone, the next flight is as likely to succeed as any.
    assert later[failed, 1].mean() == pytest.approx(0.5, abs=3.5 * 0.5 / failed.sum() ** 0.5)
    soon = pairs(100.0, design_correlation=0.8)
    assert soon[failed, 1].mean() < late[failed, 1].mean() - 0.02 < later[failed, 1].mean() - 0.04


@pytest.mark.parametrize("years", [1.5, 3.0])
def test_a_design_lives_exponentially_with_the_declared_mean(years):
    block = DrawBlock(5, [(sample, 0) for sample in range(RUNS)])
    day = 2.0 * DAYS_PER_YEAR
    builders = [developer(landing=Landing(design_life_years=years), draws=block.run(run)) for run in range(RUNS)]
    numbers = np.array([builder.design(day) for builder in builders])
    expected = 2.0 / years
    assert numbers.mean() == pytest.approx(expected, abs=3.5 * (expected / RUNS) ** 0.5)
    assert (numbers == 0).mean() == pytest.approx(np.exp(-expected), abs=3.5 * 0.5 * STANDARD_ERROR)


def test_a_design_follows_the_calendar_whoever_asks_and_in_whatever_order():
    draws = DrawBlock(5, [(0, 0)]).run(0)
    days = [float(day) for day in range(0, 10_000, 100)]
    forth, back = (developer(landing=Landing(), draws=draws) for _ in range(2))
    numbers = [forth.design(day) for day in days]
    assert numbers == [back.design(day) for day in reversed(days)][::-1]
    assert numbers == sorted(numbers)
    assert numbers[-1] > 1


def test_landings_of_other_missions_draw_no_flaw_of_a_mission_anew():
    """A developer's luck with a mission is the same whether another mission has landed before it or not."""
    certain = Landing(success_first=0.7, success_second=0.7, success_experienced=0.7, design_correlation=0.8)
    outcomes = []
    for run in range(500):
        draws = DrawBlock(9, [(run, 0)]).run(0)
        alone, busy = (developer(landing=certain, draws=draws) for _ in range(2))
        for number, day in enumerate((0.0, 500.0, 1_500.0)):
            land(busy, "other", number, day)
        outcomes.append((land(alone, "m", day=3_000.0), land(busy, "m", day=3_000.0)))
    assert {alone for alone, _ in outcomes} >= {SUCCESS, DESCENT_FAILURE}
    assert all((alone == SUCCESS) == (busy == SUCCESS) for alone, busy in outcomes)
