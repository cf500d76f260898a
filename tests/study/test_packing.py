"""Chunks that are packed without Zarr are, byte for byte, those that Zarr writes."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zarr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from lunarsim.study.store.checked.packing import packed, unpacked
from lunarsim.study.store.checked.template import array_document
from lunarsim.study.store.layout import Field

RUNS = ("sample", "replicate")
BLOCK = (4, 1)
SHAPE = (6, 1, 3)

KINDS = {"f8": np.nan, "f4": np.nan, "i4": -1, "i1": 0, "bool": False}


def _field(kind: str, missing: Any) -> Field:
    return Field("known", (*RUNS, "month"), SHAPE, kind, {}, missing)


def _by_zarr(folder: Path, document: dict[str, Any], values: NDArray[Any], first: int) -> bytes | None:
    """Return the chunk that Zarr writes of some runs, or None where it writes none."""
    metadata = zarr.core.metadata.v3.ArrayV3Metadata.from_dict(document)
    array = zarr.Array(zarr.AsyncArray(metadata, zarr.storage.StorePath(zarr.storage.LocalStore(str(folder)), "")))
    array[first : first + len(values)] = values
    file = folder / "c" / str(first // BLOCK[0]) / "0" / "0"
    return file.read_bytes() if file.exists() else None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("first", [0, 4])
@pytest.mark.parametrize("content", ["values", "missing", "one of them"])
def test_a_chunk_is_packed_as_zarr_packs_it(kind, first, content, tmp_path):
    missing = np.array(KINDS[kind], dtype=kind)
    runs = min(BLOCK[0], SHAPE[0] - first)
    values = np.full((runs, *SHAPE[1:]), missing)
    if content != "missing":
        values.flat[: values.size if content == "values" else 1] = 1
    document = array_document(_field(kind, KINDS[kind]), RUNS, BLOCK)
    found = packed(document, values)
    assert found == _by_zarr(tmp_path, document, values, first)
    assert (found is None) == (content == "missing")


def test_the_negative_zero_is_stored_where_zero_is_missing(tmp_path):
    document = array_document(_field("f8", 0.0), RUNS, BLOCK)
    for name, zero in ("positive", 0.0), ("negative", -0.0):
        values = np.full((BLOCK[0], *SHAPE[1:]), zero)
        assert packed(document, values) == _by_zarr(tmp_path / name, document, values, 0), name


@given(arrays(np.float32, (BLOCK[0], *SHAPE[1:]), elements=st.floats(width=32)))
def test_what_is_packed_is_unpacked_bit_for_bit(values):
    chunk = packed(array_document(_field("f4", np.nan), RUNS, BLOCK), values)
    if chunk is None:
        assert np.isnan(values).all()
    else:
        assert unpacked("float32", chunk, values.shape).tobytes() == values.tobytes()
