"""What the contributions of further members of the partnership are worth."""

from __future__ import annotations

import numpy as np

from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.words.arrays import FloatArray
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.variable import Variable

MEMBERS_AIM = 50.0
"""Countries that CNSA wants as members (FMC, 23 May 2025)."""


@computes(
    Variable(
        "member_contribution_musd",
        "worth of contributions of further members",
        "MUSD",
        about="Mostly payloads, from the start to the horizon, undiscounted; credited apart from all other figures.",
    ),
)
def contributions(runs: StoredRuns) -> Arrays:
    """Compute the worth of further members."""
    members, growth, worth = (
        runs.column("cooperation", name) for name in ("members", "members_per_year", "member_musd_per_year")
    )
    years = runs.calendar.edges[-1] / DAYS_PER_YEAR
    return {"member_contribution_musd": member_years(members, growth, years) * worth}


def member_years(members: FloatArray, members_per_year: FloatArray, years: float) -> FloatArray:
    """Return the years of membership of all members; their number grows along a straight line up to the aim.

    Parameters
    ----------
    members : array [1], dims (run,)
        Members at the start.
    members_per_year : array [1/yr], dims (run,)
        New members a year.
    years : float [yr]
        Time from the start to the horizon.

    Returns
    -------
    array [yr], dims (run,)
    """
    missing = np.maximum(MEMBERS_AIM - members, 0.0)
    to_aim = np.divide(missing, members_per_year, out=np.full_like(missing, np.inf), where=members_per_year > 0)
    growing = np.minimum(to_aim, years)
    total: FloatArray = members * years + members_per_year * growing * (years - growing / 2.0)
    return total
