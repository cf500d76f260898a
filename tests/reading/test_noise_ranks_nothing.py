"""Noise alone ranks nothing, in random samples and in structured designs."""

import numpy as np
import pytest

from lunarsim.reading.analysis.ranking.fits import RANKS, REGRESSION, SCREENING
from lunarsim.reading.analysis.ranking.what_matters import sensitivity
from tests.reading.sampled import (
    chaos,
    morris,
    saltelli,
    sampled,
    steps,
)

NOISES = {
    "normal": lambda random, shape: random.normal(size=shape),
    "long tail": lambda random, shape: np.exp(2 * random.normal(size=shape)),
    "rare": lambda random, shape: (random.random(shape) < 0.08).astype(float),
}


def times_noise_was_listed(noise, samples, method, seeds):
    luck = 0
    for seed in range(seeds):
        random = np.random.default_rng(seed)
        unit = random.random((samples, 6))
        values = np.exp(3 * unit)  # a long tail of the factors, too
        runs = {name: NOISES[noise](random, (samples, 1)) for name in ("npv_musd", "ree_produced_kg")}
        if any(np.ptp(each) == 0 for each in runs.values()):
            continue
        result = sensitivity(sampled(unit, runs, values=values))
        assert set(result["analysis_method"].values.ravel()) <= {method, RANKS}
        luck += bool(result["factor_matters"].any())
    return luck


METHODS = [(60, REGRESSION), (20, SCREENING)]


@pytest.mark.parametrize(("samples", "method"), METHODS)
@pytest.mark.parametrize("noise", NOISES)
def test_noise_alone_ranks_nothing_in_random_samples(noise, samples, method):
    assert times_noise_was_listed(noise, samples, method, 4) <= 1  # at 5 %, more come in one of a hundred


@pytest.mark.slow
@pytest.mark.parametrize(("samples", "method"), METHODS)
@pytest.mark.parametrize("noise", NOISES)
def test_noise_is_listed_in_at_most_one_of_twenty_sweeps(noise, samples, method):
    assert times_noise_was_listed(noise, samples, method, 200) <= 18  # at 5 %, more come in one of a hundred


@pytest.mark.parametrize(
    "made",
    [
        lambda seed: saltelli(32, 5, chaos(seed)),
        lambda seed: morris(12, 5, chaos(seed)),
        lambda seed: steps(5, chaos(seed)),
        lambda seed: saltelli(32, 5, chaos(seed), replicates=1),
        lambda seed: morris(12, 5, chaos(seed), replicates=1),
    ],
    ids=["saltelli", "morris", "one_at_a_time", "saltelli, one history", "morris, one history"],
)
def test_noise_alone_ranks_nothing_in_structured_designs(made):
    luck = sum(bool(sensitivity(made(seed), ["npv_musd"])["factor_matters"].any()) for seed in range(6))
    assert luck <= 2  # of 6 at 5 %, more come in two of a thousand
