"""Designs that change one factor at a time: elementary effects (Morris), and low and high around the middle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from lunarsim.study.designs.pieces import ROWS_OF_A_PIECE, Piece, generator
from lunarsim.study.request.settings import Design


def morris(design: Design, keys: Sequence[str]) -> Iterator[Piece]:
    """Yield trajectories through a grid of levels, on which each factor moves once.

    SALib makes a trajectory for all factors together, so it cannot be drawn factor by factor; drawn one
    trajectory at a time, more of them leave the first ones as they are. SALib's levels run from 0 to 1, where unbounded
    distributions are infinite. Here level k of n stands at (k + 1/2) / n, in the middle of an equal share of the
    distribution; a move is half of the levels, so 1/2 in unit quantiles.

    References
    ----------
    Morris 1991, Technometrics 33, 161-174.
    """
    from SALib.sample.morris import sample

    count, levels = len(keys), design.levels
    step = design.group_rows(count)
    problem = {"num_vars": count, "names": list(keys), "bounds": [[0.0, 1.0]] * count}
    # SALib spawns a generator from this one at each call.
    source = generator(design.seed, "morris")
    at_once = max(1, ROWS_OF_A_PIECE // step)
    for first in range(0, design.trajectories, at_once):
        trajectories = min(at_once, design.trajectories - first)
        drawn = np.concatenate([sample(dict(problem), 1, num_levels=levels, seed=source) for _ in range(trajectories)])
        grid = np.rint(drawn.T * (levels - 1))
        yield Piece(slice(0, count), slice(first * step, (first + trajectories) * step), (grid + 0.5) / levels)


def one_at_a_time(design: Design, keys: Sequence[str]) -> Iterator[Piece]:
    """Yield the middle of all factors, then each factor low and high with the others in the middle."""
    count = len(keys)
    unit = np.full((count, 1 + 2 * count), 0.5)
    factors = np.arange(count)
    unit[factors, 1 + 2 * factors] = design.tail
    unit[factors, 2 + 2 * factors] = 1 - design.tail
    yield Piece(slice(0, count), slice(0, 1 + 2 * count), unit)
