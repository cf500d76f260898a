"""What missions' own slips leave to their waits, calibrated on the base scenario of each plan.

    python -m experiments.slips.calibrate                 # each mission against the fit, before and after
    python -m experiments.slips.calibrate --write         # and the figures into configs/library/slip_calibration.yml
    python -m experiments.slips.calibrate --plan latest --runs 2000

Announced dates slip as the record has it, waits of all kinds included. So a mission's own slip is narrowed and moved,
once for each plan, such that own slip and waits together have the 10, 50 and 90 % quantiles of the fit. All programs
take part, nothing is given up, every vehicle is built, and the agreement holds. Missions are calibrated together, as
each waits for others, in passes over the same draws, against the fit under these draws; it takes a few minutes a plan
on two cores. A mission whose precursor is later than its own fit is held against the precursor. How often what a
mission hangs on is lost for good is stored, too: that takes the place of a part of being given up.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np

from experiments.slips.campaigns import FIT_ALONE, SURE, announced, base_scenario, first_launches
from lunarsim.physics.chance.plan_bands import NINE_TENTHS
from lunarsim.physics.chance.slip_ratio import OFFSET_DAYS
from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.world.prepared import PlannedMission
from lunarsim.world.programs.calibrations import AS_FIT, Calibration, slip_calibrations

CALIBRATION = Path(__file__).parents[2] / "configs" / "library" / "slip_calibration.yml"
SEED = 20_260_701
MOST_SHIFT, BELOW, ABOVE = 0.5, (0.2, 1.0), (0.2, 1.5)
"""Most that a shift, least and most that the factors may be. The shift leaves the median at the plan at the
earliest: what waits make later than the fit must not bring a mission forward where they are off."""
STEPS = (1.0,) * 4 + (0.7,) * 3 + (0.4,) * 2
"""How far each pass follows what it has found."""
SETTLED = 5
"""Pass from which on the best figures of each mission are kept."""


class Target(NamedTuple):
    """What a mission is calibrated to: logarithms of ratios at 10, 50 and 90 %, and whom it is held against."""

    quantiles: tuple[float, float, float]
    held_against: str = ""


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
                after = tuple(math.log((day + transit_days + OFFSET_DAYS) / offset) for day in days(latest))
                made[key] = Target((after[0], after[1], after[2]), latest)
        return made[key]

    # A lander serves one crew, the next one planned.
    for planned in sorted(missions, key=lambda planned: planned.planned_day):
        left = [lander for lander in planned.landers if lander in known and lander not in lander_of.values()]
        if left:
            lander_of[planned.key] = min(left, key=lambda lander: days(lander)[1])
    return {key: target_of(key) for key in known}


def adjusted(calibration: Calibration, found: np.ndarray, target: Target, ln_mean: float, step: float) -> Calibration:
    """Return a calibration that comes nearer to its target: the median by its shift, the others by its factors.

    ``ln_mean`` is the mean of the mission's own fit [1].
    """
    low, median, high = found
    wanted_low, wanted_median, wanted_high = target.quantiles
    shift = calibration.ln_shift + step * (wanted_median - median)
    below = calibration.below * ((wanted_median - wanted_low) / max(median - low, 1e-3)) ** step
    above = calibration.above * ((wanted_high - wanted_median) / max(high - median, 1e-3)) ** step
    limits = (min(-ln_mean, 0.0), MOST_SHIFT), BELOW, ABOVE
    return Calibration(
        *(float(np.clip(value, *ends)) for value, ends in zip((shift, below, above), limits, strict=True))
    )


def calibrate(plan: str, runs: int, pool: ProcessPoolExecutor) -> dict[str, Calibration]:
    """Return the calibration of each announced mission of a plan, and print how near it comes."""
    scenario = base_scenario(plan)
    missions = announced(scenario)
    # By the same draws, so that what they have in common is not taken for a fault of the waits.
    alone = first_launches(pool, plan, (*SURE, *FIT_ALONE), None, SEED, runs)
    fitted = {planned.key: quantiles(alone[planned.key], planned.planned_day) for planned in missions}
    wanted = targets(missions, scenario.logistics.transit_days, fitted)
    calibrations = dict.fromkeys(wanted, AS_FIT)
    before: dict[str, np.ndarray] = {}
    best: dict[str, tuple[float, Calibration]] = {}
    for number, step in enumerate((*STEPS, 0.0)):
        if not step:
            calibrations = {key: calibration for key, (_, calibration) in best.items()}
        days = first_launches(pool, plan, SURE, calibrations, SEED, runs)
        found = {planned.key: quantiles(days[planned.key], planned.planned_day) for planned in missions}
        before = before or found
        off = {key: np.abs(found[key] - wanted[key].quantiles) for key in wanted}
        typical = math.exp(np.median([median for _, median, _ in off.values()]))
        print(f"{plan}: pass {number}, medians off by a factor of {typical:.3f}", flush=True)
        for key, (low, median, high) in off.items():
            # Where seasons leave no choice in between, the nearest is kept. Early passes are still under way together.
            distance = median + (low + high) / 4
            if number >= SETTLED and (key not in best or distance < best[key][0]):
                best[key] = distance, calibrations[key]
        if step:
            calibrations = {
                planned.key: adjusted(
                    calibrations[planned.key], found[planned.key], wanted[planned.key], planned.plan.ratio.ln_mean, step
                )
                for planned in missions
            }
    for planned in missions:
        never = (
            float(np.isinf(days[planned.key]).mean()) if planned.plan.exposure and planned.plan.exposure.before else 0.0
        )
        calibrations[planned.key] = calibrations[planned.key]._replace(lost=never)
    print(
        f"{'mission':28s} {'planned':>10s}  fit P50  P50/fit: as fit, calibrated   P10, P90   shift, below, above, lost"
    )
    for planned in missions:
        key, target = planned.key, wanted[planned.key]
        year = (planned.planned_day + OFFSET_DAYS) * math.exp(target.quantiles[1])
        ratios = np.exp(found[key] - target.quantiles)
        figures = ", ".join(f"{figure:.2f}" for figure in calibrations[key])
        uncalibrated = math.exp(before[key][1] - target.quantiles[1])
        print(
            f"{key:28s} {planned.mission.planned:>10s}  {year / 365.25:7.1f}  {uncalibrated:6.2f} {ratios[1]:6.2f} "
            f"{ratios[0]:12.2f} {ratios[2]:5.2f}   {figures}"
            + (f"   held against {target.held_against}" if target.held_against else "")
        )
    return calibrations


HEADER = """\
# What missions' own slips leave to their waits: by plan and mission, what is added to the mean of the logarithm of the
# ratio, factors on its spread below and above the median, and the share of cases in which something that it hangs on
# is lost for good. Made by experiments/slips/calibrate.py (docs/slips.md).
# source: the fits of slips.yml and {runs} runs of each plan's base scenario, seed {seed}
# evidence: analogue
# date: 2026-07-01

