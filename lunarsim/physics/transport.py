"""Getting there and about: rockets, distances on the Moon, hauls, and how far a launcher is to be trusted."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import Floats, Result

STANDARD_GRAVITY_M_S2 = 9.80665
"""By definition (CGPM 1901)."""

LUNAR_GRAVITY_M_S2 = 1.62
"""At the surface (Lunar Sourcebook, ch. 3)."""

LUNAR_RADIUS_KM = 1737.4
"""Mean radius (IAU 2015)."""


def mass_ratio(delta_v_km_s: Floats, specific_impulse_s: Floats) -> Result:
    """Return the mass before a burn over that after it.

    Source: rocket equation (Tsiolkovsky 1903).

    Parameters
    ----------
    delta_v_km_s : float or array [km/s]
        Change of speed.
    specific_impulse_s : float or array [s]
        Specific impulse.

    Returns
    -------
    float or array [kg/kg]
        1 or more.
    """
    return np.exp(delta_v_km_s * 1e3 / (STANDARD_GRAVITY_M_S2 * specific_impulse_s))


def propellant_kg_per_kg(delta_v_km_s: Floats, specific_impulse_s: Floats, dry_mass_kg_per_kg: Floats) -> Result:
    """Return the propellant that each kg of payload needs, the dry mass of its stage carried along.

    Source: rocket equation (Tsiolkovsky 1903).

    Parameters
    ----------
    delta_v_km_s : float or array [km/s]
        Change of speed.
    specific_impulse_s : float or array [s]
        Specific impulse.
    dry_mass_kg_per_kg : float or array [kg/kg]
        Dry mass of the stage and the capsule per payload.

    Returns
    -------
    float or array [kg/kg]
        Propellant per payload.
    """
    return (mass_ratio(delta_v_km_s, specific_impulse_s) - 1.0) * (1.0 + dry_mass_kg_per_kg)


def great_circle_km(
    latitude_1_deg: Floats, longitude_1_deg: Floats, latitude_2_deg: Floats, longitude_2_deg: Floats
) -> Result:
    """Return the distance of two places along the ground of the Moon.

    Source: haversine formula on the mean radius of 1737.4 km (IAU 2015).

    Parameters
    ----------
    latitude_1_deg : float or array [deg]
        Latitude of the one, north positive.
    longitude_1_deg : float or array [deg]
        Its longitude, east positive.
    latitude_2_deg : float or array [deg]
        Latitude of the other.
    longitude_2_deg : float or array [deg]
        Its longitude.

    Returns
    -------
    float or array [km]
        From 0 to half the circumference.
    """
    north_1, north_2 = np.radians(latitude_1_deg), np.radians(latitude_2_deg)
    eastward = np.radians(longitude_2_deg) - np.radians(longitude_1_deg)
    across = np.cos(north_1) * np.cos(north_2) * np.square(np.sin(eastward / 2.0))
    haversine = np.square(np.sin((north_2 - north_1) / 2.0)) + across
    return 2.0 * LUNAR_RADIUS_KM * np.arcsin(np.sqrt(np.clip(haversine, 0.0, 1.0)))


def rolling_energy_kwh_per_kg_km(
    rolling_resistance: Floats, gross_mass_kg_per_kg: Floats, drive_efficiency: Floats
) -> Result:
    """Return the energy that a wheeled vehicle spends on each kg of payload and km.

    Source: work against rolling resistance in lunar gravity.

    Parameters
    ----------
    rolling_resistance : float or array [1]
        Drag over weight, about 0.2 to 0.3 in loose soil.
    gross_mass_kg_per_kg : float or array [kg/kg]
        Vehicle and payload per payload.
    drive_efficiency : float or array [1]
        Work at the wheel per electric energy.

    Returns
    -------
    float or array [kWh/kg/km]
        Energy per payload and distance.
    """
    return rolling_resistance * LUNAR_GRAVITY_M_S2 * gross_mass_kg_per_kg / drive_efficiency / 3600.0


def haul_energy_kwh_per_kg(distance_km: Floats, energy_kwh_per_kg_km: Floats) -> Result:
    """Return the energy to haul a kg of payload over a distance.

    Source: distance times specific energy, as :func:`rolling_energy_kwh_per_kg_km` gives it.

    Parameters
    ----------
    distance_km : float or array [km]
        Distance driven.
    energy_kwh_per_kg_km : float or array [kWh/kg/km]
        Energy per payload and distance.

    Returns
    -------
    float or array [kWh/kg]
        Energy per payload.
    """
    return distance_km * energy_kwh_per_kg_km


def launch_price_usd_per_kg(flight_price_usd: Floats, payload_kg: Floats) -> Result:
    """Return the price of a kg where a flight carries all it can.

    Source: Jones 2018, ICES-2018-81.

    Parameters
    ----------
    flight_price_usd : float or array [USD]
        Price of a flight.
    payload_kg : float or array [kg]
        Its payload.

    Returns
    -------
    float or array [USD/kg]
        Price per payload.
    """
    return flight_price_usd / payload_kg


def launch_success(flights: Floats, successes: Floats, prior_successes: Floats, prior_failures: Floats) -> Result:
    """Return the probability that the next flight succeeds, learnt from the record.

    It is the mean of a Beta posterior. With 0.5 and 0.5 the prior is that of Jeffreys; for a new vehicle, of which 10
    to 25 percent of the first ten flights fail, a prior with a mean of about 0.8 fits, such as 1.6 and 0.4.

    Source: Beta-binomial rule (Guikema & Pate-Cornell 2004, J. Spacecr. Rockets 41:93).

    Parameters
    ----------
    flights : float or array [1]
        Flights so far.
    successes : float or array [1]
        Those that succeeded.
    prior_successes : float or array [1]
        First parameter of the prior, above zero.
    prior_failures : float or array [1]
        Second parameter of the prior, above zero; so the probability never reaches 1.

    Returns
    -------
    float or array [1]
        Between 0 and 1.
    """
    return (successes + prior_successes) / (flights + prior_successes + prior_failures)
