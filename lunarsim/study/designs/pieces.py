"""Pieces of a design: unit quantiles of some factors in some samples, as large as may be held at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lunarsim.words.draws import stream_key

Columns = NDArray[np.float64]

ROWS_OF_A_PIECE = 16_384
"""Samples that are held at once where all factors are drawn together; a power of two."""


class Piece(NamedTuple):
    """A part of a design.

    Parameters
    ----------
    factors, samples : slice
        Which part.
    unit : array, dims (factor, sample)
        Unit quantiles in the open interval (0, 1).
    """

    factors: slice
    samples: slice
    unit: Columns


def bits(seed: int, key: str) -> np.random.Philox:
    """Return the random bits that belong to a seed and a factor or design, whatever else is drawn."""
    return np.random.Philox(key=stream_key(seed, "design", key))


def generator(seed: int, key: str) -> np.random.Generator:
    """Return a generator that belongs to a seed and a design, and of which others can be spawned."""
    return np.random.default_rng(stream_key(seed, "design", key).tolist())
