"""What the record says of slips: the fits of ``configs/library/slips.yml``, each known from its date on."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from lunarsim.physics.chance import slip_ratio
from lunarsim.scenario.library.files import read
from lunarsim.words.arrays import Result
from lunarsim.words.errors import Fault, InputError
from lunarsim.words.units import parse_date

KINDS = ("crewed_or_first", "other")
"""Kinds of mission: with crew, or the first flight of a launch vehicle or of a craft for crews; and all others."""

COMMERCIAL = "commercial"
"""The agency, and the class of actor, of all firms."""


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


class Hazard(NamedTuple):
    """How often missions are given up for good, per year of planned remaining time.

    Parameters
    ----------
    per_year : float [1/year]
        Best estimate.
    low, high : float [1/year]
        Ends of its 90 % interval.
    """

    per_year: float
    low: float
    high: float

    def share(self, planned_days: float) -> float:
        """Return the share of plans with this remaining time that are given up before they fly [1]."""
        return -math.expm1(-self.per_year * planned_days / 365.25)


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
    kinds : mapping of str to float [1]
        What a kind of mission adds to the mean of a habit, by the names of :data:`KINDS`.
    mission_ln_sd : float [1]
        Spread between an agency's missions.
    statement_ln_sd : float [1]
        Spread between statements about one mission.
    rise_days : float [day]
        Horizon at which half of a habit shows.
    ratio_ln_mean, ratio_ln_sd : float [1]
        One log-normal ratio for all, without offset, of flown missions: the reference of scores.
    shelved : mapping of str to Hazard
        By class of actor, of :func:`actor_class`.
    missions : frozenset of str
        Names of the missions in the fit, in lower case.
    """

    as_of: dt.date
    population: Habit
    agencies: dict[str, Habit]
    kinds: dict[str, float]
    mission_ln_sd: float
    statement_ln_sd: float
    rise_days: float
    ratio_ln_mean: float
    ratio_ln_sd: float
    shelved: dict[str, Hazard]
    missions: frozenset[str]

    def habit(self, agency: str) -> Habit:
        """Return an agency's habit, the population's where the agency is unknown."""
        return self.agencies.get(agency.casefold(), self.population)

    def effect_ln_sd(self, agency: str) -> float:
        """Return the spread of an agency's next mission, the uncertainty of its habit included [1]."""
        return math.hypot(self.habit(agency).ln_sd, self.mission_ln_sd)

    def forecast(
        self, agency: str, kind: str, planned_days: Result, precision_days: Result, far: str = "ratio"
    ) -> slip_ratio.Forecast:
        """Return the logarithm of the ratio of a plan, given that the mission flies.

        Parameters
        ----------
        agency : str
            Who plans, from :func:`agency_of`.
        kind : str
            One of :data:`KINDS`.
        planned_days : float or array [day]
            Planned remaining time.
        precision_days : float or array [day]
            Standard deviation of the planned date.
        far : str
            How slips go on beyond six years: by the same ``ratio``, or by the same median in ``days``.
        """
        mean = self.habit(agency).ln_mean + self.kinds[kind]
        spread = self.effect_ln_sd(agency)
        return slip_ratio.forecast(
            planned_days, precision_days, mean, spread, self.statement_ln_sd, self.rise_days, far
        )

    def shelved_per_year(self, actor_class: str) -> Hazard:
        """Return how often missions of a class of actor are given up, the class from :func:`actor_class`."""
        return self.shelved[actor_class]


def agency_of(actor: str, developer: str = "") -> str:
    """Return the agency whose record a plan follows: a firm's craft that of firms, else that of who pays.

    Parameters
    ----------
    actor : str
        Who announces the plan or pays for it, as in tables of statements: an agency, a state, a firm. "USA" alone may
        be either NASA or a firm.
    developer : str
        Who builds the craft, where it is known.
    """
    names = read("agencies")["agencies"]
    if developer:
        return str(names.get(_plain(developer), COMMERCIAL))
    return str(names.get(_plain(actor), actor))


def agency_of_mission(program: str, developer: str = "") -> str:
    """Return the agency whose record a mission of a manifest follows: where no firm builds it, the program's own.

    Parameters
    ----------
    program : str
        Key of the program.
    developer : str
        Who builds the craft; empty: the program itself.
    """
    return agency_of(program, developer or str(read("agencies")["programs"].get(program, "")))


def actor_class(agency: str) -> str:
    """Return the class of actor of an agency from :func:`agency_of`: state, commercial, or either where unknown."""
    if agency == COMMERCIAL:
        return COMMERCIAL
    return "state" if agency in _states() else "either"


def kind_of_mission(kind: str) -> str:
    """Return the kind, of :data:`KINDS`, of a mission of a manifest whose kind there is given."""
    return "crewed_or_first" if kind in ("crewed", "test") else "other"


def kind_of_milestone(milestone: str) -> str:
    """Return the kind, of :data:`KINDS`, of what a statement dates, such as "crewed landing" or "first flight"."""
    words = milestone.casefold()
    return "crewed_or_first" if "crewed" in words or "first flight" in words else "other"


@cache
def _states() -> frozenset[str]:
    return frozenset(read("agencies")["states"])


def _plain(name: str) -> str:
    return name.strip().casefold().replace(" ", "_")


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
                {"crewed_or_first": figures["kind_ln_mean"], "other": 0.0},
                figures["mission_ln_sd"],
                figures["statement_ln_sd"],
                figures["rise_days"],
                figures["ratio_ln_mean"],
                figures["ratio_ln_sd"],
                {name: Hazard(**hazard) for name, hazard in figures["shelved"].items()},
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
