"""How long a technology takes to mature: years of work, and the money that it is given."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import Floats, Result


def years_to_readiness(
    usual_years: Floats, usual_musd_per_year: Floats, spent_musd_per_year: Floats, money_weight: Floats
) -> Result:
    """Return the years until a technology is ready, by the years that its work takes and by the money it is given.

    It is the weighted geometric mean of the years at the usual pace and of those in which the sum that this takes is
    paid. So each further million a year wins less than the one before, and what it wins costs more in all.

    Source: time-cost trade-off of projects as a power law (assumed); by weight 1 the sum decides, by 0 the years.

    Parameters
    ----------
    usual_years : float or array [yr]
        Time at the usual pace.
    usual_musd_per_year : float or array [MUSD/yr]
        Money in a year at the usual pace.
    spent_musd_per_year : float or array [MUSD/yr]
        Money that is given in a year.
    money_weight : float or array [1]
        Weight of the money, from 0 to 1.

    Returns
    -------
    float or array [yr]
        0 where nothing is left to do, infinity where no money is given.
    """
    given = np.asarray(spent_musd_per_year, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        pace = np.power(np.divide(usual_musd_per_year, given), money_weight)
        needed = usual_years * np.where(given > 0.0, pace, np.inf)
    return np.where(np.asarray(usual_years) > 0.0, needed, 0.0)[()]
