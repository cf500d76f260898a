"""The runs of a block, as the functions that compute outcomes read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Self, TypeVar

import numpy as np

from lunarsim.scenario.scenario import Scenario
from lunarsim.words.arrays import FloatArray
from lunarsim.world.history.trace import Trace
from lunarsim.world.mine.deposit import DepositState
from lunarsim.world.outcomes.calendar import Calendar
from lunarsim.world.outcomes.variable import Labels

T = TypeVar("T")


@dataclass(frozen=True)
class Runs:
    """Runs of one time span.

    Parameters
    ----------
    scenarios : sequence of Scenario, dims (run,)
        Input of each run.
    calendar : Calendar
        Their months and years.
    labels : mapping
        Labels of the trailing dimensions; those of ``month`` and ``year`` are the calendar's.
    """

    scenarios: Sequence[Scenario]
    calendar: Calendar
    labels: Labels
    _shared: dict[Callable[..., Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def count(self) -> int:
        """Number of runs."""
        return len(self.scenarios)

    def column(self, group: str, name: str) -> FloatArray:
        """Return a parameter of each run, dims (run,)."""
        return np.array([getattr(getattr(scenario, group), name) for scenario in self.scenarios], dtype=float)

    def program_column(self, name: str) -> FloatArray:
        """Return a parameter of each run's programs, dims (run, program); 0 for a program that a run lacks."""
        labels = self.labels["program"]
        rows = [
            [getattr(scenario.programs[label], name) if label in scenario.programs else 0.0 for label in labels]
            for scenario in self.scenarios
        ]
        return np.array(rows, dtype=float)

    def index(self, dim: str) -> dict[Any, int]:
        """Return the index of each label of a dimension."""
        return {label: index for index, label in enumerate(self.labels[dim])}

    def shared(self, compute: Callable[[Self], T]) -> T:
        """Return what several groups of outcomes need, computed once for these runs.

        It must not hold the runs, which would then be freed by the garbage collector only.
        """
        if compute not in self._shared:
            self._shared[compute] = compute(self)
        value: T = self._shared[compute]
        return value


Steps = Sequence[tuple[float, float]]
"""A history of steps: days, and the level from then on."""


@dataclass(frozen=True)
class TracedRuns(Runs):
    """Runs of one time span with what happened in them.

    Parameters
    ----------
    traces : sequence of Trace, dims (run,)
        Record of each run.
    deposits : sequence of DepositState, dims (run,)
        Deposit of each run.
    """

    traces: Sequence[Trace]
    deposits: Sequence[DepositState]

    def each(self, value: Callable[[Trace], float]) -> FloatArray:
        """Return a number of each run, dims (run,)."""
        return np.array([value(trace) for trace in self.traces], dtype=float)

    def by_label(self, dim: str, values: Callable[[Trace], Mapping[str, float]]) -> FloatArray:
        """Return numbers that each run keeps by label, dims (run, dim); NaN where it has none."""
        labels = self.labels[dim]
        rows = [[kept.get(label, np.nan) for label in labels] for kept in map(values, self.traces)]
        return np.array(rows, dtype=float)

    def month_sums(self, rows: Iterable[tuple[int, float, float]]) -> FloatArray:
        """Return what fell into each month, dims (run, month), of rows of run, day and amount."""
        runs, days, amounts = np.fromiter(chain.from_iterable(rows), dtype=float).reshape(-1, 3).T
        return self.calendar.month_sums(runs.astype(np.int64), days, amounts, self.count)

    def month_means(self, steps: Callable[[Trace], Steps]) -> FloatArray:
        """Return the mean level of each month, dims (run, month), of a history of each run."""
        histories = [steps(trace) for trace in self.traces]
        runs = np.repeat(np.arange(self.count), [len(history) for history in histories])
        numbers = chain.from_iterable(chain.from_iterable(histories))
        days, levels = np.fromiter(numbers, dtype=float).reshape(-1, 2).T
        # Each run starts at level 0.
        changes = np.where(np.diff(runs, prepend=-1) == 0, np.diff(levels, prepend=0.0), levels)
        return self.calendar.month_means(runs, days, changes, self.count)
