"""Laws of the age at which hardware fails or ends, against scipy's distributions and their own inverses."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lunarsim.physics.reliability.hands import contact_share, robot_hours_per_day, work_done_share
from lunarsim.physics.reliability.lives import (
    normal_beyond,
    weibull_age_years,
    weibull_scale_years,
    worn_out_age_years,
)

shares = st.floats(1e-6, 1.0 - 1e-6)
shapes = st.floats(0.3, 6.0)
scales = st.floats(0.1, 3_000.0)


@given(shares, shapes, scales)
def test_an_age_that_a_share_survives_is_the_quantile_of_the_weibull_law(share, shape, scale):
    assert weibull_age_years(share, shape, scale) == pytest.approx(stats.weibull_min(shape, scale=scale).isf(share))


@given(shares, st.floats(0.3, 3.0), scales, st.floats(0.0, 3.0))
def test_what_works_at_an_age_survives_by_the_law_beyond_that_age(share, shape, scale, ages):
    age = ages * scale
    later = weibull_age_years(share, shape, scale, age)
    assert later >= age * (1.0 - 1e-12)
    law = stats.weibull_min(shape, scale=scale)
    assert law.logsf(later) - law.logsf(age) == pytest.approx(math.log(share), rel=1e-6, abs=1e-9)


@given(st.floats(0.1, 100.0), shapes)
def test_a_weibull_law_has_the_mean_that_it_is_given(mean, shape):
    scale = weibull_scale_years(mean, shape)
    assert stats.weibull_min(shape, scale=scale).mean() == pytest.approx(mean, rel=1e-6)


def test_at_a_constant_rate_the_scale_is_the_mean_and_a_third_survives_it():
    assert weibull_scale_years(6.3, 1.0) == pytest.approx(6.3)
    assert weibull_age_years(math.exp(-1.0), 1.0, 6.3) == pytest.approx(6.3)


def test_half_of_what_wears_out_does_so_before_the_median_and_without_spread_all_do_so_at_once():
    assert worn_out_age_years(0.0, 10.0, 1.6, 0.4) == pytest.approx(16.0)
    for normal in (-1.0, 1.0):
        assert worn_out_age_years(normal, 10.0, 1.6, 0.4) == pytest.approx(16.0 * math.exp(0.4 * normal))
    assert worn_out_age_years(3.0, 10.0, 1.6, 0.0) == pytest.approx(16.0)


@given(shares, st.floats(-6.0, 6.0))
def test_a_normal_number_beyond_another_is_the_quantile_of_the_truncated_law(unit, least):
    number = normal_beyond(unit, least)
    assert number >= least
    passed = (stats.norm.sf(least) - stats.norm.sf(number)) / stats.norm.sf(least)
    assert passed == pytest.approx(unit, abs=1e-6)


def test_what_has_outlived_almost_all_still_has_a_life():
    assert 12.0 < normal_beyond(0.5, 12.0) < 12.2


@given(st.floats(0.0, 1.0), st.integers(0, 6), st.floats(0.0, 1.0))
def test_each_relay_serves_its_share_of_what_is_left(visible, relays, share):
    contact = contact_share(visible, relays, share)
    assert 0.0 <= contact <= 1.0
    more = contact_share(visible, relays + 1, share)
    assert 1.0 - more == pytest.approx((1.0 - contact) * (1.0 - share))


def test_a_pole_without_a_relay_has_what_the_earth_gives_and_a_far_side_none():
    assert contact_share(0.5, 0, 0.67) == 0.5
    assert contact_share(0.0, 0, 0.67) == 0.0
    assert contact_share(0.0, 1, 0.67) == pytest.approx(0.67)
    assert contact_share(1.0, 0, 0.67) == 1.0


def test_robots_work_in_light_and_contact():
    assert robot_hours_per_day(8.0, 0.86, 0.9) == pytest.approx(8.0 * 0.86 * 0.9)


@pytest.mark.parametrize(
    ("led", "contact", "done"), [(0.0, 0.0, 1.0), (1.0, 0.3, 0.3), (0.5, 0.4, 0.7), (0.6, 1.0, 1.0)]
)
def test_what_is_led_from_the_earth_rests_without_contact(led, contact, done):
    assert work_done_share(led, contact) == pytest.approx(done)
