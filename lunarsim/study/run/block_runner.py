"""Run one block: from its index in the grid to one array per variable."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from lunarsim.scenario.scenario import Scenario, setter
from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.grid.verdicts import Verdict, group_choice, one_line, wrong_with
from lunarsim.study.model.block import Arrays, Block, ModelCall, empty_arrays, mark_hung, mark_skipped
from lunarsim.study.model.interface import RETRIED, Model
from lunarsim.study.request.factors import Factor, varying

REMEMBERED = 1_000


class Source(Protocol):
    """What a block is run from."""

    def factor_values(self, factor: Factor, choice: tuple[int, ...], samples: slice) -> NDArray[np.float64]:
        """Return the stored values of a factor, at a choice of config groups, for some samples."""
        ...

    def earlier(self, index: int) -> Arrays | None:
        """Return what is kept of a block that was run before, or None."""
        ...


class Watch(Protocol):
    """What is informed of the runs that a model is given, so that a run that hangs is recognized."""

    def enter(self, positions: Sequence[int]) -> None:
        """Take the positions, in the block, of the runs that the model will count from 0."""
        ...


class Runner:
    """Runs the blocks of a plan, one after the other.

    Parameters
    ----------
    plan : Plan
        What to run.
    model : Model
        What runs it.
    source : Source
        Where the values of the factors come from, and what is kept of blocks that were run before.
    watch : Watch, optional
        What is informed of the runs.
    """

    def __init__(self, plan: Plan, model: Model, source: Source, watch: Watch | None = None) -> None:
        self.plan = plan
        self.model = model
        self._source = source
        self._watch = watch
        self._verdicts: dict[tuple[int, ...], Verdict] = {}

    def run(self, index: int, hung: Collection[int] = ()) -> Block:
        """Run a block; of one that was run before, only the runs that failed.

        Parameters
        ----------
        index : int
            Number of the block.
        hung : collection of int
            Positions of runs that did not end the last time; they are recorded and not made.
        """
        start = time.perf_counter()
        plan = self.plan
        *_, samples, replicates = plan.grid.region(index)
        per_combination = (samples.stop - samples.start) * (replicates.stop - replicates.start)
        shape = plan.grid.block_shape(index)
        arrays = empty_arrays(plan.variables, plan.labels, int(np.prod(shape)))
        pending = self._take_over(index, arrays)
        for position in hung:
            mark_hung(arrays, position)
            pending[position] = False
        calls: dict[tuple[int, ...], ModelCall] = {}
        for order, combination in enumerate(plan.grid.combinations(index)):
            first = order * per_combination
            verdict = self._verdict(combination)
            if verdict.reason:
                mark_skipped(arrays, slice(first, first + per_combination), verdict.reason, verdict.status)
                continue
            call = calls.setdefault(group_choice(plan.axes, combination), ModelCall())
            scenarios = self._samples(verdict.scenario, combination, samples)
            broken = [one_line(wrong_with(each, self.model)) if verdict.check_each else "" for each in scenarios]
            for (sample, replicate), position in _in_order(samples, replicates):
                at = sample - samples.start
                if broken[at]:
                    mark_skipped(arrays, first + position, broken[at])
                elif pending[first + position]:
                    call.add(scenarios[at], plan.row(combination, sample, replicate), first + position)
        for call in calls.values():
            if self._watch is not None:
                self._watch.enter(call.positions)
            call.run(self.model, plan.design.seed, plan.labels, arrays)
        shaped = {name: array.reshape(shape + array.shape[1:]) for name, array in arrays.items()}
        return Block(index, shaped, time.perf_counter() - start, sum(pending))

    def _take_over(self, index: int, arrays: Arrays) -> list[bool]:
        """Put what is kept of a block in place; return which of its runs are to be made."""
        earlier = self._source.earlier(index)
        if earlier is None:
            return [True] * len(arrays["status"])
        pending = np.isin(earlier["status"].ravel(), RETRIED)
        for name, array in arrays.items():
            array[~pending] = earlier[name].reshape(array.shape)[~pending]
        listed: list[bool] = pending.tolist()
        return listed

    def _verdict(self, combination: tuple[int, ...]) -> Verdict:
        verdict = self._verdicts.get(combination)
        if verdict is None:
            # Blocks come in ascending order, so that combinations of long ago are not met again.
            if len(self._verdicts) >= REMEMBERED:
                self._verdicts.clear()
            verdict = self._verdicts[combination] = self.plan.verdict(combination, self.model)
        return verdict

    def _samples(self, scenario: Scenario, combination: tuple[int, ...], samples: slice) -> list[Scenario]:
        """Return the scenario of each sample."""
        factors = varying(self.plan.factors, combination)
        if not factors:
            return [scenario] * (samples.stop - samples.start)
        put = setter([factor.key for factor, _ in factors])
        columns = [
            factor.typed_values(self._source.factor_values(factor, choice, samples)) for factor, choice in factors
        ]
        return [put(scenario, values) for values in zip(*columns, strict=True)]


def _in_order(samples: slice, replicates: slice) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield each row (sample, replicate) with its position, replicates outside: so draws are made fastest."""
    width = replicates.stop - replicates.start
    for replicate in range(replicates.start, replicates.stop):
        for sample in range(samples.start, samples.stop):
            yield (sample, replicate), (sample - samples.start) * width + replicate - replicates.start
