"""How many runs of its blocks a Dask worker has made, which it reports with each of its signs of life."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

METRIC = "lunarsim_runs_made"
"""Under this name a worker reports, beside its use of memory and processors."""

_MADE: dict[str, int] = {}
"""By block, for all threads of this worker."""


class Counter:
    """Counts the runs of a block.

    Parameters
    ----------
    key : str
        Which block of which sweep.
    """

    def __init__(self, key: str) -> None:
        self._key = key
        self._begun = 0

    def enter(self, positions: Sequence[int]) -> None:
        """Do nothing: whatever the positions, runs are counted."""

    def __call__(self, run: int) -> None:
        """Note that a run begins, or that the last one has ended."""
        _MADE[self._key] = self._begun
        self._begun += run >= 0


def key_of(plan_hash: str, index: int) -> str:
    """Return the key of a block, which no block of another sweep has."""
    return f"{plan_hash} {index}"


@contextmanager
def counted(key: str) -> Iterator[Counter]:
    """Give what counts the runs of a block, and have this worker report it."""
    from distributed import get_worker

    # Outside a worker there is nobody to report to.
    with suppress(ValueError):
        worker: Any = get_worker()
        worker.metrics.setdefault(METRIC, lambda worker: dict(_MADE))
    try:
        yield Counter(key)
    finally:
        _MADE.pop(key, None)


def runs_made(workers: Mapping[str, Any], keys: Iterable[str]) -> int:
    """Return how many runs of some blocks have been made, by what the scheduler knows of the workers."""
    reported: dict[str, int] = {}
    for worker in workers.values():
        reported |= worker.get("metrics", {}).get(METRIC) or {}
    return sum(int(reported.get(key, 0)) for key in keys)
