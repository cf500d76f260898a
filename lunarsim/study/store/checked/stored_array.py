"""An array of a stored dataset, as its metadata declare it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

from numpy.typing import NDArray

from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.model.block import LONGEST_ERROR
from lunarsim.study.store.checked.packing import unpacked
from lunarsim.study.store.checked.sums import ChunkedArray
from lunarsim.study.store.layout import TEXT, sweep_fields
from lunarsim.words.errors import Fault, InputError

MOST_CHUNK_BYTES = 2**31 - 1
"""Of a chunk, unpacked: what its compressor can hold."""

MOST_TEXT_BYTES = 2**26
"""Of a chunk of labels that are texts."""

ERROR_BYTES = 4 * LONGEST_ERROR + 4
"""Of an error, with its length; no character takes more than four bytes."""

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
    def text_bytes(self) -> int:
        """Size that a chunk of texts may have, unpacked."""
        return min(MOST_CHUNK_BYTES, max(MOST_TEXT_BYTES, prod(self.chunk) * ERROR_BYTES + 4))

    def unpacked(self, chunk: bytes) -> NDArray[Any]:
        """Return the numbers of a stored chunk that was held against its sums, dims as of the array."""
        return unpacked(self.kind, chunk, self.chunk)

    @property
    def most_bytes(self) -> int:
        """Size that a stored chunk may have: packing never adds more than a little."""
        return (self.chunk_bytes or self.text_bytes) * 17 // 16 + 4_096


def check_chunks(plan: Plan) -> None:
    """Check that no chunk of a plan would be larger than can be packed and read again.

    Raises
    ------
    InputError
        With the variable whose blocks are largest, or the labels that are too long.
    """
    dims, runs = plan.run_dims, prod(plan.grid.chunk)
    per_run = {"": 0}
    for field in sweep_fields(plan):
        if field.dims[: len(dims)] == dims:
            item = ERROR_BYTES if field.dtype == TEXT else field.array_dtype.itemsize
            per_run[field.name] = prod(field.shape[len(dims) :]) * item
        elif field.dtype == TEXT and field.labels is not None:
            size = sum(len(label.encode()) + 4 for label in field.labels)
            if size > MOST_TEXT_BYTES:
                raise InputError([Fault(field.name, f"has labels of {size:,} bytes, allowed {MOST_TEXT_BYTES:,}")])
    name = max(per_run, key=per_run.__getitem__)
    # Beside its texts, a chunk of them holds their number.
    most = (MOST_CHUNK_BYTES - 4) // per_run[name]
    if runs > most:
        problem = f"makes blocks of {runs:,} runs, in which {name} may take {runs * per_run[name]:,} bytes"
        raise InputError(
            [Fault("executor.block_runs", f"{problem}, allowed {MOST_CHUNK_BYTES:,}; take {most:,} or less")]
        )
