"""The patient rule induction method (PRIM): boxes in which a target is met more often than elsewhere.

Peeling takes away the slice that raises the mean most for each row that it costs; pasting gives slices back while that
raises the mean. Rules as in the EMA Workbench, so that both find the same boxes: an end of a box lies halfway between
two rows, and of equally good slices that which restricts fewer dimensions is taken.

References
----------
Friedman and Fisher 1999, Statistics and Computing 9, 123-143; Bryant and Lempert 2010, Technological Forecasting and
Social Change 77, 34-49; Kwakkel and Jaxa-Rozen 2016, Environmental Modelling & Software 79, 311-321 (the gain in the
mean for each row lost).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

PEEL, PASTE, LEAST_MASS = 0.05, 0.05, 0.05
"""Share of the rows of a box that a slice takes away, or gives back, and least share of all rows that is left."""


class Table(NamedTuple):
    """Rows that are searched for a box.

    Parameters
    ----------
    unit : array, dims (factor, row)
        Unit quantiles of the factors.
    codes : array of int, dims (row, category)
        Values of what is no number, such as levers, each from 0 to one below its size.
    sizes : tuple of int
        How many values each category has.
    target : array, dims (row,)
        How far the target is met, 0 to 1.
    """

    unit: Numbers
    codes: NDArray[np.int_]
    sizes: tuple[int, ...]
    target: Numbers

    def rows(self, chosen: NDArray[np.int_] | Flags) -> Table:
        """Return some of the rows."""
        return self._replace(unit=self.unit[:, chosen], codes=self.codes[chosen], target=self.target[chosen])


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


class Candidate(NamedTuple):
    """A box that may follow another one, made only where it does, with what decides.

    Parameters
    ----------
    dim, side : int, str
        What it changes: ``low`` or ``high`` of a factor, ``values`` of a category.
    rows : int
        How many it holds.
    mean : float
        Their mean.
    widens : int
        How many more dimensions are restricted than before.
    make : callable
        Returns the box.
    """

    dim: int
    side: str
    rows: int
    mean: float
    widens: int
    make: Callable[[], Box]

    def allowed_by(self, within: Box | None) -> bool:
        """Return whether it changes an end or a category that another box restricts."""
        if within is None:
            return True
        if self.side == "values":
            return not within.allowed[self.dim].all()
        return bool(np.isfinite((within.low if self.side == "low" else within.high)[self.dim]))


def trajectory(table: Table, within: Box | None = None) -> list[Box]:
    """Return the boxes of peeling and then pasting, from the whole on.

    Parameters
    ----------
    table : Table
        Rows.
    within : Box, optional
        What alone may be restricted: the ends and categories that it restricts; left out, all.
    """
    boxes = [Box.whole(table)]
    inside = np.ones(len(table.target), dtype=bool)
    for candidates, grows in ((_peels, False), (_pastes, True)):
        while True:
            following = _best(
                [each for each in candidates(table, boxes[-1], inside) if each.allowed_by(within)], table, inside, grows
            )
            if following is None:
                break
            boxes.append(following)
            inside = following.holds(table)
    return boxes


def _best(candidates: list[Candidate], table: Table, inside: Flags, grows: bool) -> Box | None:
    """Return the candidate that gains most for each row, None where none gains or too few rows are left."""
    count, mean = int(inside.sum()), float(table.target[inside].mean())
    best, best_score = None, (0.0, 0)
    for each in candidates:
        gain = 0.0 if each.rows == count else (each.mean - mean) / abs(each.rows - count)
        score = (gain, -each.widens)
        if best is None or score > best_score:
            best, best_score = each, score
    if best is None or best_score[0] <= 0 or best.rows < LEAST_MASS * len(table.target):
        return None
    return best.make() if (best.rows > count) == grows else None


def _peels(table: Table, box: Box, inside: Flags) -> Iterator[Candidate]:
    unit, codes, target = table.unit[:, inside], table.codes[inside], table.target[inside]
    lows, highs = _cuts(unit, PEEL, upwards=True), _cuts(unit, 1 - PEEL, upwards=False)
    sides = []
    for ends, kept in ((highs, unit <= highs[:, np.newaxis]), (lows, unit >= lows[:, np.newaxis])):
        counts = kept.sum(axis=1)
        sums = np.where(kept, target, 0.0).sum(axis=1)
        means = np.divide(sums, counts, out=np.zeros_like(sums), where=counts > 0)
        sides.append((ends.tolist(), counts.tolist(), means.tolist()))
    is_open = (np.isinf(box.low) & np.isinf(box.high)).tolist()
    for factor, widens in enumerate(is_open):
        for is_low, (ends, counts, means) in enumerate(sides):
            make = partial(box.with_end, factor, ends[factor], bool(is_low))
            yield Candidate(factor, "low" if is_low else "high", counts[factor], means[factor], widens, make)
    for category, allowed in enumerate(box.allowed):
        values = np.flatnonzero(allowed)
        for value in values if len(values) > 1 else ():
            kept = codes[:, category] != value
            make = partial(box.with_value, category, int(value), inside=False)
            yield _candidate(category, "values", target[kept], int(allowed.all()), make)


def _pastes(table: Table, box: Box, inside: Flags) -> Iterator[Candidate]:
    for factor, column in enumerate(table.unit):
        for is_low, end in ((True, box.low[factor]), (False, box.high[factor])):
            if not math.isfinite(end):
                continue
            opened = box.with_end(factor, -np.inf if is_low else np.inf, is_low)
            freed = opened.holds(table) & (column <= end if is_low else column >= end)
            found = -np.inf if is_low else np.inf
            if freed.any():
                new = float(_cuts(column[np.newaxis, freed], 1 - PASTE if is_low else PASTE, upwards=not is_low)[0])
                # An end at the outermost row is no end.
                outermost = new <= column.min() if is_low else new >= column.max()
                found = found if outermost else new
            yield _pasted(factor, "low" if is_low else "high", table, box, box.with_end(factor, found, is_low))
    for category, allowed in enumerate(box.allowed):
        for value in np.flatnonzero(~allowed):
            yield _pasted(category, "values", table, box, box.with_value(category, int(value), inside=True))


def _pasted(dim: int, side: str, table: Table, box: Box, wider: Box) -> Candidate:
    target = table.target[wider.holds(table)]
    return _candidate(dim, side, target, wider.restricted - box.restricted, lambda: wider)


def _candidate(dim: int, side: str, target: Numbers, widens: int, make: Callable[[], Box]) -> Candidate:
    return Candidate(dim, side, len(target), float(target.mean()) if len(target) else 0.0, widens, make)


def _cuts(unit: Numbers, level: float, upwards: bool) -> Numbers:
    """Return for each factor the value halfway between the two rows around a quantile.

    Where the two are equal, the next other value takes the place of one, upwards or downwards.
    """
    position = (unit.shape[1] - 1) * level
    low, high = math.floor(position), math.ceil(position)
    ordered = np.partition(unit, (low, high), axis=1)
    below, above = ordered[:, low].copy(), ordered[:, high].copy()
    tied = np.flatnonzero(below == above)
    if tied.size:
        values, value = unit[tied], below[tied, np.newaxis]
        if upwards:
            others = np.where(values > value, values, np.inf).min(axis=1)
            above[tied] = np.where(np.isfinite(others), others, above[tied])
        else:
            others = np.where(values < value, values, -np.inf).max(axis=1)
            below[tied] = np.where(np.isfinite(others), others, below[tied])
    middle: Numbers = (below + above) / 2
    return middle
