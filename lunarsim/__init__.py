"""Simulator of lunar resource scenarios.

Functions for notebooks and scripts; what they return is read with plain xarray:

* :func:`load_scenario` returns one checked scenario for a line of overrides,
* :func:`with_values` returns another scenario with some parameters changed,
* :func:`simulate` makes one run of it,
* :func:`sweep` makes all runs that a line asks for,
* :func:`resume` makes those that are missing or failed in a stored sweep,
* :func:`revalue` makes a new sweep of a stored one, with other prices, costs or rates,
* :func:`open_sweep` opens a stored sweep,
* :func:`replay` makes one run of a stored sweep again, with its events.

:mod:`lunarsim.analysis`, :mod:`lunarsim.dates`, :mod:`lunarsim.plots` and :mod:`lunarsim.errors` are the rest of the
public interface, and :mod:`lunarsim.configs` is the package of option files for Hydra apps of one's own; all other
modules may change without notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lunarsim.door.lazy import lazy
from lunarsim.version import __version__

if TYPE_CHECKING:
    from lunarsim import analysis, configs, dates, errors, plots
    from lunarsim.door.python import load_scenario, open_sweep, replay, resume, revalue, simulate, sweep, with_values

__all__ = [
    "__version__",
    "analysis",
    "configs",
    "dates",
    "errors",
    "load_scenario",
    "open_sweep",
    "plots",
    "replay",
    "resume",
    "revalue",
    "simulate",
    "sweep",
    "with_values",
]

__getattr__, __dir__ = lazy(
    __name__,
    {
        "lunarsim.door.python": (
            "load_scenario",
            "open_sweep",
            "replay",
            "resume",
            "revalue",
            "simulate",
            "sweep",
            "with_values",
        ),
    },
    ("analysis", "configs", "dates", "errors", "plots"),
)
