"""How planned dates slip."""

from __future__ import annotations

import math
from typing import NamedTuple

from lunarsim.physics.chance.slip_ratio import OFFSET_DAYS, PRECISION_DAYS, date_ln_sd, horizon_weight
from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.library.slip_fits import agency_of_mission, slip_fit
from lunarsim.words.draws import Draws


class Slip(NamedTuple):
    """Days added to a planned remaining time, by cause."""

    slip: float
    budget: float
    technology_cutoff: float

    def never_early(self) -> Slip:
        """Return these days without those that any cause wins."""
        return Slip(*(max(days, 0.0) for days in self))


class Law(NamedTuple):
    """The figures of a program's slips, those that it leaves to the record filled in.

    Parameters
    ----------
    ln_mean, effect_ln_sd : float [1]
        Mean and spread of the logarithm of the ratio for plans far ahead, where the horizon's weight is 1.
    statement_ln_sd : float [1]
        Spread that plans of every horizon have.
    rise_days : float [day]
        Horizon at which the weight is one half.
    shared : float [1]
        Part of the square of ``effect_ln_sd`` that all missions of the program have in common.
    """

    ln_mean: float
    effect_ln_sd: float
    statement_ln_sd: float
    rise_days: float
    shared: float


def slip_law(program_name: str, program: Program, as_of: str) -> Law:
    """Return how a program's plans slip, by its own figures or by the fit that was known at a date."""
    fit, agency = slip_fit(as_of), agency_of_mission(program_name)
    own = program.slip_ln_mean, program.slip_ln_sd, program.slip_statement_ln_sd
    fitted = fit.habit(agency).ln_mean, fit.effect_ln_sd(agency), fit.statement_ln_sd
    mean, effect, statement = (given if given is not None else known for given, known in zip(own, fitted, strict=True))
    shared = program.slip_correlation
    if shared is None:
        shared = (fit.habit(agency).ln_sd / fit.effect_ln_sd(agency)) ** 2
    return Law(mean, effect, statement, fit.rise_days, shared)


def slip_days(
    remaining_days: float,
    law: Law,
    program_name: str,
    program: Program,
    entity: str,
    draws: Draws,
    precision: str = "day",
) -> float:
    """Return the days that a plan slips, never less than ``-remaining_days`` [day].

    The ratio of actual to planned remaining time is log-normal; its mean and spread grow with the horizon, and a part
    of the spread between missions is common to all missions of the program. A date of which only the year is known may
    lie anywhere in it: the fit holds that apart, so it is added here.

    Parameters
    ----------
    remaining_days : float
        Days from the plan to the planned date, at least 0 [day].
    law : Law
        How the program's plans slip.
    program_name, program : str, Program
        Who plans.
    entity : str
        Owner of the draw.
    draws : Draws
        The draws of the run.
    precision : str
        How fine the planned date is, of :data:`lunarsim.physics.chance.slip_ratio.PRECISION_DAYS`.
    """
    if program.slip_multiplier == 0:
        return 0.0
    weight = float(horizon_weight(remaining_days, law.rise_days))
    effect = weight * law.effect_ln_sd
    common = effect * math.sqrt(law.shared) * draws.normal(program_name, "slip")
    coarse = float(date_ln_sd(remaining_days, PRECISION_DAYS[precision]))
    own = math.hypot(effect * math.sqrt(1.0 - law.shared), law.statement_ln_sd, coarse) * draws.normal(entity, "slip")
    ratio = math.exp(program.slip_deflation * weight * law.ln_mean + common + own)
    slipped = program.slip_multiplier * ((remaining_days + OFFSET_DAYS) * ratio - OFFSET_DAYS - remaining_days)
    return max(slipped, -remaining_days)
