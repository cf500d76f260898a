"""The stopping rule ``design.until``: lever combinations that are known well enough are run no further.

It is judged at fixed numbers of samples only (``design.batch_samples`` times 1, 2, 4, 8, ...) and of stored results, so
it does not depend on workers or blocks. Doubling keeps the number of looks small: each look is another chance to stop
by luck.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.model.block import Block, empty_arrays
from lunarsim.study.model.interface import NOT_NEEDED, NOT_RUN, OK

Read = Callable[[str, tuple[int | slice, ...]], NDArray[np.generic]]
"""Gives stored results: (variable, region of the run dimensions) to array."""


def rounds(plan: Plan, read: Read, stop: Callable[[Sequence[int], int], None]) -> Iterator[list[int]]:
    """Yield the blocks to run next, all at once where there is no rule; each list must be run before the next is asked.

    Parameters
    ----------
    plan : Plan
        What is run.
    read : callable
        Gives what has been stored.
    stop : callable
        Is given a lever combination and the number of samples after which no more are needed.
    """
    rule = plan.stopping_rule
    if rule is None:
        yield list(range(plan.grid.blocks))
        return
    active = list(product(*map(range, plan.grid.shape[:-2])))
    first, last = 0, min(plan.design.batch_samples, plan.samples)
    while active:
        yield [block for combination in active for block in blocks_of(plan, combination, first, last)]
        if last == plan.samples:
            return
        going_on = []
        for combination in active:
            region: tuple[int | slice, ...] = (*combination, slice(0, last))
            known = _decided(read("status", (*combination, slice(last, None))))
            if known is None:
                finished = read("status", region) == OK
                known = rule.reached(read(rule.outcome, region).astype(float), finished)
            if known:
                stop(combination, last)
            else:
                going_on.append(combination)
        active = going_on
        first, last = last, min(2 * last, plan.samples)


def _decided(rest: NDArray[np.generic]) -> bool | None:
    """Return what an earlier time decided after a batch, as the samples behind it show, or None.

    A run that failed then may be made now: what it adds must not undo what was decided without it.
    """
    if (rest == NOT_NEEDED).any() and np.isin(rest[0], (NOT_NEEDED, NOT_RUN)).all():
        return True
    return False if (rest != NOT_RUN).any() else None


def blocks_of(plan: Plan, combination: Sequence[int], first: int, last: int) -> list[int]:
    """Return the blocks of some samples of a lever combination; with a rule, blocks end where batches do."""
    part = plan.grid.chunk[-2]
    return [
        plan.grid.index((*combination, sample, replicate))
        for sample in range(first // part, -(-last // part))
        for replicate in range(plan.grid.cells[-1])
    ]


def not_needed(plan: Plan, index: int) -> Block:
    """Return a block none of whose runs is needed."""
    shape = plan.grid.block_shape(index)
    arrays = empty_arrays(plan.variables, plan.labels, math.prod(shape))
    arrays["status"][:] = NOT_NEEDED
    return Block(index, {name: array.reshape(shape + array.shape[1:]) for name, array in arrays.items()}, 0.0, 0)
