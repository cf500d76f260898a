"""The remedy of a fault: an override that would help, as it is typed on the command line."""

from __future__ import annotations

import math
from typing import Any

from lunarsim.scenario.declare.declaration import parameters_of
from lunarsim.scenario.scenario import GROUPS
from lunarsim.words.terminal import as_typed

_DIGITS = 4


def remedy(key: str, value: Any) -> str:
    """Return the end of a sentence that says what to set."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"; set {key}={as_typed(value)}"


def restored(key: str) -> str:
    """Return the remedy that puts a parameter of a group back to its default."""
    group, name = key.split(".")
    defaults = {field: default for field, _, default in parameters_of(GROUPS[group])}
    return remedy(key, defaults[name])


def up(value: float) -> float:
    """Return a number with few digits that is no smaller."""
    return _rounded(value, math.ceil)


def down(value: float) -> float:
    """Return a number with few digits that is no larger."""
    return _rounded(value, math.floor)


def _rounded(value: float, to_whole: Any) -> float:
    if value <= 0.0:
        return 0.0
    scale = 10.0 ** (math.floor(math.log10(value)) + 1 - _DIGITS)
    # What is whole but for the last bits is not moved by a whole step.
    near = round(value / scale)
    whole = near if math.isclose(near, value / scale, rel_tol=1e-12) else to_whole(value / scale)
    return float(f"{whole * scale:.{_DIGITS}g}")
