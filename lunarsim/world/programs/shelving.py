"""Missions that are given up before they fly, alone or with all that they hang together with, and restarted."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from lunarsim.scenario.groups.programs.slips import Slips
from lunarsim.scenario.groups.waits import Waits
from lunarsim.scenario.library.slip_fits import SlipFit
from lunarsim.words.draws import Draws
from lunarsim.words.sums import total
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.programs.dated_plans import DatedPlan, Exposure


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
    is due in weeks is almost never given up. A part of it strikes an undertaking as a whole, which is all that hangs
    together, whoever flies it: what was planned for later is given up on one day, as far as the record leaves it that
    risk after what strikes alone those that it depends on. The rest strikes missions alone, and is what the record
    leaves after all that a mission depends on: so a mission together with that is given up as often as the record has
    it, unless what it depends on alone is given up more often. That a vehicle is never built, or that something is
    lost for good, takes the place of a part of it.

    The hazard runs along the plan: a mission that is given up half way through its plan is so half way through the time
    that it really takes, and never after the day on which it would have been ready.

    Parameters
    ----------
    slips : Slips
        How often, and what follows.
    fit : SlipFit
        How often by the record.
    draws : Draws
        The draws of the run.
    plans : sequence of DatedPlan
        The missions on whose account an undertaking may be given up: those of the shipped manifest, cancelled or not,
        so that its day is the same whatever a user adds or takes out.
    ready_day : callable
        From a plan to the day on which its own slip lets it go [day].
    waits : Waits
        Which causes are on: where they are not, no vehicle remains unbuilt and nothing that is needed is lost for good.
    """

    def __init__(
        self,
        slips: Slips,
        fit: SlipFit,
        draws: Draws,
        *,
        plans: Sequence[DatedPlan],
        ready_day: Callable[[DatedPlan], float],
        waits: Waits,
    ) -> None:
        self._acts = waits.shelving
        self._slips = slips
        self._draws = draws
        self._plans = plans
        self._ready_day = ready_day
        self._may_lack_vehicles = waits.vehicle
        self._may_lack_needs = waits.prerequisite and waits.landing_failure
        own = {"state": slips.state_shelved_per_year, "commercial": slips.commercial_shelved_per_year}
        daily = slips.shelved_multiplier / DAYS_PER_YEAR
        self._per_day = {
            actor: daily * (hazard.per_year if (given := own.get(actor)) is None else given)
            for actor, hazard in fit.shelved.items()
        }
        shares = {"commercial": slips.commercial_common_shelved_share}
        self._common_per_day = {
            actor: per_day * shares.get(actor, slips.common_shelved_share) for actor, per_day in self._per_day.items()
        }
        self._numbers: dict[str, float] = {}
        self._struck_days: dict[str, float] = {}
        self._risks_alone: dict[str, float] = {}
        self._common_risks: dict[str, float] = {}

    def given_up(self, plan: DatedPlan) -> GivenUp | None:
        """Return when a plan is given up and what follows; None for one that comes to its end."""
        exposure = plan.exposure
        if not self._acts or exposure is None:
            return None
        undertaking = exposure.undertaking
        day, owner = math.inf, plan.entity
        if undertaking and self._is_struck(plan, exposure):
            # One that a user has added goes with the others, and never after the day on which it would have been ready.
            day, owner = min(self._struck_day(undertaking), self._own_struck_day(plan, exposure)), undertaking
        # Most numbers are so small that no logarithm is needed to see that nothing happens.
        survival = self._draws.uniform(plan.entity, "shelved")
        if survival > 1.0 - self._per_day[exposure.actor] * plan.planned_day:
            number, risk = -math.log(survival), self._risk_alone(plan, exposure)
            if number < risk:
                since = min(max((need.planned_day for need in exposure.before), default=0.0), plan.planned_day)
                alone = self._real_day(plan, since + (plan.planned_day - since) * number / risk)
                if alone < day:
                    day, owner = alone, plan.entity
        return None if day == math.inf else self._restart(plan, exposure, day, owner)

    def _number(self, undertaking: str) -> float:
        """Return the exponential number at which the risk of an undertaking strikes [1]."""
        number = self._numbers.get(undertaking)
        if number is None:
            number = self._numbers[undertaking] = -math.log(self._draws.uniform(undertaking, "chain_shelved"))
        return number

    def _common_risk(self, plan: DatedPlan, exposure: Exposure) -> float:
        """Return the risk of a mission that it shares with its undertaking, as an exponential number [1].

        It is the share of the whole, and no more than is left of that by vehicles that are never built, losses for
        good, and what strikes alone those that it depends on.
        """
        if not exposure.undertaking:
            return 0.0
        risk = self._common_risks.get(plan.entity)
        if risk is None:
            shared, whole = (
                per_day[exposure.actor] * plan.planned_day for per_day in (self._common_per_day, self._per_day)
            )
            held = self._unbuilt_number(exposure) + self._lost_number(plan) + self._alone_before(exposure)
            risk = self._common_risks[plan.entity] = max(min(shared, whole - held), 0.0)
        return risk

    def _alone_before(self, exposure: Exposure) -> float:
        """Return the risk of all that a mission depends on to be given up alone [1]."""
        return total((self._risk_alone(*each) for each in _before(exposure)), 0.0)

    def _lost_number(self, plan: DatedPlan) -> float:
        return -math.log1p(-plan.calibration.lost) if self._may_lack_needs else 0.0

    def _unbuilt_number(self, exposure: Exposure) -> float:
        return exposure.unbuilt_number if self._may_lack_vehicles else 0.0

    def _risk_alone(self, plan: DatedPlan, exposure: Exposure) -> float:
        """Return the risk that the record leaves to a mission alone, after all that it depends on, as such [1]."""
        risk = self._risks_alone.get(plan.entity)
        if risk is None:
            shared = max(self._common_risk(*each) for each in ((plan, exposure), *_before(exposure)))
            held = self._unbuilt_number(exposure) + shared + self._lost_number(plan) + self._alone_before(exposure)
            risk = max(self._per_day[exposure.actor] * plan.planned_day - held, 0.0)
            self._risks_alone[plan.entity] = risk
        return risk

    def _is_struck(self, plan: DatedPlan, exposure: Exposure) -> bool:
        """Return whether what strikes its undertaking strikes on account of one of its missions."""
        number = self._number(exposure.undertaking)
        # Mostly the number exceeds even the whole share, and what is left of that need not be known.
        most = self._common_per_day[exposure.actor] * plan.planned_day
        return number < most and number < self._common_risk(plan, exposure)

    def _struck_day(self, undertaking: str) -> float:
        """Return the day on which an undertaking is given up: the first that it is for any mission struck [day]."""
        day = self._struck_days.get(undertaking)
        if day is None:
            struck = (
                self._own_struck_day(plan, exposure)
                for plan in self._plans
                if (exposure := plan.exposure) is not None
                and exposure.undertaking == undertaking
                and self._is_struck(plan, exposure)
            )
            day = self._struck_days[undertaking] = min(struck, default=math.inf)
        return day

    def _own_struck_day(self, plan: DatedPlan, exposure: Exposure) -> float:
        """Return the day on which what strikes its undertaking reaches one of its missions, alone [day]."""
        return self._real_day(plan, self._number(exposure.undertaking) / self._common_per_day[exposure.actor])

    def _real_day(self, plan: DatedPlan, planned_day: float) -> float:
        """Return the day on which a mission is as far along its plan as one of that plan [day]."""
        return self._ready_day(plan) * planned_day / plan.planned_day

    def _restart(self, plan: DatedPlan, exposure: Exposure, day: float, owner: str) -> GivenUp:
        """Return when a plan that is given up is restarted, if ever; missions of an undertaking are together."""
        slips = self._slips
        if not slips.new_start or not exposure.restarted:
            return GivenUp(day, math.inf, math.inf)
        gap = slips.new_start_gap_years * DAYS_PER_YEAR
        normal = self._draws.normal(owner, "new_start")
        contracted = day + gap * math.exp(slips.new_start_gap_ln_sd * normal)
        least = min(plan.planned_day, slips.new_start_years * DAYS_PER_YEAR)
        return GivenUp(day, contracted, contracted + least)


def _before(exposure: Exposure) -> list[tuple[DatedPlan, Exposure]]:
    """Return the announced missions that one depends on, with what may end them."""
    return [(need, need.exposure) for need in exposure.before if need.exposure is not None]
