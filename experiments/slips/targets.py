"""What missions are calibrated to: the fit for their own statement, or the precursor that they wait for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from lunarsim.physics.chance.plan_bands import NINE_TENTHS
from lunarsim.physics.chance.slip_ratio import OFFSET_DAYS
from lunarsim.world.planned_missions import PlannedMission


class Target(NamedTuple):
    """What a mission is calibrated to.

    Parameters
    ----------
    quantiles : tuple of float
        Logarithms of ratios at 10, 50 and 90 %.
    held_against : str
        The precursor whose dates it has; empty for its own.
    lead_days : float
        How long after it the mission comes [day].
    """

    quantiles: tuple[float, float, float]
    held_against: str = ""
    lead_days: float = 0.0


def quantiles(days: np.ndarray, planned_day: float) -> np.ndarray:
    """Return the 10, 50 and 90 % quantiles of the logarithm of the ratio of runs in which the mission flies."""
    logs = np.log((days[np.isfinite(days)] + OFFSET_DAYS) / (planned_day + OFFSET_DAYS))
    return np.quantile(logs, (0.1, 0.5, 0.9), method="inverted_cdf")


def targets(
    missions: list[PlannedMission], transit_days: float, fitted: Mapping[str, np.ndarray] | None = None
) -> dict[str, Target]:
    """Return what each mission is calibrated to: its own fit, or its precursor where that is later in the median.

    Parameters
    ----------
    missions : list of PlannedMission
        Those that were announced.
    transit_days : float
        Time from launch to arrival [day].
    fitted : mapping, optional
        Logarithms of ratios of each by the fit, at 10, 50 and 90 %, as some draws have them; left out, the exact ones.
    """
    known = {planned.key: planned for planned in missions}
    made: dict[str, Target] = {}
    lander_of: dict[str, str] = {}

    def days(key: str) -> tuple[float, ...]:
        target, day = target_of(key), known[key].planned_day
        return tuple((day + OFFSET_DAYS) * math.exp(ln) - OFFSET_DAYS for ln in target.quantiles)

    def target_of(key: str) -> Target:
        if key not in made:
            planned = known[key]
            mean, sd, *_ = planned.plan.ratio
            own = (mean - NINE_TENTHS * sd, mean, mean + NINE_TENTHS * sd) if fitted is None else fitted[key].tolist()
            made[key] = Target(own)
            lists = [[need for need in each if need in known] for each in planned.needed if each != planned.landers]
            firsts = [min(needed, key=lambda need: days(need)[1]) for needed in lists if needed]
            firsts += [lander_of[key]] if key in lander_of else []
            latest = max(firsts, key=lambda need: days(need)[1], default="")
            if latest and days(latest)[1] + transit_days > days(key)[1]:
                offset = planned.planned_day + OFFSET_DAYS
                lead = transit_days
                if latest == lander_of.get(key):
                    # Both dates rest on one statement, that of the landing: the plan sends the lander so much ahead.
                    lead = max(lead, planned.planned_day - known[latest].planned_day)
                after = tuple(math.log((day + lead + OFFSET_DAYS) / offset) for day in days(latest))
                made[key] = Target((after[0], after[1], after[2]), latest, lead)
        return made[key]

    # A lander serves one crew, the next one planned.
    for planned in sorted(missions, key=lambda planned: planned.planned_day):
        left = [lander for lander in planned.landers if lander in known and lander not in lander_of.values()]
        if left:
            lander_of[planned.key] = min(left, key=lambda lander: days(lander)[1])
    return {key: target_of(key) for key in known}


def dated_by(wanted: Mapping[str, Target], key: str) -> tuple[str, float]:
    """Return the mission whose fit a mission's target is, and how long after that it comes [day]."""
    lead = 0.0
    while against := wanted[key].held_against:
        lead += wanted[key].lead_days
        key = against
    return key, lead
