"""What Sun, reactor and storage serve of a load in light and dark: in closed form, and followed through many cycles."""

from __future__ import annotations

import numpy as np


def duty_factor(lit, storage_hours, spell_hours, *, steady=0.0, solar=np.inf, efficiency=1.0):
    """Return the share of a load's energy that is served, averaged over light and dark [1].

    In the light Sun and reactor serve the load and what is left over charges the storage; in the dark the reactor goes
    on and the storage fills the gap, as far as its size, its charge and the spell allow. Spells are taken as equal.

    Parameters
    ----------
    lit : float [1]
        Share of time with the Sun, below 1.
    storage_hours : float [h]
        Usable energy of the storage over the load.
    spell_hours : float [h]
        Length of a dark spell, above 0.
    steady, solar : float [1]
        Power that does not need the Sun, and that of the arrays in the light, over the load.
    efficiency : float [1]
        Energy given back per energy stored.
    """
    dark = 1.0 - lit
    charge = lit * max(steady + solar - 1.0, 0.0) * efficiency if lit > 0 else 0.0
    from_storage = min(charge, dark * storage_hours / spell_hours, dark * max(1.0 - steady, 0.0))
    return lit * min(steady + solar, 1.0) + dark * min(steady, 1.0) + from_storage


def followed_share(lit, storage_hours, spell_hours, *, steady=0.0, solar=np.inf, efficiency=1.0, cycles=40):
    """Return the same, following the charge of the storage through many cycles until it has settled."""
    light_hours = spell_hours * lit / (1.0 - lit)
    charge = served = 0.0
    for _ in range(cycles):
        charge = min(storage_hours, charge + max(solar + steady - 1.0, 0.0) * light_hours * efficiency)
        from_storage = min(charge, max(1.0 - steady, 0.0) * spell_hours)
        charge -= from_storage
        served = min(solar + steady, 1.0) * light_hours + min(steady, 1.0) * spell_hours + from_storage
    return served / (light_hours + spell_hours)
