"""Where texts go on a plot, so that none lies over another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from lunarsim.reading.plots.style import LETTER

_SIGN = 0.55
"""Width of a legend's sign with its gaps [inch]."""


def apart(preferred: Any, sizes: Sequence[float]) -> Any:
    """Return positions in rising order, near the preferred ones, of texts that do not overlap.

    Parameters
    ----------
    preferred : array
        Where they would stand by themselves, in rising order.
    sizes : sequence of float
        How much room each takes, in the same unit.
    """
    size = np.array(sizes, dtype=float)
    steps = np.cumsum(size) - size / 2.0
    # The nearest positions that rise by a text's size are means of those neighbors that would else overlap.
    blocks: list[list[float]] = []
    for value in np.asarray(preferred, dtype=float) - steps:
        blocks.append([float(value)])
        while len(blocks) > 1 and np.mean(blocks[-2]) > np.mean(blocks[-1]):
            last = blocks.pop()
            blocks[-1] += last
    return np.array([np.mean(block) for block in blocks for _ in block]) + steps


def legend_columns(labels: Sequence[str], width: float, size: float = 9.0) -> int:
    """Return how many columns of a legend fit beside each other on a picture of a width [inch]."""
    longest = max((len(line) for label in labels for line in label.split("\n")), default=1)
    most = max(1, min(len(labels), int(width / (_SIGN + longest * LETTER * size / 72))))
    rows = -(-len(labels) // most)
    return -(-len(labels) // rows) if rows else 1
