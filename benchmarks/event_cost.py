"""CPU time of a run and of one of its events: ``python benchmarks/event_cost.py [CHECKOUT]``.

With the path of another checkout, such as one of an earlier commit, both are measured in turns, each in a process of
its own, and the ratios are those of pairs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parents[1]
RUNS, PAIRS = 200, 10


class Cost(NamedTuple):
    """What a run of the base scenario costs, outcomes and accounts included.

    Parameters
    ----------
    run_ms : float
        CPU time of a run [ms].
    events : float
        SimPy's events in a run [1].
    """

    run_ms: float
    events: float

    @property
    def event_us(self) -> float:
        """CPU time of an event [us]."""
        return 1e3 * self.run_ms / self.events

    def __str__(self) -> str:
        return f"{self.run_ms:.2f} ms a run, {self.events:.0f} events, {self.event_us:.2f} us an event"


def once() -> Cost:
    """Return the cost in this process, of the lunarsim that it imports."""
    import simpy

    from lunarsim import load_scenario
    from lunarsim.study.campaigns import CAMPAIGNS

    scenario = load_scenario()
    labels = {name: axis.values for name, axis in CAMPAIGNS.coordinates([scenario]).items()}
    rows = [(sample, 0) for sample in range(RUNS)]
    plain: Any = simpy.Environment
    made: list[Any] = []

    class Kept(plain):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    # An unmeasured pass first: it warms up, and the numbers that SimPy gives to events count them.
    simpy.Environment = Kept  # type: ignore[misc]
    CAMPAIGNS.run([scenario] * RUNS, rows, 1, labels)
    simpy.Environment = plain  # type: ignore[misc]
    events = sum(next(environment._eid) for environment in made) / RUNS
    made.clear()
    start = time.process_time()
    CAMPAIGNS.run([scenario] * RUNS, rows, 1, labels)
    return Cost(1e3 * (time.process_time() - start) / RUNS, events)


def of(checkout: Path) -> Cost:
    """Return the cost of the lunarsim of a checkout, in a process of its own."""
    told = subprocess.run(
        [sys.executable, __file__, "--once"],
        env=os.environ | {"PYTHONPATH": str(checkout)},
        cwd=checkout,
        check=True,
        capture_output=True,
        text=True,
    )
    run_ms, events = told.stdout.split()
    return Cost(float(run_ms), float(events))


def middle(costs: list[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(median(cost.run_ms for cost in costs), median(cost.events for cost in costs))


def main() -> None:
    """Measure and print."""
    if sys.argv[1:] == ["--once"]:
        print(*once())
        return
    other = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    pairs = [(of(HERE), of(other) if other else None) for _ in range(PAIRS)]
    print(f"here: {middle([here for here, _ in pairs])}")
    if other:
        there = [(here, cost) for here, cost in pairs if cost is not None]
        print(f"{other}: {middle([cost for _, cost in there])}")
        for what in ("run_ms", "event_us"):
            ratios = sorted(getattr(here, what) / getattr(cost, what) for here, cost in there)
            print(f"{what}, here over there: {median(ratios):.3f} ({ratios[0]:.3f} to {ratios[-1]:.3f})")


if __name__ == "__main__":
    main()
