"""One run against bare SimPy: 85 processes that share 1,300 timeouts."""

from __future__ import annotations

from collections.abc import Iterator

import simpy

from benchmarks.inside import CAMPAIGNS
from benchmarks.measuring import Ratio, ratio
from lunarsim import load_scenario

PROCESSES, TIMEOUTS, RUNS = 85, 1300, 100


def bare_run() -> None:
    """Run the bare loop once."""
    environment = simpy.Environment()

    def process(count: int, days: float) -> Iterator[simpy.Event]:
        for _ in range(count):
            yield environment.timeout(days)

    each, more = divmod(TIMEOUTS, PROCESSES)
    for index in range(PROCESSES):
        environment.process(process(each + (index < more), 10.0 + 0.37 * index))
    environment.run()


def measure() -> Ratio:
    """Return the time of runs of the base scenario, outcomes and accounts included, over that of as many bare loops."""
    scenario = load_scenario()
    labels = {name: axis.values for name, axis in CAMPAIGNS.coordinates([scenario]).items()}
    rows = [(sample, 0) for sample in range(RUNS)]

    def campaigns() -> None:
        CAMPAIGNS.run([scenario] * RUNS, rows, 1, labels)

    def bare() -> None:
        for _ in range(RUNS):
            bare_run()

    return ratio(campaigns, bare)
