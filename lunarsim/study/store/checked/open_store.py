"""A stored dataset while blocks of it are read and written: its arrays, and where its chunks are packed and put."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import zarr
from zarr.storage import LocalStore, StorePath

from lunarsim.study.store.checked.checked_store import CheckedStore, checked
from lunarsim.study.store.checked.sealing import BlockWriter, HoldingStore
from lunarsim.study.store.places.place import Place


class OpenStore:
    """An open dataset.

    Parameters
    ----------
    place : Place
        Where it stands.
    writing : bool
        As of :class:`lunarsim.study.store.checked.checked_store.CheckedStore`.
    """

    def __init__(self, place: Place, writing: bool) -> None:
        where = checked(place, writing)
        assert isinstance(where.store, CheckedStore)
        self.checked = where.store
        self.arrays: dict[str, zarr.Array[Any]] = dict(zarr.open_group(where, mode="r").arrays())
        given = place.zarr()
        target = StorePath(LocalStore(given), "") if isinstance(given, Path) else given
        self.holding = HoldingStore(target.store)
        self.writer = BlockWriter(target, self.checked.structure.plan_hash, self.checked.structure.of_runs)
        self._root = target.path
        self._packing: dict[str, zarr.AsyncArray[Any]] = {}

    def inside(self, key: str) -> str:
        """Return the key in the store of a key below the dataset."""
        return f"{self._root}/{key}" if self._root else key

    def packing(self, name: str) -> zarr.AsyncArray[Any]:
        """Return an array whose chunks are packed and held back."""
        array = self._packing.get(name)
        if array is None:
            where = StorePath(self.holding, self.inside(name))
            array = self._packing[name] = zarr.AsyncArray(self.arrays[name].metadata, where)
        return array
