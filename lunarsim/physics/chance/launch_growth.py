"""How the reliability of launch vehicles grows: a power law of the flight number with a factor by family."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import Floats, Result


def passed_hazard(flights: Floats, decay: Floats) -> Result:
    """Return the hazard that a family's first flights pass through together.

    The hazard of flight n falls as n ** -decay. It is integrated from n - 1/2 to n + 1/2, so that sums over flights
    have a closed form: for decays up to 0.65 a flight's part is that of the power to within 5 percent.

    Source: power law of reliability growth (Duane 1964, IEEE Trans. Aerosp. 2:563; Crow 1974, SIAM, 379-410).

    Parameters
    ----------
    flights : float or array [1]
        Flights so far.
    decay : float or array [1]
        Exponent by which the hazard falls, at least 0 and below 1.

    Returns
    -------
    float or array [1]
        In units of the hazard of the first flight: 0 before it, 1 after it.
    """
    rest = 1.0 - decay
    before_first = 0.5**rest
    passed: Result = ((flights + 0.5) ** rest - before_first) / (1.5**rest - before_first)
    return passed


def flights_passed(passed: Floats, decay: Floats) -> Result:
    """Return the flights whose hazards add up to so much: the inverse of :func:`passed_hazard`.

    Source: power law of reliability growth (Duane 1964, IEEE Trans. Aerosp. 2:563; Crow 1974, SIAM, 379-410).

    Parameters
    ----------
    passed : float or array [1]
        Hazard of all flights together, in units of that of the first flight, at least 0.
    decay : float or array [1]
        Exponent by which the hazard falls, at least 0 and below 1.

    Returns
    -------
    float or array [1]
        Flights, parts of one included.
    """
    rest = 1.0 - decay
    before_first = 0.5**rest
    flights: Result = (passed * (1.5**rest - before_first) + before_first) ** (1.0 / rest) - 0.5
    return flights


def family_factor(unit: Floats, shape: Floats, failures: Floats, expected: Floats) -> Result:
    """Return a quantile of the factor on all hazards of a family, given what is known of its flights.

    Between families the factor is gamma-distributed with mean 1. A family that has flown with ``failures`` where
    ``expected`` were to be expected has a gamma-distributed one again, of mean (shape + failures) / (shape +
    expected), as failures are rare enough to be counted as those of a Poisson process.

    Source: gamma-Poisson conjugacy (Gelman et al. 2013, Bayesian Data Analysis, 3rd ed., sec. 2.6).

    Parameters
    ----------
    unit : float or array [1]
        Unit quantile, between 0 and 1.
    shape : float or array [1]
        Shape of the distribution between families, above zero; its variance is 1 / shape.
    failures : float or array [1]
        Failures so far.
    expected : float or array [1]
        Failures that were to be expected of a family with a factor of 1: its hazards added up.

    Returns
    -------
    float or array [1]
        Above 0.
    """
    from scipy.special import gammaincinv

    return gammaincinv(shape + failures, unit) / (shape + expected)


def flight_failure(hazard: Floats) -> Result:
    """Return the probability that a flight fails, from its hazard.

    Source: probability of no event of a Poisson process (any textbook, such as Ross 2014, Probability Models, ch. 5).

    Parameters
    ----------
    hazard : float or array [1]
        Expected faults of the flight that would each end it, at least 0.

    Returns
    -------
    float or array [1]
        From 0 to below 1.
    """
    return -np.expm1(-hazard)
