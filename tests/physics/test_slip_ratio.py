"""The ratio of actual to planned remaining time, and its scores."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.chance import slip_ratio

PLANNED = st.floats(1.0, 10_000.0)
MEAN, SD = st.floats(-0.5, 1.5), st.floats(0.1, 1.2)


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
