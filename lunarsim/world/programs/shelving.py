"""Missions that are given up before they fly, alone or with their chain, and restarted."""

from __future__ import annotations

import math
from typing import NamedTuple

from lunarsim.scenario.groups.programs.slips import Slips
from lunarsim.scenario.library.slip_fits import SlipFit
from lunarsim.words.draws import Draws
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.programs.dated_plans import DatedPlan


class GivenUp(NamedTuple):
    """A mission that is given up: when, and when and for what day at the soonest it is restarted, infinity for never.

    All in days [day].
    """

    day: float
    contracted_day: float
    planned_day: float


class Shelving:
    """Which missions of a run are given up.

    Being given up and being flown compete: there is a hazard per year of planned remaining time, so that a launch that
    is due in weeks is almost never given up. A part of it strikes a chain as a whole: all of its missions that were
    planned for later are given up on one day. The rest strikes a mission alone, and counts only the time after the
    last of what it hangs on, so that a mission together with all that is given up as often as the record has it. That a
    vehicle is never built takes the place of a part of what strikes its chain.

    Parameters
    ----------
    acts : bool
        Whether missions are given up at all (``waits.shelving``).
    slips : Slips
        How often, and what follows.
    fit : SlipFit
        How often by the record.
    draws : Draws
        The draws of the run.
    """

    def __init__(self, acts: bool, slips: Slips, fit: SlipFit, draws: Draws) -> None:
        self._acts = acts
        self._slips = slips
        self._draws = draws
        own = {"state": slips.state_shelved_per_year, "commercial": slips.commercial_shelved_per_year}
        daily = slips.shelved_multiplier / DAYS_PER_YEAR
        self._per_day = {
            actor: daily * (hazard.per_year if (given := own.get(actor)) is None else given)
            for actor, hazard in fit.shelved.items()
        }
        self._days_of_chain: dict[str, float] = {}

    def given_up(self, plan: DatedPlan) -> GivenUp | None:
        """Return when a plan is given up and what follows; None for one that comes to its end."""
        exposure = plan.exposure
        if not self._acts or exposure is None:
            return None
        per_day, common = self._per_day[exposure.actor], self._slips.common_shelved_share
        day, owner = math.inf, plan.entity
        if plan.chain:
            alone = per_day * (1.0 - common)
            of_chain = exposure.chain_since_day + _days(
                self._chain_number(plan.chain) + exposure.unbuilt_number, per_day * common
            )
            if of_chain < plan.planned_day:
                day, owner = of_chain, plan.chain
        else:
            alone = per_day
        risk = alone * (plan.planned_day - exposure.since_day)
        if risk > 0.0:
            survival = self._draws.uniform(plan.entity, "shelved")
            # Most numbers are so small that no logarithm is needed to see that nothing happens.
            if survival > 1.0 - risk:
                by_itself = exposure.since_day + _days(-math.log(survival), alone)
                if by_itself < min(day, plan.planned_day):
                    day, owner = by_itself, plan.entity
        return None if day == math.inf else self._restart(plan, day, owner)

    def _chain_number(self, chain: str) -> float:
        number = self._days_of_chain.get(chain)
        if number is None:
            number = self._days_of_chain[chain] = -math.log(self._draws.uniform(chain, "chain_shelved"))
        return number

    def _restart(self, plan: DatedPlan, day: float, owner: str) -> GivenUp:
        """Return when a plan that is given up is restarted, if ever; missions of a chain are together."""
        slips, exposure = self._slips, plan.exposure
        if not slips.new_start or exposure is None or not exposure.restarted:
            return GivenUp(day, math.inf, math.inf)
        gap = slips.new_start_gap_years * DAYS_PER_YEAR
        normal = self._draws.normal(owner, "new_start")
        contracted = day + gap * math.exp(slips.new_start_gap_ln_sd * normal)
        least = min(plan.planned_day, slips.new_start_years * DAYS_PER_YEAR)
        return GivenUp(day, contracted, contracted + least)


def _days(number: float, per_day: float) -> float:
    """Return the days after which a hazard has used up an exponential number [day]."""
    return number / per_day if per_day > 0.0 else math.inf
