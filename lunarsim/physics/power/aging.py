"""What is left of sources and storage at an age."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import Floats, Result

PLUTONIUM_HALF_LIFE_YEARS = 87.7
"""Half-life of plutonium-238 [yr] (NNDC, National Nuclear Data Center)."""


def share_left(age_years: Floats, loss_per_year: Floats) -> Result:
    """Return what is left of the power of an array, or of the energy of a storage, at an age.

    Source: a constant share is lost each year (Wertz and Larson 1999, Space Mission Analysis and Design, sect. 11.4).

    Parameters
    ----------
    age_years : float or array [yr]
        Time since it was new.
    loss_per_year : float or array [1/yr]
        Share of what is left that a year takes, below 1.

    Returns
    -------
    float or array [1]
        From 1 down to 0.
    """
    return np.power(1.0 - loss_per_year, age_years)


def isotope_share_left(age_years: Floats, thermocouple_loss_per_year: Floats) -> Result:
    """Return what is left of the electric power of a radioisotope generator at an age.

    Source: decay of plutonium-238, times what its thermocouples lose beside it.

    Parameters
    ----------
    age_years : float or array [yr]
        Time since it was fueled.
    thermocouple_loss_per_year : float or array [1/yr]
        Share of what is left that the wear of the thermocouples takes in a year, below 1.

    Returns
    -------
    float or array [1]
        From 1 down to 0.
    """
    decayed = np.exp2(age_years / -PLUTONIUM_HALF_LIFE_YEARS)
    return decayed * share_left(age_years, thermocouple_loss_per_year)
