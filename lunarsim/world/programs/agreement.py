"""The agreement between the lead and its partners: terms, renewals and suspensions."""

from __future__ import annotations

import datetime as dt
import math
from typing import NamedTuple

from lunarsim.scenario.groups.programs.cooperation import Cooperation
from lunarsim.words.draws import Draws
from lunarsim.words.units import DAYS_PER_YEAR, add_years, days_between, parse_date

SUSPENSION_LN_SD = 0.5
"""Spread of the length of a suspension, assumed: two thirds last between 0.6 and 1.6 times the median."""


class Agreement(NamedTuple):
    """The life of the agreement in one run.

    Parameters
    ----------
    lapse_day : float
        Day on which it ends: 0 where there is none, infinity where it holds to the horizon [day].
    suspensions : tuple of (float, float)
        Days from and to which it is suspended, in order; the last may end with the agreement [day].
    """

    lapse_day: float
    suspensions: tuple[tuple[float, float], ...] = ()

    def suspended_until(self, day: float) -> float:
        """Return the end of the suspension that a day lies in, or the day itself [day]."""
        for begins, ends in self.suspensions:
            if begins <= day < ends:
                return ends
        return day

    def paused_days(self, since_day: float, ready_day: float) -> float:
        """Return the time by which suspensions put off work that is done between two days [day].

        Work stands still in each of them, and so may run into the next.
        """
        paused = 0.0
        for begins, ends in self.suspensions:
            if since_day < ends and begins < ready_day + paused:
                paused += ends - max(begins, since_day)
        return paused


def agreement(
    cooperation: Cooperation, draws: Draws, start: dt.date, horizon_days: float, may_end: bool = True
) -> Agreement:
    """Return when the agreement is suspended and ends.

    Parameters
    ----------
    cooperation : Cooperation
        Its mode, terms and rate of suspensions.
    draws : Draws
        The draws of the run; renewal and suspension number n have draws of their own.
    start : date
        First day of the simulation.
    horizon_days : float
        Length of the simulation [day].
    may_end : bool
        Whether it can lapse and be suspended at all (``waits.cooperation``).
    """
    lapse = renewal_lapse_day(cooperation, draws, start, horizon_days, may_end)
    if cooperation.mode != "stochastic" or not may_end:
        return Agreement(lapse)
    rate_per_day = cooperation.suspensions_per_year / DAYS_PER_YEAR
    certain = cooperation.first_suspension
    suspensions: list[tuple[float, float]] = []
    day, number = 0.0, 0
    while True:
        if certain is not None and number == 0:
            day = days_between(start, parse_date(certain))
        elif rate_per_day == 0.0:
            break
        else:
            day -= math.log(draws.uniform("cooperation", "suspension", number)) / rate_per_day
        if day >= min(lapse, horizon_days):
            break
        normal = draws.normal("cooperation", "suspension_length", number)
        ends = day + cooperation.suspension_years * DAYS_PER_YEAR * math.exp(SUSPENSION_LN_SD * normal)
        if draws.uniform("cooperation", "resumption", number) >= cooperation.resumption_probability:
            lapse = min(lapse, ends if ends < horizon_days else math.inf)
        suspensions.append((day, min(ends, lapse)))
        day, number = ends, number + 1
    return Agreement(lapse, tuple(suspensions))


def renewal_lapse_day(
    cooperation: Cooperation, draws: Draws, start: dt.date, horizon_days: float, may_end: bool = True
) -> float:
    """Return the day on which a renewal fails: 0 where there is no agreement, infinity where none fails [day]."""
    if cooperation.mode == "none":
        return 0.0
    if cooperation.mode == "active" or not may_end:
        return math.inf
    first = parse_date(cooperation.first_renewal)
    number = 0
    while True:
        date = add_years(first, number * cooperation.term_years)
        day = days_between(start, date)
        if day >= horizon_days:
            return math.inf
        if cooperation.mode == "lapsed":
            return day
        if draws.uniform("cooperation", "renewal", number) >= cooperation.renewal_probability:
            return day
        number += 1
