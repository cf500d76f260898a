"""Energy of a wheeled vehicle on the Moon."""

from __future__ import annotations

LUNAR_GRAVITY_M_S2 = 1.62
"""At the surface (Lunar Sourcebook, ch. 3)."""


def rolling_energy_kwh_per_kg_km(resistance, gross_kg_per_kg, drive_efficiency):
    """Return the energy that a vehicle spends on each kg of payload and km: work against rolling resistance.

    Parameters
    ----------
    resistance : float [1]
        Drag over weight, 0.2 to 0.3 in loose soil.
    gross_kg_per_kg : float [kg/kg]
        Vehicle and payload per payload; 2 to 3.
    drive_efficiency : float [1]
        Work at the wheel per electric energy.
    """
    return resistance * LUNAR_GRAVITY_M_S2 * gross_kg_per_kg / drive_efficiency / 3600.0
