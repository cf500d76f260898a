"""Economies of scale: what a kilogram of throughput takes less in a larger plant."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import Floats, Result


def economy_of_scale(scale: Floats, exponent: Floats) -> Result:
    """Return mass or cost for each unit of throughput against that of a plant of scale 1.

    Source: cost and mass of process equipment grow with a power of its size below 1 (six-tenths rule, Williams 1947).

    Parameters
    ----------
    scale : float or array [1]
        Throughput against that of the reference, above zero.
    exponent : float or array [1]
        Of mass or cost against throughput; 1 for no economy of scale.

    Returns
    -------
    float or array [1]
        Below 1 for a larger plant, above 1 for a smaller one.
    """
    return np.power(scale, exponent - 1.0)[()]
