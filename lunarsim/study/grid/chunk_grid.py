"""The grid of blocks: one block of runs is one cell of the chunk grid of every variable."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

MOST_RUNS = 10**8
"""Runs of a plan, and labels of a dimension."""


@dataclass(frozen=True)
class Grid:
    """Runs in the order of the dataset's run dimensions (levers, then sample and replicate), cut into blocks.

    Trailing dimensions are whole, one pivot dimension is cut into near-equal parts, and those before it are ones: so
    each block is one chunk per variable, and has about the number of runs that is asked for.

    Parameters
    ----------
    shape : tuple of int
        Lengths of the run dimensions.
    chunk : tuple of int
        Lengths of a block along them; the last block along the pivot may be shorter.
    """

    shape: tuple[int, ...]
    chunk: tuple[int, ...]

    @classmethod
    def cut(cls, shape: tuple[int, ...], block_runs: int) -> Grid:
        """Return the grid whose blocks have about ``block_runs`` runs."""
        chunk = [1] * len(shape)
        whole = 1
        for position in reversed(range(len(shape))):
            length = shape[position]
            if whole * length > block_runs:
                parts = math.ceil(length / max(1, block_runs // whole))
                chunk[position] = math.ceil(length / parts)
                break
            chunk[position] = length
            whole *= length
        return cls(shape, tuple(chunk))

    @classmethod
    def cut_in_batches(cls, shape: tuple[int, ...], block_runs: int, batch: int) -> Grid:
        """Return the grid whose blocks hold one lever combination each and end where batches of samples do."""
        *levers, _, replicates = shape
        if replicates > block_runs:
            part, width = 1, math.ceil(replicates / math.ceil(replicates / block_runs))
        else:
            most = min(batch, block_runs // replicates)
            part, width = max(size for size in range(1, most + 1) if batch % size == 0), replicates
        return cls(shape, (*(1 for _ in levers), part, width))

    @property
    def runs(self) -> int:
        """Number of runs."""
        return math.prod(self.shape)

    @property
    def cells(self) -> tuple[int, ...]:
        """Number of blocks along each run dimension."""
        return tuple(math.ceil(length / part) for length, part in zip(self.shape, self.chunk, strict=True))

    @property
    def blocks(self) -> int:
        """Number of blocks."""
        return math.prod(self.cells)

    def region(self, index: int) -> tuple[slice, ...]:
        """Return the slice of each run dimension that block ``index`` covers."""
        slices = []
        for count, part, length in zip(reversed(self.cells), reversed(self.chunk), reversed(self.shape), strict=True):
            index, cell = divmod(index, count)
            slices.append(slice(cell * part, min((cell + 1) * part, length)))
        return tuple(reversed(slices))

    def index(self, cell: Sequence[int]) -> int:
        """Return the index of the block at a cell of the grid."""
        index = 0
        for at, count in zip(cell, self.cells, strict=True):
            index = index * count + at
        return index

    def block_shape(self, index: int) -> tuple[int, ...]:
        """Return the lengths of block ``index``."""
        return tuple(part.stop - part.start for part in self.region(index))

    def combinations(self, index: int) -> Iterator[tuple[int, ...]]:
        """Yield the lever combinations of block ``index``, each as the positions of its values."""
        levers = self.region(index)[:-2]
        return product(*(range(part.start, part.stop) for part in levers))
