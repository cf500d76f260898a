"""Sums and means over months of what happened in the runs of a block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.world.outcomes.calendar import Calendar
from lunarsim.world.trace import Trace

Arrays = dict[str, NDArray[Any]]
Done = Sequence[tuple[int, Trace]]
"""Position and trace of each run that was made."""


class Series:
    """Months of a block of runs, and where their series go.

    Parameters
    ----------
    arrays : dict
        Arrays by variable, dims (run, ...).
    done : sequence of (int, Trace)
        Position and trace of each run that was made; series of the others stay missing.
    count : int
        Number of runs.
    calendar : Calendar
        Months of the runs.
    """

    def __init__(self, arrays: Arrays, done: Done, count: int, calendar: Calendar) -> None:
        self.arrays, self.done, self.calendar = arrays, done, calendar
        self._count = count
        self._valid = np.zeros(count, dtype=bool)
        self._valid[[run for run, _ in done]] = True

    def put(self, name: str, values: NDArray[np.float64], *place: int) -> None:
        """Store a variable, or the part of it at a place on its first axes, of the runs that were made."""
        whole: Any = self.arrays[name]
        whole[(self._valid, *place)] = values[self._valid]

    def sums(self, rows: Iterable[tuple[int, float, float]]) -> NDArray[np.float64]:
        """Return what fell into each month, dims (run, month), of rows of run, day and amount."""
        return self.calendar.month_sums(*_columns(rows), self._count)

    def means(self, steps: Callable[[int, Trace], Sequence[tuple[float, float]]]) -> NDArray[np.float64]:
        """Return the mean of each month, dims (run, month), of the step history of each run."""
        histories = [(run, steps(run, trace)) for run, trace in self.done]
        counts = [len(history) for _, history in histories]
        runs = np.repeat(np.array([run for run, _ in histories], dtype=np.int64), counts)
        pairs = chain.from_iterable(history for _, history in histories)
        days, levels = np.fromiter(chain.from_iterable(pairs), dtype=float).reshape(-1, 2).T
        # Each run begins at level 0.
        changes = np.where(np.diff(runs, prepend=-1) == 0, np.diff(levels, prepend=0.0), levels)
        return self.calendar.month_means(runs, days, changes, self._count)


def _columns(
    rows: Iterable[tuple[int, float, float]],
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    table = np.fromiter(chain.from_iterable(rows), dtype=float).reshape(-1, 3)
    return table[:, 0].astype(np.int64), table[:, 1], table[:, 2]
