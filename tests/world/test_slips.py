"""Slips of plans."""

import dataclasses
import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.chance.slip_ratio import OFFSET_DAYS, horizon_weight
from lunarsim.scenario.declare.records import Records
from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.groups.waits import Waits
from lunarsim.scenario.library.slip_fits import slip_fit
from lunarsim.words.draws import single
from lunarsim.world.money.funding import Funding
from lunarsim.world.money.needs import year_starts
from lunarsim.world.programs.program import ProgramState
from lunarsim.world.programs.slip_law import slip_law
from tests.oracles.slip_quantile import remaining_days
from tests.scenario.building import CHINA_ALONE, RUSSIA_ALONE, scenario_of
from tests.world.running import runs

AS_OF = "2026-07-01"


def state(sample=0, waits=Waits(), **habits):  # noqa: B008
    """Return China's program with some habits, whose budget keeps to its plan unless it is made to vary."""
    program, draws = Program(**{"budget_ln_sd": 0.0} | habits), single(1, sample)
    funding = Funding("china", program, year_starts(dt.date(2026, 7, 1), 10_958.0), draws, waits.budget)
    return ProgramState("china", program, waits, AS_OF, draws, funding)


def slip(day, sample=0, waits=Waits(), entity="m", precision="day", **habits):  # noqa: B008
    return state(sample, waits, **habits).slip(day, entity, precision=precision)


@given(st.floats(0, 10_000), st.integers(0, 50))
def test_a_multiplier_of_zero_or_a_switch_keeps_the_plan(day, sample):
    assert slip(day, sample, slip_multiplier=0.0) == (0.0, 0.0, 0.0)
    assert slip(day, sample, Waits(slip=False, budget=False), budget_multiplier=0.5) == (0.0, 0.0, 0.0)


@given(st.floats(0, 10_000), st.integers(0, 500), st.floats(0, 10), st.floats(0, 2), st.floats(-1, 1))
def test_nothing_flies_before_its_plan_began(day, sample, multiplier, spread, mean):
    assert sum(slip(day, sample, slip_multiplier=multiplier, slip_ln_sd=spread, slip_ln_mean=mean)) >= -day - 1e-9


@pytest.mark.parametrize("day", [20.0, 100.0, 1_000.0, 4_000.0])
def test_the_ratio_of_times_has_the_declared_median_and_a_spread_that_grows_with_the_horizon(day):
    habits = {"slip_ln_mean": 0.6, "slip_ln_sd": 0.4, "slip_statement_ln_sd": 0.2, "slip_deflation": 0.75}
    slips = [slip(day, sample, **habits).slip for sample in range(3_000)]
    logs = np.log((day + np.array(slips) + OFFSET_DAYS) / (day + OFFSET_DAYS))
    weight = horizon_weight(day, slip_fit(AS_OF).rise_days)
    assert np.median(logs) == pytest.approx(0.75 * 0.6 * weight, abs=0.03)
    assert logs.std() == pytest.approx(math.hypot(0.4 * weight, 0.2), rel=0.06)


@pytest.mark.parametrize(("precision", "days"), [("day", 0.0), ("month", 8.8), ("year", 105.0)])
def test_a_plan_of_which_only_the_month_or_the_year_is_known_has_that_spread_as_well(precision, days):
    habits = {"slip_ln_mean": 0.0, "slip_ln_sd": 0.0, "slip_statement_ln_sd": 0.1}
    slips = [slip(400.0, sample, precision=precision, **habits).slip for sample in range(3_000)]
    logs = np.log((400.0 + np.array(slips) + OFFSET_DAYS) / (400.0 + OFFSET_DAYS))
    assert logs.std() == pytest.approx(math.hypot(0.1, days / math.hypot(430.0, days)), rel=0.06)


def test_the_precision_of_a_mission_s_plan_counts_in_a_campaign():
    slips = {}
    for precision in ("day", "year"):
        changes = {"missions.change_8.planned_precision": precision, "programs.china.slip_statement_ln_sd": 0.0}
        changes |= {"programs.china.slip_ln_sd": 0.0, "programs.china.slip_ln_mean": 0.0}
        traces = runs(scenario_of(changes), 5)
        slips[precision] = [trace.flights.missions["change_8"].waits["slip"] for trace in traces]
    assert slips["day"] == pytest.approx([0.0] * 5, abs=1e-9)
    assert min(abs(days) for days in slips["year"]) > 1.0


