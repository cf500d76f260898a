"""Designs: where in their distributions the factors are sampled, as unit quantiles.

Each factor's column is drawn by itself, keyed by (seed, "design", key). So another factor, another block size or
another number of workers moves no column, and memory holds one column at a time. ``scipy.stats.qmc.LatinHypercube``
draws all columns from one stream: there, a factor more moves every other one.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from lunarsim.words.draws import stream_key

Column = NDArray[np.float64]

_BELOW_ONE = 1 - 2.0**-53


def monte_carlo(seed: int, key: str, samples: int) -> Column:
    """Return independent unit quantiles; more samples leave the first ones as they are."""
    return _open_uniforms(_generator(seed, key), samples)


def latin_hypercube(seed: int, key: str, samples: int) -> Column:
    """Return unit quantiles with exactly one in each of ``samples`` equal strata (McKay et al. 1979)."""
    generator = _generator(seed, key)
    within = _open_uniforms(generator, samples)
    strata = np.random.Generator(generator).permutation(samples)
    # A quantile of exactly 1 is infinite for a normal distribution; the sum can round up to it.
    return np.minimum((strata + within) / samples, _BELOW_ONE)


DESIGNS: dict[str, Callable[[int, str, int], Column]] = {"monte_carlo": monte_carlo, "lhs": latin_hypercube}
"""Designs by name: (seed, factor key, samples) to the factor's column. ``nominal`` samples no factor and has none."""


def column(design: str, seed: int, key: str, samples: int) -> Column:
    """Return the unit quantiles of one factor, dims (sample,), in the open interval (0, 1)."""
    return DESIGNS[design](seed, key, samples)


def _generator(seed: int, key: str) -> np.random.Philox:
    return np.random.Philox(key=stream_key(seed, "design", key))


def _open_uniforms(generator: np.random.Philox, count: int) -> Column:
    """Return numbers in (0, 1), both ends open: 52 random bits and a half, which a float holds exactly."""
    raw = generator.random_raw(count)
    return ((raw >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
