"""How planned dates slip."""

from __future__ import annotations

import math
from typing import NamedTuple

from lunarsim.physics.slip import OFFSET_DAYS
from lunarsim.scenario.program import Program
from lunarsim.scenario.slips import slip_fit
from lunarsim.scenario.waits import Waits
from lunarsim.words.draws import Draws


class Slip(NamedTuple):
    """Days added to a planned remaining time, by cause."""

    slip: float
    budget: float


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
    """

    ln_mean: float
    effect_ln_sd: float
    statement_ln_sd: float
    rise_days: float


def slip_law(program_name: str, program: Program, as_of: str) -> Law:
    """Return how a program's plans slip, by its own figures or by the fit that was known at a date."""
    fit = slip_fit(as_of)
    own = program.slip_ln_mean, program.slip_ln_sd, program.slip_statement_ln_sd
    fitted = fit.habit(program_name).ln_mean, fit.effect_ln_sd(program_name), fit.statement_ln_sd
    mean, effect, statement = (given if given is not None else known for given, known in zip(own, fitted, strict=True))
    return Law(mean, effect, statement, fit.rise_days)


def slip_days(
    planned_day: float,
    program_name: str,
    program: Program,
    law: Law,
    entity: str,
    waits: Waits,
    draws: Draws,
    occurrence: int = 0,
) -> Slip:
    """Return the days that a plan slips.

    The ratio of actual to planned remaining time is log-normal; its mean and spread grow with the horizon, and the
    program's share of its variance is common to all its missions. The budget stretches what results:
    pace = multiplier ** elasticity.

    Parameters
    ----------
    planned_day : float
        Planned day since the moment from which the remaining time counts [day].
    program_name, program : str, Program
        Who plans.
    law : Law
        How its plans slip.
    entity : str
        Owner of the draw.
    waits : Waits
        Which causes are on.
    draws : Draws
        The draws of the run.
    occurrence : int
        Which plan of the entity, 0 for the first.

    Returns
    -------
    Slip
        Days by cause [day]; the sum is never less than ``-planned_day``.
    """
    remaining = max(planned_day, 0.0)
    slipped = 0.0
    if waits.slip and program.slip_multiplier > 0:
        common = draws.normal(program_name, "slip")
        own = draws.normal(entity, "slip", occurrence)
        shared = program.slip_correlation
        normal = math.sqrt(shared) * common + math.sqrt(1.0 - shared) * own
        weight = remaining / (remaining + law.rise_days)
        spread = math.hypot(weight * law.effect_ln_sd, law.statement_ln_sd)
        ratio = math.exp(program.slip_deflation * weight * law.ln_mean + spread * normal)
        slipped = program.slip_multiplier * ((remaining + OFFSET_DAYS) * ratio - OFFSET_DAYS - remaining)
        slipped = max(slipped, -remaining)
    stretched = 0.0
    if waits.budget and program.budget_multiplier != 1.0:
        pace = program.budget_multiplier**program.budget_elasticity
        stretched = (remaining + slipped) * (1.0 / pace - 1.0)
    return Slip(slipped, stretched)
