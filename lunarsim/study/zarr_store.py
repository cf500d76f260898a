"""A sweep stored as Zarr 3: made whole as a template, then filled block by block, each block one chunk per variable."""

from __future__ import annotations

import asyncio
import shutil
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.study.block import Block
from lunarsim.study.factors import Factor
from lunarsim.study.layout import TEXT, Field, sweep_fields
from lunarsim.study.plan import Plan
from lunarsim.study.runs import Arrays
from lunarsim.study.store import drawn_columns
from lunarsim.words.errors import StoreError

if TYPE_CHECKING:
    import xarray as xr
    import zarr

SAMPLES_OF_A_CHUNK = 4_096
"""Samples of a factor that are stored and read together: 32 kB, of which a worker holds one per factor."""


class ZarrStore:
    """A sweep stored at a path; worker processes open it anew and write their own blocks.

    Parameters
    ----------
    path : Path
        Folder ``sweep.zarr``.
    plan : Plan
        What is run.
    continued : bool
        Whether it may hold blocks that were run before.
    """

    shared = True

    def __init__(self, path: Path, plan: Plan, continued: bool = True) -> None:
        self.path = path
        self._plan = plan
        self.continued = continued
        self._group: zarr.Group | None = None
        self._arrays: dict[str, zarr.Array[Any]] = {}
        self._read: dict[tuple[str, tuple[int, ...]], tuple[int, NDArray[np.float64]]] = {}

    def __getstate__(self) -> dict[str, Any]:
        return vars(self) | {"_group": None, "_arrays": {}, "_read": {}}

    @classmethod
    def create(cls, path: Path, plan: Plan, attrs: Mapping[str, Any]) -> ZarrStore:
        """Make the template: every array in its final shape, labels and design written, no run in it.

        It gets its name when it is complete, so that what a killed process leaves is never taken for a sweep.

        Raises
        ------
        StoreError
            If the folder cannot be written.
        """
        import zarr

        part = path.with_name(f"{path.name}.part")
        try:
            fields = sweep_fields(plan)
            group = zarr.create_group(part, attributes={**attrs, **_along(fields)}, overwrite=True)
            for field in fields:
                array = _create(group, field, plan)
                if field.labels is not None and field.labels.size:
                    array[...] = field.labels
            arrays = dict(group.arrays())
            for name, place, values in drawn_columns(plan):
                arrays[name][place] = values
            with warnings.catch_warnings():
                # Zarr says that consolidated metadata is not yet in the specification; xarray and zarr read it.
                warnings.filterwarnings("ignore", message="Consolidated metadata")
                zarr.consolidate_metadata(part)
            part.rename(path)
        except OSError as error:
            shutil.rmtree(part, ignore_errors=True)
            raise _in_words(path, error) from error
        return cls(path, plan, continued=False)

    def factor_values(self, factor: Factor, choice: tuple[int, ...], samples: slice) -> NDArray[np.float64]:
        """Return values of a factor, read a chunk of samples at a time."""
        first = samples.start // SAMPLES_OF_A_CHUNK * SAMPLES_OF_A_CHUNK
        kept = self._read.get((factor.key, choice))
        if kept is None or not kept[0] <= samples.start <= samples.stop <= kept[0] + len(kept[1]):
            last = -(-samples.stop // SAMPLES_OF_A_CHUNK) * SAMPLES_OF_A_CHUNK
            place: tuple[int | slice, ...] = (*choice, slice(first, last))
            values = np.asarray(self._array(factor.key)[place])
            kept = self._read[factor.key, choice] = (first, values)
        return kept[1][samples.start - kept[0] : samples.stop - kept[0]]

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

    def read(self, name: str, place: tuple[int | slice, ...]) -> NDArray[Any]:
        """Return what is stored of a variable.

        Raises
        ------
        StoreError
            If it cannot be read.
        """
        try:
            return np.asarray(self._array(name)[place])
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise StoreError(f"{self.path}: {name} cannot be read: {error}") from error

    def write(self, block: Block) -> None:
        """Write a block: a chunk of every variable at once, then that of ``status``, each of them whole or not at all.

        Raises
        ------
        StoreError
            If it cannot be written.
        """
        from zarr.core.sync import sync

        region = self._plan.grid.region(block.index)
        targets = {name: self._array(name).async_array for name in block.arrays}
        status = targets.pop("status")

        async def put() -> None:
            await asyncio.gather(*(target.setitem(region, block.arrays[name]) for name, target in targets.items()))
            await status.setitem(region, block.arrays["status"])

        try:
            sync(put())
        except OSError as error:
            raise _in_words(self.path, error) from error

    def dataset(self) -> xr.Dataset:
        """Return the stored dataset, opened lazily."""
        import xarray as xr

        opened: xr.Dataset = xr.open_zarr(self.path)
        return opened

    def _array(self, name: str) -> zarr.Array[Any]:
        if self._group is None:
            import zarr

            self._group = zarr.open_group(self.path, mode="r+")
            self._arrays = dict(self._group.arrays())
        return self._arrays[name]


def _along(fields: Sequence[Field]) -> dict[str, str]:
    """Return the attribute by which xarray knows the coordinates that name no dimension of their own."""
    names = [field.name for field in fields if field.labels is not None and field.dims != (field.name,)]
    return {"coordinates": " ".join(names)} if names else {}


def _create(group: zarr.Group, field: Field, plan: Plan) -> zarr.Array[Any]:
    from zarr.codecs import BloscCodec

    behind = field.shape[len(plan.grid.shape) :]
    if field.dims[: len(plan.grid.shape)] == plan.run_dims:
        chunk = (*plan.grid.chunk, *behind)
        # Monthly series are steps and plateaus: long repeats of whole numbers. Shuffling their bytes tears these apart:
        # measured, it takes half as much space again and three times the time.
        codec = BloscCodec(cname="zstd", clevel=1, shuffle="noshuffle")
    else:
        chunk = (*(1 for _ in field.shape[:-1]), min(field.shape[-1], SAMPLES_OF_A_CHUNK))
        codec = BloscCodec(cname="lz4", clevel=1, shuffle="shuffle")
    return group.create_array(
        field.name,
        shape=field.shape,
        chunks=tuple(max(1, length) for length in chunk),
        dtype=str if field.dtype == TEXT else field.dtype,
        fill_value=field.missing,
        compressors=codec,
        attributes=field.attrs,
        dimension_names=field.dims,
    )


def _in_words(path: Path, error: OSError) -> StoreError:
    return StoreError(f"{path} cannot be written: {error.strerror or error}")
