"""Success of landings: what a record says, the phases of a landing, and flaws that flights share."""

from __future__ import annotations

import math
from statistics import NormalDist

from lunarsim.words.arrays import Floats, Result

MANY_CRAFT = 500
"""Craft from which on the binomial distribution is as good as normal, and takes too long to add up."""

LEAST = 1e-12
"""Chance that is none: sums of chances are not better known."""


def credible_success(prior_success: Floats, surplus: Floats, attempts: Floats, strength: Floats) -> Result:
    """Return the probability that a developer's next attempt succeeds, by attempt number and by its own record.

    The surplus of its record over what was to be expected, attempt by attempt, is spread over the attempts and
    ``strength`` more. Where the prior is the same for all attempts, this is the mean of a Beta posterior whose prior
    has that mean and as many pseudo-counts as ``strength``. Before the record is known, the expected value is the
    prior: records move probabilities, but not their mean.

    Source: credibility estimator of Buhlmann (1967, ASTIN Bulletin 4:199).

    Parameters
    ----------
    prior_success : float or array [1]
        Probability of the attempt for a developer of whom nothing is known but how many attempts it has made.
    surplus : float or array [1]
        Successes so far, less the sum of their prior probabilities.
    attempts : float or array [1]
        Attempts so far.
    strength : float or array [1]
        Attempts after which record and prior weigh the same, above zero.

    Returns
    -------
    float or array [1]
        Not bounded: above 1 or below 0 only where prior probabilities fall with experience or the strength is small.
    """
    return prior_success + surplus / (attempts + strength)


def phase_success(success: Floats, hazard_share: Floats) -> Result:
    """Return the probability that a phase is survived, from that of all phases and the phase's share of the hazard.

    The hazards of all phases rise and fall together: a developer that gets better gets better in each. Over phases
    whose shares add up to 1, the product is the success of all.

    Source: proportional hazards (Cox 1972, J. R. Stat. Soc. B 34:187).

    Parameters
    ----------
    success : float or array [1]
        Probability that all phases are survived.
    hazard_share : float or array [1]
        The phase's logarithm of survival over that of all phases.

    Returns
    -------
    float or array [1]
        From 0 to 1.
    """
    result: Result = success**hazard_share
    return result


def shared_normal(design_normal: Floats, own_normal: Floats, correlation: Floats) -> Result:
    """Return a standard normal number of a flight, of which a part is common to all flights of a design.

    Each number by itself is standard normal whatever the correlation, so that sharing moves no rate.

    Source: one-factor normal copula (Vasicek 1987; Li 2000, J. Fixed Income 9:43).

    Parameters
    ----------
    design_normal : float or array [1]
        Standard normal number of the design.
    own_normal : float or array [1]
        Standard normal number of the flight.
    correlation : float or array [1]
        Correlation of the numbers of two flights of the design, from 0 to 1.

    Returns
    -------
    float or array [1]
        Any number.
    """
    number: Result = correlation**0.5 * design_normal + (1.0 - correlation) ** 0.5 * own_normal
    return number


def lost_craft(craft: int, success: float, uniform: float) -> int:
    """Return how many of some craft that leave together are lost, by one number.

    Better craft are never lost more often for the same number, and one craft is lost where the number is at least its
    probability of success.

    Source: inverse of the binomial distribution; from 500 craft on that of the normal one.

    Parameters
    ----------
    craft : int [1]
        How many leave.
    success : float [1]
        Probability that a craft comes home.
    uniform : float [1]
        Drawn evenly, from 0 on and below 1.

    Returns
    -------
    int [1]
    """
    if success <= 0.0:
        return craft
    loss, uniform = 1.0 - success, min(max(uniform, LEAST), 1.0 - LEAST)
    if craft >= MANY_CRAFT:
        spread = math.sqrt(craft * loss * success)
        normal = NormalDist().inv_cdf(uniform) if spread > 0.0 else 0.0
        return min(max(round(craft * loss + spread * normal), 0), craft)
    if success < 0.5:
        # From the likelier side on, no chance is too small for a number.
        return craft - _count(craft, success, 1.0 - uniform)
    return _count(craft, loss, uniform)


def _count(craft: int, share: float, uniform: float) -> int:
    """Return how many of some craft fare as a share of at most a half does: the quantile of a binomial."""
    chance = so_far = (1.0 - share) ** craft
    count = 0
    while uniform >= so_far and count < craft:
        chance *= (craft - count) / (count + 1) * share / (1.0 - share)
        so_far += chance
        count += 1
    return count
