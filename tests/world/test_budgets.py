"""The money of a program by itself: its path, the pace of work, and when work is finished."""

import bisect
import datetime as dt
import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.scenario.groups.programs.energy import Energy
from lunarsim.scenario.groups.programs.money import Money
from lunarsim.scenario.library.fits.budgets import budget_fit
from lunarsim.words.draws import single
from lunarsim.world.money.funding import Funding
from lunarsim.world.money.income import EnergyIncome, IncomeCut
from lunarsim.world.money.needs import FARTHEST_YEARS, year_starts
from lunarsim.world.money.progress import Progress
from tests.oracles.budget_path import budget_path, fixed_levels
from tests.world.running import RecordingDraws

START = dt.date(2026, 7, 1)
YEARS = year_starts(START)[:31]


BOUND = {"budget_musd_per_year": 100.0, "fixed_cost_musd_per_year": 40.0}


MORE_WORK = [abs(math.sin(year)) for year in range(len(YEARS))]
"""Work beyond the plan that is another in each year."""


CHINA = {"budget_musd_per_year": 5_000.0, "fixed_cost_musd_per_year": 1_000.0}


def funding(sample=0, draws=None, name="russia", income=None, extra=None, cut=None, varies=True, **money):
    draws = draws or single(1, sample)
    energy = EnergyIncome(income or Energy(), len(YEARS), draws)
    return Funding(name, Money(**money), YEARS, len(YEARS), draws, varies, energy, extra, cut or IncomeCut())


def paces_of(budgets, elasticity=1.0, bound=0.0, lag=3.0, follows=0.6):
    """Return the pace of each year at some yearly budgets, fixed cost by the oracle."""
    fixed = fixed_levels(budgets, lag, follows, bound)
    return [
        ((budget - bound * level) / (1 - bound)) ** elasticity for budget, level in zip(budgets, fixed, strict=True)
    ]


def year_of(day):
    return bisect.bisect_right(YEARS, day) - 1


def in_fine_steps(pace_on, start_day, work_days):
    """Return when the work is done, by adding up steps of 1/100 day; the pace changes at the ends of whole days."""
    day, done, step = start_day, 0.0, 1e-2
    while True:
        pace = pace_on(day + step / 2)
        if done + pace * step >= work_days:
            return day + (work_days - done) / pace
        done += pace * step
        day += step


@pytest.mark.parametrize(("start_day", "work_days"), [(0.0, 100.0), (10.0, 900.0), (150.0, 300.0)])
@pytest.mark.parametrize("elasticity", [0.7, 1.0])
def test_a_finish_in_closed_form_is_that_of_fine_steps(start_day, work_days, elasticity):
    money = funding(extra=MORE_WORK, budget_multiplier=0.7, budget_elasticity=elasticity, **BOUND)
    done_day = start_day + work_days + sum(money.stretch_days(start_day, work_days))
    paid = paces_of([0.7] * len(YEARS), elasticity, bound=0.4)
    paces = [pace / (1.0 + more) ** elasticity for pace, more in zip(paid, MORE_WORK, strict=True)]
    assert done_day == pytest.approx(in_fine_steps(lambda day: paces[year_of(day)], start_day, work_days), abs=1e-6)


@pytest.mark.parametrize(("multiplier", "pace"), [(1.2, 1.2), (1.33, 1.33), (2.0, 1.33), (10.0, 1.33)])
def test_money_without_end_makes_work_no_faster_than_the_most_pace(multiplier, pace):
    money = funding(budget_multiplier=multiplier, fixed_cost_musd_per_year=0.0, most_pace=1.33)
    stretched, _ = money.stretch_days(0.0, 1000.0)
    assert 1000.0 + stretched == pytest.approx(1000.0 / pace)
    free = funding(budget_multiplier=multiplier, fixed_cost_musd_per_year=0.0, most_pace=100.0)
    assert 1000.0 + free.stretch_days(0.0, 1000.0)[0] == pytest.approx(1000.0 / multiplier)


@pytest.mark.parametrize(("start_day", "work_days", "cut_day"), [(150.0, 300.0, 400.0), (700.0, 250.0, 100.0)])
def test_a_cut_off_takes_its_share_of_the_money_from_its_day_on(start_day, work_days, cut_day):
    cut = IncomeCut(cut_day, 0.5)
    money = funding(cut=cut, extra=MORE_WORK, budget_multiplier=0.7, fixed_cost_musd_per_year=0.0)
    done_day = start_day + work_days + sum(money.stretch_days(start_day, work_days))

    def pace_on(day):
        return 0.7 / (1.0 + MORE_WORK[year_of(day)]) * (0.5 if day >= cut_day else 1.0)

    assert done_day == pytest.approx(in_fine_steps(pace_on, start_day, work_days), abs=1e-6)


