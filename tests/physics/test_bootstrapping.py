"""Plants that grow from their own product."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import lambertw

from lunarsim.physics.process import bootstrapping


@given(rate=st.floats(1e-3, 1e3), delay=st.floats(0.0, 30.0))
def test_the_rate_of_growth_is_that_of_lambert(rate, delay):
    expected = rate if delay == 0.0 else rate * np.exp(-lambertw(rate * delay).real)
    assert bootstrapping.growth_per_year(rate, delay) == pytest.approx(expected, rel=1e-9)


@given(doubling=st.floats(0.1, 50.0), delay=st.floats(0.0, 10.0))
def test_what_must_be_built_to_double_in_a_time_doubles_in_that_time(doubling, delay):
    building = bootstrapping.building_per_year(doubling, delay)
    back = bootstrapping.doubling_years(bootstrapping.growth_per_year(building, delay))
    assert back == pytest.approx(doubling, rel=1e-9)


@pytest.mark.parametrize("doubling", [0.5, 1.0, 2.0, 5.0])
@pytest.mark.parametrize("delay", [0.0, 0.25, 1.0])
def test_growth_is_exponential_within_a_percent_with_the_doubling_time_that_was_asked_for(doubling, delay):
    building = bootstrapping.building_per_year(doubling, delay)
    start = 8.0 * max(delay, doubling)
    first, last = (bootstrapping.grown_kg(1e4, building, delay, years) for years in (start, start + doubling))
    assert last / first == pytest.approx(2.0, rel=0.01)
    if delay == 0.0:
        assert bootstrapping.grown_kg(1e4, building, delay, start) == pytest.approx(1e4 * 2 ** (start / doubling))


def test_growth_with_a_delay_is_what_small_steps_give():
    step, delay, rate = 1e-3, 0.7, 1.3
    lag = round(delay / step)
    mass = [1.0] * (lag + 1)
    for now in range(5_000):
        # Nothing that was built before the seed began to work works yet.
        before = mass[lag + now - lag] if now >= lag else 0.0
        mass.append(mass[-1] + rate * before * step)
    assert bootstrapping.grown_kg(1.0, rate, delay, 5.0) == pytest.approx(mass[-1], rel=0.01)


def test_before_the_delay_is_over_nothing_has_grown():
    np.testing.assert_array_equal(bootstrapping.grown_kg(8e3, 2.0, 1.0, np.array([0.0, 0.5, 1.0])), 8e3)
    assert bootstrapping.grown_kg(8e3, 2.0, 1.0, 1.5) == pytest.approx(16e3)
    assert bootstrapping.grown_kg(8e3, 0.0, 1.0, 30.0) == 8e3


def test_what_cannot_be_made_is_landed():
    assert bootstrapping.landed_kg(1e5, 1e6, 0.9) == pytest.approx(1e5 + 0.1 * 9e5)
    assert bootstrapping.landed_kg(1e5, 1e6, 0.0) == 1e6
    assert bootstrapping.landed_kg(1e5, 1e6, 1.0) == 1e5


def test_what_grows_by_nothing_never_doubles():
    assert bootstrapping.doubling_years(0.0) == np.inf


def test_replacements_count_as_landed():
    assert bootstrapping.production_mass_ratio(100.0, 50.0, 10.0, 0.0) == 20.0
    assert bootstrapping.production_mass_ratio(100.0, 50.0, 10.0, 0.1) == 10.0
