"""Sweeps of very many runs, with a model that costs nothing but fills a store as the campaigns do."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measuring import seconds
from benchmarks.sweep_cost import stored_bytes

MODEL = "tests.study.models:THIRSTY"
SWEEP = (
    "from benchmarks.inside import run_sweep; from tests.study.conftest import asked; "
    "run_sweep(asked(samples={samples}, design='monte_carlo', executor='processes', store=True, dir={folder!r}), "
    "{model!r}, progress=False)"
)
RESUME = (
    "import sys; from pathlib import Path; from benchmarks.inside import resume_sweep; "
    "assert resume_sweep(Path({path!r}), model={model!r}, progress=False).made == 0"
)


def peak_bytes(command: list[str]) -> int:
    """Return the highest memory of a command and all that it starts [byte]: shared pages are counted once."""
    import psutil

    child = subprocess.Popen(command)
    root, peak = psutil.Process(child.pid), 0
    while child.poll() is None:
        total = 0
        for process in (root, *root.children(recursive=True)):
            try:
                total += process.memory_full_info().pss
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
        peak = max(peak, total)
        time.sleep(0.1)
    if child.returncode:
        raise RuntimeError(f"ended with {child.returncode}: {command}")
    return peak


def measure(few: int = 10_000, many: int = 100_000) -> tuple[float, float, float]:
    """Return memory of many runs over that of few, the time of a resume of the many [s], and bytes a run.

    The peak is highest where two workers write at the same moment, which a short sweep may never meet: of the few runs
    there are several sweeps, and the highest peak counts.
    """
    with tempfile.TemporaryDirectory() as folder:

        def peak(samples: int) -> int:
            script = SWEEP.format(samples=samples, folder=str(Path(folder) / str(samples)), model=MODEL)
            return peak_bytes([sys.executable, "-c", script])

        low, high = max(peak(few) for _ in range(5)), peak(many)
        (store,) = (Path(folder) / str(many)).rglob("sweep.zarr")
        resume = [sys.executable, "-c", RESUME.format(path=str(store), model=MODEL)]
        took = seconds(lambda: subprocess.run(resume, check=True))
        return high / low, took, stored_bytes(store) / many
