"""An array of a stored dataset, as its metadata declare it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

from lunarsim.study.store.checked.sums import ChunkedArray

MOST_CHUNK_BYTES = 2**31 - 1
"""Of a chunk, unpacked: what its compressor can hold."""

MOST_TEXT_BYTES = 2**26
"""Of a chunk of texts."""

SAMPLES_OF_A_CHUNK = 4_096
"""Samples of a factor that are stored and read together: 32 kB, of which a worker holds one per factor."""

ITEM_BYTES: Mapping[str, int] = {"float64": 8, "float32": 4, "int64": 8, "int32": 4, "int8": 1, "bool": 1, "string": 0}
"""Kinds of values, and bytes of one; 0 where they differ."""


@dataclass(frozen=True)
class StoredArray(ChunkedArray):
    """An array of a dataset.

    Parameters
    ----------
    kind : str
        ``float64``, ``float32``, ``int64``, ``int32``, ``int8``, ``bool`` or ``string``.
    dims : tuple of str
        Its dimensions.
    fill : object
        What stands where nothing is written.
    """

    kind: str
    dims: tuple[str, ...]
    fill: Any

    def holds(self, dtype: str) -> bool:
        """Return whether its values are of a kind of the layout, such as ``f8`` or ``string``."""
        return dtype in (self.kind, f"{self.kind[0]}{ITEM_BYTES[self.kind]}")

    @property
    def chunk_bytes(self) -> int:
        """Size of a chunk, unpacked; 0 where it depends on its texts."""
        return prod(self.chunk) * ITEM_BYTES[self.kind]

    @property
    def most_bytes(self) -> int:
        """Size that a stored chunk may have: packing never adds more than a little."""
        return (self.chunk_bytes or MOST_TEXT_BYTES) * 17 // 16 + 4_096
