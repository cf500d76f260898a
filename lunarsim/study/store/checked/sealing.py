"""Writing checked datasets: sums are noted while the template is made, and each block is sealed when it is whole."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Mapping, Sequence

import numpy as np
import zarr
from zarr.abc.store import ByteRequest, Store
from zarr.codecs import Crc32cCodec
from zarr.core.buffer import Buffer, BufferPrototype
from zarr.core.buffer.core import default_buffer_prototype
from zarr.core.sync import sync
from zarr.storage import LocalStore, StorePath, WrapperStore

from lunarsim.study.store.checked.metadata import signed
from lunarsim.study.store.checked.sums import BLOCKS, FIXED, GROUP, SLOTS, ChunkedArray, Sums, bound_sum
from lunarsim.study.store.places.place import METADATA


class NotingStore(WrapperStore[Store]):
    """A store that notes the sum of each chunk that is written to it; other stores cannot be asked later at no cost."""

    def __init__(self, store: Store, plan_hash: str, root: str) -> None:
        super().__init__(store)
        self._plan_hash = plan_hash
        self._root = root
        self.sums: dict[str, int] = {}

    def _with_store(self, store: Store) -> NotingStore:
        made = NotingStore(store, self._plan_hash, self._root)
        made.sums = self.sums
        return made

    async def set(self, key: str, value: Buffer) -> None:
        """Write a chunk or document."""
        inside = key[len(self._root) + 1 :] if self._root else key
        self.sums[inside] = bound_sum(self._plan_hash, inside, value.to_bytes())
        await super().set(key, value)


def noting(part: object, plan_hash: str) -> StorePath:
    """Return a place for a new dataset whose chunks are noted."""
    if isinstance(part, StorePath):
        return StorePath(NotingStore(part.store, plan_hash, part.path), part.path)
    return StorePath(NotingStore(LocalStore(str(part)), plan_hash, ""), "")


def create_sums(group: zarr.Group, fixed: Sequence[ChunkedArray], variables: int, blocks: int, plan_hash: str) -> None:
    """Make the arrays of the checksums, with those of what has been written.

    Parameters
    ----------
    group : Group
        The dataset, at a place of :func:`noting`.
    fixed : sequence of ChunkedArray
        Labels and design.
    variables, blocks
        Number of the arrays that are filled block by block, and of blocks.
    plan_hash : str
        Hash of the plan.
    """
    store = group.store
    assert isinstance(store, NotingStore)
    sums = [
        store.sums.get(key, bound_sum(plan_hash, key, None))
        for array in sorted(fixed, key=lambda array: array.name)
        for key in array.all_keys()
    ]
    inside = group.create_group(GROUP)
    shape = (blocks, variables, SLOTS)
    for name, lengths, chunk in (
        (BLOCKS, shape, (1, *shape[1:])),
        (FIXED, (len(sums),), (max(1, len(sums)),)),
    ):
        inside.create_array(
            name.rpartition("/")[2],
            shape=lengths,
            chunks=chunk,
            dtype="uint32",
            fill_value=0,
            compressors=Crc32cCodec(),
            config={"write_empty_chunks": True},
        )
    written = inside["fixed"]
    assert isinstance(written, zarr.Array)
    if sums:
        written[...] = np.array(sums, dtype="<u4")


def finish(where: StorePath) -> None:
    """Put the metadata of all arrays into those of the root, and the digest of these into themselves."""
    with warnings.catch_warnings():
        # Zarr says that consolidated metadata is not yet in the specification; xarray and zarr read it.
        warnings.filterwarnings("ignore", message="Consolidated metadata")
        zarr.consolidate_metadata(where)
    key = f"{where.path}/{METADATA}" if where.path else METADATA
    prototype = default_buffer_prototype()
    content = sync(where.store.get(key, prototype))
    assert content is not None
    sync(where.store.set(key, prototype.buffer.from_bytes(signed(content.to_bytes()))))


class HoldingStore(WrapperStore[Store]):
    """A store that holds back what is written to it, so that a block is packed before any of it is stored."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._held: dict[str, Buffer | None] = {}

    def _with_store(self, store: Store) -> HoldingStore:
        return HoldingStore(store)

    def take(self, key: str) -> Buffer | None:
        """Return what was written last under a key; None where all of the chunk is missing, so that it has no file."""
        return self._held.pop(key, None)

    async def get(self, key: str, prototype: BufferPrototype, byte_range: ByteRequest | None = None) -> Buffer | None:
        """Return nothing: whole chunks are written, whatever stood there before."""
        return None

    async def set(self, key: str, value: Buffer) -> None:
        """Hold a chunk."""
        self._held[key] = value

    async def delete(self, key: str) -> None:
        """Note that a chunk has no file."""
        self._held[key] = None


class BlockWriter:
    """Writes blocks: chunks, then ``status``, then the seal.

    A block counts only with its seal. One that is written again first gets a seal for both what stands there and what
    comes, so that at any moment each of its chunks is one of the two.

    Parameters
    ----------
    where : StorePath
        The dataset.
    plan_hash : str
        Hash of the plan.
    names : sequence of str
        Variables in the order of their sums.
    """

    def __init__(self, where: StorePath, plan_hash: str, names: Sequence[str]) -> None:
        self._store = where.store
        self._root = where.path
        self._plan_hash = plan_hash
        self._names = tuple(names)

    async def write(
        self, block: int, chunks: Mapping[str, tuple[str, Buffer | None]], old: Sums | None, continued: bool
    ) -> None:
        """Write a block.

        Parameters
        ----------
        block : int
            Its number.
        chunks : mapping
            Key below the dataset and content of each variable's chunk.
        old : array of uint32, dims (variable,), optional
            Sums of what stands there now, where it is sealed.
        continued : bool
            Whether chunks may stand there.
        """
        new = np.array([self._sum(*chunks[name]) for name in self._names], dtype="<u4")
        if old is not None:
            await self._put_seal(block, np.stack([old, new], axis=-1))
        parts = (self._put(*chunks[name], continued) for name in self._names if name != "status")
        # All of them end before the first error is raised: none may fail later, seen by nobody but the screen.
        for failed in await asyncio.gather(*parts, return_exceptions=True):
            if failed is not None:
                raise failed
        await self._put(*chunks["status"], continued)
        await self._put_seal(block, np.stack([new, new], axis=-1))

    def _sum(self, key: str, content: Buffer | None) -> int:
        return bound_sum(self._plan_hash, key, None if content is None else content.to_bytes())

    async def _put(self, key: str, content: Buffer | None, continued: bool) -> None:
        whole = f"{self._root}/{key}" if self._root else key
        if content is not None:
            await self._store.set(whole, content)
        elif continued:
            await self._store.delete(whole)

    async def _put_seal(self, block: int, sums: Sums) -> None:
        import google_crc32c

        content = sums.astype("<u4").tobytes()
        content += google_crc32c.value(content).to_bytes(4, "little")
        await self._put(f"{BLOCKS}/c/{block}/0/0", default_buffer_prototype().buffer.from_bytes(content), False)
