"""Two workers against what the two cores give just then, the store included."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import NamedTuple

import lunarsim
from benchmarks.measuring import Ratio, ratios

WAYS = (
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


class Speeds(NamedTuple):
    """How many times as fast as two serial sweeps of half as many runs side by side, which share nothing, something is.

    Parameters
    ----------
    processes, dask : Ratio
        Two worker processes; two Dask workers.
    """

    processes: Ratio
    dask: Ratio


def _side_by_side(samples: int) -> None:
    code = f"import lunarsim; lunarsim.sweep(['design.samples={samples // 2}', 'executor=serial']).close()"
    for started in [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]:
        if started.wait() != 0:
            raise RuntimeError("a sweep beside another one failed")


def measure(samples: int, rounds: int) -> Speeds:
    """Return how many times as fast as two serial sweeps side by side two workers are, in the same rounds.

    A rehearsal with few runs warms caches up; at 5 ms a run, a minute of serial work is some 12,000 samples.
    """

    def sweep(way: list[str]) -> None:
        lunarsim.sweep([f"design.samples={samples}", *way]).close()

    with elsewhere():
        lunarsim.sweep(["design.samples=50"]).close()
        ways = [lambda: _side_by_side(samples), *(lambda way=way: sweep(way) for way in WAYS)]
        return Speeds(*ratios(ways, rounds))
