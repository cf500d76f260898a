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
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lunarsim.reading.analysis.discovery.boxes import Box, Flags, Numbers, Table, ends, outside

Rows = NDArray[np.int_]

PEEL, PASTE, LEAST_MASS = 0.05, 0.05, 0.05
"""Share of the rows of a box that a slice takes away, or gives back, and least share of all rows that is left."""


class Step(NamedTuple):
    """A box of a trajectory.

    Parameters
    ----------
    box : Box
        Its limits.
    inside : array of bool, dims (row,)
        Which rows it holds.
    """

    box: Box
    inside: Flags


def trajectory(table: Table, start: Box | None = None) -> list[Step]:
    """Return the boxes of peeling and then pasting, the first one with them.

    Parameters
    ----------
    table : Table
        Rows.
    start : Box, optional
        The first box. It alone is restricted further: the ends and categories that it restricts; left out, it is
        the whole, and all may be restricted.
    """
    first = Box.whole(table) if start is None else start
    steps = [Step(first, first.holds(table))]
    steps += _peeled(table, steps[-1], start)
    steps += _pasted(table, steps[-1])
    return steps


def _best(rows: Rows, means: Numbers, widens: Rows | Flags, table: Table, inside: Flags) -> int | None:
    """Return which candidate gains most for each row, None where none gains or too few rows are left.

    Of those that gain the same it is the first of which the fewest dimensions more are restricted.

    Parameters
    ----------
    rows, means : array, dims (candidate,)
        How many rows it holds, and their mean.
    widens : array of int or bool, dims (candidate,)
        How many more dimensions are restricted than before.
    table, inside
        All rows, and which of them are inside before.
    """
    moved = np.abs(rows - int(inside.sum()))
    gains = np.divide(means - table.target[inside].mean(), moved, out=np.zeros(len(rows)), where=moved > 0)
    if not gains.size or gains.max() <= 0:
        return None
    most = np.flatnonzero(gains == gains.max())
    best = int(most[widens[most].argmin()])
    return best if rows[best] >= LEAST_MASS * len(table.target) else None


def _peeled(table: Table, start: Step, within: Box | None) -> Iterator[Step]:
    """Yield the boxes of peeling.

    The order of the rows by each factor is found once, and rows that are peeled off are taken out of it.
    """
    box, inside = start
    may = np.ones((len(table.unit), 2), dtype=bool)
    if within is not None:
        may = np.isfinite(np.stack([within.high, within.low], axis=1))
    factors = np.flatnonzero(may.any(axis=1))
    unit, by_row = table.unit[factors], np.ascontiguousarray(table.unit[factors].T)
    # Candidates of factors are the high and the low end of the first, then of the second, and so on.
    barred = ~may[factors].ravel()
    categories = [index for index in range(len(table.sizes)) if within is None or not within.allowed[index].all()]
    order = np.argsort(unit, axis=1)
    order = order[inside[order]].reshape(len(factors), int(inside.sum()))
    while True:
        rows = np.flatnonzero(inside)
        target, own = table.target[rows], by_row[rows]
        cuts = np.stack([_cuts(unit, order, 1 - PEEL, upwards=False), _cuts(unit, order, PEEL, upwards=True)], axis=1)
        kept = np.stack([own <= cuts[:, 0], own >= cuts[:, 1]], axis=2).reshape(len(rows), 2 * len(factors))
        counts = kept.sum(axis=0)
        means = np.where(kept, target[:, np.newaxis], 0.0).sum(axis=0) / np.maximum(counts, 1)
        counts[barred] = len(rows)
        is_open = np.isinf(box.low[factors]) & np.isinf(box.high[factors])
        values = list(_removable(box, categories))
        others = [table.codes[rows, category] != value for category, value in values]
        best = _best(
            np.concatenate([counts, np.array([each.sum() for each in others], dtype=int)]),
            np.concatenate([means, [_mean(target[each]) for each in others]]),
            np.concatenate([np.repeat(is_open, 2), np.array([box.allowed[each].all() for each, _ in values], bool)]),
            table,
            inside,
        )
        if best is None:
            return
        if best < len(counts):
            factor, is_low = divmod(best, 2)
            box = box.with_end(int(factors[factor]), float(cuts[factor, is_low]), bool(is_low))
            rows = rows[kept[:, best]]
        else:
            box = box.with_value(*values[best - len(counts)], inside=False)
            rows = rows[others[best - len(counts)]]
        inside = np.zeros_like(inside)
        inside[rows] = True
        order = order[inside[order]].reshape(len(factors), len(rows))
        yield Step(box, inside)


