"""Rows that are searched for a box, and boxes: the limits of factors and the values of categories."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Table(NamedTuple):
    """Rows that are searched for a box.

    Parameters
    ----------
    unit : array, dims (factor, row)
        Unit quantiles of the factors.
    codes : array of int, dims (row, category)
        Values of what is not a number, such as levers, each from 0 to one below its size.
    sizes : tuple of int
        How many values each category has.
    target : array, dims (row,)
        How far the target is met, 0 to 1.
    samples : array of int, dims (row,), optional
        Which sample each row is of; several rows of one sample are several lever values, or were drawn again. Left
        out, each row is a sample.
    """

    unit: Numbers
    codes: NDArray[np.int_]
    sizes: tuple[int, ...]
    target: Numbers
    samples: NDArray[np.int_] | None = None

    @property
    def of_sample(self) -> NDArray[np.int_]:
        """Which sample each row is of."""
        return np.arange(len(self.target)) if self.samples is None else self.samples

    def rows(self, chosen: NDArray[np.int_] | Flags) -> Table:
        """Return some of the rows."""
        return self._replace(
            unit=self.unit[:, chosen],
            codes=self.codes[chosen],
            target=self.target[chosen],
            samples=self.of_sample[chosen],
        )


class Box(NamedTuple):
    """Limits of a box, ends included.

    Parameters
    ----------
    low, high : array, dims (factor,)
        Unit quantiles; minus and plus infinity where an end is open.
    allowed : tuple of arrays of bool
        For each category, which values lie inside.
    """

    low: Numbers
    high: Numbers
    allowed: tuple[Flags, ...]

    @classmethod
    def whole(cls, table: Table) -> Box:
        """Return the box that holds all rows."""
        count = len(table.unit)
        return cls(np.full(count, -np.inf), np.full(count, np.inf), tuple(np.ones(size, bool) for size in table.sizes))

    def holds(self, table: Table) -> Flags:
        """Return which rows lie inside."""
        inside = np.ones(len(table.target), dtype=bool)
        for factor in np.flatnonzero(np.isfinite(self.low) | np.isfinite(self.high)):
            column = table.unit[factor]
            inside &= (column >= self.low[factor]) & (column <= self.high[factor])
        for index, allowed in enumerate(self.allowed):
            inside &= allowed[table.codes[:, index]]
        return inside

    @property
    def restricted(self) -> int:
        """Number of factors and categories that are restricted."""
        factors = np.isfinite(self.low) | np.isfinite(self.high)
        return int(factors.sum()) + sum(not allowed.all() for allowed in self.allowed)

    def with_end(self, factor: int, end: float, is_low: bool) -> Box:
        """Return the box with another end of a factor."""
        ends = (self.low if is_low else self.high).copy()
        ends[factor] = end
        return self._replace(low=ends) if is_low else self._replace(high=ends)

    def with_value(self, category: int, value: int, inside: bool) -> Box:
        """Return the box with a value of a category inside or outside."""
        allowed = [each.copy() for each in self.allowed]
        allowed[category][value] = inside
        return self._replace(allowed=tuple(allowed))


class End(NamedTuple):
    """One restriction of a box.

    Parameters
    ----------
    dim : int
        Position of the factor or, where it is a category, of that.
    side : str
        ``low`` or ``high``; ``values`` of a category.
    """

    dim: int
    side: str


def ends(box: Box) -> Iterator[End]:
    """Yield the restrictions of a box."""
    for side, limits in (("low", box.low), ("high", box.high)):
        yield from (End(int(factor), side) for factor in np.flatnonzero(np.isfinite(limits)))
    yield from (End(index, "values") for index, allowed in enumerate(box.allowed) if not allowed.all())


def without(box: Box, end: End) -> Box:
    """Return the box without one of its restrictions."""
    if end.side == "values":
        allowed = list(box.allowed)
        allowed[end.dim] = np.ones_like(allowed[end.dim])
        return box._replace(allowed=tuple(allowed))
    return box.with_end(end.dim, -np.inf if end.side == "low" else np.inf, end.side == "low")


def outside(table: Table, box: Box, restrictions: list[End]) -> Flags:
    """Return which rows lie outside by each of some restrictions of a box, dims (restriction, row)."""
    found = np.empty((len(restrictions), len(table.target)), dtype=bool)
    for place, (dim, side) in enumerate(restrictions):
        if side == "values":
            found[place] = ~box.allowed[dim][table.codes[:, dim]]
        else:
            found[place] = table.unit[dim] < box.low[dim] if side == "low" else table.unit[dim] > box.high[dim]
    return found
