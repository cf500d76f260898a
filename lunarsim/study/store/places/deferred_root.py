"""A Zarr store that keeps a dataset's root back until all else is written: object stores cannot rename."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable

from zarr.abc.store import ByteRequest, Store
from zarr.core.buffer import Buffer, BufferPrototype
from zarr.core.sync import sync
from zarr.storage import WrapperStore

from lunarsim.study.store.places.place import METADATA


class DeferredRootStore(WrapperStore[Store]):
    """Another store, in which the metadata of a dataset's root appears last.

    Parameters
    ----------
    store : Store
        Where all other objects of the dataset go at once.
    root : str
        Key of the dataset.
    """

    def __init__(self, store: Store, root: str) -> None:
        super().__init__(store)
        self._root = root
        self._key = f"{root}/{METADATA}"
        self._kept: Buffer | None = None

    def _with_store(self, store: Store) -> DeferredRootStore:
        made = DeferredRootStore(store, self._root)
        made._kept = self._kept
        return made

    def release(self) -> None:
        """Write the object that was kept back."""
        if self._kept is not None:
            sync(self._store.set(self._key, self._kept))

    async def get(self, key: str, prototype: BufferPrototype, byte_range: ByteRequest | None = None) -> Buffer | None:
        """Return an object."""
        return self._kept if key == self._key else await super().get(key, prototype, byte_range)

    async def _get_many(
        self, requests: Iterable[tuple[str, BufferPrototype, ByteRequest | None]]
    ) -> AsyncGenerator[tuple[str, Buffer | None], None]:
        for key, prototype, byte_range in requests:
            yield key, await self.get(key, prototype, byte_range)

    async def exists(self, key: str) -> bool:
        """Return whether there is an object."""
        return self._kept is not None if key == self._key else await super().exists(key)

    async def set(self, key: str, value: Buffer) -> None:
        """Write an object, or keep it."""
        if key == self._key:
            self._kept = value
        elif self._is_inside(key):
            await super().set(key, value)

    async def set_if_not_exists(self, key: str, value: Buffer) -> None:
        """Write an object that is not there yet, or keep it."""
        if key == self._key:
            self._kept = self._kept or value
        elif self._is_inside(key):
            await super().set_if_not_exists(key, value)

    def _is_inside(self, key: str) -> bool:
        """Return whether a key is one of the dataset; Zarr would make groups of all that stands above it, too."""
        return key.startswith(f"{self._root}/")