def _removable(box: Box, categories: Sequence[int]) -> Iterator[tuple[int, int]]:
    for category in categories:
        values = np.flatnonzero(box.allowed[category])
        yield from ((category, int(value)) for value in values if len(values) > 1)


def _pasted(table: Table, start: Step) -> Iterator[Step]:
    """Yield the boxes of pasting."""
    box, inside = start
    extremes = table.unit.min(axis=1), table.unit.max(axis=1)
    while True:
        offers, before = list(_wider(table, box, extremes)), box.restricted
        best = _best(
            np.array([len(rows) for _, rows in offers], dtype=int),
            np.array([_mean(table.target[rows]) for _, rows in offers]),
            np.array([wider.restricted - before for wider, _ in offers], dtype=int),
            table,
            inside,
        )
        if best is None:
            return
        box, rows = offers[best]
        inside = np.zeros_like(inside)
        inside[rows] = True
        yield Step(box, inside)


def _wider(table: Table, box: Box, extremes: tuple[Numbers, Numbers]) -> Iterator[tuple[Box, Rows]]:
    """Yield the boxes to which a slice was given back, with the rows that they hold.

    Parameters
    ----------
    table, box
        Rows, and the box before.
    extremes : tuple of arrays, dims (factor,)
        Least and greatest unit quantile of all rows.
    """
    restrictions = sorted(ends(box), key=lambda end: (end.side == "values", end.dim, end.side == "high"))
    out = outside(table, box, restrictions)
    # What lies outside by two restrictions is given back by no slice.
    near = np.flatnonzero(out.sum(axis=0) <= 1)
    out = out[:, near]
    times = out.sum(axis=0)
    for (dim, side), by_this in zip(restrictions, out, strict=True):
        opened = near[times == by_this]
        if side == "values":
            for value in np.flatnonzero(~box.allowed[dim]):
                wider = box.with_value(dim, int(value), inside=True)
                yield wider, opened[wider.allowed[dim][table.codes[opened, dim]]]
            continue
        is_low, column = side == "low", table.unit[dim]
        end, found = (box.low[dim], -np.inf) if is_low else (box.high[dim], np.inf)
        freed = opened[column[opened] <= end] if is_low else opened[column[opened] >= end]
        if freed.size:
            order = freed[np.argsort(column[freed])]
            level = 1 - PASTE if is_low else PASTE
            new = float(_cuts(column[np.newaxis], order[np.newaxis], level, upwards=not is_low)[0])
            # An end at the outermost row is no end.
            outermost = new <= extremes[0][dim] if is_low else new >= extremes[1][dim]
            found = found if outermost else new
        own = column[opened]
        yield box.with_end(dim, found, is_low), opened[own >= found] if is_low else opened[own <= found]


def _mean(target: Numbers) -> float:
    return float(target.mean()) if len(target) else 0.0


def _cuts(unit: Numbers, order: Rows, level: float, upwards: bool) -> Numbers:
    """Return for each factor the value halfway between the two rows around a quantile.

    Where the two are equal, the next other value takes the place of one, upwards or downwards.

    Parameters
    ----------
    unit : array, dims (factor, row)
        Unit quantiles.
    order : array of int, dims (factor, rank)
        Rows that count, in the order of each factor.
    level : float
        The quantile, 0 to 1.
    upwards : bool
        Where the next other value is looked for.
    """
    last = order.shape[1] - 1
    low, high = math.floor(last * level), math.ceil(last * level)
    factors = np.arange(len(unit))
    below, above = unit[factors, order[:, low]], unit[factors, order[:, high]]
    tied = np.flatnonzero(below == above)
    moving = above if upwards else below
    for place in range(high + 1, last + 1) if upwards else range(low - 1, -1, -1):
        if not tied.size:
            break
        moving[tied] = unit[tied, order[tied, place]]
        tied = tied[below[tied] == above[tied]]
    middle: Numbers = (below + above) / 2
    return middle
