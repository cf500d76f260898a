"""Checksums that bind each chunk of a dataset to its plan, its variable and its place.

Each chunk ends with its own sum (Zarr's codec crc32c), by which every reader finds a bit that flipped or a tail that is
cut. Chunks that were swapped keep their own sums; so a second sum, over the plan's hash, the chunk's key and its own
sum, stands apart from it: in the seal of its block, or among the sums of what was written when the store was made.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

GROUP = "checksums"
"""Group of the dataset that holds the sums; plain xarray does not look into it."""

BLOCKS, FIXED = f"{GROUP}/blocks", f"{GROUP}/fixed"
"""Its arrays: the seals of the blocks, dims (block, variable, slot), and the sums of labels and design."""

SLOTS = 2
"""Sums that a chunk may have: while a block is written again, what stood there before and what comes."""

OWN = 4
"""Bytes of a chunk's own sum, at its end."""

Sums = NDArray[np.uint32]


@dataclass(frozen=True)
class ChunkedArray:
    """How an array is cut into chunks.

    Parameters
    ----------
    name : str
        Its name.
    shape, chunk
        Lengths of it and of a chunk.
    """

    name: str
    shape: tuple[int, ...]
    chunk: tuple[int, ...]

    @property
    def cells(self) -> tuple[int, ...]:
        """Number of chunks along each dimension."""
        return tuple(-(-length // part) for length, part in zip(self.shape, self.chunk, strict=True))

    @property
    def count(self) -> int:
        """Number of chunks."""
        return prod(self.cells)

    def index(self, cell: Sequence[int]) -> int:
        """Return the number of a chunk, in the order of the sums; of a longer cell, the first places count."""
        number = 0
        for at, count in zip(cell, self.cells, strict=False):
            number = number * count + at
        return number

    def key(self, cell: Sequence[int]) -> str:
        """Return the key of a chunk below the dataset."""
        return "/".join((self.name, "c", *map(str, cell)))

    def key_at(self, corner: Sequence[int]) -> str:
        """Return the key of the chunk whose first places are these, whole along all other dimensions."""
        return self.key((*corner, *(0 for _ in self.shape[len(corner) :])))

    def all_keys(self) -> list[str]:
        """Return the keys of all chunks, in the order of their sums."""
        return [self.key(cell) for cell in product(*map(range, self.cells))]


def bound_sum(plan_hash: str, key: str, chunk: bytes | memoryview | None) -> int:
    """Return the sum of a chunk at its place.

    Parameters
    ----------
    plan_hash : str
        Hash of the plan.
    key : str
        Key of the chunk below the dataset.
    chunk : bytes or None
        Its content, of which the own sum at the end counts; None where nothing is written, as all of it is missing.
    """
    own = b"" if chunk is None else bytes(chunk[-OWN:])
    return zlib.crc32(f"{plan_hash} {key} ".encode() + own)


def has_own_sum(chunk: bytes | memoryview) -> bool:
    """Return whether a chunk is as its own sum says."""
    import google_crc32c

    content = memoryview(chunk)
    if len(content) < OWN:
        return False
    own: int = google_crc32c.value(bytes(content[:-OWN]))
    return own == int.from_bytes(content[-OWN:], "little")


def with_own_sum(content: bytes) -> bytes:
    """Return a content with its own sum at the end."""
    import google_crc32c

    own: int = google_crc32c.value(content)
    return content + own.to_bytes(OWN, "little")


def encoded_sums(sums: Sums) -> bytes:
    """Return sums as they are stored, with their own sum at the end."""
    return with_own_sum(sums.astype("<u4").tobytes())


def decoded_sums(chunk: bytes, shape: tuple[int, ...]) -> Sums | None:
    """Return stored sums, or None where their own sum or their number is not right."""
    if len(chunk) != 4 * prod(shape) + OWN or not has_own_sum(chunk):
        return None
    return np.frombuffer(chunk[:-OWN], dtype="<u4").reshape(shape)
