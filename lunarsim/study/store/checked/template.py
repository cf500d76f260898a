"""The template of a dataset: its documents are made from what is known, its chunks packed together and put at once."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import zarr
from numpy.typing import NDArray
from zarr.abc.store import ByteRequest, Store
from zarr.core.buffer import Buffer, BufferPrototype
from zarr.core.buffer.core import default_buffer_prototype
from zarr.core.metadata.v3 import ArrayV3Metadata
from zarr.core.sync import sync
from zarr.storage import LocalStore, StorePath, WrapperStore

from lunarsim.study.store.checked.metadata import signed
from lunarsim.study.store.checked.packing import packed
from lunarsim.study.store.checked.stored_array import SAMPLES_OF_A_CHUNK
from lunarsim.study.store.checked.sums import BLOCKS, FIXED, GROUP, SLOTS, ChunkedArray, bound_sum, encoded_sums
from lunarsim.study.store.layout import TEXT, Field
from lunarsim.study.store.places.place import METADATA

Part = tuple[str, Any, NDArray[Any]]
"""Name of an array, region and values."""

_GROUP = {"attributes": {}, "zarr_format": 3, "node_type": "group"}


def array_document(field: Field, run_dims: Sequence[str], block_shape: Sequence[int]) -> dict[str, Any]:
    """Return the metadata of an array, as Zarr writes them.

    Parameters
    ----------
    field : Field
        The array.
    run_dims : sequence of str
        Dimensions of the runs.
    block_shape : sequence of int
        Lengths of a block along them.
    """
    count = len(run_dims)
    if field.dims[:count] == tuple(run_dims):
        chunk = (*block_shape, *field.shape[count:])
        # Monthly series are steps and plateaus: long repeats of whole numbers. Shuffling their bytes tears these apart:
        # measured, it takes half as much space again and three times the time.
        packing = {"cname": "zstd", "clevel": 1, "shuffle": "noshuffle", "blocksize": 0}
    else:
        chunk = (*(1 for _ in field.shape[:-1]), min(field.shape[-1], SAMPLES_OF_A_CHUNK))
        packing = {"cname": "lz4", "clevel": 1, "shuffle": "shuffle", "blocksize": 0}
    text = field.dtype == TEXT
    size = 1 if text else field.array_dtype.itemsize
    fill = field.missing.item() if isinstance(field.missing, np.generic) else field.missing
    if isinstance(fill, float) and np.isnan(fill):
        fill = "NaN"
    in_bytes: dict[str, Any] = {"name": "vlen-utf8", "configuration": {}} if text else {"name": "bytes"}
    if not text and size > 1:
        in_bytes["configuration"] = {"endian": "little"}
    return _array_document(
        field.shape,
        [max(1, length) for length in chunk],
        "string" if text else field.array_dtype.name,
        fill,
        [in_bytes, {"name": "blosc", "configuration": {"typesize": size, **packing}}, {"name": "crc32c"}],
        field.attrs,
        field.dims,
    )


def _array_document(
    shape: Sequence[int],
    chunk: Sequence[int],
    kind: str,
    fill: Any,
    codecs: Sequence[Mapping[str, Any]],
    attributes: Mapping[str, Any],
    dims: Sequence[str] = (),
) -> dict[str, Any]:
    return {
        "shape": list(shape),
        "data_type": kind,
        "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": list(chunk)}},
        "chunk_key_encoding": {"name": "default", "configuration": {"separator": "/"}},
        "fill_value": fill,
        "codecs": list(codecs),
        "attributes": dict(attributes),
        **({"dimension_names": list(dims)} if dims else {}),
        "zarr_format": 3,
        "node_type": "array",
        "storage_transformers": [],
    }


class GatheringStore(WrapperStore[Store]):
    """A store whose chunks are held until all of a part are packed, and then put together, each with its sum noted."""

    def __init__(self, store: Store, plan_hash: str, root: str) -> None:
        super().__init__(store)
        self._plan_hash = plan_hash
        self._root = root
        self._held: dict[str, Buffer] = {}
        self._folders: set[str] = set()
        self._sums: dict[str, int] = {}

    def _with_store(self, store: Store) -> GatheringStore:
        return GatheringStore(store, self._plan_hash, self._root)

    async def get(self, key: str, prototype: BufferPrototype, byte_range: ByteRequest | None = None) -> Buffer | None:
        """Return a chunk, of which a later part of the design writes the rest."""
        inside = self._inside(key)
        return await super().get(key, prototype, byte_range) if inside in self._sums else self._held.get(inside)

    async def set(self, key: str, value: Buffer) -> None:
        """Hold a chunk."""
        self._held[self._inside(key)] = value

    async def delete(self, key: str) -> None:
        """Do nothing: a chunk of which all is missing has no file."""

    def sum(self, key: str) -> int:
        """Return the sum of a chunk at its place; what was not put is missing."""
        return self._sums.get(key, bound_sum(self._plan_hash, key, None))

    def put(self) -> None:
        """Put the chunks that are held."""
        self._sums |= {key: bound_sum(self._plan_hash, key, value.to_bytes()) for key, value in self._held.items()}
        held, self._held = self._held, {}
        self.put_all(held)

    def forget(self, keys: Iterable[str]) -> None:
        """Keep neither sums nor folders of chunks: there are as many as there are blocks."""
        for key in keys:
            self._sums.pop(key, None)
        self._folders = {folder for folder in self._folders if folder.endswith("/c")}

    def put_all(self, contents: Mapping[str, Buffer]) -> None:
        """Put contents by their keys below the dataset."""
        if isinstance(self._store, LocalStore):
            # Nobody reads it before it is whole; so files are written in place and by this thread.
            root = str(self._store.root)
            os.makedirs(root, exist_ok=True)
            for key, value in contents.items():
                self._make_folders(root, key)
                with open(f"{root}/{key}", "wb") as file:
                    file.write(value.to_bytes())
            return

        async def put() -> None:
            await asyncio.gather(*(self._store.set(self._whole(key), value) for key, value in contents.items()))

        sync(put())

    def _make_folders(self, root: str, key: str) -> None:
        """Make the folders of a key, from the top down: each is asked for once."""
        parts = key.split("/")[:-1]
        for depth in range(len(parts)):
            folder = "/".join((root, *parts[: depth + 1]))
            if folder not in self._folders:
                with suppress(FileExistsError):
                    os.mkdir(folder)
                self._folders.add(folder)

    def _inside(self, key: str) -> str:
        return key[len(self._root) + 1 :] if self._root else key

    def _whole(self, key: str) -> str:
        return f"{self._root}/{key}" if self._root else key


class Template:
    """A dataset that is made: arrays are declared, labels and design written, and its metadata put last.

    Parameters
    ----------
    part : Path or StorePath
        Where it is made.
    plan_hash : str
        Hash of its plan.
    """

    def __init__(self, part: Path | StorePath, plan_hash: str) -> None:
        where = part if isinstance(part, StorePath) else StorePath(LocalStore(str(part)), "")
        self._root = where.path
        self._store = GatheringStore(where.store, plan_hash, where.path)
        self._plan_hash = plan_hash
        self._documents: dict[str, dict[str, Any]] = {}
        self._arrays: dict[str, zarr.AsyncArray[Any]] = {}

    def declare(self, documents: Mapping[str, dict[str, Any]]) -> None:
        """Put the metadata of arrays."""
        self._documents |= documents
        self._store.put_all({f"{name}/{METADATA}": _buffer(document) for name, document in documents.items()})

    def write(self, parts: Iterable[Part]) -> None:
        """Write regions of arrays, none of them twice."""

        async def pack() -> None:
            await asyncio.gather(*(self._array(name).setitem(region, values) for name, region, values in parts))

        sync(pack())
        self._store.put()

    def write_block(
        self, block: int, keys: Mapping[str, str], copied: Mapping[str, Buffer | None], made: Iterable[Part]
    ) -> None:
        """Write a block of runs with its seal.

        Parameters
        ----------
        block : int
            Its number.
        keys : mapping
            Key below the dataset of the chunk of each array of runs.
        copied : mapping
            Chunks of some of them as they are packed; None where all of a chunk is missing.
        made : iterable of Part
            Regions of the others, each a whole chunk, and their values.
        """
        made = list(made)
        self.write(part for part in made if self._is_text(part[0]))
        contents = {keys[name]: content for name, content in copied.items()}
        for name, _, values in made:
            if not self._is_text(name):
                content = packed(self._documents[name], values)
                contents[keys[name]] = None if content is None else _in_buffer(content)
        self._store.put_all({key: content for key, content in contents.items() if content is not None})
        sums = [
            self._sum_of(key, contents[key]) if key in contents else self._store.sum(key)
            for key in (keys[name] for name in sorted(keys))
        ]
        seal = np.array([[each] * SLOTS for each in sums], dtype="<u4")
        self._store.put_all({f"{BLOCKS}/c/{block}/0/0": _in_buffer(encoded_sums(seal))})
        self._store.forget(keys.values())

    def _is_text(self, name: str) -> bool:
        return bool(self._documents[name]["data_type"] == "string")

    def _sum_of(self, key: str, content: Buffer | None) -> int:
        return bound_sum(self._plan_hash, key, None if content is None else content.to_bytes())

    def finish(self, attributes: Mapping[str, Any], run_dims: Sequence[str], blocks: int) -> None:
        """Put the checksums of what was written, then the metadata of the whole dataset with a digest of themselves.

        Parameters
        ----------
        attributes : mapping
            Attributes of the dataset.
        run_dims : sequence of str
            Dimensions of the runs.
        blocks : int
            Number of blocks.
        """
        fixed = [
            ChunkedArray(name, tuple(each["shape"]), tuple(each["chunk_grid"]["configuration"]["chunk_shape"]))
            for name, each in sorted(self._documents.items())
            if each["dimension_names"][: len(run_dims)] != list(run_dims)
        ]
        sums = [self._store.sum(key) for array in fixed for key in array.all_keys()]
        of_runs = len(self._documents) - len(fixed)
        codecs: list[dict[str, Any]] = [{"name": "bytes", "configuration": {"endian": "little"}}, {"name": "crc32c"}]
        self._store.put_all({f"{GROUP}/{METADATA}": _buffer(_GROUP)})
        for name, shape, chunk in (
            (BLOCKS, (blocks, of_runs, SLOTS), (1, of_runs, SLOTS)),
            (FIXED, (len(sums),), (max(1, len(sums)),)),
        ):
            self.declare({name: _array_document(shape, chunk, "uint32", 0, codecs, {})})
        if sums:
            self._store.put_all({f"{FIXED}/c/0": _in_buffer(encoded_sums(np.array(sums)))})
        members = {**self._documents, GROUP: _with_members(_GROUP, {})}
        root = _with_members({**_GROUP, "attributes": dict(attributes)}, members)
        self._store.put_all({METADATA: _in_buffer(signed(root))})

    def _array(self, name: str) -> zarr.AsyncArray[Any]:
        array = self._arrays.get(name)
        if array is None:
            where = StorePath(self._store, f"{self._root}/{name}" if self._root else name)
            metadata = ArrayV3Metadata.from_dict(self._documents[name])
            array = self._arrays[name] = zarr.AsyncArray(metadata, where)
        return array


def _with_members(group: Mapping[str, Any], members: Mapping[str, Any]) -> dict[str, Any]:
    return {**group, "consolidated_metadata": {"kind": "inline", "must_understand": False, "metadata": members}}


def _buffer(document: Mapping[str, Any]) -> Buffer:
    return _in_buffer(json.dumps(document, indent=2).encode())


def _in_buffer(content: bytes) -> Buffer:
    return default_buffer_prototype().buffer.from_bytes(content)
