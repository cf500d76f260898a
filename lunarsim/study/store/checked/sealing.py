"""Writing blocks of a checked dataset: each is sealed when it is whole."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import numpy as np
from zarr.abc.store import ByteRequest, Store
from zarr.core.buffer import Buffer, BufferPrototype
from zarr.core.buffer.core import default_buffer_prototype
from zarr.storage import StorePath, WrapperStore

from lunarsim.study.store.checked.sums import BLOCKS, Sums, bound_sum, encoded_sums


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
        await self._put(
            f"{BLOCKS}/c/{block}/0/0", default_buffer_prototype().buffer.from_bytes(encoded_sums(sums)), False
        )
