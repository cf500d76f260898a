"""Slips of the simulator are quantiles of the ratio whose scores ``lunarsim backcast`` computes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lunarsim.physics.chance import slip_ratio
from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.library.slip_fits import slip_fit
from lunarsim.world.programs.slip_law import slip_days, slip_law
from tests.oracles.slip_quantile import remaining_days

AS_OF = "2026-07-01"
PLANNED, NORMAL = st.floats(1.0, 10_000.0), st.floats(-3.0, 3.0)


class Numbers:
    """Draws that are given: one for the program's habit, one for the mission."""

    def __init__(self, habit, own):
        self.by_entity = {"china": habit, "m": own}

    def normal(self, entity, purpose, index=0):
        assert purpose == "slip"
        return self.by_entity[entity]


@given(PLANNED, st.floats(0.0, 1.0), st.floats(-0.5, 1.5), st.floats(0.1, 1.2))
def test_quantile_and_ratio_undo_each_other(planned, unit, mean, sd):
    normal = float(stats.norm.ppf(0.01 + 0.98 * unit))
    days = remaining_days(planned, mean, sd, normal)
    expected = max(mean + sd * normal, slip_ratio.ln_ratio(planned, 0.0, slip_ratio.OFFSET_DAYS))
    assert slip_ratio.ln_ratio(planned, days, slip_ratio.OFFSET_DAYS) == pytest.approx(expected, abs=1e-9)


@given(PLANNED, NORMAL, st.sampled_from(["day", "month", "year"]), st.floats(0.0, 1.0))
def test_a_mission_that_is_as_late_as_its_program_slips_by_the_quantile_of_the_fit(planned, normal, precision, shared):
    program = Program(slip_deflation=1.0, slip_correlation=shared)
    law, fit = slip_law("china", program, AS_OF), slip_fit(AS_OF)
    weight = slip_ratio.horizon_weight(planned, fit.rise_days)
    effect = fit.effect_ln_sd("china")
    sd = fit.forecast("China", "other", planned, slip_ratio.PRECISION_DAYS[precision]).ln_sd
    # Independent normals along the gradient of the sum: both parts at the same quantile of the whole.
    common = weight * effect * shared**0.5
    own = (sd**2 - common**2) ** 0.5
    draws = Numbers(normal * common / sd, normal * own / sd)
    slipped = slip_days(planned, law, "china", program, "m", draws, precision)
    expected = remaining_days(planned, weight * fit.habit("china").ln_mean, sd, normal)
    assert planned + slipped == pytest.approx(expected, rel=1e-9, abs=1e-6)
