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

from lunarsim.reading.analysis.discovery.boxes import Box, End, Flags, Numbers, Table, ends, outside
from lunarsim.reading.analysis.discovery.prim import LEAST_MASS, PEEL

CUTS = 2 * math.log((1 - PEEL) / PEEL)
"""What the choice among all cuts of a variable that leave a slice on either side adds to the chance of a limit."""


def cut(table: Table, least_met: float) -> list[Box]:
    """Return boxes of which each has one limit more than the one before, the strongest; the first has none.

    The strength of a limit is how much more often the target is met by the samples that it keeps than by those before,
    in standard errors; of a category, by the values that it keeps than by the others of the same samples. The last
    limit is the last one of which chance alone is expected to give less than one as strong: which of them stay is
    judged by the finished box.

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
    inside = table.rows(box.holds(table))
    if len(inside.target) < 2 or inside.target.min() == inside.target.max():
        return None
    of_all = len(table.target)
    offers = [_strongest_end(inside, box, of_all, least_met)]
    offers += [_strongest_values(inside, box, index, of_all, least_met) for index in range(len(table.sizes))]
    strength, found, end = max(offers, key=lambda offer: offer[0])
    return (found, end) if strength > 0 else None


def _strongest_end(inside: Table, box: Box, of_all: int, least_met: float) -> tuple[float, Box, End]:
    """Return the strongest further limit of a factor: its strength, the box with it, and which it is."""
    _, first, index, rows = np.unique(inside.of_sample, return_index=True, return_inverse=True, return_counts=True)
    means = np.bincount(index, weights=inside.target) / rows
    columns, count = inside.unit[:, first], len(rows)
    mean = float(means.mean())
    if not columns.size or count < 2 or not 0 < mean < 1:
        return 0.0, box, End(0, "low")
    order = np.argsort(columns, axis=1, kind="stable")
    ordered = np.take_along_axis(columns, order, axis=1)
    apart, below = ordered[:, 1:] > ordered[:, :-1], np.arange(1, count)
    more = (means[order].cumsum(axis=1)[:, :-1] - below * mean) / np.sqrt(below * (count - below))
    rows_below = rows[order].cumsum(axis=1)[:, :-1]
    met_below = (means * rows)[order].cumsum(axis=1)[:, :-1]
    total, met = len(inside.target), float(inside.target.sum())
    strength = np.stack(
        [
            np.where(apart & _enough(kept, total, of_all) & (kept_met >= least_met), gain, 0.0)
            for kept, kept_met, gain in (
                (total - rows_below, met - met_below, -more),
                (rows_below, met_below, more),
            )
        ]
    )
    best = int(strength.argmax())
    is_high, factor, place = (int(each) for each in np.unravel_index(best, strength.shape))
    end = float(ordered[factor, place] + ordered[factor, place + 1]) / 2
    errors = float(strength.flat[best]) * math.sqrt((count - 1) / (mean * (1 - mean)))
    return errors, box.with_end(factor, end, not is_high), End(factor, "high" if is_high else "low")


def _strongest_values(inside: Table, box: Box, category: int, of_all: int, least_met: float) -> tuple[float, Box, End]:
    """Return the strongest further limit of a category, as of a factor.

    The values that meet the target most often are kept. How many is chosen by rows: paired within the samples, values
    that are as good as those kept would be no loss.
    """
    codes, end = inside.codes[:, category], End(category, "values")
    count, mean = len(codes), float(inside.target.mean())
    ranks = _ranks(codes, inside.target, inside.sizes[category])
    best, chosen = 0.0, -1
    for rank in range(len(ranks) - 1):
        kept = ranks[codes] > rank
        some, met = kept.sum(), float(inside.target[kept].sum())
        if not _enough(some, count, of_all) or met < least_met:
            continue
        more = (met - some * mean) / math.sqrt(some * (count - some))
        if more > best:
            best, chosen = more, rank
    if chosen < 0:
        return 0.0, box, end
    paired = _paired(inside, ranks[codes] > chosen)
    every = [*box.allowed]
    every[category] = box.allowed[category] & (ranks > chosen)
    strength = _between(inside, ranks[codes] > chosen) if paired is None else paired
    return strength, box._replace(allowed=tuple(every)), end


def _paired(table: Table, kept: Flags) -> float | None:
    """Return how much more often the rows that are kept meet the target than the others of the same samples.

    In standard errors of the sum of the samples' differences, where none is expected: of one row each and whole
    numbers it is the root of McNemar's statistic. Rows of a sample share its factors, so they are no trials each.
    None where no sample has rows of both.
    """
    _, index = np.unique(table.of_sample, return_inverse=True)
    count = int(index.max()) + 1
    rows = np.array([np.bincount(index[which], minlength=count) for which in (kept, ~kept)])
    met = np.array([np.bincount(index[which], weights=table.target[which], minlength=count) for which in (kept, ~kept)])
    both = (rows > 0).all(axis=0)
    if not both.any():
        return None
    means = met[:, both] / rows[:, both]
    differences = means[0] - means[1]
    squares = float((differences**2).sum())
    return float(differences.sum()) / math.sqrt(squares) if squares else 0.0


def _between(table: Table, kept: Flags) -> float:
    """Return how much more often samples that are kept meet the target than all samples, in standard errors."""
    (some, some_met), (count, met) = _by_sample(table, kept), _by_sample(table, np.ones_like(kept))
    mean = met / count
    variance = some * (count - some) / max(count - 1, 1) * mean * (1 - mean)
    return (some_met - some * mean) / math.sqrt(variance) if variance > 0 else 0.0


def _enough(kept: NDArray[np.int_], count: int, of_all: int) -> Flags:
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

    It is judged among the rows that the box has without it. Of a factor each sample counts once, by the share of its
    rows that meet the target: that those that are kept meet it so often by chance is the upper tail of a hypergeometric
    distribution. The values of a category are compared within the samples, where samples have several. As the limit is
    the strongest of all places and of all factors and categories, that becomes the tail of the largest of so many.
    Below a tenth it is the probability of one.
    """
    restrictions = list(ends(box))
    out = outside(table, box, restrictions)
    times = out.sum(axis=0)
    inside = times == 0
    among = len(table.unit) + len(table.sizes)
    found = {}
    for end, by_this in zip(restrictions, out, strict=True):
        without = times == by_this
        paired = _paired(table.rows(without), inside[without]) if end.side == "values" else None
        if paired is not None:
            chance = of_strength(paired)
        else:
            (kept, kept_met), (samples, met) = (_by_sample(table, which) for which in (inside, without))
            chance = _of_largest(tail(samples, met, kept, kept_met))
        found[end] = min(1.0, among * chance)
    return found


def _by_sample(table: Table, which: Flags) -> tuple[int, float]:
    """Return of how many samples some rows are, and how many of these meet the target, each by its share of rows."""
    _, index, rows = np.unique(table.of_sample[which], return_inverse=True, return_counts=True)
    return len(rows), float((np.bincount(index, weights=table.target[which], minlength=len(rows)) / rows).sum())


def tail(rows: int, met: float, kept: int, kept_met: float) -> float:
    """Return how probable it is that so many or more of the rows that are kept meet the target.

    Parameters
    ----------
    rows, kept : int
        How many there are, one of each sample, and are kept.
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
