"""The ratio of actual to planned remaining time, and its scores."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from lunarsim.physics.chance import slip_ratio

PLANNED = st.floats(1.0, 10_000.0)
MEAN, SD = st.floats(-0.5, 1.5), st.floats(0.1, 1.2)


def integrated(planned, actual, mean, sd, offset, low, high):
    scale = planned + offset
    law = stats.lognorm(s=sd, scale=scale * np.exp(mean), loc=-offset)
    below, _ = integrate.quad(lambda x: law.cdf(x) ** 2, low, actual, limit=400)
    above, _ = integrate.quad(lambda x: law.sf(x) ** 2, actual, high, limit=400)
    return below + above


@given(PLANNED, st.floats(0.0, 1.0), MEAN, SD)
def test_quantile_and_ratio_undo_each_other(planned, unit, mean, sd):
    normal = float(stats.norm.ppf(0.01 + 0.98 * unit))
    days = slip_ratio.remaining_days(planned, mean, sd, normal, slip_ratio.OFFSET_DAYS)
    expected = max(mean + sd * normal, slip_ratio.ln_ratio(planned, 0.0, slip_ratio.OFFSET_DAYS))
    assert slip_ratio.ln_ratio(planned, days, slip_ratio.OFFSET_DAYS) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("offset", [0.0, 30.0])
@pytest.mark.parametrize(("planned", "actual"), [(400.0, 900.0), (1_500.0, 1_400.0), (20.0, 5.0)])
def test_the_closed_score_is_the_integral(planned, actual, offset):
    expected = integrated(planned, actual, 0.6, 0.45, offset, -offset, 200.0 * planned)
    assert slip_ratio.crps_days(planned, actual, 0.6, 0.45, offset) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("actual", [0.0, 250.0, 900.0, 2_000.0])
def test_the_clipped_score_is_the_integral_up_to_the_clip(actual):
    expected = integrated(400.0, min(actual, 900.0), 0.6, 0.45, 30.0, 0.0, 900.0)
    assert slip_ratio.clipped_crps_days(400.0, actual, 0.6, 0.45, 30.0, 900.0) == pytest.approx(
        expected, rel=1e-6, abs=1e-6
    )


def test_a_far_clip_changes_no_score():
    closed = slip_ratio.crps_days(800.0, 1_200.0, 0.5, 0.3, 30.0)
    assert slip_ratio.clipped_crps_days(800.0, 1_200.0, 0.5, 0.3, 30.0, 9_000.0) == pytest.approx(closed, rel=1e-4)


def test_a_sharp_forecast_scores_the_error_of_its_date():
    assert slip_ratio.crps_days(500.0, 800.0, 0.0, 1e-4, 30.0) == pytest.approx(300.0, abs=0.1)
    assert slip_ratio.clipped_crps_days(500.0, 800.0, 0.0, 1e-3, 30.0, 700.0) == pytest.approx(200.0, abs=1.0)


def test_scores_of_arrays_are_those_of_their_parts():
    planned, actual = np.array([100.0, 900.0]), np.array([150.0, 700.0])
    for number in range(2):
        assert slip_ratio.crps_days(planned, actual, 0.4, 0.4, 30.0)[number] == pytest.approx(
            slip_ratio.crps_days(planned[number], actual[number], 0.4, 0.4, 30.0), rel=1e-14
        )
        assert slip_ratio.clipped_crps_days(planned, actual, 0.4, 0.4, 30.0, np.array([800.0, 800.0]))[
            number
        ] == pytest.approx(
            slip_ratio.clipped_crps_days(planned[number], actual[number], 0.4, 0.4, 30.0, 800.0), rel=1e-14
        )


@given(PLANNED, PLANNED)
def test_the_spread_grows_with_the_horizon_and_no_date_is_worse_than_its_ratio(one, other):
    near, far = sorted((one, other))
    weights = [slip_ratio.horizon_weight(days, 42.0) for days in (near, far)]
    spreads = [slip_ratio.ratio_ln_sd(weight, 0.4, 0.33, 0.0) for weight in weights]
    assert 0.0 < weights[0] <= weights[1] < 1.0
    assert spreads[0] <= spreads[1]
    assert 0.0 <= slip_ratio.date_ln_sd(near, 105.0) <= 1.0


def test_precisions_are_those_of_a_uniform_date():
    for word, days in {"month": 30.44, "quarter": 91.3, "half": 182.6, "year": 365.25}.items():
        assert slip_ratio.PRECISION_DAYS[word] == pytest.approx(days / np.sqrt(12.0), rel=0.02)
