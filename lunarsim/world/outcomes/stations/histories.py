"""Histories of stations as arrays: all stations of all runs, one after the other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from lunarsim.words.arrays import FloatArray
from lunarsim.world.history.stations import StationTrace
from lunarsim.world.outcomes.calendar import Indices
from lunarsim.world.outcomes.runs import Steps, TracedRuns
from lunarsim.world.outcomes.station import stations_of


def each_station(runs: TracedRuns) -> Iterator[tuple[int, int, StationTrace]]:
    """Yield each station with its run and its index on the axis."""
    for run, stations in enumerate(runs.shared(stations_of)):
        for index, station in stations.items():
            yield run, index, station


def cells_of(runs: TracedRuns) -> tuple[NDArray[np.bool_], list[tuple[int, StationTrace]]]:
    """Return which runs have which stations, dims (run, station), and these by their place in it."""
    width = len(runs.labels["station"])
    found = [(run * width + index, station) for run, index, station in each_station(runs)]
    there = np.zeros((runs.count, width), dtype=bool)
    there.ravel()[[cell for cell, _ in found]] = True
    return there, found


def as_rows(rows: Iterable[Iterable[float]], width: int) -> FloatArray:
    """Return rows of numbers as columns, dims (column, row)."""
    return np.fromiter(chain.from_iterable(rows), dtype=float).reshape(-1, width).T


def steps_of(
    runs: TracedRuns, steps: Callable[[StationTrace], Steps]
) -> tuple[Indices, FloatArray, FloatArray, Indices]:
    """Return the steps of a history of each station: its cell, the days, the levels and which are the first ones.

    A cell is the place of a run and a station in dims (run, station).
    """
    _, found = cells_of(runs)
    rows = ((cell, day, level) for cell, station in found for day, level in steps(station))
    cells, days, levels = as_rows(rows, 3)
    cells = cells.astype(np.int64)
    return cells, days, levels, np.flatnonzero(np.diff(cells, prepend=-1))


def year_integrals(
    runs: TracedRuns, cells: Indices, days: FloatArray, levels: FloatArray, firsts: Indices
) -> FloatArray:
    """Return levels times days by year, dims (run, station, year) [level times day]."""
    changes = np.diff(levels, prepend=0.0)
    # Each history starts at level 0.
    changes[firsts] = levels[firsts]
    stations = len(runs.labels["station"])
    sums = runs.calendar.year_integrals(cells, days, changes, runs.count * stations)
    return sums.reshape(runs.count, stations, -1)


def level_on(steps: Steps, day: float) -> float:
    """Return the level of a history on a day, after all that happens on it; 0 before its first step."""
    position = bisect_right(steps, day, key=lambda step: step[0])
    return steps[position - 1][1] if position else 0.0
