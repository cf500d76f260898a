"""What the record says of slips: the fits of ``configs/library/slips.yml``, each known from its date on."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from functools import cache

from lunarsim.scenario.library.files import read
from lunarsim.words.errors import Fault, InputError
from lunarsim.words.units import parse_date


@dataclass(frozen=True)
class Habit:
    """How an agency's plans slip, as the logarithm of actual over planned remaining time.

    Parameters
    ----------
    ln_mean : float [1]
        Mean for plans far ahead.
    ln_sd : float [1]
        Uncertainty of that mean.
    """

    ln_mean: float
    ln_sd: float


@dataclass(frozen=True)
class SlipFit:
    """One fit to the statements that were known at a date.

    Parameters
    ----------
    as_of : date
        Statements announced before that date and outcomes known then were used.
    population : Habit
        Of an agency without a record.
    agencies : mapping of str to Habit
        By the agency's name in lower case.
    mission_ln_sd : float [1]
        Spread between an agency's missions.
    statement_ln_sd : float [1]
        Spread between statements about one mission.
    rise_days : float [day]
        Horizon at which half of a habit shows.
    ratio_ln_mean, ratio_ln_sd : float [1]
        One log-normal ratio for all, without offset, of flown missions: the reference of scores.
    missions : frozenset of str
        Names of the missions in the fit, in lower case.
    """

    as_of: dt.date
    population: Habit
    agencies: dict[str, Habit]
    mission_ln_sd: float
    statement_ln_sd: float
    rise_days: float
    ratio_ln_mean: float
    ratio_ln_sd: float
    missions: frozenset[str]

    def habit(self, agency: str) -> Habit:
        """Return an agency's habit, the population's where the agency is unknown."""
        return self.agencies.get(agency.casefold(), self.population)

    def effect_ln_sd(self, agency: str) -> float:
        """Return the spread of an agency's next mission, the uncertainty of its habit included [1]."""
        return math.hypot(self.habit(agency).ln_sd, self.mission_ln_sd)


@cache
def slip_fits() -> tuple[SlipFit, ...]:
    """Return the fits that are shipped, oldest first."""
    made = []
    for as_of, figures in read("slips")["fits"].items():
        population = Habit(figures["population_ln_mean"], figures["agency_ln_sd"])
        made.append(
            SlipFit(
                parse_date(as_of),
                population,
                {name.casefold(): Habit(**habit) for name, habit in figures["agencies"].items()},
                figures["mission_ln_sd"],
                figures["statement_ln_sd"],
                figures["rise_days"],
                figures["ratio_ln_mean"],
                figures["ratio_ln_sd"],
                frozenset(name.casefold() for name in figures["missions"]),
            )
        )
    return tuple(sorted(made, key=lambda fit: fit.as_of))


@cache
def slip_fit(as_of: str, path: str = "timeline.as_of") -> SlipFit:
    """Return the newest fit that could be known at a date.

    Parameters
    ----------
    as_of : str
        ISO date.
    path : str
        Where the date was given, for the message.

    Raises
    ------
    InputError
        If the date is before the first fit.
    """
    known = [fit for fit in slip_fits() if fit.as_of <= parse_date(as_of)]
    if not known:
        first = slip_fits()[0].as_of.isoformat()
        raise InputError([Fault(path, f"is {as_of}, before the first fit of slips ({first})")])
    return known[-1]
