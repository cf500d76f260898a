"""Which box of a trajectory is shown, how sure its restrictions are, and what it is worth on other samples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from lunarsim.reading.analysis.discovery.boxes import Box, Flags, Numbers, Table, without
from lunarsim.reading.analysis.discovery.limits import chances, cut
from lunarsim.reading.analysis.discovery.prim import trajectory
from lunarsim.reading.analysis.intervals import wilson
from lunarsim.reading.analysis.sensitivity.responses import LEVEL

LEAST_COVERAGE = 0.4
"""The box that is shown holds at least this share of what meets the target."""

MOST_CHANCE = 0.05
"""A limit stays where chance alone gives one as strong, among all that could be set, with less probability."""

FOLDS, RESAMPLES = 5, 200
SURE = 2.326
"""Standard errors by which the target must be met more often inside than outside, in samples that were left out."""


class Search(NamedTuple):
    """A box, and the boxes that led to it.

    Parameters
    ----------
    box : Box
        The one that is shown.
    boxes : list of Box
        From the whole on; the last one is that which is shown, where limits of the box that was taken were dropped.
    step : int
        Which of them is shown.
    """

    box: Box
    boxes: list[Box]
    step: int


def search(table: Table) -> Search:
    """Return the box that is shown for some rows.

    First the strongest limits are set one after the other (:func:`~lunarsim.reading.analysis.discovery.limits.cut`).
    Then these limits alone are moved, slice by slice, by peeling and pasting: peeled from the whole, slices of many
    factors follow chance where samples are few. Of all boxes that one is taken that goes along best with the target
    (correlation of lying inside with meeting it), among those that hold :data:`LEAST_COVERAGE` of what meets it. At
    last the weakest limit is dropped, again and again, until chance alone gives as strong a one less often than
    :data:`MOST_CHANCE`.
    """
    boxes = cut(table, LEAST_COVERAGE * float(table.target.sum()))
    if len(boxes) > 1:
        boxes += [step.box for step in trajectory(table, boxes[-1])[1:]]
    taken = _taken(table, boxes)
    box = _pruned(table, boxes[taken])
    if box is boxes[taken]:
        return Search(box, boxes, taken)
    return Search(box, [*boxes, box], len(boxes))


def find(table: Table) -> Box:
    """Return the box that is shown for some rows."""
    return search(table).box


def _taken(table: Table, boxes: list[Box]) -> int:
    total, count = float(table.target.sum()), len(table.target)
    base = total / count
    best, best_score = 0, 0.0
    for index, box in enumerate(boxes):
        inside = box.holds(table)
        met, mass = float(table.target[inside].sum()), float(inside.mean())
        if met < LEAST_COVERAGE * total or mass == 1:
            continue
        score = (met / count - mass * base) / np.sqrt(mass * (1 - mass))
        if score > best_score:
            best, best_score = index, score
    return best


def _pruned(table: Table, box: Box) -> Box:
    while True:
        found = chances(table, box)
        weakest = max(found, key=lambda end: found[end], default=None)
        if weakest is None or found[weakest] <= MOST_CHANCE:
            return box
        box = without(box, weakest)


class LeftOut(NamedTuple):
    """What boxes are worth on samples that have not made them.

    Parameters
    ----------
    density, coverage : float
        Of the held-out rows inside the boxes of the others.
    low, high : float
        The 90 % interval of the density.
    sure : bool
        Whether the target is met more often inside than outside, by more than chance.
    """

    density: float
    coverage: float
    low: float
    high: float
    sure: bool


def left_out(table: Table, seed: int) -> LeftOut:
    """Return what boxes are worth on samples that were left out when they were found.

    Parameters
    ----------
    table : Table
        All rows; those of a sample are left out together and count as one.
    seed : int
        Of the random parts.
    """
    labels, index = np.unique(table.of_sample, return_inverse=True)
    part = np.random.default_rng(seed).permutation(len(labels)) % FOLDS
    inside = np.zeros(len(index), dtype=bool)
    for fold in range(FOLDS):
        held = part[index] == fold
        others = table.rows(~held)
        if 0 < others.target.mean() < 1:
            inside[held] = find(others).holds(table.rows(held))
    per_sample = len(index) / len(labels)
    count_in, count_out = inside.sum() / per_sample, (~inside).sum() / per_sample
    if not count_in:
        return LeftOut(np.nan, 0.0, np.nan, np.nan, sure=False)
    density, base = float(table.target[inside].mean()), float(table.target.mean())
    outside = float(table.target[~inside].mean()) if count_out else base
    error = np.sqrt(base * (1 - base) * (1 / count_in + 1 / max(count_out, 1)))
    low, high = wilson(np.array(density), np.array(count_in), LEVEL)
    coverage = float(table.target[inside].sum() / table.target.sum())
    return LeftOut(
        density,
        coverage,
        float(low),
        float(high),
        bool(count_out) and density - outside > SURE * error,
    )


def resampled(table: Table, seed: int) -> Iterator[Box]:
    """Yield the boxes of samples that were drawn again, with replacement; rows of a sample are drawn together.

    A sample that is drawn twice still counts as one where limits are judged, so that noise gives no more of them.
    """
    labels, index = np.unique(table.of_sample, return_inverse=True)
    order = np.argsort(index, kind="stable")
    starts = np.searchsorted(index[order], np.arange(len(labels) + 1))
    generator = np.random.default_rng(seed)
    counts = np.diff(starts)
    for _ in range(RESAMPLES):
        drawn = generator.integers(0, len(labels), len(labels))
        lengths = counts[drawn]
        within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        again = table.rows(order[np.repeat(starts[drawn], lengths) + within])
        yield find(again) if 0 < again.target.mean() < 1 else Box.whole(again)


def inside_share(table: Table, inside: Flags) -> tuple[float, float, float]:
    """Return coverage, density and mass of the rows inside."""
    met = float(table.target[inside].sum())
    return met / float(table.target.sum()), met / int(inside.sum()), float(inside.mean())


def as_unit(limits: Numbers) -> Numbers:
    """Return ends of a box with open ones at 0 and 1."""
    return np.clip(limits, 0.0, 1.0)
