"""The deposits of many runs, all elements, on one core."""

from __future__ import annotations

import statistics

import numpy as np

from benchmarks.inside import deposits, setter
from benchmarks.measuring import seconds
from lunarsim import load_scenario


def measure(runs: int, rounds: int = 7) -> float:
    """Return the median time of the deposits of a number of runs, with flowsheets, cut-off and class [s]."""
    keys = ("deposit.thorium_multiplier", "deposit.cutoff_ree_ppm")
    base, put = load_scenario(["site=fra_mauro"]), setter(keys)
    multipliers = np.exp(0.33 * np.random.default_rng(1).standard_normal(runs))
    scenarios = [put(base, (multiplier, 400.0)) for multiplier in multipliers.tolist()]
    return statistics.median(seconds(lambda: deposits(scenarios)) for _ in range(rounds))
