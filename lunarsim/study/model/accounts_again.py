"""The accounts of runs, computed again from their other outcomes as they are stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.scenario.scenario import Scenario
from lunarsim.study.accounts.ledger import ACCOUNT_VARIABLES, accounts
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.study.model.interface import OK, Results
from lunarsim.study.model.time_spans import TimeSpan, each_by_itself, time_spans
from lunarsim.words.arrays import FloatArray
from lunarsim.world.outcomes.block_arrays import WORLD_VARIABLES
from lunarsim.world.outcomes.group import Arrays
from lunarsim.world.outcomes.variable import Labels

Read = Callable[[str], NDArray[Any]]
"""Gives an outcome of all runs of a call by its name, dims (run, then the variable's)."""

_BY_NAME = {variable.name: variable for variable in WORLD_VARIABLES}


def accounts_again(
    scenarios: Sequence[Scenario],
    parameters: Mapping[str, FloatArray],
    rows: Sequence[tuple[int, int]],
    seed: int,
    labels: Labels,
    read: Read,
) -> Results:
    """Compute the accounts of runs that ended well; one whose accounts raise is recorded as failed.

    Parameters
    ----------
    scenarios : sequence of Scenario, dims (run,)
        Input of each run, its uncertain factors left at their present values.
    parameters : mapping
        Values of the uncertain factors by their keys, dims (run,).
    rows : sequence of (sample, replicate), dims (run,)
        Row of each run.
    seed : int
        Seed of the sweep.
    labels : mapping
        Labels of the trailing dimensions.
    read : callable
        Gives the outcomes that the accounts are made of.
    """
    results = Results({}, np.full(len(scenarios), OK, dtype=np.int8), [""] * len(scenarios))
    for variable in ACCOUNT_VARIABLES:
        results.arrays[variable.name] = variable.empty(len(scenarios), labels)

    def compute(span: TimeSpan) -> Arrays:
        own = {key: values[span.runs] for key, values in parameters.items()}
        stored = _Outcomes(read, span, labels)
        runs = StoredRuns(span.of(scenarios), span.calendar, span.labels, stored, span.of(rows), seed, own)
        return accounts(runs)

    for whole in time_spans(scenarios, range(len(scenarios)), labels):
        span, arrays = each_by_itself(compute, whole, results)
        for variable in ACCOUNT_VARIABLES if span.runs else ():
            results.arrays[variable.name][span.where(variable, labels)] = arrays[variable.name]
    return results


class _Outcomes(Mapping[str, NDArray[Any]]):
    """Outcomes of the runs of a time span on its own axes, read when an account asks for them."""

    def __init__(self, read: Read, span: TimeSpan, labels: Labels) -> None:
        self._read = read
        self._span = span
        self._labels = labels

    def __getitem__(self, name: str) -> NDArray[Any]:
        # The order in memory decides the order of sums, and so their last bit.
        return np.ascontiguousarray(self._read(name)[self._span.where(_BY_NAME[name], self._labels)])

    def __iter__(self) -> Iterator[str]:
        return iter(_BY_NAME)

    def __len__(self) -> int:
        return len(_BY_NAME)
