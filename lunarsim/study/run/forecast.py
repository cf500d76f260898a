"""What a sweep would take, in time and on the disk, from a few of its runs."""

from __future__ import annotations

import dataclasses
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lunarsim.study.designs.drawing import monte_carlo
from lunarsim.study.grid.chunk_grid import Grid
from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.model.block import Block
from lunarsim.study.model.interface import Model
from lunarsim.study.request.factors import Factor
from lunarsim.study.run.block_runner import Runner
from lunarsim.study.store.layout import sweep_fields

BUDGET_SECONDS = 0.8
RUNS_AT_ONCE = 25
MOST_BLOCKS = 40


@dataclass(frozen=True)
class Forecast:
    """What a sweep would take, about.

    Parameters
    ----------
    timed : int
        Runs that were made to find out.
    run_seconds : float
        Time of a run in one process [s].
    size_bytes : float
        Size of the store.
    """

    timed: int
    run_seconds: float
    size_bytes: float


def forecast(plan: Plan, model: Model) -> Forecast:
    """Time runs from all over a plan for about a second; nothing is written.

    Small blocks take longer a run and compress less than those of the sweep, so both figures are rather too high.
    """
    small = dataclasses.replace(plan, grid=Grid.cut(plan.grid.shape, min(RUNS_AT_ONCE, max(plan.grid.chunk))))
    runner = Runner(small, model, _SomeValues(plan))
    indices = np.unique(np.linspace(0, small.grid.blocks - 1, MOST_BLOCKS).astype(int)).tolist()
    # The first one imports and fills caches; it is made once more.
    runner.run(indices[0])
    blocks: list[Block] = []
    start = time.perf_counter()
    for index in indices:
        blocks.append(runner.run(index))
        if time.perf_counter() - start > BUDGET_SECONDS:
            break
    runs = sum(block.runs for block in blocks)
    seconds = sum(block.seconds for block in blocks)
    stored = sum(_stored_bytes(plan, block) for block in blocks)
    fixed = sum(field.size_bytes for field in sweep_fields(plan) if field.dims[:1] != plan.run_dims[:1])
    return Forecast(runs, seconds / runs, stored / runs * plan.grid.runs + fixed)


@dataclass(frozen=True)
class _SomeValues:
    """Values of factors that are like those of the sweep; nothing has been run before."""

    plan: Plan

    def factor_values(self, factor: Factor, choice: tuple[int, ...], samples: slice) -> NDArray[np.float64]:
        return factor.values(monte_carlo(self.plan.design.seed, factor.key, samples.stop - samples.start), choice)

    def earlier(self, index: int) -> None:
        return None


def _stored_bytes(plan: Plan, block: Block) -> int:
    """Return the size of a block as the store compresses it; arrays that are all missing are not stored."""
    from numcodecs import blosc

    missing = {variable.name: variable.missing for variable in plan.variables}
    size = 0
    for name, array in block.arrays.items():
        empty = missing.get(name, 0)
        if array.dtype.kind not in "biuf" or np.array_equal(array, np.full_like(array, empty), equal_nan=True):
            continue
        size += len(blosc.compress(np.ascontiguousarray(array), b"zstd", 1, blosc.NOSHUFFLE))
    return size
