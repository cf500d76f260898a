"""How often an option is the best one, alone or with others, in words."""

from __future__ import annotations

import xarray as xr

from lunarsim.reading.wording import share, share_with_interval

OF_BEST = (
    "Strictly best in: share of the samples in which it is better than all others. Tied in: share of those in which it "
    "is one of several best."
)

MANY = 0.1
"""Share of the samples from which on it is said that all options are the same in them."""


def strictly_best(row: xr.Dataset, prefix: str = "") -> str:
    """Return the share of the samples in which an option is better than all others, with its interval."""
    value, low, high = (float(row[f"{prefix}strictly_best_{end}"]) for end in ("share", "low", "high"))
    return share_with_interval(value, (low, high))


def ties_sentence(part: float) -> str:
    """Return in what share of the samples all options are the same; nothing where that is rare."""
    return f"In {share(part)} of the samples all options are the same." if part >= MANY else ""
