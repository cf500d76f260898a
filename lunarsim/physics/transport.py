"""Flight through space: the rocket equation."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import Floats, Result

STANDARD_GRAVITY_M_S2 = 9.80665
"""By definition (CGPM 1901)."""


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
