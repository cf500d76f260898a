"""The money of a program in one run: yearly budgets, and how long work takes that they pay for."""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from lunarsim.scenario.groups.programs.energy import Energy
from lunarsim.scenario.groups.programs.money import Money
from lunarsim.scenario.library.budget_fits import budget_fit
from lunarsim.scenario.library.mission import Mission
from lunarsim.scenario.library.vehicle import Vehicle
from lunarsim.words.draws import Draws
from lunarsim.words.units import DAYS_PER_YEAR, days_between

ESTIMATE_MUSD_PER_KG = 0.1
"""Hardware in a budget's estimate of the work on a mission, beside its launches, per dry mass.

It weighs missions against each other when the plan is made. What hardware turns out to cost is
``finance.hardware_usd_per_kg``, which is uncertain, is read by the accounts only and must move no date."""

DRY_SHARE = 0.3
"""Dry over launched mass of a spacecraft whose parts are not in the asset library (storable landers 0.29 to 0.33)."""

WORK_YEARS = 6
"""Years before its launch over which the work on a mission is spread."""


def year_starts(start: dt.date, horizon_days: float) -> tuple[float, ...]:
    """Return the days on which the calendar years of a simulation begin, the first one at its start [day]."""
    years = range(start.year + 1, (start + dt.timedelta(days=horizon_days)).year + 1)
    return (0.0, *(days_between(start, dt.date(year, 1, 1)) for year in years))


def extra_needs(
    missions: Iterable[tuple[float, Mission]], vehicles: Mapping[str, Vehicle], start: dt.date, years: int
) -> dict[str, tuple[float, ...]]:
    """Return the work on missions that were only proposed over the mean work on the plan, by program and year [1].

    What was announced is what the money is for; programs without other missions are left out.

    Parameters
    ----------
    missions : iterable of (float, Mission)
        Planned day [day] and record of what flies.
    vehicles : mapping
        Launch vehicles by name.
    start : date
        Start of the simulation.
    years : int
        Calendar years that it touches; work beyond them is left out.
    """
    extra: dict[str, list[float]] = {}
    announced: dict[str, float] = {}
    last: dict[str, float] = {}
    for planned_day, mission in missions:
        cost = mission.launches * vehicles[mission.vehicle].launch_cost_musd
        cost += ESTIMATE_MUSD_PER_KG * DRY_SHARE * mission.launch_mass_kg
        if mission.ambitious:
            launch_year = (start + dt.timedelta(days=planned_day)).year - start.year
            spent = extra.setdefault(mission.program, [0.0] * years)
            for year in range(max(launch_year - WORK_YEARS + 1, 0), min(launch_year + 1, years)):
                spent[year] += cost / WORK_YEARS
        else:
            announced[mission.program] = announced.get(mission.program, 0.0) + cost
            last[mission.program] = max(last.get(mission.program, 0.0), planned_day)
    needs = {}
    for program, spent in extra.items():
        if announced.get(program, 0.0) > 0.0:
            yearly = announced[program] / max(last[program] / DAYS_PER_YEAR, 1.0)
            needs[program] = tuple(cost / yearly for cost in spent)
    return needs


class Progress:
    """Work done at a pace that is constant from one edge to the next, the last one without end.

    Parameters
    ----------
    edges : sequence of float
        Days at which a pace begins, ascending, the first 0 [day].
    paces : sequence of float
        Work per day from each edge on, above 0 [1].
    """

    def __init__(self, edges: Sequence[float], paces: Sequence[float]) -> None:
        self.edges = edges
        self.paces = paces
        self._done = done = [0.0]
        for index in range(len(edges) - 1):
            done.append(done[-1] + paces[index] * (edges[index + 1] - edges[index]))

    def finish_day(self, start_day: float, work_days: float) -> float:
        """Return when work is done that starts on a day and takes some days at full pace [day]."""
        index = bisect_right(self.edges, start_day) - 1
        target = self._done[index] + self.paces[index] * (start_day - self.edges[index]) + work_days
        index = bisect_right(self._done, target) - 1
        return self.edges[index] + (target - self._done[index]) / self.paces[index]

    def mean_pace(self, end_day: float) -> float:
        """Return the mean pace from the start to a day [1]."""
        index = bisect_right(self.edges, end_day) - 1
        return (self._done[index] + self.paces[index] * (end_day - self.edges[index])) / end_day


class EnergyIncome:
    """Income from energy exports in one run, drawn when a budget first asks for it.

    Parameters
    ----------
    energy : Energy
        Its group of the scenario.
    years : sequence of float
        Days on which the years begin [day].
    draws : Draws
        The draws of the run.
    """

    def __init__(self, energy: Energy, years: Sequence[float], draws: Draws) -> None:
        self._energy = energy
        self._years = years
        self._draws = draws

    @cached_property
    def budget_factors(self) -> list[float]:
        """What it does to an exporter's budget, by year [1]; its expectation is that of a constant income."""
        energy = self._energy
        elasticity = energy.budget_elasticity
        if elasticity == 0.0:
            return [1.0] * len(self._years)
        level = math.pow(energy.income_multiplier, elasticity)
        return [
            level * math.exp(elasticity * deviation - elasticity * elasticity * variance / 2.0)
            for deviation, variance in _deviations(
                "energy", "income", energy.income_reversion, energy.income_ln_sd, len(self._years), self._draws
            )
        ]


