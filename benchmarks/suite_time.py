"""How long the tests take, as ``make test`` runs them once everything is installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.measuring import seconds

ROOT = Path(__file__).resolve().parents[1]
TESTS = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile"]


def measure() -> float:
    """Return the time of the tests on two workers [min]."""
    return seconds(lambda: subprocess.run(TESTS, cwd=ROOT, check=True, capture_output=True)) / 60
