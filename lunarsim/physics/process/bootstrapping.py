"""Plants that grow from their own product: how fast, what they weigh, and what must still be landed for them."""

from __future__ import annotations

import math

import numpy as np

from lunarsim.words.arrays import Floats, Result

_LN_2 = math.log(2.0)
_NEWTON_STEPS = 12
_LEAST_TERM = 1e-18


def growth_per_year(built_share_per_year: Floats, delay_years: Floats) -> Result:
    """Return the rate at which a plant that builds plants grows in the long run.

    It solves g = r exp(-g d): what is built today works, and builds, only after a delay.

    Source: Euler 1760 and Lotka 1907, growth of a population whose members multiply from an age on.

    Parameters
    ----------
    built_share_per_year : float or array [1/yr]
        Mass of plant that a plant at work builds in a year, over its own mass.
    delay_years : float or array [yr]
        From what is built to its first work.

    Returns
    -------
    float or array [1/yr]
        Rate of exponential growth, from 0 to ``built_share_per_year``.
    """
    asked = np.asarray(built_share_per_year * delay_years, dtype=float)
    # Newton's method for x exp(x) = asked, from above; a fixed number of steps, so that no run knows its block.
    x = np.log1p(asked)
    for _ in range(_NEWTON_STEPS):
        x = x - (x - asked * np.exp(-x)) / (1.0 + x)
    return (built_share_per_year * np.exp(-x))[()]


def doubling_years(rate_per_year: Floats) -> Result:
    """Return the time in which what grows exponentially doubles.

    Source: compound growth.

    Parameters
    ----------
    rate_per_year : float or array [1/yr]
        Rate of growth.

    Returns
    -------
    float or array [yr]
        Infinite where nothing grows.
    """
    with np.errstate(divide="ignore"):
        return (_LN_2 / np.asarray(rate_per_year, dtype=float))[()]


def building_per_year(doubling_time_years: Floats, delay_years: Floats) -> Result:
    """Return what a plant must build in a year, over its own mass, to double in a time.

    Source: the inverse of :func:`growth_per_year`.

    Parameters
    ----------
    doubling_time_years : float or array [yr]
        Time to double in the long run.
    delay_years : float or array [yr]
        From what is built to its first work.

    Returns
    -------
    float or array [1/yr]
    """
    rate = _LN_2 / doubling_time_years
    return rate * np.exp(rate * delay_years)


def grown_kg(seed_kg: Floats, built_share_per_year: Floats, delay_years: Floats, time_years: Floats) -> Result:
    """Return the mass of a plant at work, some years after its seed began to work.

    Each generation builds the next one, which works after the delay: after k generations M = M0 r^k (t - k d)^k / k!.

    Source: linear delay equation dM/dt = r M(t - d), solved by steps (Bellman & Cooke 1963).

    Parameters
    ----------
    seed_kg : float or array [kg]
        Mass of the seed, all of which has been landed.
    built_share_per_year : float or array [1/yr]
        Mass of plant that a plant at work builds in a year, over its own mass.
    delay_years : float or array [yr]
        From what is built to its first work.
    time_years : float or array [yr]
        Time since the seed began to work.

    Returns
    -------
    float or array [kg]
        At least the seed.
    """
    seed, rate, delay, time = np.broadcast_arrays(
        *map(np.asarray, (seed_kg, built_share_per_year, delay_years, time_years))
    )
    times_seed, generation = np.ones(seed.shape), 1
    while True:
        left = rate * (time - generation * delay)
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = generation * np.log(left) - math.lgamma(generation + 1)
            term = np.where(left > 0.0, np.exp(logs), 0.0)
        # A term that is nothing to a run leaves its bits, however many others need it.
        times_seed = times_seed + np.where(term > _LEAST_TERM * times_seed, term, 0.0)
        falling = left < generation
        if np.all(falling & (term <= _LEAST_TERM * times_seed)):
            return (seed * times_seed)[()]
        generation += 1


def landed_kg(seed_kg: Floats, plant_kg: Floats, closure: Floats) -> Result:
    """Return what has been landed for a plant that grew from a seed.

    Source: mass balance; closure after Freitas & Gilbreath (eds) 1982, NASA CP-2255, chapter 5.

    Parameters
    ----------
    seed_kg : float or array [kg]
        Mass of the seed.
    plant_kg : float or array [kg]
        Mass of the plant, its seed included.
    closure : float or array [1]
        Share of what is built that is of own product.

    Returns
    -------
    float or array [kg]
        The seed, and what could not be made of the rest.
    """
    return seed_kg + (1.0 - closure) * (plant_kg - seed_kg)


def production_mass_ratio(
    product_kg_per_year: Floats, capital_kg: Floats, life_years: Floats, replaced_per_year: Floats
) -> Result:
    """Return the product over the life of a plant per mass landed for it.

    Source: Metzger 2023, Acta Astronautica 207:425, with the mass of replacements in the capital.

    Parameters
    ----------
    product_kg_per_year : float or array [kg/yr]
        Product of a year.
    capital_kg : float or array [kg]
        Mass of the plant as it is landed.
    life_years : float or array [yr]
        Years of work.
    replaced_per_year : float or array [1/yr]
        Mass of replacements and spares in a year over that of the plant.

    Returns
    -------
    float or array [kg/kg]
    """
    return product_kg_per_year * life_years / (capital_kg * (1.0 + replaced_per_year * life_years))