def test_fixed_cost_follows_a_cut_off_from_its_day_on_with_the_lag():
    money = funding(cut=IncomeCut(YEARS[3] + 365.0 / 2, 0.5), budget_ln_sd=0.0, **BOUND)
    budget, fixed = money.yearly
    assert budget == pytest.approx([100.0] * 3 + [75.0] + [50.0] * (len(YEARS) - 4), rel=1e-3)
    # Fixed cost loses 0.6 of the half that is lost: what half a year follows, and then a year more each.
    follows = [0.3 * (1.0 - math.exp(-(0.5 + year) / 3.0)) for year in range(len(YEARS) - 3)]
    assert fixed[:3] == pytest.approx([40.0] * 3)
    assert fixed[3] == pytest.approx(40.0 * (1.0 - follows[0] / 2), rel=1e-3)
    assert fixed[4:] == pytest.approx([40.0 * (1.0 - each) for each in follows[1:]], rel=1e-3)


@pytest.mark.parametrize("bound", [0.0, 40.0, 95.0])
@pytest.mark.parametrize(("lag", "follows"), [(0.0, 1.0), (0.0, 0.5), (3.0, 1.0), (3.0, 0.5), (3.0, 0.0)])
@pytest.mark.parametrize("cut_day", [50.0, YEARS[4], YEARS[4] + 272.0, YEARS[5] - 1.0, YEARS[-1] + 100.0])
def test_a_cut_off_of_any_depth_leaves_money_for_work_and_never_speeds_it_up_nor_acts_before_its_day(
    cut_day, lag, follows, bound
):
    cases = itertools.product(range(2), (0.1, 0.3, 0.5, 0.9, 0.999), (0.7, 1.0), (1.0, 0.6, 4.0))
    for sample, factor, elasticity, level in cases:
        changes = {"fixed_cost_lag_years": lag, "fixed_cost_share_following": follows}
        changes |= {"budget_elasticity": elasticity, "budget_ln_sd": 0.6}
        changes |= {"budget_musd_per_year": 100.0, "fixed_cost_musd_per_year": bound}
        changes["budget_multiplier"] = level
        money = funding(sample, cut=IncomeCut(cut_day, factor), **changes)
        assert min(money.cut_progress.paces) > 0.0
        for have, fixed, had, bound_before in zip(*money.yearly, *funding(sample, **changes).yearly, strict=True):
            assert 0.0 <= fixed <= 0.9 * have + 1e-9
            assert bound_before - fixed <= had - have + 1e-9
        for work_days in (30.0, 700.0, 1_300.0, 2_500.0, 6_000.0):
            by_budget, by_cut = money.stretch_days(20.0, work_days)
            assert by_cut >= 0.0
            if 20.0 + work_days + by_budget <= cut_day:
                assert by_cut == 0.0
            elif factor < 0.6 and cut_day < YEARS[-1] and level == 1.0:
                assert by_cut > 0.0


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.floats(1.0, 400.0), st.floats(0.1, 5.0)), min_size=1, max_size=30),
    st.floats(0.0, 5_000.0),
    st.floats(0.0, 20_000.0),
)
def test_the_integral_of_the_pace_up_to_the_finish_is_the_work(parts, start_day, work_days):
    edges = np.concatenate([[0.0], np.cumsum([length for length, _ in parts])])[:-1]
    paces = [pace for _, pace in parts]
    finish = Progress(edges.tolist(), paces).finish_day(start_day, work_days)
    ends = [*edges[1:], math.inf]
    spans = [max(min(end, finish) - max(edge, start_day), 0.0) for edge, end in zip(edges, ends, strict=True)]
    assert sum(pace * span for pace, span in zip(paces, spans, strict=True)) == pytest.approx(work_days, abs=1e-6)


def test_the_path_is_that_of_the_oracle_and_each_year_a_draw_of_its_own():
    draws = RecordingDraws()
    budgets = funding(draws=draws, budget_multiplier=1.3, budget_elasticity=0.5).budgets
    normals = np.array([draws.record["normal", "russia", "budget", year] for year in range(1, len(YEARS))])
    assert budgets == pytest.approx(1.3 * budget_path(normals, 0.25, budget_fit().ln_sd("russia")))
    assert len(draws.record) == len(YEARS) - 1
    # A wider path has the same shocks: no draw moves.
    wide, narrow = (
        np.diff(np.log(funding(budget_ln_sd=ln_sd, budget_reversion=1e2 / 20).budgets))[0] + ln_sd**2 / 2
        for ln_sd in (0.4, 0.2)
    )
    assert wide == pytest.approx(2 * narrow)


