"""Simulated dates of the latest plan held against the fit for their own statements.

    python -m experiments.slips.held                 # 1,500 runs
    python -m experiments.slips.held --runs 6000     # the tables of docs/slips.md

Given that nothing is given up, each announced mission's remaining time is held against the fit, or against its
precursor's where that is later; then the share of runs in which it never flies and the probability that it has flown by
some years, against those of the fit with what may be given up, nothing restarted; then dates that nobody
announced against their bands. Draws are others than those of the calibration.

A fit that is a precursor's says nothing of what happens where that precursor is given up. So a mission held against one
has, there, too, the dates and the risks of what it waits for: those of the fits alone, run by run. A crew takes the
first lander, in the order of the fits, that is not given up and that no crew before it takes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from experiments.slips.campaigns import FIT_ALONE, SURE, announced, base_scenario, first_launches
from experiments.slips.closeness import YEARS
from experiments.slips.targets import Target, dated_by, targets
from lunarsim.physics.chance.slip_ratio import OFFSET_DAYS
from lunarsim.scenario.library.slip_fits import slip_fit
from lunarsim.scenario.scenario import Scenario
from lunarsim.world.planned_missions import PlannedMission
from lunarsim.world.prepared import prepare
from lunarsim.world.programs.dated_plans import DatedPlan

PLAN, SEED = "latest", 7
AS_IT_IS = ("slips.new_start=false",)
"""Missions are given up as the fit has it, and not restarted."""
BY_FITS = (*AS_IT_IS, *FIT_ALONE, "waits.shelving=true")
"""The same by the fits alone: nothing else makes a mission late."""
CASES: dict[str, tuple[str, ...]] = {
    "": (),
    " (without a partner)": ("cooperation=none",),
    " (for a late partner)": ("waits.cooperation=true",),
}
"""In which case dates that nobody announced are looked at, and its overrides."""


class Held(NamedTuple):
    """One announced mission against its fit.

    Parameters
    ----------
    mission : str
        Its key.
    program : str
        Who flies it.
    kind : str
        Its kind in the manifest.
    fitted_year : float
        Median of the fit [decimal year].
    median : float
        Simulated median of the remaining time over that of the target [1].
    below, beyond : float
        Shares of runs below its 10 % and beyond its 90 % quantile [1].
    never, fitted_never : float
        Shares in which it never flies, simulated and fitted [1].
    flown_by, fitted_flown_by : tuple of float
        Probabilities to have flown by the end of :data:`YEARS`, simulated and fitted [1].
    held_against : str
        The precursor that is its target; empty for its own fit.
    """

    mission: str
    program: str
    kind: str
    fitted_year: float
    median: float
    below: float
    beyond: float
    never: float
    fitted_never: float
    flown_by: tuple[float, ...]
    fitted_flown_by: tuple[float, ...]
    held_against: str


def _fitted_never(scenario: Scenario, plan: DatedPlan) -> float:
    exposure = plan.exposure
    assert exposure is not None, "it was announced"
    return slip_fit(scenario.timeline.as_of).shelved_per_year(exposure.actor).share(plan.planned_day)


def held_against_days(
    missions: Sequence[PlannedMission], wanted: Mapping[str, Target], alone: Mapping[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """Return when each mission that is held against a precursor flies by the fits alone, by run; infinity for never.

    Parameters
    ----------
    missions : sequence of PlannedMission
        All of the scenario.
    wanted : mapping
        What those that were announced are calibrated to.
    alone : mapping
        Day of each mission by the fits alone, by run; infinity where it is given up [day].
    """
    known = {planned.key: planned for planned in missions}

    @cache
    def days(key: str) -> np.ndarray:
        planned = known[key]
        own = alone[key]
        for each in planned.needed:
            if each != planned.landers:
                first = np.min([days(need) for need in each], axis=0)
                # A band is that of a mission whose needs come as planned; an announced date holds the wait for them.
                own = np.maximum(own, first) if key not in wanted else np.where(np.isinf(first), np.inf, own)
        return own

    def order(key: str) -> tuple[bool, float]:
        # Those that nobody announced stand behind.
        planned = known[key]
        ln_median = 0.0 if key not in wanted else wanted[key].quantiles[1]
        return key not in wanted, (planned.planned_day + OFFSET_DAYS) * math.exp(ln_median)

    made: dict[str, np.ndarray] = {}
    taken: dict[str, np.ndarray] = {}
    for planned in sorted(missions, key=lambda planned: planned.planned_day):
        target = wanted.get(planned.key)
        if target is None or not target.held_against:
            continue
        open_still, day = np.isfinite(days(planned.key)), np.full(len(days(planned.key)), np.inf)
        choices = sorted(planned.landers, key=order) if target.held_against in planned.landers else ()
        for key in choices or (target.held_against,):
            serves = open_still & np.isfinite(days(key)) & ~taken.get(key, np.zeros(len(day), dtype=bool))
            day = np.where(serves, made.get(key, days(key)) + target.lead_days, day)
            open_still = open_still & ~serves
            if choices:
                taken[key] = taken.get(key, np.zeros(len(day), dtype=bool)) | serves
        made[planned.key] = day
    return made


def _held(
    scenario: Scenario,
    planned: PlannedMission,
    target: Target,
    dates: tuple[PlannedMission, float],
    sure: np.ndarray,
    as_it_is: np.ndarray,
    by_fits: np.ndarray | None,
) -> Held:
    plan, start = planned.plan, dt.date.fromisoformat(scenario.timeline.start)
    whose, lead = dates
    flown = sure[np.isfinite(sure)]
    low, median, high = ((plan.planned_day + OFFSET_DAYS) * math.exp(ln) - OFFSET_DAYS for ln in target.quantiles)
    never = _fitted_never(scenario, plan)
    ends = [(dt.date(year + 1, 1, 1) - start).days for year in YEARS]
    due = [
        (math.log((end - lead + OFFSET_DAYS) / (whose.planned_day + OFFSET_DAYS)) - whose.plan.ratio.ln_mean)
        / whose.plan.ratio.ln_sd
        for end in ends
    ]
    fitted_flown_by = tuple(float(ndtr(normal)) * (1.0 - never) for normal in due)
    if by_fits is not None:
        never, fitted_flown_by = float(np.isinf(by_fits).mean()), tuple(float((by_fits < end).mean()) for end in ends)
    return Held(
        planned.key,
        plan.program,
        planned.mission.kind,
        start.year + (start.timetuple().tm_yday - 1 + median) / 365.25,
        float(np.median(flown)) / median,
        float((flown < low).mean()),
        float((flown > high).mean()),
        float(np.isinf(as_it_is).mean()),
        never,
        tuple(float((as_it_is < end).mean()) for end in ends),
        fitted_flown_by,
        target.held_against,
    )


def held(runs: int, workers: int = 2) -> list[Held]:
    """Return each announced mission of the latest plan against its fit."""
    scenario = base_scenario(PLAN)
    missions = announced(scenario)
    wanted = targets(missions, scenario.logistics.transit_days)
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        sure, as_it_is, alone = (
            first_launches(pool, PLAN, lines, None, SEED, runs) for lines in (SURE, AS_IT_IS, BY_FITS)
        )
    by_fits = held_against_days(prepare(scenario).missions, wanted, alone)
    known = {planned.key: planned for planned in missions}
    rows = []
    for key, planned in known.items():
        whose, lead = dated_by(wanted, key)
        dates = known[whose], lead
        rows.append(_held(scenario, planned, wanted[key], dates, sure[key], as_it_is[key], by_fits.get(key)))
    return rows


def assumed(runs: int, workers: int = 2) -> list[tuple[str, float, float, float, float]]:
    """Return mission, planned year, and shares before, within and beyond its band, of dates that nobody announced.

    The lead's own plants are in its plan where it has no partner, and ordered for a late one where it has.
    """
    rows = []
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        for case, lines in CASES.items():
            chosen = (*SURE, *lines)
            scenario = base_scenario(PLAN, chosen)
            start = dt.date.fromisoformat(scenario.timeline.start)
            days = first_launches(pool, PLAN, chosen, None, SEED, runs)
            for planned in prepare(scenario).missions:
                mission = planned.mission
                flown = days[planned.key][np.isfinite(days[planned.key])]
                listed = bool(case) == (mission.role == "fallback")
                if planned.plan.band is not None and listed and flown.size and mission.planned_high is not None:
                    high = (dt.date.fromisoformat(mission.planned_high) - start).days
                    before, beyond = float((flown < planned.plan.band.low_day).mean()), float((flown > high).mean())
                    year = start.year + 0.5 + planned.planned_day / 365.25
                    rows.append((planned.key + case, year, before, 1.0 - before - beyond, beyond))
    return rows


def by_program(rows: Sequence[Held]) -> str:
    """Return the table of programs."""
    lines = [
        "| program | missions | median of P50 / fit | within 0.85 to 1.18 | below P10 | beyond P90 |",
        "|---|---|---|---|---|---|",
    ]
    for program in dict.fromkeys(row.program for row in rows):
        own = [row for row in rows if row.program == program]
        within = np.mean([0.85 <= row.median <= 1.18 for row in own])
        below, beyond = np.mean([row.below for row in own]), np.mean([row.beyond for row in own])
        median = np.median([row.median for row in own])
        lines.append(f"| {program} | {len(own)} | {median:.2f} | {within:.0%} | {below:.2f} | {beyond:.2f} |")
    return "\n".join(lines)


def by_mission(rows: Sequence[Held]) -> str:
    """Return the table of missions."""
    years = ", ".join(map(str, YEARS))
    lines = [
        f"| mission | fit's P50 | P50 / fit | below P10, beyond P90 | never flies (fit) | flown by {years} (fit) |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        flown = ", ".join(f"{share:.2f}" for share in row.flown_by)
        fitted = ", ".join(f"{share:.2f}" for share in row.fitted_flown_by)
        after = f" (after {row.held_against})" if row.held_against else ""
        lines.append(
            f"| {row.mission}{after} | {row.fitted_year:.1f} | {row.median:.2f} | {row.below:.2f}, {row.beyond:.2f} | "
            f"{row.never:.2f} ({row.fitted_never:.2f}) | {flown} ({fitted}) |"
        )
    return "\n".join(lines)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1500, help="runs of each kind")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    options = parser.parse_args()
    rows = held(options.runs, options.workers)
    print(by_program(rows), by_mission(rows), sep="\n\n", end="\n\n")
    print("| nobody announced | planned | before its band, within, beyond |\n|---|---|---|")
    for mission, year, before, within, beyond in assumed(options.runs, options.workers):
        print(f"| {mission} | {year:.1f} | {before:.2f}, {within:.2f}, {beyond:.2f} |")


if __name__ == "__main__":
    main()
