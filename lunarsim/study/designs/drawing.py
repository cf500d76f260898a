"""Designs: where in their distributions the factors are sampled, as unit quantiles.

In Monte Carlo and Latin hypercube designs each factor's column is drawn by itself, keyed by (seed, "design", key). So
another factor moves no column, and memory holds one column at a time. ``scipy.stats.qmc.LatinHypercube`` draws all
columns from one stream: there, a factor more moves every other one. No design depends on executors or blocks: it is
drawn once, when the store is made, and read from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lunarsim.study.designs.one_factor_steps import morris, one_at_a_time
from lunarsim.study.designs.pieces import Piece, bits
from lunarsim.study.designs.sequences import saltelli, saltelli_step, sobol
from lunarsim.study.request.settings import Design

Column = NDArray[np.float64]

_BELOW_ONE = 1 - 2.0**-53


@dataclass(frozen=True)
class Sampling:
    """How a design samples.

    Parameters
    ----------
    rows : callable
        (design, number of factors) to the length of the dataset's dimension ``sample``.
    draw : callable
        (design, keys of the factors) to the pieces that cover all factors and samples once.
    structured : bool
        Whether the samples only mean something all together and for factors, so that none may be left out.
    attributes : tuple of str
        Settings that are its own, and that an analysis must know.
    """

    rows: Callable[[Design, int], int]
    draw: Callable[[Design, Sequence[str]], Iterator[Piece]]
    structured: bool = False
    attributes: tuple[str, ...] = ()


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


def _factor_by_factor(column: Callable[[int, str, int], Column]) -> Sampling:
    """Return the sampling of a design whose columns are drawn each by itself: (seed, factor key, samples) to column."""

    def draw(design: Design, keys: Sequence[str]) -> Iterator[Piece]:
        for position, key in enumerate(keys):
            unit = column(design.seed, key, design.samples)
            yield Piece(slice(position, position + 1), slice(0, design.samples), unit[np.newaxis])

    return Sampling(_samples, draw)


def _samples(design: Design, factors: int) -> int:
    return design.samples


DESIGNS: dict[str, Sampling] = {
    "monte_carlo": _factor_by_factor(monte_carlo),
    "lhs": _factor_by_factor(latin_hypercube),
    "sobol": Sampling(_samples, sobol),
    "saltelli": Sampling(
        lambda design, factors: design.samples * saltelli_step(design, factors),
        saltelli,
        structured=True,
        attributes=("second_order",),
    ),
    "morris": Sampling(
        lambda design, factors: design.trajectories * (factors + 1),
        morris,
        structured=True,
        attributes=("trajectories", "levels"),
    ),
    "one_at_a_time": Sampling(
        lambda design, factors: 1 + 2 * factors, one_at_a_time, structured=True, attributes=("tail",)
    ),
}
"""Designs by name. ``nominal`` samples no factor and has none."""


def rows(design: Design, factors: int) -> int:
    """Return the length of the dimension ``sample``."""
    sampling = DESIGNS.get(design.name)
    return sampling.rows(design, factors) if sampling else 1


def is_structured(design: Design) -> bool:
    """Tell whether the samples of a design only mean something all together."""
    return design.name in DESIGNS and DESIGNS[design.name].structured


def draw(design: Design, keys: Sequence[str]) -> Iterator[Piece]:
    """Yield the unit quantiles of some factors, piece by piece."""
    return DESIGNS[design.name].draw(design, keys) if keys else iter(())
