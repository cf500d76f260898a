"""Sums with the same bits in each version of Python."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from functools import reduce
from typing import TypeVar

Number = TypeVar("Number")


def total(numbers: Iterable[Number], start: Number) -> Number:
    """Return a sum, each number added to those before it.

    The built-in ``sum`` compensates the rounding of floats from Python 3.12 on, so that a result made with it would
    depend on the version.

    Parameters
    ----------
    numbers : iterable
        Numbers or arrays of one unit.
    start : number or array
        What they are added to.
    """
    return reduce(operator.add, numbers, start)
