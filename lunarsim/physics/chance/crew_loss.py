"""Loss of crewed missions: how it falls with the number of flights."""

from __future__ import annotations

from lunarsim.words.arrays import Floats, Result


def mission_loss(first: Floats, exponent: Floats, flight: Floats, odds_multiplier: Floats = 1.0) -> Result:
    """Return the probability that a crewed flight, once its crew has set out, is lost as a mission.

    It falls with the number of the flight by a power law, as failures of a system in development do.

    Source: Duane (1964, IEEE Trans. Aerosp. 2:563), learning curve of reliability growth; Crow (1974, SIAM, Reliability
    and Biometry).

    Parameters
    ----------
    first : float or array [1]
        Probability for the first flight, from 0 to 1.
    exponent : float or array [1]
        How fast it falls: 0 for never, 1 for in proportion to the flights made.
    flight : float or array [1]
        Number of the flight, from 1 on.
    odds_multiplier : float or array [1]
        Multiplier on its odds, for a program that is better or worse than others.

    Returns
    -------
    float or array [1]
        From 0 to 1.
    """
    loss = first * flight**-exponent
    odds = loss * odds_multiplier
    result: Result = odds / (1.0 - loss + odds)
    return result
