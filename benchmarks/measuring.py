"""Functions timed in turns, so that a drifting speed of the computer favors none of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Ratio(NamedTuple):
    """Times of two things [s] and their ratio, pair by pair."""

    first_s: float
    second_s: float
    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.low:.2f} to {self.high:.2f}; {self.first_s:.2f} s / {self.second_s:.2f} s)"

    @classmethod
    def of(cls, first: Sequence[float], second: Sequence[float]) -> Ratio:
        """Return the ratio of times that were taken in turns [s]."""
        pairs = [a / b for a, b in zip(first, second, strict=True)]
        middles = statistics.median(first), statistics.median(second)
        return cls(*middles, statistics.median(pairs), min(pairs), max(pairs))


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes [s]."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def ratio(first: Callable[[], object], second: Callable[[], object], pairs: int = 7) -> Ratio:
    """Return the time of ``first`` over that of ``second``, A B A B ..., after one unmeasured pair."""
    first()
    second()
    (result,) = ratios([first, second], pairs)
    return result


def ratios(actions: Sequence[Callable[[], object]], rounds: int) -> list[Ratio]:
    """Return the time of the first action over that of each other one, A B C A B C ..."""
    times = [[seconds(action) for action in actions] for _ in range(rounds)]
    first, *others = zip(*times, strict=True)
    return [Ratio.of(first, other) for other in others]
