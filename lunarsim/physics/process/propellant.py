"""Propellant from water: what electrolysis gives, and what engines burn of it."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import Floats, Result

HYDROGEN_PER_WATER = 2.016 / 18.015
"""Hydrogen in a kilogram of water [kg/kg], by molar masses (IUPAC 2021); the rest is oxygen."""


def water_per_propellant(mixture_ratio: Floats, loss: Floats) -> Result:
    """Return the water that is split for a kilogram of hydrogen and oxygen as engines burn them.

    Water holds 7.94 times as much oxygen as hydrogen, engines burn 5.5 to 6 times as much: hydrogen decides, and oxygen
    is left over.

    Source: stoichiometry of 2 H2O = 2 H2 + O2.

    Parameters
    ----------
    mixture_ratio : float or array [1]
        Oxygen over hydrogen in the engine, by mass.
    loss : float or array [1]
        Share of the propellant that is lost before it is used.

    Returns
    -------
    float or array [kg/kg]
        Water per kilogram of propellant that is used.
    """
    for_hydrogen = 1.0 / (1.0 + mixture_ratio) / HYDROGEN_PER_WATER
    for_oxygen = mixture_ratio / (1.0 + mixture_ratio) / (1.0 - HYDROGEN_PER_WATER)
    return np.maximum(for_hydrogen, for_oxygen) / (1.0 - loss)


def oxygen_left_per_propellant(mixture_ratio: Floats, loss: Floats) -> Result:
    """Return the oxygen of the water that is left over for a kilogram of propellant.

    Source: stoichiometry of 2 H2O = 2 H2 + O2.

    Parameters
    ----------
    mixture_ratio : float or array [1]
        Oxygen over hydrogen in the engine, by mass.
    loss : float or array [1]
        Share of the propellant that is lost before it is used.

    Returns
    -------
    float or array [kg/kg]
        Per kilogram of propellant that is used; 0 where oxygen is what is short.
    """
    made = (1.0 - HYDROGEN_PER_WATER) * water_per_propellant(mixture_ratio, loss)
    return made - mixture_ratio / (1.0 + mixture_ratio) / (1.0 - loss)
