"""Two workers against one process, the store included."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator

import lunarsim
from benchmarks.measuring import Ratio, ratios

WAYS = (
    ["executor=serial"],
    ["executor=processes", "executor.workers=2"],
    ["executor=dask", "executor.workers=2"],
)


@contextlib.contextmanager
def elsewhere() -> Iterator[None]:
    """Work in a folder that is gone afterwards."""
    here = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(here)


def measure(samples: int, rounds: int) -> tuple[Ratio, Ratio]:
    """Return how many times as fast two processes are, and two Dask workers, as a serial sweep.

    A rehearsal with few runs warms caches up; at 6 ms a run, a minute of serial work is some 10,000 samples.
    """

    def sweep(way: list[str]) -> None:
        lunarsim.sweep([f"design.samples={samples}", *way]).close()

    with elsewhere():
        lunarsim.sweep(["design.samples=50"]).close()
        processes, dask = ratios([lambda way=way: sweep(way) for way in WAYS], rounds)
    return processes, dask
