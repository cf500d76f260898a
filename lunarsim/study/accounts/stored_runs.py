"""The stored outcomes of some runs, as the accounts read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.words.arrays import FloatArray
from lunarsim.world.outcomes.runs import Runs


@dataclass(frozen=True)
class StoredRuns(Runs):
    """Runs of one time span with their outcomes as stored.

    Parameters
    ----------
    arrays : mapping
        Outcomes by name, rounded as stored, dims (run, ...).
    rows : sequence of (sample, replicate), dims (run,)
        Row of each run; rows own the draws of prices.
    seed : int
        Seed of the sweep.
    """

    arrays: Mapping[str, NDArray[Any]]
    rows: Sequence[tuple[int, int]]
    seed: int

    def outcome(self, name: str) -> FloatArray:
        """Return an outcome in double precision, dims (run, ...)."""
        return np.asarray(self.arrays[name], dtype=float)
