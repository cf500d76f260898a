"""What hands and machines led from the Earth get done, and the share of the time in which they are in contact with it.

For plain numbers, as the events of one run call them.
"""

from __future__ import annotations


def contact_share(earth_visible: float, relays: int, relay_share: float) -> float:
    """Return the share of the time in which a place on the Moon is in contact with the Earth.

    Relays stand where they stand independently of each other and of the Earth.

    Source: one relay in an elliptical frozen orbit serves a pole for over 8 of 12 hours (Queqiao-2, CNSA, March 2024);
    independence is assumed.

    Parameters
    ----------
    earth_visible : float [1]
        Share of the time in which the place sees the Earth.
    relays : int [1]
        Relays that work.
    relay_share : float [1]
        Share of the time in which one relay serves the place.

    Returns
    -------
    float [1]
        Between 0 and 1.
    """
    return float(1.0 - (1.0 - earth_visible) * (1.0 - relay_share) ** relays)


def robot_hours_per_day(working_hours: float, lit_share: float, contact: float) -> float:
    """Return the hours a day that a robot led from the Earth works.

    Source: teleoperation needs light to see and charge by and a link to be led by; assumed to coincide at random.

    Parameters
    ----------
    working_hours : float [h]
        Hours a day in light and in contact.
    lit_share : float [1]
        Share of the time in light.
    contact : float [1]
        Share of the time in contact with the Earth.

    Returns
    -------
    float [h]
        Mean over light and darkness.
    """
    return working_hours * lit_share * contact


def work_done_share(teleoperated: float, contact: float) -> float:
    """Return the share of their work that machines get done which are led from the Earth for a part of it.

    Source: definition; what takes a live link rests without one, what machines do by themselves goes on.

    Parameters
    ----------
    teleoperated : float [1]
        Share of the work that takes a live link.
    contact : float [1]
        Share of the time in contact with the Earth.

    Returns
    -------
    float [1]
        Between 0 and 1.
    """
    return 1.0 - teleoperated * (1.0 - contact)
