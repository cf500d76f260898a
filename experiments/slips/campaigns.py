"""First launches of the announced missions in the base scenario of a plan, many runs of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor

import numpy as np

import lunarsim
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.draws import DrawBlock
from lunarsim.world.mine.deposit import deposits
from lunarsim.world.mine.mine_plan import mine_plan
from lunarsim.world.planned_missions import PlannedMission
from lunarsim.world.prepared import prepare
from lunarsim.world.programs.calibrations import Calibration
from lunarsim.world.wiring import Campaign

BASE = (
    "cooperation=active",
    # Long enough that next to no launch lies beyond the horizon.
    "timeline.horizon_years=80",
    # The lead's own plants are no part of the plan while it has a partner.
    "cooperation.replacement_possible=false",
    # Of what happens on the Moon, only cargo flights for stations meet launches of the manifest. What flies later than
    # this end meets next to none, but makes a run long.
    "upkeep.end_of_support=2047-01-01",
    "waits.power=false",
    "plant.units=0",
)
SURE = ("waits.shelving=false",)
"""Nothing is given up; every vehicle is built, too."""

FIT_ALONE = ("waits=none", "waits.slip=true")
"""Missions slip as the fit has it and wait for nothing else."""

BLOCK_RUNS = 250


def base_scenario(plan: str, lines: Sequence[str] = SURE) -> Scenario:
    """Return the base scenario of a plan; only the latest one has American missions.

    With :data:`SURE`, all that is planned flies: no vehicle remains unbuilt.
    """
    own = {line.partition("=")[0] for line in lines}
    base = [line for line in BASE if line.partition("=")[0] not in own]
    chosen = [*(["scenario=race"] if plan == "latest" else []), f"plan={plan}", *base, *lines]
    scenario = lunarsim.load_scenario(chosen)
    if not set(SURE) <= set(lines):
        return scenario
    return lunarsim.load_scenario([*chosen, *(f"vehicles.{name}.built_probability=1" for name in scenario.vehicles)])


def announced(scenario: Scenario) -> list[PlannedMission]:
    """Return the missions of a scenario whose dates were announced."""
    return [planned for planned in prepare(scenario).missions if planned.plan.band is None]


def _block(
    plan: str, lines: Sequence[str], calibrations: Mapping[str, Calibration] | None, seed: int, first: int, runs: int
) -> dict[str, list[float]]:
    scenario = base_scenario(plan, lines)
    prepared = prepare(scenario, calibrations)
    (deposit,) = deposits([scenario])
    mine = mine_plan(scenario, prepared.start, deposit.flowsheet)
    block = DrawBlock(seed, [(sample, 0) for sample in range(first, first + runs)])
    days: dict[str, list[float]] = {planned.key: [] for planned in prepared.missions}
    for position in range(runs):
        campaign = Campaign(scenario, block.run(position), prepared, deposit, mine)
        trace = campaign.run()
        launched: dict[str, float] = {}
        for flight in trace.flights.flown:
            launched.setdefault(flight.mission, flight.launched_day)
        campaign.close()
        for key, column in days.items():
            column.append(launched.get(key, math.inf))
    return days


def first_launches(
    pool: ProcessPoolExecutor,
    plan: str,
    lines: Sequence[str],
    calibrations: Mapping[str, Calibration] | None,
    seed: int,
    runs: int,
) -> dict[str, np.ndarray]:
    """Return the day of the first launch of each mission, by run; infinity for none.

    Parameters
    ----------
    pool : ProcessPoolExecutor
        Makes the runs, in blocks.
    plan : str
        Whose base scenario.
    lines : sequence of str
        Overrides of it.
    calibrations : mapping or None
        By mission, in place of those that are shipped.
    seed : int
        Of the draws.
    runs : int
        Their number.
    """
    starts = range(0, runs, BLOCK_RUNS)
    parts = [
        pool.submit(_block, plan, lines, calibrations, seed, start, min(BLOCK_RUNS, runs - start)) for start in starts
    ]
    made = [part.result() for part in parts]
    return {key: np.array([day for part in made for day in part[key]]) for key in made[0]}
