"""A sweep stored as Zarr 3: made whole as a template, then filled block by block, each block one chunk per variable."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.model.block import Arrays, Block
from lunarsim.study.request.factors import Factor
from lunarsim.study.store.checked.stored_array import SAMPLES_OF_A_CHUNK
from lunarsim.study.store.layout import Field, plan_attributes, sweep_fields
from lunarsim.study.store.memory import drawn_columns
from lunarsim.study.store.places.chosen import place_of
from lunarsim.study.store.places.place import HeldLock, Place
from lunarsim.study.store.stored_dataset import open_dataset
from lunarsim.words.errors import StoreError

if TYPE_CHECKING:
    import xarray as xr
    import zarr
    from zarr.core.buffer import Buffer

    from lunarsim.study.store.checked.open_store import OpenStore
    from lunarsim.study.store.checked.template import Template

Column = tuple[str, tuple[int | slice, ...], NDArray[np.float64]]
"""Name, region and values of a part of the design."""

PACKED_BYTES = 2**25
"""Of the design, packed at once when the template is made."""


class ZarrStore:
    """A sweep stored at a path or URL; worker processes open it again and write their own blocks.

    Parameters
    ----------
    where : Path, str or Place
        Folder ``sweep.zarr``, or its URL.
    plan : Plan
        What is run.
    continued : bool
        Whether it may hold blocks that were run before.
    lock : HeldLock, optional
        The lock; no block is written when it is lost.
    writing : bool
        Whether blocks are written; then one that was not finished counts as not run, else it is an error.
    """

    def __init__(
        self,
        where: Path | str | Place,
        plan: Plan,
        continued: bool = True,
        lock: HeldLock | None = None,
        writing: bool = True,
    ) -> None:
        self.place = place_of(where)
        self.shared = self.place.shared
        self._lock = lock
        self._writing = writing
        self._plan = plan
        self.continued = continued
        self._opened: OpenStore | None = None
        self._read: dict[tuple[str, tuple[int, ...]], tuple[int, NDArray[np.float64]]] = {}

    def __getstate__(self) -> dict[str, Any]:
        return vars(self) | {"_opened": None, "_read": {}}

    @property
    def path(self) -> Path | str:
        """Its path, or its URL."""
        return self.place.path

    @classmethod
    def create(
        cls,
        where: Path | str | Place,
        plan: Plan,
        attrs: Mapping[str, Any],
        lock: HeldLock | None = None,
        columns: Iterable[Column] | None = None,
        fill: Callable[[Template], None] = lambda template: None,
    ) -> ZarrStore:
        """Make the template: every array in its final shape, labels and design written, no run in it.

        It becomes a dataset when it is complete, so that what a killed process leaves is never taken for a sweep.

        Parameters
        ----------
        where, plan, attrs, lock
            Where it is made, of what, with which attributes, and the lock of its folder.
        columns : iterable of Column, optional
            The design; left out, it is drawn.
        fill : callable
            Writes blocks that are known already, before the template is complete.

        Raises
        ------
        StoreError
            If the folder cannot be written.
        """
        from lunarsim.study.store.checked.template import Template, array_document

        target = place_of(where)
        fields = sweep_fields(plan)
        attributes = {**attrs, **plan_attributes(plan), **_along(fields)}
        try:
            with target.new_dataset() as part:
                template = Template(part, plan.hash)
                template.declare({each.name: array_document(each, plan.run_dims, plan.grid.chunk) for each in fields})
                labels = [(each.name, each.labels) for each in fields if each.labels is not None]
                template.write([(name, ..., values) for name, values in labels if values.size])
                for together in _together(drawn_columns(plan) if columns is None else columns):
                    template.write(together)
                fill(template)
                template.finish(attributes, plan.run_dims, plan.grid.blocks)
        except target.errors as error:
            raise _in_words(target, error) from error
        return cls(target, plan, continued=False, lock=lock)

    def factor_values(self, factor: Factor, choice: tuple[int, ...], samples: slice) -> NDArray[np.float64]:
        """Return values of a factor, read a chunk of samples at a time."""
        first = samples.start // SAMPLES_OF_A_CHUNK * SAMPLES_OF_A_CHUNK
        kept = self._read.get((factor.key, choice))
        if kept is None or not kept[0] <= samples.start <= samples.stop <= kept[0] + len(kept[1]):
            last = -(-samples.stop // SAMPLES_OF_A_CHUNK) * SAMPLES_OF_A_CHUNK
            region: tuple[int | slice, ...] = (*choice, slice(first, last))
            values = np.asarray(self._array(factor.key)[region])
            kept = self._read[factor.key, choice] = (first, values)
        return kept[1][samples.start - kept[0] : samples.stop - kept[0]]

    def keys(self, index: int) -> dict[str, str]:
        """Return the key below the dataset of the chunk of each array of runs in a block, in the order of its seal."""
        grid, structure = self._plan.grid, self._open().checked.structure
        corner = tuple(part.start // length for part, length in zip(grid.region(index), grid.chunk, strict=True))
        return {name: structure.arrays[name].key_at(corner) for name in structure.of_runs}

    def chunks(self, index: int, names: Collection[str]) -> dict[str, Buffer | None] | None:
        """Return chunks of a block as they are packed, each held against its sums; None where it was not run.

        Parameters
        ----------
        index : int
            Number of the block.
        names : collection of str
            Arrays of runs whose chunks are wanted.

        Raises
        ------
        StoreError
            If one of them cannot be read or is damaged, or if the block is being written.
        """
        from zarr.core.buffer.core import default_buffer_prototype
        from zarr.core.sync import sync

        opened = self._open()
        keys = {name: key for name, key in self.keys(index).items() if name in names}
        before = opened.checked.seal(index)
        if before is None:
            return None

        async def read() -> list[Buffer | None]:
            prototype = default_buffer_prototype()
            return [await opened.checked.get(opened.inside(key), prototype) for key in keys.values()]

        try:
            found = dict(zip(keys, sync(read()), strict=True))
            opened.checked.forget(index)
            after = opened.checked.seal(index)
        except self.place.errors as error:
            raise StoreError(f"{self.place}: cannot be read: {self.place.describe_read_error(error)}") from error
        if after is None or not (after == before[:, :1]).all():
            raise StoreError(f"{self.place}: block {index} is being written; wait until that is done, or resume it")
        return found

    def unpacked(self, index: int, name: str, chunk: Buffer | None) -> NDArray[Any]:
        """Return what is stored of a variable in a block, from its chunk as :meth:`chunks` gives it."""
        structure, region = self._open().checked.structure, self._plan.grid.region(index)
        array = structure.arrays[name]
        if chunk is None or array.kind == "string" or not structure.sealed:
            return self.read(name, region)
        return array.unpacked(chunk.to_bytes())[tuple(slice(part.stop - part.start) for part in region)]

    def earlier(self, index: int) -> Arrays | None:
        """Return what is stored of a block that was run before, or None.

        Raises
        ------
        StoreError
            If it cannot be read.
        """
        if not self.continued:
            return None
        region = self._plan.grid.region(index)
        if not np.any(self.read("status", region)):
            return None
        names = [variable.name for variable in self._plan.variables]
        return {name: self.read(name, region) for name in (*names, "run_seconds", "error", "status")}

    def read(self, name: str, region: tuple[int | slice, ...]) -> NDArray[Any]:
        """Return what is stored of a variable.

        Raises
        ------
        StoreError
            If it cannot be read.
        """
        unreadable: tuple[type[Exception], ...] = (*self.place.errors, ValueError, RuntimeError, KeyError)
        try:
            return np.asarray(self._array(name)[region])
        except unreadable as error:
            raise StoreError(f"{self.place}: {name} cannot be read: {self.place.describe_read_error(error)}") from error

    def write(self, block: Block) -> None:
        """Write a block: a chunk of every variable at once, then that of ``status``, each of them whole or not at all.

        Raises
        ------
        StoreError
            If it cannot be written, or if the lock is lost.
        """
        from zarr.core.sync import sync

        if self._lock is not None:
            self._lock.check()
        opened, keys = self._open(), self.keys(block.index)
        region = self._plan.grid.region(block.index)

        async def put() -> None:
            await asyncio.gather(*(opened.packing(name).setitem(region, block.arrays[name]) for name in keys))
            chunks = {name: (key, opened.holding.take(opened.inside(key))) for name, key in keys.items()}
            await opened.writer.write(block.index, chunks, old, self.continued)

        try:
            old = opened.checked.standing_sums(block.index, list(keys.values())) if self.continued else None
            sync(put())
        except self.place.errors as error:
            raise _in_words(self.place, error) from error
        opened.checked.forget(block.index)

    def dataset(self) -> xr.Dataset:
        """Return the stored dataset, opened lazily."""
        return open_dataset(self.place, in_chunks=True)

    def _array(self, name: str) -> zarr.Array[Any]:
        return self._open().arrays[name]

    def _open(self) -> OpenStore:
        if self._opened is None:
            from lunarsim.study.store.checked.open_store import OpenStore

            self._opened = OpenStore(self.place, self._writing)
        return self._opened


def _along(fields: Sequence[Field]) -> dict[str, str]:
    """Return the attribute by which xarray knows the coordinates that name no dimension of their own."""
    names = [field.name for field in fields if field.labels is not None and field.dims != (field.name,)]
    return {"coordinates": " ".join(names)} if names else {}


def _together(columns: Iterable[Column]) -> Iterator[list[Column]]:
    """Yield columns of the design in lists of some size, none of which has two parts of a chunk."""
    listed: list[Column] = []
    for column in columns:
        _, region, values = column
        if listed and (listed[0][1][-1] != region[-1] or len(listed) * values.nbytes > PACKED_BYTES):
            yield listed
            listed = []
        listed.append(column)
    if listed:
        yield listed


def _in_words(place: Place, error: Exception) -> StoreError:
    return StoreError(f"{place} cannot be written: {place.describe_write_error(error)}")
