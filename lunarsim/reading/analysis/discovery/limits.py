"""Single limits of a box: the strongest that could be set next, and how often chance alone gives one as strong.

References
----------
Miller and Siegmund 1982, Biometrics 38, 1011-1016; Lausen and Schumacher 1992, Biometrics 48, 73-85: the largest of the
statistics of all places at which a variable can be cut in two.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from lunarsim.reading.analysis.discovery.boxes import Box, End, Numbers, Table, ends, outside
from lunarsim.reading.analysis.discovery.prim import LEAST_MASS, PEEL

CUTS = 2 * math.log((1 - PEEL) / PEEL)
"""What the choice among all cuts of a variable that leave a slice on either side adds to the chance of a limit."""


def cut(table: Table, least_met: float) -> list[Box]:
    """Return boxes of which each has one limit more than the one before, the strongest; the first has none.

    The strength of a limit is how much more often the target is met by the rows that it keeps than by the rows before,
    in standard errors. The last limit is the last one of which chance alone is expected to give less than one as
    strong: which of them stay is judged by the finished box.

    Parameters
    ----------
    table : Table
        Rows.
    least_met : float
        So many of the rows that meet the target stay inside at least.
    """
    boxes = [Box.whole(table)]
    while (found := _strongest(table, boxes[-1], least_met)) is not None:
        box, end = found
        if chances(table, box)[end] >= 1:
            break
        boxes.append(box)
    return boxes


def _strongest(table: Table, box: Box, least_met: float) -> tuple[Box, End] | None:
    """Return a box with the strongest of all further limits, and which it is."""
    rows = np.flatnonzero(box.holds(table))
    count, target, factors = len(rows), table.target[rows], len(table.unit)
    if count < 2 or target.min() == target.max():
        return None
    ranks = [_ranks(table.codes[rows, index], target, size) for index, size in enumerate(table.sizes)]
    columns = np.stack([*table.unit[:, rows], *(rank[table.codes[rows, index]] for index, rank in enumerate(ranks))])
    order = np.argsort(columns, axis=1, kind="stable")
    ordered = np.take_along_axis(columns, order, axis=1)
    met, below = target[order].cumsum(axis=1)[:, :-1], np.arange(1, count)
    more = (met - below * target.mean()) / np.sqrt(below * (count - below))
    apart = ordered[:, 1:] > ordered[:, :-1]
    # Of a category the values that meet the target most often are kept, which are the upper ranks.
    is_factor = (np.arange(len(columns)) < factors)[:, np.newaxis]
    strength = np.stack(
        [
            np.where(allowed & _enough(kept, count, len(table.target)) & (kept_met >= least_met), gain, 0.0)
            for allowed, kept, kept_met, gain in (
                (apart, count - below, target.sum() - met, -more),
                (apart & is_factor, below, met, more),
            )
        ]
    )
    best = int(strength.argmax())
    if strength.flat[best] <= 0:
        return None
    is_high, column, place = (int(each) for each in np.unravel_index(best, strength.shape))
    if column < factors:
        end = float(ordered[column, place] + ordered[column, place + 1]) / 2
        return box.with_end(column, end, not is_high), End(column, "high" if is_high else "low")
    index = column - factors
    allowed = [*box.allowed]
    allowed[index] = box.allowed[index] & (ranks[index] > ordered[column, place])
    return box._replace(allowed=tuple(allowed)), End(index, "values")


def _enough(kept: NDArray[np.int_], count: int, of_all: int) -> NDArray[np.bool_]:
    """Return where a box that keeps some of its rows has enough left, and loses a slice at least."""
    return (kept >= LEAST_MASS * of_all) & (kept <= (1 - PEEL) * count)


def _ranks(codes: NDArray[np.int_], target: Numbers, size: int) -> NDArray[np.int_]:
    """Return the rank of each value of a category by how often its rows meet the target, the least often first."""
    rows = np.bincount(codes, minlength=size)
    shares = np.bincount(codes, weights=target, minlength=size) / np.maximum(rows, 1)
    ranks = np.empty(size, dtype=int)
    ranks[np.argsort(shares, kind="stable")] = np.arange(size)
    return ranks


def chances(table: Table, box: Box) -> dict[End, float]:
    """Return for each limit of a box how many as strong ones chance alone gives, 1 at most.

    It is judged among the rows that the box has without it. That the rows it keeps meet the target so often by chance
    is the upper tail of a hypergeometric distribution; as the limit is the strongest of all places and of all factors
    and categories, that becomes the tail of the largest of so many. Below a tenth it is the probability of one.
    """
    restrictions = list(ends(box))
    out = outside(table, box, restrictions)
    times = out.sum(axis=0)
    inside = times == 0
    kept, kept_met = int(inside.sum()), float(table.target[inside].sum())
    among = len(table.unit) + len(table.sizes)
    found = {}
    for end, by_this in zip(restrictions, out, strict=True):
        without = times == by_this
        tail = _tail(int(without.sum()), float(table.target[without].sum()), kept, kept_met)
        found[end] = min(1.0, among * _of_largest(tail))
    return found


def _tail(rows: int, met: float, kept: int, kept_met: float) -> float:
    """Return how probable it is that so many or more of the rows that are kept meet the target.

    Parameters
    ----------
    rows, kept : int
        How many there are and are kept.
    met, kept_met : float
        How many of them meet the target; of shares of replicates no whole number, for which gamma functions stand in.
    """
    from scipy.special import gammaln

    def choices(of: Numbers, some: Numbers) -> Numbers:
        logarithm: Numbers = gammaln(of + 1) - gammaln(some + 1) - gammaln(of - some + 1)
        return logarithm

    # Rounding must not cut off the last term.
    hits = kept_met + np.arange(math.floor(min(kept, met) - kept_met + 1e-9) + 1)
    hits = np.minimum(hits, min(kept, met))
    possible = hits[kept - hits <= rows - met + 1e-9]
    misses = np.minimum(kept - possible, rows - met)
    total = choices(np.array(float(rows)), np.array(float(kept)))
    logarithms = choices(np.array(met), possible) + choices(np.array(rows - met), misses) - total
    return min(1.0, float(np.exp(logarithms).sum()))


def _of_largest(tail: float) -> float:
    """Return the tail of the largest of all places of a variable, from that of a single one."""
    from scipy.special import ndtri

    strength = -float(ndtri(tail)) if tail > 0 else math.inf
    if math.isinf(strength):
        return 0.0 if strength > 0 else 1.0
    return of_strength(strength)


def of_strength(strength: float) -> float:
    """Return how probable it is that chance gives a variable a limit as strong, in standard errors.

    It is formula 2 of Lausen and Schumacher (1992), of Miller and Siegmund's limit.
    """
    if strength <= 1:
        return 1.0
    density = math.exp(-strength * strength / 2) / math.sqrt(2 * math.pi)
    return min(1.0, density * (4 / strength + (strength - 1 / strength) * CUTS))
