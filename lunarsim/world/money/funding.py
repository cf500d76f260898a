"""The money of a program in one run: what it has, what it is bound to pay, and how long work takes on the rest."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from lunarsim.scenario.groups.programs.money import Money
from lunarsim.scenario.library.fits.budgets import budget_fit
from lunarsim.words.draws import Draws
from lunarsim.world.money.income import EnergyIncome, IncomeCut, deviations
from lunarsim.world.money.progress import Progress

MOST_FIXED = 0.9
"""Share of a year's budget that fixed cost can take: beyond that, people and sites are given up at once."""

MOST_FIXED_IN_PLAN = 0.8
"""Share of the planned budget that fixed cost can take."""


class YearlyMoney(NamedTuple):
    """What a program has and what of it is bound, as rates by year [MUSD/yr]."""

    budget: list[float]
    fixed: list[float]


class Funding:
    """The money of one program in one run.

    Fixed cost follows the budget in part and with a lag, and what is left of the budget pays for work. The pace of the
    work is what is left over what the plan has left in such a year, at the level that lasts: slips are fit to a record
    whose budgets wandered from year to year, so that this moves what can be paid and no date a second time.

    Parameters
    ----------
    name : str
        Key of the program, owner of its draws.
    money : Money
        What its budget is like.
    years : sequence of float
        Days on which the calendar years begin, far beyond the run: what it expects then moves what it does now [day].
    run_years : int
        Of these, those of the run, whose money is recorded.
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
        run_years: int,
        draws: Draws,
        varies: bool = True,
        income: EnergyIncome | None = None,
        extra: Sequence[float] | None = None,
        cut: IncomeCut = IncomeCut(),  # noqa: B008
    ) -> None:
        self._name = name
        self._money = money
        self._years = years
        self._run_years = run_years
        self._draws = draws
        self._varies = varies
        self._income = income if money.energy_exporter else None
        self._extra = extra if varies else None
        self._cut = cut
        self._bound = min(money.fixed_cost_musd_per_year / money.budget_musd_per_year, MOST_FIXED_IN_PLAN)

    @cached_property
    def _levels(self) -> list[float]:
        """Money that lasts over what the plan has, by year, without what a cut-off takes [1]."""
        level = self._money.budget_multiplier if self._varies else 1.0
        if self._varies and self._income is not None:
            level *= self._income.level
        return [level] * len(self._years)

    @cached_property
    def budgets(self) -> list[float]:
        """Money available over what the plan has, by year of the run, without what a cut-off takes [1]."""
        money, years = self._money, self._run_years
        if not self._varies:
            return self._levels[:years]
        ln_sd = budget_fit().ln_sd(self._name) if money.budget_ln_sd is None else money.budget_ln_sd
        budgets = [money.budget_multiplier] * years
        if ln_sd > 0.0:
            path = deviations(self._name, "budget", money.budget_reversion, ln_sd, years, self._draws)
            budgets = [
                budget * math.exp(deviation - variance / 2.0)
                for budget, (deviation, variance) in zip(budgets, path, strict=True)
            ]
        if self._income is not None:
            budgets = [budget * factor for budget, factor in zip(budgets, self._income.budget_factors, strict=True)]
        return budgets

    @cached_property
    def progress(self) -> Progress | None:
        """Progress at the money that lasts, without a cut-off; None where the pace is always 1."""
        return self._at(self._years, self._levels, self._fixed_of(self._levels), self._extra)

    @cached_property
    def cut_progress(self) -> Progress | None:
        """Progress at what a cut-off leaves of the money that lasts; None where the pace is always 1."""
        if not self._is_cut:
            return self.progress
        index = self._cut_index

        def split(values: Sequence[float]) -> list[float]:
            return [*values[:index], values[index - 1], *values[index:]]

        edges = [*self._years[:index], self._cut.day, *self._years[index:]]
        budgets = split(self._levels)
        left = [*budgets[:index], *(self._cut.factor * budget for budget in budgets[index:])]
        extra = None if self._extra is None else split(self._extra)
        return self._at(edges, left, self._cut_fixed_of(self._levels), extra)

    @property
    def _is_cut(self) -> bool:
        return self._cut.factor != 1.0 and self._cut.day < self._years[-1] + 366.0

    @property
    def _cut_index(self) -> int:
        """Return how many years have begun on the day of the cut-off."""
        return bisect_right(self._years, self._cut.day)

    @property
    def _share_before(self) -> float:
        """Return the share of the year of the cut-off that lies before it [1]."""
        index = self._cut_index
        begins = self._years[index - 1]
        ends = self._years[index] if index < len(self._years) else begins + 365.0
        return min((self._cut.day - begins) / (ends - begins), 1.0)

    def _cut_fixed_of(self, budgets: Sequence[float]) -> list[float]:
        """Return fixed cost over that of the plan at yearly budgets, with a step on the day of a cut-off [1].

        Until that day nothing is known of the cut. Then fixed cost follows what it takes with the lag of the year that
        is left, and saves no more than that, so that a cut never leaves more for work.
        """
        uncut, index, factor, bound = self._fixed_of(budgets), self._cut_index, self._cut.factor, self._bound
        if bound == 0.0:
            return [0.0, *uncut]
        share, follows = self._following(1.0), self._money.fixed_cost_share_following
        lost = follows * (1.0 - factor) * budgets[index - 1]
        level = uncut[index - 1] - self._following(1.0 - self._share_before) * lost
        # Fixed cost that lags behind more money has less to lose.
        level = max(level, min(uncut[index - 1], 1.0 + follows * (factor * budgets[index - 1] - 1.0)))
        levels = uncut[:index]
        for budget, planned in zip(budgets[index - 1 :], uncut[index - 1 :], strict=True):
            if len(levels) > index:
                level += share * (1.0 + follows * (factor * budget - 1.0) - level)
            least = planned - (1.0 - factor) * budget / bound
            level = min(max(level, least), MOST_FIXED / bound * factor * budget)
            levels.append(level)
        return levels

    def _following(self, years: float) -> float:
        """Return the share of its change that fixed cost has made some years after a change of the budget [1]."""
        lag = self._money.fixed_cost_lag_years
        return 1.0 - math.exp(-years / lag) if lag > 0.0 else 1.0

    def _fixed_of(self, budgets: Sequence[float]) -> list[float]:
        """Return fixed cost over that of the plan at yearly budgets without a cut-off [1]."""
        if self._bound == 0.0:
            return [0.0] * len(budgets)
        lag, follows = self._money.fixed_cost_lag_years, self._money.fixed_cost_share_following
        share = self._following(1.0)
        level, most = 1.0, MOST_FIXED / self._bound
        levels = []
        for number, budget in enumerate(budgets):
            # What the first year brings was known when it was staffed for; only then does it follow.
            if number > 0 or lag == 0.0:
                level += share * (1.0 + follows * (budget - 1.0) - level)
            level = min(level, most * budget)
            levels.append(level)
        return levels

    def _at(
        self, edges: Sequence[float], budgets: Sequence[float], fixed: Sequence[float], extra: Sequence[float] | None
    ) -> Progress | None:
        """Return the progress at some money, fixed cost and work beyond the plan; None where all is as planned."""
        elasticity, bound = self._money.budget_elasticity, self._bound
        unpaid = 1.0 - self._money.new_money_share
        if extra is not None and unpaid == 0.0:
            extra = None
        if elasticity == 0.0 or (extra is None and all(budget == 1.0 for budget in budgets)):
            return None
        left = [(budget - bound * level) / (1.0 - bound) for budget, level in zip(budgets, fixed, strict=True)]
        if extra is not None:
            left = [money / (1.0 + unpaid * more) for money, more in zip(left, extra, strict=True)]
        most = self._money.most_pace
        return Progress(
            edges, [min(money if elasticity == 1.0 else math.pow(money, elasticity), most) for money in left]
        )

    @cached_property
    def yearly(self) -> YearlyMoney:
        """What the program has and is bound to pay, as rates by year of the run, after a cut-off [MUSD/yr]."""
        planned, bound = self._money.budget_musd_per_year, self._bound
        budgets = self.budgets
        if self._is_cut and self._cut_index <= len(budgets):
            index, factor, before = self._cut_index, self._cut.factor, self._share_before
            budgets = [
                *budgets[: index - 1],
                budgets[index - 1] * (before + (1.0 - before) * factor),
                *(factor * budget for budget in budgets[index:]),
            ]
            split = self._cut_fixed_of(self.budgets)
            in_cut_year = before * split[index - 1] + (1.0 - before) * split[index]
            levels = [*split[: index - 1], in_cut_year, *split[index + 1 :]]
        else:
            levels = self._fixed_of(budgets)
        fixed = [planned * bound * level for level in levels]
        rates = [planned * budget for budget in budgets]
        if self._extra is not None:
            new = self._money.new_money_share * planned * (1.0 - bound)
            rates = [rate + new * more for rate, more in zip(rates, self._extra[: len(rates)], strict=True)]
        return YearlyMoney(rates, fixed)

    def stretch_days(self, start_day: float, work_days: float) -> tuple[float, float]:
        """Return the days by which the budget that lasts, and what a cut-off takes, stretch work at full pace [day]."""
        if work_days <= 0.0:
            return 0.0, 0.0
        paid, cut = self.progress, self.cut_progress
        due = start_day + work_days
        finish = due if paid is None else paid.finish_day(start_day, work_days)
        if cut is paid or finish <= self._cut.day:
            return finish - due, 0.0
        finish_cut = due if cut is None else cut.finish_day(start_day, work_days)
        return finish - due, max(finish_cut - finish, 0.0)

    def mean_pace(self, end_day: float) -> float:
        """Return the mean pace from the start to a day [1]."""
        return 1.0 if self.cut_progress is None else self.cut_progress.mean_pace(end_day)
