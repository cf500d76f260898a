"""Digging and hauling: output of an excavator that drives, number of haulers, energy and wear."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import Floats, Result
from lunarsim.words.units import HOURS_PER_DAY


def round_trip_days(distance_km: Floats, speed_km_h: Floats) -> Result:
    """Return the driving time of a round trip.

    Source: distance over speed.

    Parameters
    ----------
    distance_km : float or array [km]
        One-way distance.
    speed_km_h : float or array [km/h]
        Mean speed while it drives, above zero.

    Returns
    -------
    float or array [day]
        Days of driving.
    """
    return 2.0 * distance_km / (speed_km_h * HOURS_PER_DAY)


def excavator_kg_per_day(
    rated_kg_per_day: Floats, duty: Floats, payload_kg: Floats, haul_km: Floats, speed_km_h: Floats
) -> Result:
    """Return the soil that an excavator brings in a day, when it carries each load itself.

    A cycle is the time to dig a load at the rated figure and the drive to the dump and back; without a drive the
    rated figure is left. However fast it digs, it brings no more than a load in each round trip.

    Source: production of load-haul-dump cycles (Just et al. 2020, Planet. Space Sci. 180:104746).

    Parameters
    ----------
    rated_kg_per_day : float or array [kg/d]
        Soil in a day of digging without a pause and without a haul.
    duty : float or array [1]
        Share of the time in which it works.
    payload_kg : float or array [kg]
        Soil of a load, above zero.
    haul_km : float or array [km]
        Distance from where it digs to where it dumps.
    speed_km_h : float or array [km/h]
        Mean speed on that drive, above zero.

    Returns
    -------
    float or array [kg/d]
        Mean over working and resting times.
    """
    return duty * rated_kg_per_day / (1.0 + rated_kg_per_day * round_trip_days(haul_km, speed_km_h) / payload_kg)


def round_trip_energy_kwh_per_kg(
    distance_km: Floats, energy_kwh_per_kg_km: Floats, vehicle_kg_per_kg: Floats
) -> Result:
    """Return the energy to haul a kg over a distance, the empty return trip included.

    Loaded, the wheels carry vehicle and payload, on the return trip the vehicle alone.

    Source: work against rolling resistance, which is in proportion to weight.

    Parameters
    ----------
    distance_km : float or array [km]
        One-way distance.
    energy_kwh_per_kg_km : float or array [kWh/kg/km]
        Energy of the loaded trip, per payload.
    vehicle_kg_per_kg : float or array [kg/kg]
        Empty vehicle per payload.

    Returns
    -------
    float or array [kWh/kg]
        Energy per payload.
    """
    return distance_km * energy_kwh_per_kg_km * (1.0 + vehicle_kg_per_kg / (1.0 + vehicle_kg_per_kg))


def haulers_needed(soil_kg_per_day: Floats, payload_kg: Floats, trip_days: Floats) -> Result:
    """Return the number of vehicles that carry a flow of soil.

    Source: payload under way is flow times the time of a round trip (Little's law).

    Parameters
    ----------
    soil_kg_per_day : float or array [kg/d]
        Flow.
    payload_kg : float or array [kg]
        Soil of a load, above zero.
    trip_days : float or array [day]
        From one load of a vehicle to its next, rests included.

    Returns
    -------
    float or array [1]
        A whole number.
    """
    return np.ceil(np.asarray(soil_kg_per_day * trip_days / payload_kg))[()]


def wear_kg_per_kg(machine_kg: Floats, life_kg: Floats) -> Result:
    """Return the mass of spares for each kg of soil, when a machine is renewed as often as it is worn out.

    Source: mass over life.

    Parameters
    ----------
    machine_kg : float or array [kg]
        Mass of the machine.
    life_kg : float or array [kg]
        Soil that it moves before it is worn out, above zero.

    Returns
    -------
    float or array [kg/kg]
        Spares per soil.
    """
    return machine_kg / life_kg
