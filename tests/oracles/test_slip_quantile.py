"""Slips of the simulator are quantiles of the ratio whose scores ``lunarsim backcast`` computes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lunarsim.physics.chance import slip_ratio
from lunarsim.scenario.library.slip_fits import slip_fit
from tests.oracles.slip_quantile import remaining_days
from tests.world.slipping import AS_OF, law_of, plan_of

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
    fit = slip_fit(AS_OF)
    forecast = fit.forecast("China", "other", planned, slip_ratio.PRECISION_DAYS[precision])
    sd = forecast.ln_sd
    # Independent normals along the gradient of the sum: both parts at the same quantile of the whole.
    common = forecast.effect_ln_sd * shared**0.5
    own = (sd**2 - common**2) ** 0.5
    law = law_of(Numbers(normal * common / sd, normal * own / sd), slip_correlation=shared)
    slipped = law.days(plan_of(planned, precision=precision), planned)
    expected = remaining_days(planned, forecast.ln_mean, sd, normal)
    assert planned + slipped == pytest.approx(expected, rel=1e-9, abs=1e-6)
