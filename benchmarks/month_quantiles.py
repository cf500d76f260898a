"""Month-wise quantiles of a long sweep against ``xarray.quantile`` on the same store: time and peak memory.

Each is measured in a process of its own, in turns; memory is the peak of that process, imports included.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

NAME = "month_power_kw"
LEVELS = (0.1, 0.5, 0.9)
BLOCK = 500
"""Runs of a chunk, as a sweep writes them."""


class Cost(NamedTuple):
    """Ratios of time and of peak memory, and what xarray takes [s, MB]."""

    time: float
    memory: float
    seconds: float
    megabytes: float


def write_store(path: Path, runs: int, months: int) -> None:
    """Write a sweep of one series: power that grows in steps, as that of a station does."""
    import zarr

    group = zarr.open_group(path, mode="w")
    dims = ("sample", "replicate", "month")
    series = group.create_array(
        NAME, shape=(runs, 1, months), chunks=(BLOCK, 1, months), dtype="f4", dimension_names=dims
    )
    status = group.create_array("status", shape=(runs, 1), chunks=(BLOCK, 1), dtype="i1", dimension_names=dims[:2])
    rng = np.random.default_rng(1)
    at_once = 40 * BLOCK
    for first in range(0, runs, at_once):
        count = min(at_once, runs - first)
        steps = np.zeros((count, months), dtype=np.float32)
        at = rng.integers(0, months, (count, 25))
        steps[np.arange(count)[:, np.newaxis], at] = rng.gamma(2, 500, (count, 25))
        series[first : first + count] = np.cumsum(steps, axis=1)[:, np.newaxis]
        status[first : first + count] = 1


def child(path: str, who: str) -> None:
    """Take the quantiles once and print the time [s], the peak of memory [kB] and a sum to compare."""
    import xarray as xr

    dataset = xr.open_zarr(path, chunks=None, consolidated=False)
    start = time.perf_counter()
    if who == "lunarsim":
        from lunarsim.analysis import month_quantiles

        result = month_quantiles(dataset, NAME, LEVELS, "linear")["quantile_value"]
    else:
        result = dataset[NAME].quantile(LEVELS, ("sample", "replicate"), skipna=who == "xarray")
    seconds = time.perf_counter() - start
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, float(result.sum())]))


def measure(runs: int = 1_000_000, months: int = 360, pairs: int = 1, against: str = "xarray") -> Cost:
    """Return the cost of lunarsim's quantiles over that of xarray's, medians of pairs."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sweep.zarr"
        write_store(path, runs, months)
        ours, theirs = [], []
        for _ in range(pairs):
            ours.append(_in_child(path, "lunarsim"))
            theirs.append(_in_child(path, against))
            assert np.isclose(ours[-1][2], theirs[-1][2], rtol=1e-5)
    return Cost(
        statistics.median(a[0] / b[0] for a, b in zip(ours, theirs, strict=True)),
        statistics.median(a[1] / b[1] for a, b in zip(ours, theirs, strict=True)),
        statistics.median(b[0] for b in theirs),
        statistics.median(b[1] for b in theirs) / 1024,
    )


def _in_child(path: Path, who: str) -> list[float]:
    words = [sys.executable, "-m", "benchmarks.month_quantiles", str(path), who]
    answer = subprocess.run(words, capture_output=True, text=True, check=True)
    result: list[float] = json.loads(answer.stdout)
    return result


if __name__ == "__main__":
    child(*sys.argv[1:])
