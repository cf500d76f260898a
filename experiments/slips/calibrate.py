"""What missions' own slips leave to their waits, calibrated on the base scenario of each plan.

    python -m experiments.slips.calibrate                 # each mission against the fit, before and after
    python -m experiments.slips.calibrate --write         # and the figures into configs/library/slip_calibration.yml
    python -m experiments.slips.calibrate --plan latest --runs 2000
    python -m experiments.slips.calibrate --plan latest --only tianwen_3   # the others as stored

Announced dates slip as the record has it, waits of all kinds included. So a mission's own slip is narrowed and moved,
once for each plan, such that own slip and waits together have the distribution of the fit. The fit is a continuous law
of a record in which craft, too, flew in windows only; a mission that waits for windows has a distribution in steps, and
comes nearest where the share that has flown by each window is that of the fit half way to the next. So distributions
are compared by probability, not by quantiles, which jump: the mean difference over the early, middle and late part of
the fit moves a calibration, and the best is that with the least mean square of the difference (Cramer and von Mises)
and least squares by the end of 2030, 2035 and 2040, by which plans are read, and of the horizon. Missions that are
still far off, such as those of few windows, are then searched for about the best.

All programs take part, nothing is given up, every vehicle is built, and the agreement holds. Missions are calibrated
together, as each waits for others, in passes over the same draws, against the fit under these draws; it takes a few
minutes a plan on two cores. A mission whose precursor is later than its own fit is held against the precursor. How
often what a mission hangs on is lost for good is stored, too: that takes the place of a part of being given up.
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from experiments.slips.campaigns import FIT_ALONE, SURE, announced, base_scenario, first_launches
from experiments.slips.closeness import SEARCH, YEARS, adjusted, differences, distance, found_quantiles, limited, tried
from experiments.slips.targets import dated_by, quantiles, targets
from lunarsim.physics.chance.slip_ratio import OFFSET_DAYS
from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.world.programs.calibrations import AS_FIT, Calibration, slip_calibrations

CALIBRATION = Path(__file__).parents[2] / "configs" / "library" / "slip_calibration.yml"
SEED = 20_260_701
STEPS = (1.0,) * 3 + (0.7,) * 2 + (0.4,)
"""How far each pass follows what it has found."""
SETTLED = 4
"""Pass from which on the best figures of each mission are kept."""


FAR_OFF = 0.05
"""Root of the distance of dates from their fit beyond which a mission is far off."""


def others_cancelled(plan: str, only: Sequence[str]) -> tuple[str, ...]:
    """Return the overrides that leave missions what they need and what flies on their vehicles; none for no mission."""
    if not only:
        return ()
    known = base_scenario(plan).missions
    vehicles = {known[key].vehicle for key in only}
    kept, new = set[str](), {key for key, mission in known.items() if mission.vehicle in vehicles}
    while new:
        kept |= new
        new = {need for key in new for each in known[key].needed for need in each} - kept
    return tuple(f"missions.{key}.cancelled=true" for key in known if key not in kept)


def calibrate(plan: str, runs: int, pool: ProcessPoolExecutor, only: Sequence[str] = ()) -> dict[str, Calibration]:
    """Return the calibration of each announced mission of a plan, and print how near it comes.

    The stored figures are tried, too, so that what an earlier search has found is lost only to what is better.
    ``only`` names missions that are searched for about their stored figures, with what they need and what flies on the
    same vehicles.
    """
    lines = (*SURE, *others_cancelled(plan, only))
    scenario = base_scenario(plan, lines)
    missions = announced(scenario)
    # By the same draws, so that what they have in common is not taken for a fault of the waits.
    alone = first_launches(pool, plan, (*lines, *FIT_ALONE), None, SEED, runs)
    fitted = {planned.key: quantiles(alone[planned.key], planned.planned_day) for planned in missions}
    wanted = targets(missions, scenario.logistics.transit_days, fitted)
    dates = {key: dated_by(wanted, key) for key in wanted}
    fits = {key: alone[whose] + lead for key, (whose, lead) in dates.items()}
    stored = slip_calibrations(plan)
    calibrations = {key: stored[key] if only else AS_FIT for key in wanted}
    before: dict[str, np.ndarray] = {}
    best: dict[str, tuple[float, Calibration]] = {}
    start = dt.date.fromisoformat(scenario.timeline.start)
    ends = [float((dt.date(year + 1, 1, 1) - start).days) for year in YEARS]
    ln_mean = {planned.key: planned.plan.ratio.ln_mean for planned in missions}
    moves = 0 if only else len(STEPS)
    trials: list[tuple[float, float, float] | None] = [*([] if only else [None]), *SEARCH]
    last = moves + len(trials) + 1
    for number in range(last + 1):
        days = first_launches(pool, plan, lines, calibrations, SEED, runs)
        before = before or days
        found = {key: distance(days[key], fits[key], ends) for key in wanted}
        # What is held against a mission comes right by that one only.
        behind = {key: [other for other, target in wanted.items() if target.held_against == key] for key in wanted}
        found |= {key: found[key] + math.fsum(found[other] for other in behind[key]) for key in wanted}
        print(
            f"{plan}: pass {number}, off by {math.sqrt(np.median(list(found.values()))):.3f}, "
            f"at most {math.sqrt(max(found.values())):.3f}",
            flush=True,
        )
        for key, off in found.items():
            # Early passes are still under way together.
            if number >= min(SETTLED, moves) and (key not in best or off < best[key][0]):
                best[key] = off, calibrations[key]
        if number < moves:
            calibrations = {
                key: adjusted(
                    calibrations[key],
                    found_quantiles(differences(days[key], fits[key]), wanted[key]),
                    wanted[key],
                    ln_mean[key],
                    STEPS[number],
                )
                for key in wanted
            }
        else:
            calibrations = {key: calibration for key, (_, calibration) in best.items()}
            if number < last - 1:
                far = only or [key for key, (off, _) in best.items() if off > FAR_OFF**2]
                trial = trials[number - moves]
                if trial is None:
                    calibrations |= {key: limited(*stored[key][:3], ln_mean[key]) for key in wanted if key in stored}
                else:
                    calibrations |= {key: tried(calibrations[key], trial, ln_mean[key]) for key in far}
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
        as_fit, ratios = (np.exp(quantiles(one[key], planned.planned_day) - target.quantiles) for one in (before, days))
        figures = ", ".join(f"{figure:.2f}" for figure in calibrations[key])
        print(
            f"{key:28s} {planned.mission.planned:>10s}  {year / 365.25:7.1f}  {as_fit[1]:6.2f} {ratios[1]:6.2f} "
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
    parser.add_argument("--only", action="append", default=[], help="a mission to search for, about its stored figures")
    parser.add_argument("--runs", type=int, default=1000, help="runs of each pass")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--write", action="store_true", help=f"write {CALIBRATION.name}; other plans stay as they are")
    options = parser.parse_args()
    plans = options.plan or list(MANIFEST_DATES)
    with ProcessPoolExecutor(options.workers, get_context("spawn")) as pool:
        made = {plan: calibrate(plan, options.runs, pool, options.only) for plan in plans}
    if options.write:
        stored = {plan: dict(slip_calibrations(plan)) for plan in MANIFEST_DATES}
        for plan, found in made.items():
            named = {key: found[key] for key in options.only or found}
            stored[plan] = stored[plan] | named if options.only else named
        CALIBRATION.write_text(text(stored, options.runs), encoding="utf-8")


if __name__ == "__main__":
    main()
