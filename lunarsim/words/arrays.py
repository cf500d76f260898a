"""The types of what physics takes and gives.

Transcendental functions are always numpy's, also for floats: ``x**y`` of Python floats calls another library than numpy
does for arrays and may differ in the last bit, so that one run alone would not equal the same run in a block.
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]

Floats: TypeAlias = float | FloatArray
"""An argument: a number or an array; arrays broadcast by the rules of numpy."""

Result: TypeAlias = Any
"""A number where all arguments are numbers, an array where one is. Any, so that callers need no cast for either."""


def as_slice(positions: NDArray[np.int64]) -> slice | NDArray[np.int64]:
    """Return positions that follow one another as a slice, which copies nothing, and others as they are."""
    if positions.size and (np.diff(positions) == 1).all():
        return slice(int(positions[0]), int(positions[-1]) + 1)
    return positions
