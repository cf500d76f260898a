"""The accounts of a stored sweep computed again against its simulation, run for run."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

import lunarsim
from benchmarks.executor_cost import elsewhere
from benchmarks.measuring import Ratio

CHANGE = ["finance.discount_rate=0.05"]


class Cost(NamedTuple):
    """Processor time of a revaluation over that of the simulation.

    Parameters
    ----------
    of_runs : Ratio
        Of the runs that the larger sweep has more, which leaves the start out: what many runs come to.
    whole : Ratio
        Of the larger sweep, start and all.
    """

    of_runs: Ratio
    whole: Ratio


def measure(few: int = 500, many: int = 2_500, pairs: int = 3) -> Cost:
    """Return the processor time of ``revalue`` over that of a serial sweep of the base scenario, in turns."""
    sizes = few, many
    simulated: dict[int, list[float]] = {size: [] for size in sizes}
    revalued: dict[int, list[float]] = {size: [] for size in sizes}
    with elsewhere():
        # The first of all loads what the others find loaded.
        _simulate(few)
        _revalue()
        for _ in range(pairs):
            for size in sizes:
                simulated[size].append(_processor_s(lambda size=size: _simulate(size)))  # type: ignore[misc]
                revalued[size].append(_processor_s(_revalue))
    more = [[b - a for a, b in zip(times[few], times[many], strict=True)] for times in (revalued, simulated)]
    return Cost(Ratio.of(*more), Ratio.of(revalued[many], simulated[many]))


def _simulate(samples: int) -> None:
    lunarsim.sweep([f"design.samples={samples}", "output.name=simulated"]).close()


def _revalue() -> None:
    lunarsim.revalue(None, [*CHANGE, "output.dir=revalued"]).close()


def _processor_s(action: Callable[[], object]) -> float:
    start = time.process_time()
    action()
    return time.process_time() - start
