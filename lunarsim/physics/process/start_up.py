"""The first years of a plant: start-up below capacity, and downtime that falls with experience."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import Floats, Result


def start_up_level(first_share: Floats, step: Floats, steps: int) -> Result:
    """Return the share of its capacity that a new plant reaches, rising in equal steps.

    Source: curves of plant start-up by how new the process is (McNulty 1998, Min. Eng. 50(10):50).

    Parameters
    ----------
    first_share : float or array [1]
        Share at the first work.
    step : float or array [1]
        Steps taken so far, 0 to ``steps``.
    steps : int [1]
        Steps up to full capacity.

    Returns
    -------
    float or array [1]
        1 after the last step.
    """
    return 1.0 - (1.0 - first_share) * (1.0 - step / steps)


def learned_availability(availability: Floats, doublings: Floats, learning: Floats) -> Result:
    """Return the availability after a number of doublings of the operating time.

    Source: learning by doing with a constant share per doubling (Wright 1936), on the time that is lost.

    Parameters
    ----------
    availability : float or array [1]
        Of the first year.
    doublings : float or array [1]
        Doublings of the operating time.
    learning : float or array [1]
        Share by which each doubling cuts the time lost.

    Returns
    -------
    float or array [1]
        From the availability of the first year up to 1.
    """
    # A numpy function also for single numbers: Python's power differs in its last bit from that of arrays.
    return 1.0 - (1.0 - availability) * np.power(1.0 - learning, doublings)
