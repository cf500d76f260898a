"""How yearly money wanders: income from energy exports, and what a technology cut-off takes."""

from __future__ import annotations

import math
from functools import cached_property
from typing import NamedTuple

from lunarsim.scenario.groups.programs.energy import Energy
from lunarsim.words.draws import Draws


class EnergyIncome:
    """Income from energy exports in one run, drawn when a budget first asks for it.

    Parameters
    ----------
    energy : Energy
        Its group of the scenario.
    years : int
        Calendar years of the run.
    draws : Draws
        The draws of the run.
    """

    def __init__(self, energy: Energy, years: int, draws: Draws) -> None:
        self._energy = energy
        self._years = years
        self._draws = draws

    @property
    def level(self) -> float:
        """What the income that lasts does to an exporter's budget [1]."""
        return math.pow(self._energy.income_multiplier, self._energy.budget_elasticity)

    @cached_property
    def budget_factors(self) -> list[float]:
        """What it does to an exporter's budget, by year [1]; its expectation is that of a constant income."""
        energy = self._energy
        elasticity = energy.budget_elasticity
        if elasticity == 0.0:
            return [1.0] * self._years
        return [
            self.level * math.exp(elasticity * deviation - elasticity * elasticity * variance / 2.0)
            for deviation, variance in deviations(
                "energy", "income", energy.income_reversion, energy.income_ln_sd, self._years, self._draws
            )
        ]


def deviations(
    entity: str, purpose: str, reversion_per_year: float, ln_sd: float, years: int, draws: Draws
) -> list[tuple[float, float]]:
    """Return deviation and variance of a logarithm by year; the first year is what it was planned to be.

    Source: Schwartz 1997, J. Finance 52:923, model 1 (an AR(1) process), in steps of a year, applied to budgets.
    """
    if ln_sd == 0.0:
        return [(0.0, 0.0)] * years
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
