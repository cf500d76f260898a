"""The runs of one call of the model, and the arrays that hold their results."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.scenario.scenario import Scenario
from lunarsim.study.model.interface import FAILED, INFEASIBLE, OK, TIMED_OUT, Model, Results
from lunarsim.world.outcomes.variable import Labels, Variable

Arrays = dict[str, NDArray[Any]]

LONGEST_ERROR = 1000
"""Characters of an error that are kept: a thousand runs may fail with the same long text."""


def empty_arrays(variables: Sequence[Variable], labels: Labels, runs: int) -> Arrays:
    """Return arrays for some runs with nothing in them yet, dims (run, then the variable's)."""
    arrays: Arrays = {variable.name: variable.empty(runs, labels) for variable in variables}
    arrays["run_seconds"] = np.full(runs, math.nan)
    arrays["error"] = np.full(runs, "", dtype=np.dtypes.StringDType())
    arrays["status"] = np.zeros(runs, dtype=np.int8)
    return arrays


def mark_hung(arrays: Arrays, where: int) -> None:
    """Record a run that did not end and is not repeated."""
    arrays["status"][where] = TIMED_OUT
    arrays["error"][where] = "TimeoutError: more than executor.max_seconds of wall time; its worker was ended"


def mark_skipped(arrays: Arrays, where: slice | int, reason: str, status: int = INFEASIBLE) -> None:
    """Record runs that the model is not asked for, and why."""
    arrays["status"][where] = status
    arrays["error"][where] = reason[:LONGEST_ERROR]


@dataclass
class ModelCall:
    """Runs of one call of the model: scenario, row (sample, replicate) and position in the arrays of each."""

    scenarios: list[Scenario] = field(default_factory=list)
    rows: list[tuple[int, int]] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)

    def add(self, scenario: Scenario, row: tuple[int, int], position: int) -> None:
        """Add a run."""
        self.scenarios.append(scenario)
        self.rows.append(row)
        self.positions.append(position)

    def run(self, model: Model, seed: int, labels: Labels, arrays: Arrays) -> None:
        """Run them and store their results at their positions; a run that failed leaves its values missing."""
        if not self.rows:
            return
        start = time.perf_counter()
        try:
            results = model.run(self.scenarios, self.rows, seed, labels)
        except Exception as error:
            # Models record what a single run raises; here something around the runs failed, and the sweep goes on.
            failed = np.full(len(self.rows), FAILED, dtype=np.int8)
            results = Results({}, failed, [f"{type(error).__name__}: {error}"] * len(self.rows))
        shared = (time.perf_counter() - start) / len(self.rows)
        positions = np.array(self.positions)
        good = results.status == OK
        if good.any():
            for name in arrays.keys() - {"status", "error", "run_seconds"}:
                arrays[name][positions[good]] = results.arrays[name][good]
        arrays["status"][positions] = results.status
        arrays["run_seconds"][positions] = shared if results.seconds is None else results.seconds
        for position, error_text in zip(self.positions, results.errors, strict=False):
            if error_text:
                arrays["error"][position] = error_text[:LONGEST_ERROR]


@dataclass
class Block:
    """The results of one block.

    Parameters
    ----------
    index : int
        Its index in the grid.
    arrays : dict
        By variable, with ``status``, ``error`` and ``run_seconds``, dims (run dimensions, then the variable's).
    seconds : float
        Time that it took [s].
    runs : int
        Number of runs that were simulated; those kept from an earlier time do not count.
    """

    index: int
    arrays: Arrays
    seconds: float
    runs: int

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