plans:
"""


def text(calibrations: Mapping[str, Mapping[str, Calibration]], runs: int) -> str:
    """Return the file of calibrations."""
    lines = [HEADER.format(runs=f"{runs:,}", seed=SEED)]
    for plan, missions in calibrations.items():
        lines.append(f'  {plan}:\n    as_of: "{MANIFEST_DATES[plan]}"\n    missions:\n')
        lines += [
            f"      {key}: [{', '.join(f'{figure:.3f}' for figure in calibration)}]\n"
            for key, calibration in missions.items()
        ]
    return "".join(lines)


def main() -> None:
    """Calibrate, print, and write on request."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plan", action="append", choices=list(MANIFEST_DATES), help="a plan; all, if left out")
    parser.add_argument("--runs", type=int, default=1000, help="runs of each pass")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--write", action="store_true", help=f"write {CALIBRATION.name}; other plans stay as they are")
    options = parser.parse_args()
    plans = options.plan or list(MANIFEST_DATES)
    with ProcessPoolExecutor(options.workers, get_context("spawn")) as pool:
        made = {plan: calibrate(plan, options.runs, pool) for plan in plans}
    if options.write:
        stored = {plan: slip_calibrations(plan) for plan in MANIFEST_DATES}
        CALIBRATION.write_text(text(stored | made, options.runs), encoding="utf-8")


if __name__ == "__main__":
    main()
