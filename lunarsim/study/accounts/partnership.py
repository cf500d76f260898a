"""Money of the partnership: what replacing a partner costs the lead, and what further members are worth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.outcomes.calendar import Calendar

Numbers = NDArray[np.float64]

MEMBERS_AIM = 50.0
"""Countries that CNSA wants as members (FMC, 23 May 2025)."""


def replacement_cost(arrays: Mapping[str, NDArray[Any]], musd: Numbers, calendar: Calendar) -> Numbers:
    """Return what developing the lead's own items costs, booked when they are ordered, dims (run, month) [MUSD].

    It is the same for a lead that replaces a partner and for one that never had one.

    Parameters
    ----------
    arrays : mapping
        Outcomes of the runs as stored.
    musd : array [MUSD], dims (run,)
        Cost of the development.
    calendar : Calendar
        Months of the runs.
    """
    edges = calendar.decimal_years(calendar.edges)
    ordered = np.asarray(arrays["replacement_ordered_year"], dtype=float)[:, None]
    cost: Numbers = np.where((ordered >= edges[:-1]) & (ordered < edges[1:]), musd[:, None], 0.0)
    return cost


def member_contribution(column: Callable[[str, str], Numbers], calendar: Calendar) -> Numbers:
    """Return the worth of what further members contribute up to the horizon, undiscounted, dims (run,) [MUSD].

    Their number grows along a straight line up to the aim and stays there.

    Parameters
    ----------
    column : callable
        Gives a parameter of each run by group and name, dims (run,).
    calendar : Calendar
        Its last edge is the horizon.
    """
    years = calendar.edges[-1] / DAYS_PER_YEAR
    first, rate = column("cooperation", "members"), column("cooperation", "members_per_year")
    room = np.maximum(MEMBERS_AIM - first, 0.0)
    growing = np.minimum(np.divide(room, rate, out=np.full_like(room, np.inf), where=rate > 0), years)
    member_years = first * years + rate * growing * (years - growing / 2.0)
    worth: Numbers = member_years * column("cooperation", "member_musd_per_year")
    return worth
