"""The stopping rule ``design.until``: lever combinations that are known well enough are run no further.

It is judged at fixed numbers of samples only (``design.batch_samples`` times 1, 2, 4, 8, ...) and of stored results, so
it does not depend on workers or blocks. Doubling keeps the number of looks small: each look is another chance to stop
by luck.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.model.block import Block, empty_arrays
from lunarsim.study.model.interface import NOT_NEEDED, NOT_RUN, OK
from lunarsim.study.request.design_kinds import random_designs
from lunarsim.study.request.settings import Design
from lunarsim.words.distributions import Z95
from lunarsim.words.errors import Fault, unknown
from lunarsim.world.outcomes.variable import Variable

_PLACE = "design.until"
_RULE = re.compile(r"(mean|chance)\s+(\w+)\s+within\s+([0-9.eE+-]+)\s*(%?)")

Read = Callable[[str, tuple[int | slice, ...]], NDArray[np.generic]]
"""Gives stored results: (variable, place in the run dimensions) to array."""


@dataclass(frozen=True)
class Until:
    """When a lever combination is known well enough.

    Parameters
    ----------
    statistic : str
        ``mean`` of an outcome; or the ``chance`` that it has a value, as a date that is reached has.
    outcome : str
        Variable; all its entries count where it has further dimensions.
    width : float
        Width of the 90 % confidence interval.
    relative : bool
        Whether the width is a share of the mean.
    """

    statistic: str
    outcome: str
    width: float
    relative: bool

    def reached(self, values: NDArray[np.float64], made: NDArray[np.bool_]) -> bool:
        """Tell whether results, dims (sample, replicate, ...), are enough; runs not ``made`` do not count.

        Replicates of a sample are not independent of each other: they are averaged first.
        """
        if self.statistic == "chance":
            values = np.isfinite(values).astype(float)
        if not np.isfinite(values[made]).all():
            return False
        runs = made.sum(axis=1)
        counted = made.reshape(made.shape + (1,) * (values.ndim - 2))
        totals = np.where(counted, values, 0.0).sum(axis=1)[runs > 0]
        runs = runs[runs > 0]
        number = len(runs)
        if number < 2:
            return False
        means = totals / runs.reshape(-1, *(1,) * (totals.ndim - 1))
        center = means.mean(axis=0)
        if self.statistic == "chance":
            # Agresti and Coull 1998: where no run or each run reaches it, the chance is not yet known to be 0 or 1.
            center = (number * center + Z95**2 / 2) / (number + Z95**2)
            widths = 2 * Z95 * np.sqrt(center * (1 - center) / (number + Z95**2))
        else:
            widths = 2 * Z95 * means.std(axis=0, ddof=1) / math.sqrt(number)
        return bool(np.all(widths <= self.width * (np.abs(center) if self.relative else 1.0)))


def until(design: Design, variables: Sequence[Variable], faults: list[Fault]) -> Until | None:
    """Return the rule of a design, or None; what is wrong with it is added to ``faults``."""
    if not design.until:
        return None
    match = _RULE.fullmatch(design.until.strip())
    problem = ""
    if match is None:
        problem = "must read 'mean OUTCOME within 5%', 'mean OUTCOME within 0.5' or 'chance OUTCOME within 0.1'"
    elif match[2] not in (names := [variable.name for variable in variables]):
        problem = unknown(match[2], names, "outcome")
    elif design.kind.rows != "random":
        *others, last = random_designs()
        problem = f"stops sampling, but design={design.name} needs all its rows; take {', '.join(others)} or {last}"
    else:
        try:
            width = float(match[3])
        except ValueError:
            width = math.nan
        if 0 < width < math.inf:
            return Until(match[1], match[2], width / 100 if match[4] else width, bool(match[4]))
        problem = f"has the width {match[3]}, allowed above 0"
    faults.append(Fault(_PLACE, f"is {design.until!r}, {problem}"))
    return None


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
    rule = until(plan.design, plan.variables, [])
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
            place: tuple[int | slice, ...] = (*combination, slice(0, last))
            known = _decided(read("status", (*combination, slice(last, None))))
            if known is None:
                made = read("status", place) == OK
                known = rule.reached(read(rule.outcome, place).astype(float), made)
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
