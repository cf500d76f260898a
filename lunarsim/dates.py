"""Dates that may never be reached: means, medians, quantiles and probabilities that count *never* as late.

A date that is not reached is NaN in a sweep. A plain ``sweep["station_basic_year"].mean()`` leaves it out, so that the
more runs fail to reach it, the earlier the mean. Here it counts as the end of the simulation in means, and as later
than all others in quantiles. Runs that did not end well are left out; levers stay dimensions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lunarsim.door.lazy import lazy

if TYPE_CHECKING:
    from lunarsim.reading.analysis.dates import mean, median, probability, quantile

__all__ = ["mean", "median", "probability", "quantile"]

__getattr__, __dir__ = lazy(
    __name__, {"lunarsim.reading.analysis.dates": ("mean", "median", "probability", "quantile")}
)
