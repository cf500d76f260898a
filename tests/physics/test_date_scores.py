"""Scores of forecasts against integrals of their definition."""

import itertools

import numpy as np
import pytest
from scipy import integrate, stats

from lunarsim.physics.chance import date_scores


def integrated(planned, actual, mean, sd, offset, low, high):
    scale = planned + offset
    law = stats.lognorm(s=sd, scale=scale * np.exp(mean), loc=-offset)
    below, _ = integrate.quad(lambda x: law.cdf(x) ** 2, low, actual, limit=400)
    above, _ = integrate.quad(lambda x: law.sf(x) ** 2, actual, high, limit=400)
    return below + above


@pytest.mark.parametrize("offset", [0.0, 30.0])
@pytest.mark.parametrize(("planned", "actual"), [(400.0, 900.0), (1_500.0, 1_400.0), (20.0, 5.0)])
def test_the_closed_score_is_the_integral(planned, actual, offset):
    expected = integrated(planned, actual, 0.6, 0.45, offset, -offset, 200.0 * planned)
    assert date_scores.crps_days(planned, actual, 0.6, 0.45, offset) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("actual", [0.0, 250.0, 900.0, 2_000.0])
def test_the_clipped_score_is_the_integral_up_to_the_clip(actual):
    expected = integrated(400.0, min(actual, 900.0), 0.6, 0.45, 30.0, 0.0, 900.0)
    assert date_scores.clipped_crps_days(400.0, actual, 0.6, 0.45, 30.0, 900.0) == pytest.approx(
        expected, rel=1e-6, abs=1e-6
    )


@pytest.mark.parametrize("actual", [0.0, 250.0, 2_000.0])
@pytest.mark.parametrize("never", [0.2, 1.0])
def test_a_share_that_never_comes_lowers_the_distribution_function(actual, never):
    law = stats.lognorm(s=0.45, scale=430.0 * np.exp(0.6), loc=-30.0)
    outcome = min(actual, 900.0)
    below, _ = integrate.quad(lambda x: ((1.0 - never) * law.cdf(x)) ** 2, 0.0, outcome, limit=400)
    above, _ = integrate.quad(lambda x: (1.0 - (1.0 - never) * law.cdf(x)) ** 2, outcome, 900.0, limit=400)
    got = date_scores.clipped_crps_days(400.0, actual, 0.6, 0.45, 30.0, 900.0, never)
    assert got == pytest.approx(below + above, rel=1e-6)


@pytest.mark.parametrize("actual", [40.0, 250.0, 800.0])
@pytest.mark.parametrize("sd", [0.45, 0.01])
def test_the_truncated_score_is_that_of_the_forecast_given_that_it_came_before_the_clip(actual, sd):
    law = stats.lognorm(s=sd, scale=430.0 * np.exp(0.3), loc=-30.0)
    came = law.cdf(900.0)
    edges = sorted({0.0, actual, 900.0, *(float(value) for value in law.ppf([1e-6, 0.5, 1 - 1e-6]) if 0 < value < 900)})
    expected = 0.0
    for low, high in itertools.pairwise(edges):
        step = 0.0 if high <= actual else 1.0
        expected += integrate.quad(lambda x, step=step: (law.cdf(x) / came - step) ** 2, low, high, limit=400)[0]
    got = date_scores.truncated_crps_days(400.0, actual, 0.3, sd, 30.0, 900.0)
    assert got == pytest.approx(expected, rel=1e-4)


def test_the_probability_of_having_flown_is_that_of_the_ratio():
    law = stats.lognorm(s=0.45, scale=430.0 * np.exp(0.6), loc=-30.0)
    assert date_scores.flown_by(400.0, 700.0, 0.6, 0.45, 30.0) == pytest.approx(law.cdf(700.0), rel=1e-12)


def test_a_far_clip_changes_no_score():
    closed = date_scores.crps_days(800.0, 1_200.0, 0.5, 0.3, 30.0)
    assert date_scores.clipped_crps_days(800.0, 1_200.0, 0.5, 0.3, 30.0, 9_000.0) == pytest.approx(closed, rel=1e-4)


def test_a_sharp_forecast_scores_the_error_of_its_date():
    assert date_scores.crps_days(500.0, 800.0, 0.0, 1e-4, 30.0) == pytest.approx(300.0, abs=0.1)
    assert date_scores.clipped_crps_days(500.0, 800.0, 0.0, 1e-3, 30.0, 700.0) == pytest.approx(200.0, abs=1.0)


def test_scores_of_arrays_are_those_of_their_parts():
    planned, actual = np.array([100.0, 900.0]), np.array([150.0, 700.0])
    for number in range(2):
        assert date_scores.crps_days(planned, actual, 0.4, 0.4, 30.0)[number] == pytest.approx(
            date_scores.crps_days(planned[number], actual[number], 0.4, 0.4, 30.0), rel=1e-14
        )
        assert date_scores.clipped_crps_days(planned, actual, 0.4, 0.4, 30.0, np.array([800.0, 800.0]))[
            number
        ] == pytest.approx(
            date_scores.clipped_crps_days(planned[number], actual[number], 0.4, 0.4, 30.0, 800.0), rel=1e-14
        )
