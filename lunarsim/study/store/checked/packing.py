"""Chunks of numbers packed and unpacked as they are stored: Zarr takes several times as long for a few hundred runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.study.store.checked.sums import OWN, with_own_sum

_SHUFFLES = {"noshuffle": 0, "shuffle": 1, "bitshuffle": 2}


def packed(document: Mapping[str, Any], values: NDArray[Any]) -> bytes | None:
    """Return a chunk of an array, or None where all of it is missing, so that it has no file.

    Parameters
    ----------
    document : mapping
        Metadata of the array, whose values are numbers.
    values : array
        What the chunk holds; one at the end of a dimension may be shorter than others, and is filled up.
    """
    from numcodecs.blosc import compress

    dtype = np.dtype(document["data_type"])
    fill = np.array(document["fill_value"], dtype=dtype)
    chunk = _whole(values.astype(dtype, copy=False), document["chunk_grid"]["configuration"]["chunk_shape"], fill)
    if _all_missing(chunk, fill):
        return None
    blosc = next(each["configuration"] for each in document["codecs"] if each["name"] == "blosc")
    content = compress(
        chunk, blosc["cname"].encode(), blosc["clevel"], _SHUFFLES[blosc["shuffle"]], blosc["blocksize"],
    )  # fmt: skip
    return with_own_sum(content)


def unpacked(kind: str, chunk: bytes, shape: Sequence[int]) -> NDArray[Any]:
    """Return the numbers of a stored chunk that was held against its sums, dims as of the array."""
    from numcodecs.blosc import decompress

    content = decompress(memoryview(chunk)[:-OWN])
    return np.frombuffer(content, dtype=np.dtype(kind).newbyteorder("<")).reshape(shape)


def _whole(values: NDArray[Any], shape: Sequence[int], fill: NDArray[Any]) -> NDArray[Any]:
    """Return values as long as a chunk, in the order of a chunk."""
    if values.shape == tuple(shape):
        return np.ascontiguousarray(values)
    chunk = np.full(shape, fill)
    chunk[tuple(slice(length) for length in values.shape)] = values
    return chunk


def _all_missing(chunk: NDArray[Any], fill: NDArray[Any]) -> bool:
    if not fill and chunk.dtype.kind == "f":
        # As a number, the negative zero equals the zero that stands where nothing is written.
        return not chunk.view(f"u{chunk.itemsize}").any()
    return bool(np.isnan(chunk).all() if np.isnan(fill) else (chunk == fill).all())
