"""A published figure and how it is computed."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Row(NamedTuple):
    """A published figure, its tolerance (relative) and how it is computed; ``from_map`` rows need the map."""

    key: str
    what: str
    published: float
    tolerance: float
    source: str
    compute: Callable[[], float]
    from_map: bool = False
