"""The agreement between the lead and its partners: terms and renewals."""

from __future__ import annotations

import datetime as dt
import math

from lunarsim.scenario.scenario import Scenario
from lunarsim.words.draws import Draws
from lunarsim.words.units import add_years, days_between, parse_date


def lapse_day(scenario: Scenario, draws: Draws, start: dt.date, horizon_days: float) -> float:
    """Return the day on which the agreement ends: 0 where there is none, infinity where it holds to the horizon.

    Parameters
    ----------
    scenario : Scenario
        Its ``cooperation`` tells the mode and the terms.
    draws : Draws
        The draws of the run; renewal number n is its own draw.
    start : date
        First day of the simulation.
    horizon_days : float
        Length of the simulation [day].
    """
    cooperation = scenario.cooperation
    if cooperation.mode == "none":
        return 0.0
    if cooperation.mode == "active" or not scenario.waits.cooperation:
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