@pytest.mark.parametrize("name", ["china", "russia"])
def test_a_program_without_figures_of_its_own_slips_as_its_agency_did_by_then(name):
    early, late = (slip_law(name, Program(), date) for date in ("2021-06-16", AS_OF))
    assert early.ln_mean == slip_fit("2021-06-16").habit(name).ln_mean
    assert early != late
    assert late.effect_ln_sd == slip_fit(AS_OF).effect_ln_sd(name)


def test_figures_of_its_own_stand_before_the_record():
    own = slip_law("china", Program(slip_ln_mean=0.0, slip_ln_sd=0.1, slip_statement_ln_sd=0.0), AS_OF)
    assert own[:4] == (0.0, 0.1, 0.0, slip_fit(AS_OF).rise_days)


def test_missions_share_what_the_fit_leaves_open_about_the_habit_where_nothing_else_is_declared():
    fit = slip_fit(AS_OF)
    for name, agency in {"china": "China", "russia": "Russia", "usa": "NASA"}.items():
        shared = slip_law(name, Program(), AS_OF).shared
        assert shared * fit.effect_ln_sd(agency) ** 2 == pytest.approx(fit.habit(agency).ln_sd ** 2)


@pytest.mark.parametrize("shared", [0.0, 0.3, 1.0])
def test_missions_of_a_program_share_the_declared_part_of_the_spread_between_missions(shared):
    habits = {"slip_correlation": shared, "slip_statement_ln_sd": 0.0}
    samples = [
        [math.log(1 + slip(2_000.0, sample, entity=entity, **habits).slip / 2_030.0) for entity in "ab"]
        for sample in range(3_000)
    ]
    assert np.corrcoef(np.array(samples).T)[0, 1] == pytest.approx(shared, abs=0.06)


def test_a_short_budget_stretches_the_time_that_is_left_and_a_long_one_shortens_it():
    work = {"waits": Waits(slip=False), "fixed_cost_musd_per_year": 0.0}
    assert slip(1_000.0, **work, budget_multiplier=0.5).budget == pytest.approx(1_000.0)
    assert slip(1_000.0, **work, budget_multiplier=0.25, budget_elasticity=0.5).budget == pytest.approx(1_000.0)
    assert slip(1_000.0, **work, budget_multiplier=4.0, budget_elasticity=0.5).budget == pytest.approx(-500.0)
    assert slip(1_000.0, **work, budget_multiplier=0.25, budget_elasticity=0.0).budget == 0.0


def test_the_budget_stretches_what_the_slip_has_made_of_the_plan():
    slipped, stretched, _ = slip(1_000.0, budget_multiplier=0.5, fixed_cost_musd_per_year=0.0)
    assert stretched == pytest.approx(1_000.0 + slipped)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("china", "change_8"),
        ("china", "queqiao_3"),
        ("china", "queqiao_4"),
        ("china", "lanyue_test"),
        ("russia", "luna_26"),
    ],
)
def test_slip_and_waits_of_a_single_mission_have_the_fitted_median_and_spread(name, key):
    only = CHINA_ALONE if name == "china" else RUSSIA_ALONE
    # The fit speaks of missions that fly: one whose vehicle is never built has no date to compare.
    sure = {"missions." + key + ".needs": [], "plant.units": 0, "vehicles.long_march_10.built_probability": 1.0}
    built = scenario_of(only | sure)
    alone = dataclasses.replace(built, missions=Records({key: built.missions[key]}))
    planned = float((dt.date.fromisoformat(alone.missions[key].planned) - dt.date(2026, 7, 1)).days)
    launched = [next((flight.launched_day for flight in trace.flights.flown), math.inf) for trace in runs(alone, 4_000)]
    low, median, high = np.quantile(launched, (0.1, 0.5, 0.9))
    law = slip_law(name, alone.programs[name], AS_OF)
    weight = horizon_weight(planned, law.rise_days)
    fitted = remaining_days(planned, weight * law.ln_mean, 0.0, 0.0)
    spread = math.log((high + OFFSET_DAYS) / (low + OFFSET_DAYS)) / (2 * 1.2816)
    assert median == pytest.approx(fitted, rel=0.05)
    assert spread == pytest.approx(math.hypot(weight * law.effect_ln_sd, law.statement_ln_sd), rel=0.10)
