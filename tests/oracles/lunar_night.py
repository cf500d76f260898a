"""What Sun, reactor and storage serve of a load in light and dark."""

from __future__ import annotations

import numpy as np


def duty_factor(lit, storage_hours, spell_hours, *, steady=0.0, solar=np.inf):
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
    """
    dark = 1.0 - lit
    charge = lit * max(steady + solar - 1.0, 0.0) if lit > 0 else 0.0
    from_storage = min(charge, dark * storage_hours / spell_hours, dark * max(1.0 - steady, 0.0))
    return lit * min(steady + solar, 1.0) + dark * min(steady, 1.0) + from_storage
