"""The structure of a stored dataset, read from its metadata and held against what lunarsim writes.

Nothing of it is allocated or read before: a dataset may come from anybody, and whatever its metadata say it must not
hang, take all memory or be read as other numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

from lunarsim.study.grid.chunk_grid import MOST_RUNS
from lunarsim.study.store.checked.attribute_rules import check_array_attributes, check_attributes, typed
from lunarsim.study.store.checked.stored_array import ITEM_BYTES, MOST_CHUNK_BYTES, StoredArray
from lunarsim.study.store.checked.sums import BLOCKS, FIXED, GROUP, OWN, SLOTS

_STATUS = "status"
_RUN_TAIL = ["sample", "replicate"]
_COMPRESSORS = ("lz4", "zstd")


@dataclass(frozen=True)
class Structure:
    """What a dataset holds.

    Parameters
    ----------
    arrays : mapping
        Its arrays by name.
    sealed : bool
        Whether it has checksums; a dataset of format 1 has none.
    plan_hash : str
        Hash of its plan.
    """

    arrays: Mapping[str, StoredArray]
    sealed: bool
    plan_hash: str

    @property
    def status(self) -> StoredArray:
        """The status of the runs."""
        return self.arrays[_STATUS]

    @cached_property
    def of_runs(self) -> tuple[str, ...]:
        """Names of the arrays that are filled block by block, in the order of their sums."""
        dims = self.status.dims
        return tuple(sorted(name for name, array in self.arrays.items() if array.dims[: len(dims)] == dims))

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Where in a seal the sum of each such array stands."""
        return {name: index for index, name in enumerate(self.of_runs)}

    @cached_property
    def offset(self) -> Mapping[str, int]:
        """Where the sums of each other array begin."""
        offsets, at = {}, 0
        for name in sorted(set(self.arrays) - set(self.of_runs)):
            offsets[name] = at
            at += self.arrays[name].count
        return offsets

    @property
    def fixed_count(self) -> int:
        """Number of chunks that are written when the store is made."""
        return sum(self.arrays[name].count for name in self.offset)

    def block(self, cell: tuple[int, ...]) -> int:
        """Return the number of the block that a chunk of an array of runs belongs to."""
        return self.status.index(cell)

    def chunk_of(self, key: str) -> tuple[StoredArray, tuple[int, ...]] | None:
        """Return array and cell of a key below the dataset, or None where it is the key of no chunk."""
        name, _, cell = key.partition("/c/")
        array = self.arrays.get(name)
        if array is None or not cell:
            return None
        at = tuple(int(text) if text.isascii() and text.isdigit() else -1 for text in cell.split("/"))
        within = len(at) == len(array.cells) and all(0 <= i < n for i, n in zip(at, array.cells, strict=True))
        return (array, at) if within else None


def structure_of(document: Any) -> Structure:
    """Return the structure that the metadata of a dataset's root declare.

    Raises
    ------
    ValueError
        If it is not one that lunarsim writes, with the reason.
    """
    root = typed(document, dict, "its metadata are not a mapping")
    if root.get("zarr_format") != 3 or root.get("node_type") != "group":
        raise ValueError("its metadata are not those of a Zarr 3 group")
    attributes = typed(root.get("attributes"), dict, "it has no attributes")
    consolidated = typed(root.get("consolidated_metadata"), dict, "it has no consolidated metadata")
    members = dict(typed(consolidated.get("metadata"), dict, "it has no consolidated metadata"))
    sealed = "format" in attributes or GROUP in members
    if sealed and not {GROUP, BLOCKS, FIXED} <= set(members):
        raise ValueError("it lacks its checksums")
    check_attributes(attributes)
    sums = {name: members.pop(name) for name in (GROUP, BLOCKS, FIXED) if name in members}
    arrays = {
        name: _array(name, typed(values, dict, f"{name} is not a mapping"), sealed) for name, values in members.items()
    }
    structure = Structure(arrays, sealed, str(attributes.get("plan_hash", "")))
    _check_together(structure, attributes)
    for name, values in members.items():
        check_array_attributes(name, values.get("attributes"), arrays[name], name in structure.position, sealed)
    if sealed:
        _check_sums(structure, sums)
    return structure


def _array(name: str, values: dict[str, Any], sealed: bool) -> StoredArray:
    """Return a declared array that by itself is one that lunarsim writes."""
    if not name or "/" in name or not name.isprintable() or values.get("node_type") != "array":
        raise ValueError(f"{name!r} is not an array that lunarsim writes")
    kind = values.get("data_type")
    if not isinstance(kind, str) or kind not in ITEM_BYTES:
        raise ValueError(f"{name} is of the kind {kind!r}, allowed {', '.join(ITEM_BYTES)}")
    shape = _lengths(values.get("shape"), f"shape of {name}", 0)
    grid = typed(values.get("chunk_grid"), dict, f"{name} has no chunks")
    setting = typed(grid.get("configuration"), dict, f"{name} has no chunks")
    chunk = _lengths(setting.get("chunk_shape"), f"chunk shape of {name}", 1)
    names = values.get("dimension_names")
    if not isinstance(names, list) or not all(isinstance(dim, str) and dim for dim in names):
        raise ValueError(f"{name} does not name its dimensions")
    if not len(names) == len(shape) == len(chunk) or not names:
        raise ValueError(f"{name} has {len(names)} dimensions, {len(shape)} lengths and chunks along {len(chunk)}")
    if len(set(names)) < len(names):
        raise ValueError(f"{name} has a dimension twice: {', '.join(names)}")
    keys = {"name": "default", "configuration": {"separator": "/"}}
    if grid.get("name") != "regular" or values.get("chunk_key_encoding", keys) != keys:
        raise ValueError(f"the chunks of {name} are not laid out as lunarsim does")
    if values.get("storage_transformers"):
        raise ValueError(f"{name} has storage transformers")
    array = StoredArray(name, shape, chunk, kind, tuple(names), values.get("fill_value"))
    if array.chunk_bytes > MOST_CHUNK_BYTES or prod(chunk) > MOST_CHUNK_BYTES:
        raise ValueError(f"a chunk of {name} has {array.chunk_bytes:,} bytes, allowed {MOST_CHUNK_BYTES:,}")
    _check_codecs(name, values.get("codecs"), kind, sealed)
    return array


