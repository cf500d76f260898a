"""Designs: where in their distributions the factors are sampled, as unit quantiles.

In Monte Carlo and Latin hypercube designs each factor's column is drawn by itself, keyed by (seed, "design", key). So
another factor moves no column, and memory holds one column at a time. ``scipy.stats.qmc.LatinHypercube`` draws all
columns from one stream: there, a factor more moves every other one. No design depends on executors or blocks: it is
drawn once, when the store is made, and read from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from lunarsim.study.designs.one_factor_steps import morris, one_at_a_time
from lunarsim.study.designs.pieces import Piece, bits
from lunarsim.study.designs.sequences import saltelli, sobol
from lunarsim.study.request.settings import Design

Column = NDArray[np.float64]

_BELOW_ONE = 1 - 2.0**-53


Draw = Callable[[Design, Sequence[str]], Iterator[Piece]]
"""Yields, for a design and the keys of the factors, the pieces that cover all factors and samples once."""


def monte_carlo(seed: int, key: str, samples: int) -> Column:
    """Return independent unit quantiles; more samples leave the first ones as they are."""
    return _open_uniforms(bits(seed, key), samples)


def latin_hypercube(seed: int, key: str, samples: int) -> Column:
    """Return unit quantiles with exactly one in each of ``samples`` equal strata (McKay et al. 1979)."""
    drawn = bits(seed, key)
    within = _open_uniforms(drawn, samples)
    strata = np.random.Generator(drawn).permutation(samples)
    # A quantile of exactly 1 is infinite for a normal distribution; the sum can round up to it.
    return np.minimum((strata + within) / samples, _BELOW_ONE)


def _open_uniforms(drawn: np.random.Philox, count: int) -> Column:
    """Return numbers in (0, 1), both ends open: 52 random bits and a half, which a float holds exactly."""
    raw = drawn.random_raw(count)
    return ((raw >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


def _factor_by_factor(column: Callable[[int, str, int], Column]) -> Draw:
    """Return how a design draws whose columns are drawn each by itself: (seed, factor key, samples) to column."""

    def draw(design: Design, keys: Sequence[str]) -> Iterator[Piece]:
        for index, key in enumerate(keys):
            unit = column(design.seed, key, design.samples)
            yield Piece(slice(index, index + 1), slice(0, design.samples), unit[np.newaxis])

    return draw


DRAWS: dict[str, Draw] = {
    "monte_carlo": _factor_by_factor(monte_carlo),
    "lhs": _factor_by_factor(latin_hypercube),
    "sobol": sobol,
    "saltelli": saltelli,
    "morris": morris,
    "one_at_a_time": one_at_a_time,
}
"""How each design that samples factors draws its rows; ``DESIGN_KINDS`` declares what else is known of it."""


def draw(design: Design, keys: Sequence[str]) -> Iterator[Piece]:
    """Yield the unit quantiles of some factors, piece by piece."""
    return DRAWS[design.name](design, keys) if keys else iter(())
