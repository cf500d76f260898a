"""How planned dates slip."""

from __future__ import annotations

import math
from typing import NamedTuple

from lunarsim.physics.chance import slip_ratio
from lunarsim.physics.chance.plan_bands import slipped_days
from lunarsim.physics.chance.slip_ratio import PRECISION_DAYS
from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.groups.programs.slips import Slips
from lunarsim.scenario.groups.waits import Waits
from lunarsim.scenario.library.slip_fits import SlipFit
from lunarsim.words.draws import Draws
from lunarsim.world.programs.dated_plans import DatedPlan, Ratio, fitted_ratio


class Slip(NamedTuple):
    """Days added to a planned remaining time, by cause."""

    slip: float
    budget: float
    technology_cutoff: float

    def never_early(self) -> Slip:
        """Return these days without those that any cause wins."""
        return Slip(*(max(days, 0.0) for days in self))


class SlipLaw:
    """How the plans of a program slip in a run, by its own figures or by the fit that was known at a date.

    The logarithm of actual over planned remaining time is normal for what was announced, with a calibration that
    leaves room for what the mission waits for, and has two halves of a normal distribution, one for each side of its
    band, for what was not. Its normal number has a part that the program's plans share, one that its chain shares, and
    one of its own. Where none of these waits is on, slip stands for them, and nothing is left out.

    Parameters
    ----------
    name, program : str, Program
        Who plans.
    fit : SlipFit
        What the record says.
    slips, waits : Slips, Waits
        What holds for all programs, and which causes of delay are on.
    draws : Draws
        The draws of the run.
    """

    def __init__(self, name: str, program: Program, fit: SlipFit, slips: Slips, waits: Waits, draws: Draws) -> None:
        self._name = name
        self._program = program
        self._fit = fit
        self._slips = slips
        self._acts = waits.slip and program.slip_multiplier > 0.0
        self._is_calibrated = not waits.slip_alone
        self._draws = draws
        own = program.slip_ln_mean, program.slip_ln_sd, program.slip_statement_ln_sd, program.slip_correlation
        self._has_own_figures = any(figure is not None for figure in own)

    def days(self, plan: DatedPlan, remaining_days: float) -> float:
        """Return the days that a plan slips, never less than ``-remaining_days`` [day].

        Parameters
        ----------
        plan : DatedPlan
            What is planned.
        remaining_days : float
            Days from now to its date, at least 0 [day].
        """
        if not self._acts:
            return 0.0
        ratio = plan.ratio
        if self._has_own_figures or remaining_days != plan.planned_day:
            ratio = self._ratio(plan, remaining_days)
        normal = self._normal(plan, ratio)
        mean, below, above = ratio.ln_mean, ratio.ln_sd, ratio.ln_sd
        if plan.band is not None:
            wider = self._slips.overconfidence
            mean, below, above = 0.0, wider * plan.band.below_ln_sd, wider * plan.band.above_ln_sd
        elif self._is_calibrated:
            shift, narrower_below, narrower_above, _ = plan.calibration
            mean, below, above = mean + shift, narrower_below * below, narrower_above * above
        days = slipped_days(remaining_days, mean + (below if normal < 0.0 else above) * normal)
        multiplier = self._program.slip_multiplier
        # More slip never wins days.
        return days * multiplier if days > 0.0 else days * min(multiplier, 1.0)

    def _normal(self, plan: DatedPlan, ratio: Ratio) -> float:
        """Return the normal number of a plan, of which its program and its chain have a part."""
        draws = self._draws
        of_program = ratio.habit_share * ratio.effect_share
        normal = math.sqrt(of_program) * draws.normal(self._name, "slip")
        of_both = of_program
        if plan.chain:
            of_both = max(self._slips.chain_correlation, of_program)
            normal += math.sqrt(of_both - of_program) * draws.normal(plan.chain, "chain_slip")
        return normal + math.sqrt(1.0 - of_both) * draws.normal(plan.entity, "slip")

    def _ratio(self, plan: DatedPlan, remaining_days: float) -> Ratio:
        """Return what the record, or the program's own figures, say of a plan with some days to go [day]."""
        fit, program, far = self._fit, self._program, self._slips.far
        fitted = fitted_ratio(fit, plan.agency, plan.kind, remaining_days, plan.precision, far)
        if not self._has_own_figures:
            return fitted
        mean, effect, statement = (
            own if own is not None else known
            for own, known in (
                (program.slip_ln_mean, fit.habit(plan.agency).ln_mean),
                (program.slip_ln_sd, fit.effect_ln_sd(plan.agency)),
                (program.slip_statement_ln_sd, fit.statement_ln_sd),
            )
        )
        forecast = slip_ratio.forecast(
            remaining_days,
            PRECISION_DAYS[plan.precision],
            mean + fit.kinds[plan.kind],
            effect,
            statement,
            fit.rise_days,
            far,
        )
        ln_sd, shared = float(forecast.ln_sd), program.slip_correlation
        return Ratio(
            float(forecast.ln_mean),
            ln_sd,
            float(forecast.effect_ln_sd / ln_sd) ** 2 if ln_sd > 0.0 else 0.0,
            fitted.habit_share if shared is None else shared,
        )
