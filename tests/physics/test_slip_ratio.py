"""The ratio of actual to planned remaining time, and its scores."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.chance import slip_ratio
from tests.oracles.slip_quantile import remaining_days

PLANNED = st.floats(1.0, 10_000.0)
FAR = ("ratio", "days")
MEAN, SD = st.floats(-0.5, 1.5), st.floats(0.1, 1.2)


@given(PLANNED, PLANNED)
def test_the_spread_grows_with_the_horizon_and_no_date_is_worse_than_its_ratio(one, other):
    near, far = sorted((one, other))
    made = [slip_ratio.forecast(days, 0.0, 0.5, 0.4, 0.33, 42.0) for days in (near, far)]
    assert 0.0 < made[0].ln_mean <= made[1].ln_mean < 0.5
    assert made[0].ln_sd <= made[1].ln_sd
    assert 0.0 <= slip_ratio.date_ln_sd(near, 105.0) <= 1.0


def test_precisions_are_those_of_a_uniform_date():
    for word, days in {"month": 30.44, "quarter": 91.3, "half": 182.6, "year": 365.25}.items():
        assert slip_ratio.PRECISION_DAYS[word] == pytest.approx(days / np.sqrt(12.0), rel=0.02)


@given(PLANNED, MEAN, SD)
def test_up_to_six_years_both_ways_to_go_on_are_one(planned, mean, sd):
    near = min(planned, slip_ratio.FAR_DAYS)
    ratio, days = (slip_ratio.forecast(near, 105.0, mean, sd, 0.3, 42.0, far) for far in FAR)
    assert days == pytest.approx(ratio, rel=1e-12)


def test_beyond_six_years_the_median_slip_in_days_stays_and_its_spread_grows():
    def slip(planned, normal=0.0):
        made = slip_ratio.forecast(planned, 0.0, 0.6, 0.4, 0.3, 42.0, "days")
        return float(remaining_days(planned, made.ln_mean, made.ln_sd, normal)) - planned

    edge, twice, eightfold = (slip_ratio.FAR_DAYS * times for times in (1.0, 2.0, 8.0))
    assert slip(twice) == pytest.approx(slip(edge), rel=1e-9)
    assert slip(eightfold) == pytest.approx(slip(edge), rel=1e-9)
    # As a random walk: twice the spread at four times the horizon.
    spreads = [slip(planned, 0.01) - slip(planned) for planned in (twice, eightfold)]
    assert spreads[1] / spreads[0] == pytest.approx(2.0, rel=0.01)
    with_ratio = slip_ratio.forecast(eightfold, 0.0, 0.6, 0.4, 0.3, 42.0)
    assert float(remaining_days(eightfold, with_ratio.ln_mean, 0.0, 0.0)) - eightfold > 7.0 * slip(edge)


def test_a_forecast_of_arrays_is_that_of_its_parts():
    planned = np.array([100.0, 900.0, 6_000.0])
    for far in FAR:
        made = slip_ratio.forecast(planned, 26.0, 0.5, 0.4, 0.3, 42.0, far)
        for number, day in enumerate(planned):
            alone = slip_ratio.forecast(day, 26.0, 0.5, 0.4, 0.3, 42.0, far)
            assert [float(part[number]) for part in made] == pytest.approx(list(alone), rel=1e-14)
