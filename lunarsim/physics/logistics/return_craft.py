"""Craft that take product home: how their dry mass grows with their load."""

from __future__ import annotations

import math


def craft_mass_kg(load_kg: float, smallest_load_kg: float, smallest_craft_kg: float, exponent: float) -> float:
    """Return the dry mass of a craft for a load; below a smallest one nothing is saved.

    Source: dry mass of stages grows by a power of their size, below 1 (Akin, ENAE 791, mass estimating relations,
    University of Maryland 2016).

    Parameters
    ----------
    load_kg : float [kg]
        What it takes home.
    smallest_load_kg : float [kg]
        Load of the smallest craft, above zero.
    smallest_craft_kg : float [kg]
        Dry mass of the smallest craft.
    exponent : float [1]
        Of dry mass against load, above zero.

    Returns
    -------
    float [kg]
    """
    return smallest_craft_kg * math.pow(max(load_kg / smallest_load_kg, 1.0), exponent)


def craft_load_kg(craft_kg: float, smallest_load_kg: float, smallest_craft_kg: float, exponent: float) -> float:
    """Return the load of a craft of a dry mass, the inverse of :func:`craft_mass_kg`; never below the smallest one.

    Source: as there.

    Parameters
    ----------
    craft_kg : float [kg]
        Dry mass.
    smallest_load_kg : float [kg]
        Load of the smallest craft.
    smallest_craft_kg : float [kg]
        Dry mass of the smallest craft, above zero.
    exponent : float [1]
        Of dry mass against load, above zero.

    Returns
    -------
    float [kg]
    """
    return smallest_load_kg * math.pow(max(craft_kg / smallest_craft_kg, 1.0), 1.0 / exponent)
