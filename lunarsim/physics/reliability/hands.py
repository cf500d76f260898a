"""What hands get done at a station, and the share of the time in which it is in contact with the Earth."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import Floats, Result


def contact_share(earth_visible: Floats, relays: Floats, relay_share: Floats) -> Result:
    """Return the share of the time in which a place on the Moon is in contact with the Earth.

    Relays stand where they stand independently of each other and of the Earth.

    Source: one relay in an elliptical frozen orbit serves a pole for over 8 of 12 hours (Queqiao-2, CNSA, March 2024);
    independence is assumed.

    Parameters
    ----------
    earth_visible : float or array [1]
        Share of the time in which the place sees the Earth.
    relays : float or array [1]
        Relays that work.
    relay_share : float or array [1]
        Share of the time in which one relay serves the place.

    Returns
    -------
    float or array [1]
        Between 0 and 1.
    """
    share: Result = 1.0 - (1.0 - earth_visible) * np.power(1.0 - relay_share, relays)
    return share


def robot_hours_per_day(working_hours: Floats, lit_share: Floats, contact: Floats) -> Result:
    """Return the hours a day that a robot led from the Earth works.

    Source: teleoperation needs light to see and charge by and a link to be led by; assumed to coincide at random.

    Parameters
    ----------
    working_hours : float or array [h]
        Hours a day in light and in contact.
    lit_share : float or array [1]
        Share of the time in light.
    contact : float or array [1]
        Share of the time in contact with the Earth.

    Returns
    -------
    float or array [h]
        Mean over light and darkness.
    """
    hours: Result = working_hours * lit_share * contact
    return hours
