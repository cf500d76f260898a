"""Power on the Moon: light and dark, what storage carries through, and the mass of it."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import Floats, Result

SYNODIC_DAY_HOURS = 29.530589 * 24.0
"""From one noon to the next (Lunar Sourcebook, ch. 3)."""


def lit_fraction(latitude_deg: Floats, *, polar_from_deg: Floats, polar_lit_fraction: Floats) -> Result:
    """Return the share of time in which a site has the Sun.

    Source: half of the synodic day off the poles; ridges at the poles as in Mazarico et al. 2011, Icarus 211:1066.

    Parameters
    ----------
    latitude_deg : float or array [deg]
        Latitude, north positive.
    polar_from_deg : float or array [deg]
        Latitude from which terrain and mast height decide, not the day.
    polar_lit_fraction : float or array [1]
        Share there.

    Returns
    -------
    float or array [1]
        Share of time.
    """
    return np.where(np.abs(latitude_deg) >= polar_from_deg, polar_lit_fraction, 0.5)[()]


def dark_spell_hours(latitude_deg: Floats, *, polar_from_deg: Floats, polar_dark_spell_hours: Floats) -> Result:
    """Return how long a site goes without the Sun at a time.

    Source: half of the synodic day off the poles; ridges at the poles as in Mazarico et al. 2011, Icarus 211:1066.

    Parameters
    ----------
    latitude_deg : float or array [deg]
        Latitude, north positive.
    polar_from_deg : float or array [deg]
        Latitude from which terrain and mast height decide, not the day.
    polar_dark_spell_hours : float or array [h]
        Spell there, about 50 to 120.

    Returns
    -------
    float or array [h]
        Length of a dark spell.
    """
    return np.where(np.abs(latitude_deg) >= polar_from_deg, polar_dark_spell_hours, 0.5 * SYNODIC_DAY_HOURS)[()]


def duty_factor(
    lit_fraction: Floats,
    storage_hours: Floats,
    dark_spell_hours: Floats,
    *,
    continuous_share: Floats = 0.0,
    solar_ratio: Floats = np.inf,
    storage_efficiency: Floats = 1.0,
) -> Result:
    """Return the share of a load's energy that is served, averaged over light and dark.

    In the light Sun and reactor serve the load and what is left over charges the storage; in the dark the reactor goes
    on and the storage fills the gap, as far as its size, its charge and the spell allow. Spells are taken as equal, so
    the longest spell gives a cautious figure. Left out, the optional figures mean no reactor, sunlight without limit
    and no loss.

    Source: energy balance over one cycle of light and dark.

    Parameters
    ----------
    lit_fraction : float or array [1]
        Share of time with the Sun.
    storage_hours : float or array [h]
        Usable energy of the storage over the load, finite.
    dark_spell_hours : float or array [h]
        Length of a dark spell.
    continuous_share : float or array [1]
        Power that does not need the Sun, over the load.
    solar_ratio : float or array [1]
        Power of the arrays in the light, over the load.
    storage_efficiency : float or array [1]
        Energy given back per energy stored, above zero.

    Returns
    -------
    float or array [1]
        From 0 to 1.
    """
    lit, spell = np.asarray(lit_fraction, dtype=np.float64), np.asarray(dark_spell_hours, dtype=np.float64)
    dark = 1.0 - lit
    in_light = np.asarray(continuous_share) + solar_ratio
    in_dark = np.minimum(continuous_share, 1.0)
    # Without light even an unlimited array charges nothing, and a spell of no length needs no storage: the quotients
    # and products of zero and infinity made on the way are not used.
    with np.errstate(all="ignore"):
        charge = np.where(lit > 0.0, lit * np.maximum(in_light - 1.0, 0.0) * storage_efficiency, 0.0)
        capacity = np.where(spell > 0.0, dark * storage_hours / spell, np.inf)
    from_storage = np.minimum(np.minimum(charge, capacity), dark * (1.0 - in_dark))
    return lit * np.minimum(in_light, 1.0) + dark * in_dark + from_storage


def night_storage_kwh(load_kw: Floats, dark_spell_hours: Floats) -> Result:
    """Return the usable storage that carries a load through a dark spell.

    Source: energy balance.

    Parameters
    ----------
    load_kw : float or array [kW]
        Load in the dark.
    dark_spell_hours : float or array [h]
        Length of the spell.

    Returns
    -------
    float or array [kWh]
        Energy.
    """
    return load_kw * dark_spell_hours


def storage_mass_kg(storage_kwh: Floats, specific_energy_wh_per_kg: Floats) -> Result:
    """Return the mass of a storage.

    Source: specific energy at system level, about 150 Wh/kg for lithium-ion and 400 for regenerative fuel cells.

    Parameters
    ----------
    storage_kwh : float or array [kWh]
        Usable energy.
    specific_energy_wh_per_kg : float or array [Wh/kg]
        Energy per mass.

    Returns
    -------
    float or array [kg]
        Mass.
    """
    return storage_kwh * 1e3 / specific_energy_wh_per_kg


def reactor_mass_kg(
    power_kw: Floats, *, reference_power_kw: Floats, reference_mass_kg: Floats, exponent: Floats
) -> Result:
    """Return the mass of a reactor scaled from a known one.

    Source: power law between Kilopower 10 kWe at 1.5 t and Fission Surface Power 40 kWe at 6 t (NASA 2022), 100 kWe at
    15 t (NASA directive 2025); they lie close to an exponent of 1.

    Parameters
    ----------
    power_kw : float or array [kW]
        Electric power.
    reference_power_kw : float or array [kW]
        Power of the known reactor.
    reference_mass_kg : float or array [kg]
        Its mass.
    exponent : float or array [1]
        Growth of mass with power.

    Returns
    -------
    float or array [kg]
        Mass.
    """
    return reference_mass_kg * np.power(power_kw / reference_power_kw, exponent)