def test_fixed_cost_is_the_tie_between_time_and_money():
    """Half the money for good: what is bound eats what is left, at first most, and always what does not follow."""
    money = funding(budget_ln_sd=0.0, budget_multiplier=0.5, **BOUND)
    budget, fixed = money.yearly
    assert set(budget) == {50.0}
    assert (fixed[0], fixed[-1]) == pytest.approx((40.0, 28.0), abs=0.01)
    assert all(later < sooner for sooner, later in itertools.pairwise(fixed))
    assert fixed[3] == pytest.approx(28.0 + 12.0 / math.e)
    paces = money.progress.paces
    assert paces == pytest.approx([(have - bound) / 60.0 for have, bound in zip(budget, fixed, strict=True)])
    # Whatever is left pays for work, so no year costs more than it has, and the same work in all years together costs
    # what it costs in the plan, and fixed cost for longer.
    finish = 3_650.0 + sum(money.stretch_days(0.0, 3_650.0))
    assert finish > 2 * 3_650.0
    for follows, share in ((1.0, 30.0), (0.5, 20.0), (0.0, 10.0)):
        at_once = {"fixed_cost_lag_years": 0.0, "fixed_cost_share_following": follows}
        lag_free = funding(budget_ln_sd=0.0, budget_multiplier=0.5, **at_once, **BOUND)
        assert 3_650.0 + sum(lag_free.stretch_days(0.0, 3_650.0)) == pytest.approx(60.0 / share * 3_650.0)


@pytest.mark.parametrize(("level", "bound"), [(0.1, 40.0), (0.3, 95.0), (1.0, 500.0)])
def test_a_tenth_of_the_money_is_always_left_for_work(level, bound):
    money = funding(
        budget_ln_sd=0.0, budget_multiplier=level, budget_musd_per_year=100.0, fixed_cost_musd_per_year=bound
    )
    for have, fixed in zip(*money.yearly, strict=True):
        assert fixed <= 0.9 * have + 1e-9


def test_without_fixed_cost_the_pace_is_a_power_of_the_money_bit_for_bit():
    money = funding(budget_multiplier=0.6, budget_elasticity=0.5, fixed_cost_musd_per_year=0.0)
    assert money.progress.paces == [math.pow(0.6, 0.5)] * len(YEARS)


@settings(max_examples=30)
@given(
    st.integers(0, 1_000),
    st.floats(0.3, 3.0),
    st.floats(0.3, 3.0),
    st.sampled_from([IncomeCut(), IncomeCut(2_000.0, 0.6)]),
)
def test_years_that_wander_move_the_money_and_no_work(sample, level, income, cut):
    """What the record of budgets holds, the record of slips holds, too; what lasts acts on both."""
    energy = {"income_multiplier": income, "budget_elasticity": 0.5}
    wild, calm = (
        funding(
            sample,
            income=Energy(income_ln_sd=ln_sd, **energy),
            cut=cut,
            budget_ln_sd=ln_sd,
            budget_multiplier=level,
            energy_exporter=True,
            **BOUND,
        )
        for ln_sd in (0.4, 0.0)
    )
    for start_day, work_days in ((0.0, 300.0), (100.0, 4_000.0), (3_000.0, 20_000.0)):
        assert wild.stretch_days(start_day, work_days) == calm.stretch_days(start_day, work_days)
    assert calm.budgets == pytest.approx([level * income**0.5] * len(YEARS))
    assert wild.budgets[0] == calm.budgets[0]
    assert all(each != other for each, other in zip(wild.budgets[1:], calm.budgets[1:], strict=True))
    assert wild.yearly.fixed[2:] != calm.yearly.fixed[2:]


def test_with_no_spread_and_the_money_that_is_needed_nothing_changes_and_nothing_is_drawn():
    draws = RecordingDraws()
    for changes in ({"budget_ln_sd": 0.0}, {"budget_ln_sd": 0.9, "budget_elasticity": 0.0}, {"varies": False}):
        assert funding(draws=draws, **changes).stretch_days(3.0, 4_321.0) == (0.0, 0.0)
    draws.record.clear()
    funding(draws=draws, budget_ln_sd=0.0).stretch_days(3.0, 4_321.0)
    funding(draws=draws, varies=False).stretch_days(3.0, 4_321.0)
    assert draws.record == {}


def test_the_years_begin_on_new_year_s_days():
    assert YEARS[:3] == (0.0, 184.0, 549.0)
    assert len(YEARS) == 31


def test_what_work_a_program_expects_to_do_beyond_its_horizon_is_the_same_whatever_the_horizon():
    """A partner that is expected late then ends the patience of the lead before it."""
    years, more = year_starts(START), [0.5] * FARTHEST_YEARS
    cut = IncomeCut(years[35] + 100.0, 0.5)
    near, far = (
        Funding("russia", Money(budget_multiplier=0.8, **BOUND), years, run_years, single(1), extra=more, cut=cut)
        for run_years in (20, 50)
    )
    for start_day in (5_000.0, years[19], years[30], years[36]):
        assert near.stretch_days(start_day, 2_000.0) == far.stretch_days(start_day, 2_000.0)
    assert [len(rates) for rates in near.yearly] == [20, 20]
    assert [rates[:20] for rates in far.yearly] == list(near.yearly)
    # A cut that comes after its end takes nothing of the money of a run.
    assert near.yearly.budget[-1] > 1.4 * far.yearly.budget[-1]
