"""A Zarr store through which a dataset is read: each chunk is held against its sums before anybody uses it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable, Sequence
from typing import Any

import numpy as np
from zarr.abc.store import ByteRequest, Store
from zarr.core.buffer import Buffer, BufferPrototype
from zarr.core.buffer.core import default_buffer_prototype
from zarr.core.sync import sync
from zarr.storage import StorePath, WrapperStore

from lunarsim.study.model.interface import STATUS_FLAGS
from lunarsim.study.store.checked import metadata
from lunarsim.study.store.checked.contents import Contents
from lunarsim.study.store.checked.stored_array import StoredArray
from lunarsim.study.store.checked.structure import Structure, structure_of, sums_bytes
from lunarsim.study.store.checked.sums import BLOCKS, FIXED, OWN, SLOTS, Sums, bound_sum, decoded_sums, has_own_sum
from lunarsim.study.store.places.place import METADATA, MOST_METADATA_BYTES, Place
from lunarsim.words.errors import StoreError

PATIENCE_S = (0.05, 0.1, 0.2, 0.4, 0.8)
"""A block whose status stands without its seal is being finished at this moment, or its writer was killed."""

_STATUSES = np.array([value for value, _ in STATUS_FLAGS], dtype=np.int8)


class CheckedStore(WrapperStore[Store]):
    """The store of a dataset, read only where it is what was written.

    Parameters
    ----------
    contents : Contents
        What stands in it.
    place : Place
        Its place, for messages.
    document : bytes
        The metadata of its root.
    structure : Structure
        What they declare.
    writing : bool
        Whether blocks are written while it is read: then blocks without a seal are looked at again each time, and one
        that was not finished counts as not run. For a reader they stay as they were found at first, and one that was
        not finished is an error.
    """

    def __init__(self, contents: Contents, place: Place, document: bytes, structure: Structure, writing: bool) -> None:
        super().__init__(contents.store)
        self.place = place
        self.structure = structure
        self._contents = contents
        self._document = document
        self._writing = writing
        self._seals: dict[int, Sums | None] = {}
        self._fixed: Sums | None = None

    def __getstate__(self) -> dict[str, Any]:
        # A copy in another process looks for itself.
        return vars(self) | {"_seals": {}, "_fixed": None}

    def _with_store(self, store: Store) -> CheckedStore:
        return CheckedStore(self._contents, self.place, self._document, self.structure, self._writing)

    async def get(self, key: str, prototype: BufferPrototype, byte_range: ByteRequest | None = None) -> Buffer | None:
        """Return a chunk that was held against its sums, or the metadata of the root; nothing else is needed."""
        inside = key.removeprefix(f"{self._contents.root}/")
        if inside == METADATA:
            return prototype.buffer.from_bytes(self._document)
        found = self.structure.chunk_of(inside)
        if found is None:
            return None
        content = await self._chunk(inside, *found)
        return None if content is None else prototype.buffer.from_bytes(content)

    async def _get_many(
        self, requests: Iterable[tuple[str, BufferPrototype, ByteRequest | None]]
    ) -> AsyncGenerator[tuple[str, Buffer | None], None]:
        for key, prototype, byte_range in requests:
            yield key, await self.get(key, prototype, byte_range)

    async def exists(self, key: str) -> bool:
        """Return whether there is such a chunk or document."""
        return await self.get(key, default_buffer_prototype()) is not None

    def forget(self, block: int) -> None:
        """Look at the seal of a block again when it is next read: it was written."""
        self._seals.pop(block, None)

    def seal(self, block: int) -> Sums | None:
        """Return the sums of a block, dims (variable, slot), or None where it is not finished."""
        return sync(self._seal(block))

    def standing_sums(self, block: int, keys: Sequence[str]) -> Sums | None:
        """Return the sums of the chunks that stand in a block, by their keys in the order of its seal; None unsealed.

        Raises
        ------
        StoreError
            If one of them is not what was written.
        """
        seal = self.seal(block)
        if seal is None or (seal[:, 0] == seal[:, 1]).all():
            return None if seal is None else seal[:, 0]

        async def sums() -> list[int]:
            return [await self._standing_sum(key, row) for key, row in zip(keys, seal, strict=True)]

        return np.array(sync(sums()), dtype="<u4")

    async def _standing_sum(self, key: str, sums: Sums) -> int:
        array, _ = self.structure.chunk_of(key) or (self.structure.status, ())
        content = await self._content(key, array.most_bytes)
        self._check_sum(key, content, sums)
        return bound_sum(self.structure.plan_hash, key, content)

    async def _chunk(self, key: str, array: StoredArray, cell: tuple[int, ...]) -> bytes | None:
        """Return a chunk, or None where nothing was written; Zarr writes no chunk of nothing but the fill value."""
        if not self.structure.sealed:
            content = await self._content(key, array.most_bytes)
            if content is not None:
                self._check_content(key, array, content, 0)
            elif not self._may_be_absent(array, cell):
                raise self._error(key, "is missing")
            return content
        if array.name not in self.structure.position:
            content = await self._content(key, array.most_bytes)
            sums = (await self._fixed_sums())[self.structure.offset[array.name] + array.index(cell)]
            self._check_sum(key, content, np.atleast_1d(sums))
        else:
            block, row = self.structure.block(cell), self.structure.position[array.name]
            seal = await self._seal(block)
            if seal is None:
                if array.name == self.structure.status.name:
                    await self._check_unsealed(key, block)
                return None
            content = await self._content(key, array.most_bytes)
            if bound_sum(self.structure.plan_hash, key, content) not in seal[row]:
                # It may have been written again since the seal was read.
                self._seals.pop(block, None)
                renewed = await self._seal(block)
                content = await self._content(key, array.most_bytes)
                self._check_sum(key, content, seal[row] if renewed is None else renewed[row])
        if content is not None:
            self._check_content(key, array, content, OWN)
        return content

    def _may_be_absent(self, array: StoredArray, cell: tuple[int, ...]) -> bool:
        """Return whether a chunk without a sum may hold nothing but the fill value."""
        if array.name in self.structure.position:
            return True
        # Labels of a dimension differ from each other, and no number of a design is missing.
        labels = min(array.chunk[0], array.shape[0] - cell[0] * array.chunk[0])
        return array.fill != "NaN" and (array.dims != (array.name,) or labels == 1)

    async def _seal(self, block: int) -> Sums | None:
        if block not in self._seals or (self._writing and self._seals[block] is None):
            shape = (1, len(self.structure.of_runs), SLOTS)
            sums = await self._sums(f"{BLOCKS}/c/{block}/0/0", shape)
            found = None if sums is None else sums[0]
            if self._writing:
                self._seals[block] = found
            else:
                # Chunks are read at once: whoever looked first decides, so that all of them are of one state.
                self._seals.setdefault(block, found)
        return self._seals[block]

    async def _fixed_sums(self) -> Sums:
        if self._fixed is None:
            sums = await self._sums(f"{FIXED}/c/0", (self.structure.fixed_count,))
            if sums is None:
                raise self._error(f"{FIXED}/c/0", "is missing")
            self._fixed = sums
        return self._fixed

    async def _sums(self, key: str, shape: tuple[int, ...]) -> Sums | None:
        count = int(np.prod(shape))
        content = await self._content(key, sums_bytes(count))
        if content is None:
            return None
        sums = decoded_sums(content, shape)
        if sums is None:
            raise self._error(key, "is damaged: its checksum is not that of its content")
        return sums

    async def _check_unsealed(self, key: str, block: int) -> None:
        """Raise StoreError where a block has a status and, after some patience, no seal."""
        if self._writing or await self._content(key, self.structure.status.most_bytes) is None:
            return
        for seconds in PATIENCE_S:
            # What was found at first is not changed: a reader sees one state of the dataset.
            if await self._content(f"{BLOCKS}/c/{block}/0/0", sums_bytes(SLOTS * len(self.structure.of_runs))):
                return
            await asyncio.sleep(seconds)
        raise StoreError(
            f"{self.place}: block {block} was not finished (it has a status and no checksums); "
            "lunarsim resume makes it again"
        )

    def _check_sum(self, key: str, content: bytes | None, sums: Sums) -> None:
        """Raise StoreError unless a chunk is the one that was written at its place."""
        if bound_sum(self.structure.plan_hash, key, content) not in sums:
            if content is None:
                raise self._error(key, "is missing")
            if not has_own_sum(content):
                raise self._error(key, "is damaged: its checksum is not that of its content")
            raise self._error(key, "is not the chunk that was written there")

    def _check_content(self, key: str, array: StoredArray, content: bytes, behind: int) -> None:
        """Raise StoreError where a chunk is not what its own sum, its declared size or the states of a run allow."""
        if behind and not has_own_sum(content):
            raise self._error(key, "is damaged: its checksum is not that of its content")
        packed = content[: len(content) - behind]
        # In a chunk that blosc packed, bytes 4 to 8 hold the unpacked size and 12 to 16 the packed one; it trusts both.
        size, packed_size = (int.from_bytes(packed[at : at + 4], "little") for at in (4, 12))
        right = size == array.chunk_bytes if array.chunk_bytes else size <= array.text_bytes
        if len(packed) < 16 or packed_size != len(packed) or not right:
            raise self._error(key, "is damaged: it is not as large as declared")
        if array.name == self.structure.status.name:
            import numcodecs.blosc

            try:
                values = np.frombuffer(numcodecs.blosc.decompress(packed), dtype=np.int8)
            except RuntimeError as error:
                raise self._error(key, f"is damaged: {error}") from None
            if not np.isin(values, _STATUSES).all():
                raise self._error(key, "holds a status that does not exist")

    async def _content(self, key: str, most_bytes: int) -> bytes | None:
        """Return what stands under a key below the dataset, or None; only a file of a sensible size is read."""
        try:
            return await self._contents.read(key, most_bytes)
        except ValueError as error:
            raise self._error(key, str(error)) from None

    def _error(self, key: str, problem: str) -> StoreError:
        return StoreError(f"{self.place}: {key} {problem}{self._way_out(key)}")

    def _way_out(self, key: str) -> str:
        """Return what to do about something wrong with a chunk of runs: without its seal, a block counts as not run."""
        name, _, cell = key.partition("/c/")
        found = self.structure.chunk_of(key)
        if not self.structure.sealed or not (name == BLOCKS or (found and name in self.structure.position)):
            return ""
        block = cell.partition("/")[0] if found is None else self.structure.block(found[1])
        return f"; delete {self.place}/{BLOCKS}/c/{block}/0/0, and lunarsim resume makes block {block} again"


def checked(place: Place, writing: bool = False) -> StorePath:
    """Return the dataset at a place as Zarr reads it, checked.

    Parameters
    ----------
    place : Place
        Where it stands.
    writing : bool
        As of :class:`CheckedStore`.

    Raises
    ------
    StoreError
        If there is none, or it is damaged or not one that lunarsim writes.
    """
    contents = Contents(place)
    try:
        document = sync(contents.read(METADATA, MOST_METADATA_BYTES))
    except ValueError as error:
        raise StoreError(f"{place}: {METADATA} {error}") from None
    if document is None:
        problem = "no complete sweep is there: it was never made, or its making was cut short"
        raise StoreError(f"{place}: cannot be read as a sweep: {problem}")
    try:
        structure = structure_of(metadata.parsed(document))
    except ValueError as error:
        raise StoreError(f"{place}: cannot be read as a sweep: {error}") from None
    return StorePath(CheckedStore(contents, place, document, structure, writing), contents.root)
