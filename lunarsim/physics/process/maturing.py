"""How long a technology takes to mature: years of work, and the money that it is given."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import Floats, Result


def years_to_readiness(years: Floats, usual_musd: Floats, spent_musd: Floats, money_weight: Floats) -> Result:
    """Return the years until a technology is ready, by the years that its work takes and by the money it is given.

    It is the weighted geometric mean of the years at the usual pace and of those in which the sum that this takes is
    paid. So each further million a year wins less than the one before, and what it wins costs more in all.

    Source: time-cost trade-off of projects as a power law (assumed); by weight 1 the sum decides, by 0 the years.

    Parameters
    ----------
    years : float or array [year]
        Time at the usual pace.
    usual_musd, spent_musd : float or array [MUSD/year]
        Money in a year at the usual pace, and what is given.
    money_weight : float or array [1]
        Weight of the money, from 0 to 1.

    Returns
    -------
    float or array [year]
        0 where nothing is left to do, infinity where no money is given.
    """
    given = np.asarray(spent_musd, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        pace = np.power(np.divide(usual_musd, given), money_weight)
        needed = years * np.where(given > 0.0, pace, np.inf)
    return np.where(np.asarray(years) > 0.0, needed, 0.0)[()]
