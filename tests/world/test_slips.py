"""Slips of plans: by the record, by a band, with the program and the chain."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.chance.slip_ratio import OFFSET_DAYS, horizon_weight
from lunarsim.scenario.groups.programs.slips import Slips
from lunarsim.scenario.groups.waits import TOLD_APART, Waits
from lunarsim.words.draws import DrawBlock
from lunarsim.world.programs.calibrations import Calibration
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.running import FixedDraws, runs
from tests.world.slipping import FIT, SLIP_ALONE, law_of, plan_of, slip

SAMPLES = 3_000
_BLOCK = DrawBlock(1, [(sample, 0) for sample in range(SAMPLES)])


def logs(*plans, **known):
    """Return the logarithms of the ratios of plans, dims (sample, plan)."""
    laws = [law_of(_BLOCK.run(sample), **known) for sample in range(SAMPLES)]
    return np.array(
        [
            [
                math.log(
                    (plan.planned_day + law.days(plan, plan.planned_day) + OFFSET_DAYS)
                    / (plan.planned_day + OFFSET_DAYS)
                )
                for plan in plans
            ]
            for law in laws
        ]
    )


@given(st.floats(0, 10_000), st.integers(0, 50))
def test_a_multiplier_of_zero_or_a_switch_keeps_the_plan(day, sample):
    assert slip(plan_of(day), sample, slip_multiplier=0.0) == (0.0, 0.0, 0.0)
    assert slip(plan_of(day), sample, Waits(slip=False, budget=False), budget_multiplier=0.5) == (0.0, 0.0, 0.0)


@given(st.floats(0, 10_000), st.integers(0, 500), st.floats(0, 10), st.floats(0, 2), st.floats(-1, 1))
def test_nothing_flies_before_its_plan_began(day, sample, multiplier, spread, mean):
    habits = {"slip_multiplier": multiplier, "slip_ln_sd": spread, "slip_ln_mean": mean}
    assert sum(slip(plan_of(day), sample, **habits)) >= -day - 1e-9


@given(st.floats(0, 10_000), st.integers(0, 500), st.floats(1, 10))
def test_a_higher_multiplier_wins_no_days(day, sample, multiplier):
    plan = plan_of(day, ends=(0.5 * day, 2.0 * day + 1.0))
    assert slip(plan, sample, slip_multiplier=multiplier).slip >= slip(plan, sample).slip - 1e-9


@pytest.mark.parametrize("day", [20.0, 100.0, 1_000.0, 4_000.0])
def test_the_ratio_of_times_has_the_declared_median_and_a_spread_that_grows_with_the_horizon(day):
    drawn = logs(plan_of(day), slip_ln_mean=0.6, slip_ln_sd=0.4, slip_statement_ln_sd=0.2)
    weight = horizon_weight(day, FIT.rise_days)
    assert np.median(drawn) == pytest.approx(0.6 * weight, abs=0.03)
    assert drawn.std() == pytest.approx(math.hypot(0.4 * weight, 0.2), rel=0.06)


@pytest.mark.parametrize(("precision", "days"), [("day", 0.0), ("month", 8.8), ("year", 105.0)])
def test_a_plan_of_which_only_the_month_or_the_year_is_known_has_that_spread_as_well(precision, days):
    drawn = logs(plan_of(400.0, precision=precision), slip_ln_mean=0.0, slip_ln_sd=0.0, slip_statement_ln_sd=0.1)
    assert drawn.std() == pytest.approx(math.hypot(0.1, days / math.hypot(430.0, days)), rel=0.06)


def test_the_precision_of_a_mission_s_plan_counts_in_a_campaign():
    slips = {}
    for precision in ("day", "year"):
        changes = NO_WAITS | {"waits.slip": True, "missions.change_8.planned_precision": precision}
        changes |= {"programs.china.slip_statement_ln_sd": 0.0}
        changes |= {"programs.china.slip_ln_sd": 0.0, "programs.china.slip_ln_mean": 0.0}
        traces = runs(scenario_of(changes), 5)
        slips[precision] = [trace.flights.missions["change_8"].waits["slip"] for trace in traces]
    assert slips["day"] == pytest.approx([0.0] * 5, abs=1e-9)
    assert min(abs(days) for days in slips["year"]) > 1.0


@pytest.mark.parametrize(
    ("agency", "kind"), [("China", "other"), ("Russia", "other"), ("commercial", "crewed_or_first")]
)
def test_a_plan_without_figures_of_its_program_slips_as_the_record_has_it(agency, kind):
    drawn = logs(plan_of(1_500.0, agency=agency, kind=kind, precision="year"))
    fitted = FIT.forecast(agency, kind, 1_500.0, 105.0)
    assert np.median(drawn) == pytest.approx(fitted.ln_mean, abs=0.03)
    assert drawn.std() == pytest.approx(fitted.ln_sd, rel=0.05)


def test_far_plans_slip_by_as_many_days_as_those_of_six_years_where_that_is_asked():
    medians = {}
    for far in ("ratio", "days"):
        for years in (6, 12):
            plan = dataclasses.replace(plan_of(365.25 * years), planned_day=-1.0)
            law = law_of(FixedDraws(), slips=Slips(far=far))
            medians[far, years] = law.days(plan, 365.25 * years)
    assert medians["days", 12] == pytest.approx(medians["days", 6], rel=1e-6)
    assert medians["ratio", 12] > 1.8 * medians["ratio", 6]


@pytest.mark.parametrize("correlation", [0.3, 0.8, 1.0])
def test_missions_of_a_chain_slip_together_and_others_as_their_program_does(correlation):
    plans = [plan_of(2_000.0, "a", "a"), plan_of(3_000.0, "b", "a"), plan_of(2_000.0, "c", "c"), plan_of(2_000.0, "d")]
    drawn = logs(*plans, slips=Slips(chain_correlation=correlation))
    found = np.corrcoef(drawn.T)
    of_program = plans[0].ratio.habit_share * plans[0].ratio.effect_share
    assert 0.02 < of_program < 0.3
    assert found[0, 1] == pytest.approx(correlation, abs=0.06)
    assert found[0, 2] == pytest.approx(of_program, abs=0.06)
    assert found[0, 3] == pytest.approx(of_program, abs=0.06)
    assert drawn.std(axis=0) == pytest.approx([float(plan.ratio.ln_sd) for plan in plans], rel=0.06)


@pytest.mark.parametrize("shared", [0.0, 0.3, 1.0])
def test_missions_of_a_program_share_the_declared_part_of_the_spread_between_missions(shared):
    habits = {"slip_correlation": shared, "slip_statement_ln_sd": 0.0}
    drawn = logs(plan_of(2_000.0, "a"), plan_of(2_000.0, "b"), **habits)
    assert np.corrcoef(drawn.T)[0, 1] == pytest.approx(shared, abs=0.06)


def test_a_date_that_nobody_announced_has_its_band_widened_about_an_unmoved_median():
    plan = plan_of(2_000.0, ends=(1_400.0, 4_000.0))
    for wider in (1.0, 1.5):
        days = 2_000.0 + np.array(
            [law_of(_BLOCK.run(sample), Slips(overconfidence=wider)).days(plan, 2_000.0) for sample in range(SAMPLES)]
        )
        assert np.median(days) == pytest.approx(2_000.0, rel=0.02)
        beyond = (days < 1_400.0).mean(), (days > 4_000.0).mean()
        assert beyond == pytest.approx([0.1, 0.1] if wider == 1.0 else [0.197, 0.197], abs=0.02)


def test_an_agency_s_optimism_moves_no_date_that_nobody_announced():
    plan = plan_of(2_000.0, ends=(1_400.0, 4_000.0))
    assert law_of(FixedDraws()).days(plan, 2_000.0) == 0.0
    assert law_of(FixedDraws(), slip_ln_mean=2.0).days(plan, 2_000.0) == 0.0


def test_an_assumed_date_moves_with_its_chain():
    drawn = logs(plan_of(2_000.0, "a", "a"), plan_of(4_000.0, "b", "a", ends=(3_000.0, 6_000.0)))
    assert np.corrcoef(drawn.T)[0, 1] == pytest.approx(0.8, abs=0.06)


def test_where_a_wait_is_on_that_the_record_holds_a_mission_slips_by_what_its_waits_leave():
    plan = dataclasses.replace(plan_of(1_000.0), calibration=Calibration(-0.2, 0.5, 0.8))
    for normal, factor in ((-1.0, 0.5), (0.0, 1.0), (1.0, 0.8)):
        draws = FixedDraws(normals={(entity, "slip"): normal for entity in ("m",)})
        whole, left = law_of(draws).days(plan, 1_000.0), law_of(draws, waits=Waits()).days(plan, 1_000.0)
        own = (1.0 - plan.ratio.habit_share * plan.ratio.effect_share) ** 0.5 * normal * plan.ratio.ln_sd
        assert math.log((whole + 1_030.0) / 1_030.0) == pytest.approx(plan.ratio.ln_mean + own)
        assert math.log((left + 1_030.0) / 1_030.0) == pytest.approx(plan.ratio.ln_mean - 0.2 + factor * own)
    assert SLIP_ALONE.slip_alone
    assert not Waits().slip_alone
    assert not any(dataclasses.replace(SLIP_ALONE, **{name: True}).slip_alone for name in TOLD_APART)
    assert dataclasses.replace(SLIP_ALONE, repair=True, budget=True, shelving=True).slip_alone
    assert not Waits(**dict.fromkeys(("slip",), False)).slip_alone


def test_a_short_budget_stretches_the_time_that_is_left_and_a_long_one_shortens_it():
    plan, work = plan_of(1_000.0), {"waits": Waits(slip=False), "fixed_cost_musd_per_year": 0.0}
    assert slip(plan, **work, budget_multiplier=0.5).budget == pytest.approx(1_000.0)
    assert slip(plan, **work, budget_multiplier=0.25, budget_elasticity=0.5).budget == pytest.approx(1_000.0)
    assert slip(plan, **work, budget_multiplier=4.0, budget_elasticity=0.5, most_pace=2.0).budget == pytest.approx(
        -500.0
    )
    assert slip(plan, **work, budget_multiplier=0.25, budget_elasticity=0.0).budget == 0.0


def test_the_budget_stretches_what_the_slip_has_made_of_the_plan():
    plan, work = plan_of(1_000.0), {"waits": Waits(), "fixed_cost_musd_per_year": 0.0}
    slipped, stretched, _ = slip(plan, **work, budget_multiplier=0.5)
    assert stretched == pytest.approx(1_000.0 + slipped)