def _lengths(value: Any, what: str, least: int) -> tuple[int, ...]:
    if not isinstance(value, list) or not all(type(each) is int and least <= each <= MOST_RUNS for each in value):
        raise ValueError(f"{what} is {_short(value)}, allowed whole numbers from {least} to {MOST_RUNS:,}")
    return tuple(value)


def _check_codecs(name: str, codecs: Any, kind: str, sealed: bool) -> None:
    """Check that an array is packed as lunarsim packs it."""
    listed = typed(codecs, list, f"{name} has no codecs")
    names = [each.get("name") if isinstance(each, dict) else each for each in listed]
    settings = [each.get("configuration", {}) if isinstance(each, dict) else None for each in listed]
    expected = ["vlen-utf8" if kind == "string" else "bytes", "blosc", *(["crc32c"] if sealed else [])]
    if names != expected:
        raise ValueError(f"the codecs of {name} are {_short(names)}, allowed {', '.join(expected)}")
    first, blosc = settings[0], settings[1]
    right_order = first == ({} if ITEM_BYTES[kind] < 2 else {"endian": "little"}) or first == {"endian": "little"}
    if not right_order or not isinstance(blosc, dict) or blosc.get("cname") not in _COMPRESSORS:
        raise ValueError(f"the codecs of {name} have other settings than those of lunarsim")


def _check_together(structure: Structure, attributes: Mapping[str, Any]) -> None:
    """Check that the arrays of a dataset fit together."""
    arrays = structure.arrays
    if _STATUS not in arrays:
        raise ValueError(f"it has no {_STATUS}, so it is not a sweep")
    status = structure.status
    if status.kind != "int8" or list(status.dims[-2:]) != _RUN_TAIL:
        raise ValueError(f"its {_STATUS} is not that of runs along {', '.join(_RUN_TAIL)}")
    if prod(status.shape) > MOST_RUNS:
        raise ValueError(f"it declares {prod(status.shape):,} runs, allowed {MOST_RUNS:,}")
    lengths: dict[str, int] = {}
    for array in arrays.values():
        for dim, length in zip(array.dims, array.shape, strict=True):
            labels = arrays.get(dim)
            if labels is None or labels.dims != (dim,):
                raise ValueError(f"{array.name} has the dimension {dim!r}, which has no labels")
            if lengths.setdefault(dim, length) != length:
                raise ValueError(f"{array.name} has {length:,} of {dim}, others {lengths[dim]:,}")
    block = attributes.get("block_shape")
    if not isinstance(block, list) or tuple(block) != status.chunk:
        raise ValueError(f"its attribute block_shape is {_short(block)}, its blocks are {list(status.chunk)}")
    for array in arrays.values():
        _check_chunks(array, array.name in structure.position, status)


def _check_chunks(array: StoredArray, of_runs: bool, status: StoredArray) -> None:
    """Check that an array is cut as lunarsim cuts it: by blocks of runs, or by samples."""
    if of_runs:
        expected = (*status.chunk, *(max(1, length) for length in array.shape[len(status.shape) :]))
    else:
        # A store made with another size reads as well, if it cuts along samples only.
        last = max(1, array.shape[-1])
        expected = (*(1 for _ in array.shape[:-1]), array.chunk[-1] if array.chunk[-1] <= last else last)
    if array.chunk != expected:
        raise ValueError(f"the chunks of {array.name} are {list(array.chunk)}, those of its blocks {list(expected)}")


def _check_sums(structure: Structure, sums: Mapping[str, Any]) -> None:
    """Check that the arrays of the checksums are as large as what they are of."""
    blocks = [structure.status.count, len(structure.of_runs), SLOTS]
    for name, shape, chunk in (
        (BLOCKS, blocks, [1, *blocks[1:]]),
        (FIXED, [structure.fixed_count], [max(1, structure.fixed_count)]),
    ):
        values = typed(sums[name], dict, f"{name} is not a mapping")
        found = typed(values.get("chunk_grid"), dict, f"{name} has no chunks").get("configuration")
        if values.get("shape") != shape or found != {"chunk_shape": chunk} or values.get("data_type") != "uint32":
            raise ValueError(f"its checksums are not those of {shape[0]:,} {'blocks' if name == BLOCKS else 'chunks'}")


def sums_bytes(count: int) -> int:
    """Return the size of a chunk of so many sums."""
    return 4 * count + OWN


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
