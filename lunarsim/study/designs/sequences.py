"""Designs made of a scrambled Sobol' sequence: the plain one, and Saltelli's for variance-based indices.

scipy scrambles all dimensions of a sequence with one generator, so that a factor more moves every column, other than in
designs that are drawn factor by factor. They are drawn a piece of the samples at a time instead, all factors together,
which keeps memory as flat. SALib's own Saltelli sampler holds the whole matrix; this one gives the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from lunarsim.study.designs.pieces import ROWS_OF_A_PIECE, Columns, Piece, generator
from lunarsim.study.request.settings import Design

_BITS = 30
_HALF_A_STEP = 2.0 ** -(_BITS + 1)


def sobol(design: Design, keys: Sequence[str]) -> Iterator[Piece]:
    """Yield a scrambled Sobol' sequence, one dimension per factor.

    Only a power of two of samples is balanced in every factor; other numbers are allowed. A longer sequence begins with
    the shorter one.
    """
    for first, points in _points(design, "sobol", len(keys), design.samples, ROWS_OF_A_PIECE):
        yield Piece(slice(0, len(keys)), slice(first, first + points.shape[1]), points)


def saltelli(design: Design, keys: Sequence[str]) -> Iterator[Piece]:
    """Yield Saltelli's design for first-order and total Sobol' indices, of second order on request.

    The rows of base sample i follow each other in SALib's order: A_i, AB_i of each factor (A_i with that factor from
    B_i), for second order BA_i of each factor, and B_i. A and B are two halves of one Sobol' sequence.

    References
    ----------
    Saltelli 2002, Computer Physics Communications 145, 280-297; Saltelli et al. 2010, ibid. 181, 259-270.
    """
    count, step = len(keys), design.group_rows(len(keys))
    # A power of two, so that scipy finds the first points balanced.
    bases = 1 << max(0, (ROWS_OF_A_PIECE // step).bit_length() - 1)
    diagonal = np.arange(count)
    for first, points in _points(design, "saltelli", 2 * count, design.samples, bases):
        a, b = points[:count], points[count:]
        rows = np.empty((count, a.shape[1], step))
        rows[:, :, : count + 1] = a[:, :, np.newaxis]
        rows[:, :, count + 1 :] = b[:, :, np.newaxis]
        rows[diagonal, :, 1 + diagonal] = b
        if design.second_order:
            rows[diagonal, :, 1 + count + diagonal] = a
        yield Piece(
            slice(0, count), slice(first * step, (first + a.shape[1]) * step), rows.reshape(count, a.shape[1] * step)
        )


def _points(design: Design, name: str, dimensions: int, samples: int, at_once: int) -> Iterator[tuple[int, Columns]]:
    """Yield the index of the first point, and points, dims (dimension, point), in the middle of their cells.

    scipy's points stand at the lower edge of cells of 2**-30, the first perhaps at 0, which is infinite for a normal
    distribution.
    """
    if not dimensions:
        return
    from scipy.stats import qmc

    engine = qmc.Sobol(dimensions, scramble=True, bits=_BITS, rng=generator(design.seed, name))
    for first in range(0, samples, at_once):
        # scipy warns of a first draw that is not a power of two; what is drawn beyond the samples is dropped.
        count = min(at_once, samples - first)
        points = engine.random(1 << (count - 1).bit_length())[:count]
        yield first, np.ascontiguousarray(points.T) + _HALF_A_STEP
