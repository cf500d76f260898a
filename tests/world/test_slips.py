"""Slips of plans."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.scenario.program import Program
from lunarsim.scenario.waits import Waits
from lunarsim.words.draws import single
from lunarsim.world.slips import OFFSET_DAYS, slip_days


def slip(day, sample=0, waits=Waits(), entity="m", **habits):  # noqa: B008
    return slip_days(day, "china", Program(**habits), entity, waits, single(1, sample))


@given(st.floats(0, 10_000), st.integers(0, 50))
def test_a_multiplier_of_zero_or_a_switch_keeps_the_plan(day, sample):
    assert slip(day, sample, slip_multiplier=0.0) == (0.0, 0.0)
    assert slip(day, sample, Waits(slip=False, budget=False), budget_multiplier=0.5) == (0.0, 0.0)


@given(st.floats(0, 10_000), st.integers(0, 500), st.floats(0, 10), st.floats(0, 2), st.floats(-1, 1))
def test_nothing_flies_before_its_plan_began(day, sample, multiplier, spread, mean):
    assert sum(slip(day, sample, slip_multiplier=multiplier, slip_ln_sd=spread, slip_ln_mean=mean)) >= -day - 1e-9


@pytest.mark.parametrize("day", [100.0, 1_000.0, 4_000.0])
def test_the_ratio_of_times_has_the_declared_median_and_spread(day):
    slips = [slip(day, sample, slip_ln_mean=0.6, slip_ln_sd=0.4, slip_deflation=0.75).slip for sample in range(3_000)]
    logs = np.log((day + np.array(slips) + OFFSET_DAYS) / (day + OFFSET_DAYS))
    assert np.median(logs) == pytest.approx(0.75 * 0.6, abs=0.03)
    assert logs.std() == pytest.approx(0.4, rel=0.06)


@pytest.mark.parametrize("shared", [0.0, 0.3, 1.0])
def test_missions_of_a_program_share_the_declared_part_of_their_slip(shared):
    samples = [
        [math.log(1 + slip(2_000.0, sample, entity=entity, slip_correlation=shared).slip / 2_030.0) for entity in "ab"]
        for sample in range(3_000)
    ]
    assert np.corrcoef(np.array(samples).T)[0, 1] == pytest.approx(shared, abs=0.06)


def test_a_short_budget_stretches_the_time_that_is_left_and_a_long_one_shortens_it():
    calm = Waits(slip=False)
    assert slip(1_000.0, waits=calm, budget_multiplier=0.25, budget_elasticity=0.5).budget == pytest.approx(1_000.0)
    assert slip(1_000.0, waits=calm, budget_multiplier=4.0, budget_elasticity=0.5).budget == pytest.approx(-500.0)
    assert slip(1_000.0, waits=calm, budget_multiplier=0.25, budget_elasticity=0.0).budget == 0.0


def test_the_budget_stretches_what_the_slip_has_made_of_the_plan():
    slipped, stretched = slip(1_000.0, budget_multiplier=0.25)
    assert stretched == pytest.approx(1_000.0 + slipped)
