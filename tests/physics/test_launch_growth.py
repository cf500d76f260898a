"""Growth of launch reliability with the number of the flight."""

import numpy as np
import pytest
from scipy.stats import gamma

from lunarsim.physics.chance.launch_growth import family_factor, flight_failure, flights_passed, passed_hazard


@pytest.mark.parametrize("decay", [0.0, 0.3, 0.62, 0.95])
def test_the_first_flight_is_the_unit_and_the_hazard_falls_from_flight_to_flight(decay):
    passed = passed_hazard(np.arange(200.0), decay)
    assert passed[0] == pytest.approx(0.0, abs=1e-12)
    assert passed[1] == pytest.approx(1.0)
    assert (np.diff(passed, 2) <= 1e-12).all()


@pytest.mark.parametrize("decay", [0.0, 0.3, 0.62, 0.65])
def test_the_hazard_of_a_flight_is_the_power_of_its_number(decay):
    flights = np.arange(1.0, 1000.0)
    hazards = passed_hazard(flights, decay) - passed_hazard(flights - 1.0, decay)
    np.testing.assert_allclose(hazards, flights**-decay, rtol=0.05)
    # Ten times as many flights: the hazard falls by the power of ten.
    assert hazards[899] / hazards[89] == pytest.approx(10.0**-decay, rel=1e-4)


@pytest.mark.parametrize("decay", [0.0, 0.3, 0.62, 0.95])
def test_so_many_flights_have_passed_through_so_much_hazard(decay):
    flights = np.array([0.0, 0.25, 1.0, 17.5, 600.0])
    np.testing.assert_allclose(flights_passed(passed_hazard(flights, decay), decay), flights, rtol=1e-9, atol=1e-9)


def test_the_factor_of_an_unknown_family_has_mean_1_and_its_variance_the_inverse_of_the_shape():
    factors = family_factor((np.arange(20_000) + 0.5) / 20_000, 1.9, 0.0, 0.0)
    assert factors.mean() == pytest.approx(1.0, abs=1e-3)
    assert factors.var() == pytest.approx(1 / 1.9, rel=0.01)


@pytest.mark.parametrize(
    ("shape", "failures", "expected", "unit"),
    [(1.9, 0, 0.0, 0.5), (1.9, 1, 1.5, 0.1), (0.5, 0, 8.0, 0.9), (5.0, 12, 4.0, 0.5), (1.9, 11, 3.8, 0.99)],
)
def test_a_known_record_moves_the_factor_as_bayes_rule_does(shape, failures, expected, unit):
    factors = np.linspace(1e-4, 20.0, 200_001)
    density = gamma.pdf(factors, shape, scale=1 / shape) * factors**failures * np.exp(-expected * factors)
    below = np.cumsum(density)
    found = factors[np.searchsorted(below, unit * below[-1])]
    assert family_factor(unit, shape, failures, expected) == pytest.approx(found, rel=0.01, abs=4e-3)


@pytest.mark.parametrize("hazard", [0.0, 1e-3, 0.3, 5.0, 50.0])
def test_a_flight_fails_by_its_hazard(hazard):
    assert flight_failure(hazard) == pytest.approx(1.0 - np.exp(-hazard), abs=1e-12)
    assert flight_failure(1e-12) == pytest.approx(1e-12, rel=1e-9)
