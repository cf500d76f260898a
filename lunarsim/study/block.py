"""Run one block: from its place in the grid to one array per variable."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lunarsim.scenario.rules import broken_rules
from lunarsim.scenario.scenario import Scenario, setter
from lunarsim.study.factors import Factor, varying
from lunarsim.study.model import FAILED, TIMED_OUT, Model
from lunarsim.study.plan import Plan
from lunarsim.study.runs import Arrays, Group, empty_arrays, mark_not_made
from lunarsim.study.verdicts import Verdict, group_choice, in_words

Values = Callable[[Factor, tuple[int, ...], slice], NDArray[np.float64]]
"""Gives the stored values of a factor, at a choice of config groups, for some samples."""

REMEMBERED = 1_000


@dataclass
class Block:
    """The results of one block.

    Parameters
    ----------
    index : int
        Its number in the grid.
    arrays : dict
        By variable, with ``status``, ``error`` and ``run_seconds``, dims (run dimensions, then the variable's).
    seconds : float
        Time that it took [s].
    """

    index: int
    arrays: Arrays
    seconds: float

    @property
    def runs(self) -> int:
        """Number of runs."""
        return self.arrays["status"].size

    @property
    def failed(self) -> int:
        """Number of runs that raised or took too long."""
        return int(self._is_failed().sum())

    def first_error(self) -> str:
        """Return the error of the first run that failed, or an empty text."""
        errors = self.arrays["error"][self._is_failed()]
        return str(errors[0]) if errors.size else ""

    def _is_failed(self) -> NDArray[np.bool_]:
        return np.isin(self.arrays["status"], (FAILED, TIMED_OUT))


class Runner:
    """Runs the blocks of a plan, one after the other.

    Parameters
    ----------
    plan : Plan
        What to run.
    model : Model
        What runs it.
    values : callable
        Where the stored values of the factors come from.
    """

    def __init__(self, plan: Plan, model: Model, values: Values) -> None:
        self.plan = plan
        self.model = model
        self._values = values
        self._verdicts: dict[tuple[int, ...], Verdict] = {}

    def run(self, index: int) -> Block:
        """Run block ``index``."""
        start = time.perf_counter()
        plan = self.plan
        *_, samples, replicates = plan.grid.region(index)
        per_combination = (samples.stop - samples.start) * (replicates.stop - replicates.start)
        shape = plan.grid.block_shape(index)
        arrays = empty_arrays(plan.variables, plan.labels, int(np.prod(shape)))
        groups: dict[tuple[int, ...], Group] = {}
        for place, combination in enumerate(plan.grid.combinations(index)):
            first = place * per_combination
            verdict = self._verdict(combination)
            if verdict.reason:
                mark_not_made(arrays, slice(first, first + per_combination), verdict.reason, verdict.status)
                continue
            group = groups.setdefault(group_choice(plan.axes, combination), Group())
            scenarios = self._samples(verdict.scenario, combination, samples)
            broken = [in_words(broken_rules(each)) if verdict.check_each else "" for each in scenarios]
            for (sample, replicate), position in _in_order(samples, replicates):
                at = sample - samples.start
                if broken[at]:
                    mark_not_made(arrays, first + position, broken[at])
                else:
                    group.add(scenarios[at], plan.row(combination, sample, replicate), first + position)
        for group in groups.values():
            group.run(self.model, plan.design.seed, plan.labels, arrays)
        shaped = {name: array.reshape(shape + array.shape[1:]) for name, array in arrays.items()}
        return Block(index, shaped, time.perf_counter() - start)

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
        columns = [factor.numbers(self._values(factor, choice, samples)) for factor, choice in factors]
        return [put(scenario, values) for values in zip(*columns, strict=True)]


def _in_order(samples: slice, replicates: slice) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield each row (sample, replicate) with its position, replicates outside: so draws are made fastest."""
    width = replicates.stop - replicates.start
    for replicate in range(replicates.start, replicates.stop):
        for sample in range(samples.start, samples.stop):
            yield (sample, replicate), (sample - samples.start) * width + replicate - replicates.start
