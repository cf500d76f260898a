"""A deposit of many realizations, all elements, on one core."""

from __future__ import annotations

import statistics

import numpy as np

from benchmarks.measuring import seconds
from lunarsim import load_scenario
from lunarsim.physics.resource.estimate import cell_thorium_ppm, estimate_deposit, report_quantiles
from lunarsim.physics.resource.geochemistry import element_ppm
from lunarsim.physics.resource.support import block_variance_ratio, local_field
from lunarsim.scenario.library.elements import load_patterns
from lunarsim.scenario.scenario import setter
from lunarsim.world.mine.deposit import deposits

RANGE_KM = 3.0


def measure(realizations: int, cells: int, rounds: int = 7) -> float:
    """Return the median time of an estimate over ``cells`` by ``cells`` square kilometers [s]."""
    patterns = load_patterns()

    def estimate() -> None:
        rng = np.random.default_rng(1)
        shared = rng.standard_normal((4, realizations))
        ratio = block_variance_ratio(1.0, RANGE_KM)
        local = local_field(rng.standard_normal((realizations, cells, cells)), 1.0, RANGE_KM)
        thorium = cell_thorium_ppm(
            10.19,
            calibration=shared[0],
            regional=shared[1],
            local=local.reshape(realizations, -1),
            calibration_ln_sd=0.1,
            site_ln_sd=0.33,
            local_share=0.5,
            cell_variance_ratio=ratio,
            site_variance_ratio=ratio,
        )
        elements = element_ppm(
            thorium,
            15.5,
            patterns,
            ree_per_thorium=40.4 * np.exp(0.15 * shared[2])[:, np.newaxis],
            mare_term_ppm=70.0 * np.exp(0.6 * shared[3])[:, np.newaxis],
            feldspathic_term_ppm=8.0,
            silicic_ree_per_thorium=6.0,
        )
        found = estimate_deposit(
            elements,
            1.0,
            3.0,
            density_multiplier=np.exp(0.05 * rng.standard_normal(realizations)),
            access=rng.triangular(0.3, 0.55, 0.8, realizations),
            mining_recovery=rng.triangular(0.85, 0.92, 0.98, realizations),
            process_recovery=rng.triangular(0.3, 0.576, 0.9, realizations),
            oxide_factor=patterns.oxide_factor,
        )
        report_quantiles(found.element_t)
        report_quantiles(found.recoverable_t)

    estimate()
    return statistics.median(seconds(estimate) for _ in range(rounds))


def measure_runs(runs: int, rounds: int = 7) -> float:
    """Return the median time of the deposits of so many runs, with flowsheets, cut-off and class [s]."""
    keys = ("deposit.thorium_multiplier", "deposit.cutoff_ree_ppm")
    base, put = load_scenario(["site=fra_mauro"]), setter(keys)
    multipliers = np.exp(0.33 * np.random.default_rng(1).standard_normal(runs))
    scenarios = [put(base, (multiplier, 400.0)) for multiplier in multipliers.tolist()]
    return statistics.median(seconds(lambda: deposits(scenarios)) for _ in range(rounds))
