"""How planned dates slip."""

from __future__ import annotations

import math
from typing import NamedTuple

from lunarsim.scenario.program import Program
from lunarsim.scenario.waits import Waits
from lunarsim.words.draws import Draws

OFFSET_DAYS = 30.0
"""Added to the planned remaining time before the ratio is taken, so that short horizons slip by days, not by shares."""


class Slip(NamedTuple):
    """Days added to a planned remaining time, by cause."""

    slip: float
    budget: float


def slip_days(
    planned_day: float,
    program_name: str,
    program: Program,
    entity: str,
    waits: Waits,
    draws: Draws,
    occurrence: int = 0,
) -> Slip:
    """Return the days that a plan slips.

    The ratio of actual to planned remaining time is log-normal; the program's share of its variance is common to all
    its missions. The budget stretches what results: pace = multiplier ** elasticity.

    Parameters
    ----------
    planned_day : float
        Planned day since the moment from which the remaining time counts [day].
    program_name, program : str, Program
        Who plans.
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
        ratio = math.exp(program.slip_deflation * program.slip_ln_mean + program.slip_ln_sd * normal)
        slipped = program.slip_multiplier * ((remaining + OFFSET_DAYS) * ratio - OFFSET_DAYS - remaining)
        slipped = max(slipped, -remaining)
    stretched = 0.0
    if waits.budget and program.budget_multiplier != 1.0:
        pace = program.budget_multiplier**program.budget_elasticity
        stretched = (remaining + slipped) * (1.0 / pace - 1.0)
    return Slip(slipped, stretched)
