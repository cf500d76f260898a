"""What power through the night weighs: arrays with storage against a reactor, and the load at which they are even."""

from __future__ import annotations

import numpy as np

from lunarsim.physics.power.light import LightCycle
from lunarsim.words.arrays import Floats, Result


def storage_kg(load_kw: Floats, dark_hours: Floats, storage_wh_per_kg: Floats, depth_of_discharge: Floats) -> Result:
    """Return the mass of the storage that carries a load through a dark spell.

    Source: definition of specific energy and depth of discharge.

    Parameters
    ----------
    load_kw : float or array [kW]
        Load in the dark.
    dark_hours : float or array [h]
        Length of the dark spell.
    storage_wh_per_kg : float or array [Wh/kg]
        Capacity of the storage with all that belongs to it over its mass.
    depth_of_discharge : float or array [1]
        Share of the capacity that is used, above 0 and up to 1.

    Returns
    -------
    float or array [kg]
        0 where it is never dark.
    """
    return load_kw * dark_hours * 1e3 / (storage_wh_per_kg * depth_of_discharge)


def array_kw(load_kw: Floats, cycle: LightCycle, efficiency: Floats) -> Result:
    """Return the power of the arrays that serve a load in the light and fill again what it takes in the dark.

    Source: energy balance of a cycle; derivation in docs/power.md.

    Parameters
    ----------
    load_kw : float or array [kW]
        Load, day and night.
    cycle : LightCycle [h]
        Light and darkness of the site.
    efficiency : float or array [1]
        Energy that the storage gives over what fills it, above 0.

    Returns
    -------
    float or array [kW]
        Infinite where there is no light.
    """
    dark_per_light = cycle.dark_hours / cycle.light_hours if cycle.light_hours > 0.0 else np.inf
    return load_kw * (1.0 + dark_per_light / efficiency)


def solar_kg(
    load_kw: Floats,
    cycle: LightCycle,
    *,
    array_kg_per_kw: Floats,
    storage_wh_per_kg: Floats,
    depth_of_discharge: Floats,
    efficiency: Floats,
) -> Result:
    """Return the mass of arrays and storage that serve a load day and night.

    Source: sum of both, arrays with what they need to fill the storage.

    Parameters
    ----------
    load_kw : float or array [kW]
        Load, day and night.
    cycle : LightCycle [h]
        Light and darkness of the site.
    array_kg_per_kw : float or array [kg/kW]
        Mass of the arrays over their power in the light.
    storage_wh_per_kg : float or array [Wh/kg]
        Capacity of the storage over its mass.
    depth_of_discharge : float or array [1]
        Share of the capacity that is used, above 0 and up to 1.
    efficiency : float or array [1]
        Energy that the storage gives over what fills it, above 0.

    Returns
    -------
    float or array [kg]
        In proportion to the load; infinite where there is no light.
    """
    stored = storage_kg(load_kw, cycle.dark_hours, storage_wh_per_kg, depth_of_discharge)
    return array_kg_per_kw * array_kw(load_kw, cycle, efficiency) + stored


def reactor_kg(rating_kw: Floats, fixed_kg: Floats, reactor_kg_per_kw: Floats, growth: Floats) -> Result:
    """Return the mass of a reactor with its shield, conversion and radiators, without cable.

    Source: a fixed part and a part per kilowatt, fit to published designs of 1 to 100 kW (docs/power.md).

    Parameters
    ----------
    rating_kw : float or array [kW]
        Electric power.
    fixed_kg : float or array [kg]
        Part that does not depend on the rating.
    reactor_kg_per_kw : float or array [kg/kW]
        Part per power.
    growth : float or array [1]
        Mass as built over that of the designs.

    Returns
    -------
    float or array [kg]
        Above 0.
    """
    return growth * (fixed_kg + reactor_kg_per_kw * rating_kw)


def break_even_kw(
    fixed_kg: Floats, solar_kg_per_kw: Floats, reactor_kg_per_kw: Floats = 0.0, rating_kw: Floats = np.inf
) -> Result:
    """Return the load from which on a reactor is lighter than arrays with storage.

    Source: equal masses of both.

    Parameters
    ----------
    fixed_kg : float or array [kg]
        What the reactor weighs whatever the load: all of it for a unit of given rating.
    solar_kg_per_kw : float or array [kg/kW]
        Mass of arrays and storage over the load.
    reactor_kg_per_kw : float or array [kg/kW]
        What the reactor weighs for each kilowatt of the load, where it is made for the load.
    rating_kw : float or array [kW]
        Most that the reactor gives.

    Returns
    -------
    float or array [kW]
        Infinite where arrays and storage are lighter at any load that the reactor can serve.
    """
    saved = np.subtract(solar_kg_per_kw, reactor_kg_per_kw)
    even = np.where(saved > 0.0, fixed_kg / np.where(saved > 0.0, saved, 1.0), np.inf)
    return np.where(even <= rating_kw, even, np.inf)[()]
