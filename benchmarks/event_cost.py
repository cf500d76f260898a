"""CPU time of a run and of what happens in it: ``python benchmarks/event_cost.py [CHECKOUT]``.

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
    happenings : float
        Times of a run at which something happens: landings, failures, repairs, changes of a rate [1].
    events : float
        All of SimPy's events, those with which it starts and ends processes among them [1].
    """

    run_ms: float
    happenings: float
    events: float

    @property
    def happening_us(self) -> float:
        """CPU time of a happening [us]."""
        return 1e3 * self.run_ms / self.happenings

    @property
    def event_us(self) -> float:
        """CPU time of one of SimPy's events [us]."""
        return 1e3 * self.run_ms / self.events

    def __str__(self) -> str:
        return (
            f"{self.run_ms:.2f} ms a run, {self.happenings:.0f} happenings of {self.happening_us:.1f} us, "
            f"{self.events:.0f} events of {self.event_us:.1f} us"
        )


def once() -> Cost:
    """Return the cost in this process, of the lunarsim that it imports."""
    import simpy

    from lunarsim import load_scenario
    from lunarsim.study.model.campaigns import CAMPAIGNS

    scenario = load_scenario()
    labels = {name: axis.values for name, axis in CAMPAIGNS.coordinates([scenario]).items()}
    rows = [(sample, 0) for sample in range(RUNS)]
    plain: Any = simpy.Environment
    counted = {"happenings": 0, "events": 0}

    class Counting(plain):  # type: ignore[misc]
        def step(self) -> None:
            counted["happenings"] += self.peek() > self.now
            counted["events"] += 1
            super().step()

    # An unmeasured pass first: it warms up, and its events are counted.
    simpy.Environment = Counting  # type: ignore[misc]
    CAMPAIGNS.run([scenario] * RUNS, rows, 1, labels)
    simpy.Environment = plain  # type: ignore[misc]
    happenings, events = (counted[name] / RUNS for name in ("happenings", "events"))
    start = time.process_time()
    CAMPAIGNS.run([scenario] * RUNS, rows, 1, labels)
    return Cost(1e3 * (time.process_time() - start) / RUNS, happenings, events)


def of(checkout: Path) -> Cost:
    """Return the cost of the lunarsim of a checkout, in a process of its own."""
    child = subprocess.run(
        [sys.executable, __file__, "--once"],
        env=os.environ | {"PYTHONPATH": str(checkout)},
        cwd=checkout,
        check=True,
        capture_output=True,
        text=True,
    )
    return Cost(*map(float, child.stdout.split()))


def middle(costs: list[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(*map(median, zip(*costs, strict=True)))


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
        for what in ("run_ms", "happening_us", "event_us"):
            ratios = sorted(getattr(here, what) / getattr(cost, what) for here, cost in there)
            print(f"{what}, here over there: {median(ratios):.3f} ({ratios[0]:.3f} to {ratios[-1]:.3f})")


if __name__ == "__main__":
    main()
