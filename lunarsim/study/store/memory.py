"""Where results are kept: a Zarr store, or memory for what need not be stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from lunarsim.study.designs.drawing import draw
from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.model.block import Arrays, Block
from lunarsim.study.request.factors import Factor
from lunarsim.study.store.layout import Field, dataset, plan_attributes, sweep_fields
from lunarsim.words.errors import Fault, InputError

if TYPE_CHECKING:
    import xarray as xr

MOST_MEMORY_BYTES = 4 * 10**9


class Store(Protocol):
    """Where the blocks of a sweep go, and where the values of its factors come from."""

    shared: bool
    """Whether worker processes write to it themselves; else they send their blocks to the parent."""

    continued: bool
    """Whether it may hold blocks that were run before."""

    def factor_values(self, factor: Factor, choice: tuple[int, ...], samples: slice) -> NDArray[np.float64]:
        """Return values of a factor at a choice of config groups, as drawn when the store was made."""
        ...

    def earlier(self, index: int) -> Arrays | None:
        """Return what is kept of a block that was run before, or None."""
        ...

    def read(self, name: str, region: tuple[int | slice, ...]) -> NDArray[Any]:
        """Return what is kept of a variable in a region."""
        ...

    def write(self, block: Block) -> None:
        """Keep a block: whole, with ``status`` last, or not at all."""
        ...


def drawn_columns(plan: Plan) -> Iterator[tuple[str, tuple[int | slice, ...], NDArray[np.float64]]]:
    """Yield name, region and content of the design, piece by piece: unit quantiles, then the values of the factors."""
    for piece in draw(plan.design, [factor.key for factor in plan.factors]):
        yield "u", (piece.factors, piece.samples), piece.unit
        for factor, unit in zip(plan.factors[piece.factors], piece.unit, strict=True):
            for choice in product(*(range(len(plan.axes[axis])) for axis in factor.axes)):
                yield factor.key, (*choice, piece.samples), factor.values(unit, choice)


class MemoryStore:
    """A sweep kept in memory.

    Parameters
    ----------
    plan : Plan
        What is run.
    attrs : mapping
        Attributes of the dataset.

    Raises
    ------
    InputError
        If the results are too large to be kept in memory.
    """

    shared = False
    continued = False

    def __init__(self, plan: Plan, attrs: Mapping[str, Any]) -> None:
        self._grid = plan.grid
        self._attrs = {**attrs, **plan_attributes(plan)}
        self._fields = sweep_fields(plan)
        size = sum(field.size_bytes for field in self._fields)
        if size > MOST_MEMORY_BYTES:
            allowed = MOST_MEMORY_BYTES / 1e9
            problem = f"is false, but the results take {size / 1e9:.1f} GB of memory, allowed {allowed:.0f}; store them"
            raise InputError([Fault("output.store", problem)])
        self.arrays: Arrays = {field.name: _filled(field) for field in self._fields}
        for name, region, values in drawn_columns(plan):
            self.arrays[name][region] = values

    def factor_values(self, factor: Factor, choice: tuple[int, ...], samples: slice) -> NDArray[np.float64]:
        """Return values of a factor."""
        region: tuple[int | slice, ...] = (*choice, samples)
        values: NDArray[np.float64] = self.arrays[factor.key][region]
        return values

    def earlier(self, index: int) -> Arrays | None:
        """Return None: what is kept in memory is run once."""
        return None

    def read(self, name: str, region: tuple[int | slice, ...]) -> NDArray[Any]:
        """Return what is kept of a variable."""
        kept: NDArray[Any] = self.arrays[name][region]
        return kept

    def write(self, block: Block) -> None:
        """Keep a block."""
        region = self._grid.region(block.index)
        for name, array in block.arrays.items():
            self.arrays[name][region] = array

    def dataset(self) -> xr.Dataset:
        """Return the dataset, of the same form as a stored one opened with xarray."""
        return dataset(self._fields, self.arrays, self._attrs)


def _filled(field: Field) -> NDArray[Any]:
    if field.labels is not None:
        return field.labels
    return np.full(field.shape, field.missing, dtype=field.array_dtype)
