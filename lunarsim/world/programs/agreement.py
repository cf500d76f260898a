"""The agreement between the lead and its partners: what carries it, its terms, renewals, suspensions and gaps."""

from __future__ import annotations

import datetime as dt
import math
from typing import NamedTuple, TypeAlias

from lunarsim.scenario.groups.programs.cooperation import STATION_AGREEMENT, Cooperation
from lunarsim.words.draws import Draws
from lunarsim.words.units import DAYS_PER_YEAR, add_years, days_between, parse_date

SUSPENSION_LN_SD = 0.5
"""Spread of the length of a suspension or gap, assumed: two thirds last between 0.6 and 1.6 times the median."""

EXTENSION_YEARS = 5.0
"""By how much the station agreement is extended at the end of a term [year] (its text, published 2024-07-18)."""

Times: TypeAlias = tuple[tuple[float, float], ...]
"""Days from and to which something lasts, in order and apart from each other [day]."""


class Agreement(NamedTuple):
    """The life of the agreement in one run.

    Parameters
    ----------
    lapse_day : float
        Day on which it ends: 0 where there is none, infinity where it holds to the horizon [day].
    suspensions : tuple of (float, float)
        Days from and to which it is suspended; the last may end with the agreement [day].
    gaps : tuple of (float, float)
        Days from and to which work on joint missions stands still for want of a five-year program [day].
    """

    lapse_day: float
    suspensions: Times = ()
    gaps: Times = ()

    def suspended_until(self, day: float) -> float:
        """Return the end of the suspension that a day lies in, or the day itself [day]."""
        for begins, ends in self.suspensions:
            if begins <= day < ends:
                return ends
        return day

    def paused_days(self, since_day: float, ready_day: float) -> float:
        """Return the time by which suspensions and gaps put off work that is done between two days [day].

        Work stands still in each of them, and so may run into the next; a day that lies in two of them counts once.
        """
        paused = 0.0
        for begins, ends in together(self.suspensions, self.gaps) if self.gaps else self.suspensions:
            if since_day < ends and begins < ready_day + paused:
                paused += ends - max(begins, since_day)
        return paused


def agreement(
    cooperation: Cooperation, draws: Draws, start: dt.date, horizon_days: float, may_end: bool = True
) -> Agreement:
    """Return when the agreement is suspended and ends, and when work stands still under it.

    Parameters
    ----------
    cooperation : Cooperation
        What carries it, its mode, its terms and the rate of suspensions.
    draws : Draws
        The draws of the run; renewal, extension, gap and suspension number n have draws of their own.
    start : date
        First day of the simulation.
    horizon_days : float
        Length of the simulation [day].
    may_end : bool
        Whether it can lapse and be suspended at all (``waits.cooperation``).
    """
    if cooperation.mode == "none":
        return Agreement(0.0)
    if cooperation.mode == "active" or not may_end:
        return Agreement(math.inf)
    by_station_agreement = cooperation.basis == STATION_AGREEMENT
    stochastic = cooperation.mode == "stochastic"
    if not by_station_agreement:
        lapse = program_lapse_day(cooperation, draws, start, horizon_days)
    else:
        lapse = station_agreement_end(cooperation, draws, start, horizon_days) if stochastic else math.inf
    suspensions: Times = ()
    if stochastic:
        lapse, suspensions = _suspended(cooperation, draws, start, horizon_days, lapse)
    gaps = program_gaps(cooperation, draws, start, min(lapse, horizon_days)) if by_station_agreement else ()
    return Agreement(lapse, suspensions, gaps)


def _suspended(
    cooperation: Cooperation, draws: Draws, start: dt.date, horizon_days: float, lapse: float
) -> tuple[float, Times]:
    """Return the end of the agreement, which a suspension may bring forward, and its suspensions [day]."""
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
    return lapse, tuple(suspensions)


def program_lapse_day(cooperation: Cooperation, draws: Draws, start: dt.date, horizon_days: float) -> float:
    """Return the day on which a renewal of the five-year program fails, infinity where none does [day]."""
    number = 0
    while (day := _renewal_day(cooperation, start, number)) < horizon_days:
        if _renewal_fails(cooperation, draws, number):
            return day
        number += 1
    return math.inf


def station_agreement_end(cooperation: Cooperation, draws: Draws, start: dt.date, horizon_days: float) -> float:
    """Return the day on which a party withdraws or the station agreement is not extended; infinity for none [day]."""
    end = math.inf
    rate_per_day = cooperation.withdrawal_per_year / DAYS_PER_YEAR
    if rate_per_day > 0.0:
        end = -math.log(draws.uniform("cooperation", "withdrawal")) / rate_per_day
    begun, number = parse_date(cooperation.agreement_start), 0
    while True:
        years = cooperation.agreement_years + number * EXTENSION_YEARS
        day = days_between(start, add_years(begun, years))
        if day >= min(end, horizon_days):
            break
        if draws.uniform("cooperation", "extension", number) >= cooperation.extension_probability:
            return day
        number += 1
    return end if end < horizon_days else math.inf


def program_gaps(cooperation: Cooperation, draws: Draws, start: dt.date, end_day: float) -> Times:
    """Return when, up to a day, work on joint missions stands still as a renewal of the five-year program has failed.

    The station agreement lets the missions fly, so that work on them goes on after a while, under a new program or at
    the partner's own risk. A program that is gone for good (mode lapsed) has one gap.
    """
    gaps: list[tuple[float, float]] = []
    number = 0
    while (day := _renewal_day(cooperation, start, number)) < end_day:
        under_way = not gaps or gaps[-1][1] <= day
        if under_way and _renewal_fails(cooperation, draws, number):
            normal = draws.normal("cooperation", "renewal_gap", number)
            length = cooperation.renewal_gap_years * DAYS_PER_YEAR * math.exp(SUSPENSION_LN_SD * normal)
            if length > 0.0:
                gaps.append((day, min(day + length, end_day)))
            if cooperation.mode == "lapsed":
                break
        number += 1
    return tuple(gaps)


def _renewal_day(cooperation: Cooperation, start: dt.date, number: int) -> float:
    """Return the day of a renewal of the five-year program [day]."""
    return days_between(start, add_years(parse_date(cooperation.first_renewal), number * cooperation.term_years))


def _renewal_fails(cooperation: Cooperation, draws: Draws, number: int) -> bool:
    return (
        cooperation.mode == "lapsed"
        or draws.uniform("cooperation", "renewal", number) >= cooperation.renewal_probability
    )


def together(*times: Times) -> Times:
    """Return the days that lie in any of some times [day]."""
    joined: list[tuple[float, float]] = []
    for begins, ends in sorted(interval for each in times for interval in each):
        if joined and begins <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], ends)
        else:
            joined.append((begins, ends))
    return tuple(joined)
