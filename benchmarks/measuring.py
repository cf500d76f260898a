"""Two things timed in turns, so that a machine whose speed drifts does not favor one."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Ratio(NamedTuple):
    """Times of two things [s] and their ratio, pair by pair."""

    first_s: float
    second_s: float
    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.low:.2f} to {self.high:.2f})"


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes [s]."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def ratio(first: Callable[[], object], second: Callable[[], object], pairs: int = 7) -> Ratio:
    """Return the time of ``first`` over that of ``second``, A B A B ..., after one unmeasured pair."""
    first()
    second()
    times = [(seconds(first), seconds(second)) for _ in range(pairs)]
    ratios = [a / b for a, b in times]
    return Ratio(
        statistics.median(a for a, _ in times),
        statistics.median(b for _, b in times),
        statistics.median(ratios),
        min(ratios),
        max(ratios),
    )