def _deviations(
    entity: str, purpose: str, reversion_per_year: float, ln_sd: float, years: int, draws: Draws
) -> list[tuple[float, float]]:
    """Return deviation and variance of a logarithm by year; the first year is what it was planned to be.

    Source: Schwartz 1997, J. Finance 52:923, model 1 (an AR(1) process), in steps of a year, applied to budgets.
    """
    keep = math.exp(-reversion_per_year)
    deviation = variance = 0.0
    path = [(0.0, 0.0)]
    for year in range(1, years):
        deviation = keep * deviation + ln_sd * draws.normal(entity, purpose, year)
        variance = keep * keep * variance + ln_sd * ln_sd
        path.append((deviation, variance))
    return path


class IncomeCut(NamedTuple):
    """A step of a program's income: from a day on [day], it is multiplied by a factor [1]."""

    day: float = math.inf
    factor: float = 1.0


class Funding:
    """The money of one program in one run.

    Parameters
    ----------
    name : str
        Key of the program, owner of its draws.
    money : Money
        What its budget is like.
    years : sequence of float
        Days on which the years begin [day].
    draws : Draws
        The draws of the run.
    varies : bool
        Whether the budget acts at all (``waits.budget``).
    income : EnergyIncome, optional
        What an exporter's budget lives on.
    extra : sequence of float, optional
        Work beyond the announced plan by year, as a share of that plan's [1].
    cut : IncomeCut
        Income that a technology cut-off takes.
    """

    def __init__(
        self,
        name: str,
        money: Money,
        years: Sequence[float],
        draws: Draws,
        varies: bool = True,
        income: EnergyIncome | None = None,
        extra: Sequence[float] | None = None,
        cut: IncomeCut = IncomeCut(),  # noqa: B008
    ) -> None:
        self._name = name
        self._money = money
        self._years = years
        self._draws = draws
        self._varies = varies
        self._income = income if money.energy_exporter else None
        self._extra = extra
        self._cut = cut

    @cached_property
    def budgets(self) -> list[float]:
        """Money available over money needed, by year, without what a cut-off takes [1]."""
        money, years = self._money, len(self._years)
        if not self._varies:
            return [1.0] * years
        ln_sd = budget_fit().ln_sd(self._name) if money.budget_ln_sd is None else money.budget_ln_sd
        levels = [money.budget_multiplier] * years
        if ln_sd > 0.0:
            path = _deviations(self._name, "budget", money.budget_reversion, ln_sd, years, self._draws)
            levels = [
                level * math.exp(deviation - variance / 2.0)
                for level, (deviation, variance) in zip(levels, path, strict=True)
            ]
        if self._income is not None:
            levels = [level * factor for level, factor in zip(levels, self._income.budget_factors, strict=True)]
        if self._extra is not None:
            unpaid = 1.0 - money.new_money_share
            levels = [level / (1.0 + unpaid * more) for level, more in zip(levels, self._extra, strict=True)]
        return levels

    @cached_property
    def progress(self) -> Progress | None:
        """Progress at the budget without a cut-off; None where the pace is always 1."""
        return self._at(self._years, self.budgets)

    @cached_property
    def cut_progress(self) -> Progress | None:
        """Progress at the budget that a cut-off leaves; None where the pace is always 1."""
        cut = self._cut
        if cut.factor == 1.0 or cut.day == math.inf:
            return self.progress
        index = bisect_right(self._years, cut.day)
        edges = [*self._years[:index], cut.day, *self._years[index:]]
        budgets = [*self.budgets[:index], self.budgets[index - 1], *self.budgets[index:]]
        return self._at(edges, [*budgets[:index], *(cut.factor * budget for budget in budgets[index:])])

    def _at(self, edges: Sequence[float], budgets: Sequence[float]) -> Progress | None:
        elasticity = self._money.budget_elasticity
        if elasticity == 0.0 or all(budget == 1.0 for budget in budgets):
            return None
        return Progress(edges, [math.pow(budget, elasticity) for budget in budgets])

    def stretch_days(self, start_day: float, work_days: float) -> tuple[float, float]:
        """Return the days by which the budget, and what a cut-off takes of it, stretch work at full pace [day]."""
        if work_days <= 0.0:
            return 0.0, 0.0
        paid, cut = self.progress, self.cut_progress
        due = start_day + work_days
        finish = due if paid is None else paid.finish_day(start_day, work_days)
        if cut is paid:
            return finish - due, 0.0
        finish_cut = due if cut is None else cut.finish_day(start_day, work_days)
        return finish - due, finish_cut - finish

    def mean_pace(self, end_day: float) -> float:
        """Return the mean pace from the start to a day [1]."""
        return 1.0 if self.cut_progress is None else self.cut_progress.mean_pace(end_day)
