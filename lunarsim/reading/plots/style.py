"""The look that all plots share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""The palette of Okabe and Ito (2008), which readers with any kind of color vision can distinguish."""

LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 3)), (0, (7, 2)))
"""A second sign beside the color, so that a gray print can be read as well."""

CAUSE_LOOKS = {
    "shelving": (COLORS[3], "....."),
    "slip": (COLORS[0], ""),
    "budget": (COLORS[0], "/////"),
    "cooperation": (COLORS[3], ""),
    "technology_cutoff": (COLORS[3], "/////"),
    "prerequisite": (COLORS[5], ""),
    "vehicle": (COLORS[4], ""),
    "pad": (COLORS[4], "/////"),
    "window": ("#999999", ""),
    "launch_failure": (COLORS[1], ""),
    "landing_failure": (COLORS[1], "/////"),
    "power": (COLORS[2], ""),
    "commissioning": (COLORS[2], "/////"),
    "repair": ("#444444", ""),
    "readiness": ("#444444", "/////"),
}
"""Color and hatch of each cause of delay, the same in all plots: kindred causes share a color."""

OUTCOME_LOOKS = {
    "success": (COLORS[2], "", "arrived"),
    "partial": (COLORS[5], "", "partial landing"),
    "launch_failure": (COLORS[1], "", "lost at launch"),
    "cruise_failure": (COLORS[1], ".....", "lost in cruise"),
    "descent_failure": (COLORS[1], "/////", "lost in descent"),
    "touchdown_failure": (COLORS[1], "+++++", "lost at touchdown"),
    "landing_failure": (COLORS[1], "/////", "lost at landing"),
    "aborted_ascent": (COLORS[4], "", "ascent aborted, crew safe"),
    "loss_of_mission": (COLORS[4], "/////", "mission lost, crew safe"),
    "loss_of_crew": ("#000000", "", "crew lost"),
    "loss_of_crew_in_ascent": ("#000000", "/////", "crew lost in ascent"),
    "withdrawn": (COLORS[3], "xxxxx", "withdrawn"),
    "shelved": (COLORS[3], ".....", "given up before it flew"),
    "not_flown": ("#ffffff", "", "not flown"),
}
"""Color, hatch and words for each outcome of a mission's last flight; older datasets lack the phase of a landing."""

NEVER, NO_RUN = "xxxx", "////"
"""Hatches of what was never reached and of what was not run."""

_SETTINGS: Any = {
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.3,
    "grid.linewidth": 0.6,
    "figure.constrained_layout.use": True,
    "figure.dpi": 110,
    "font.size": 10,
    "legend.frameon": False,
    "hatch.linewidth": 0.6,
    # Labels are text: one with two dollar signs is no formula, and one that would be a wrong formula ends no plot.
    "text.parse_math": False,
}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the look of the house, and leave the user's own settings alone."""
    import matplotlib as mpl

    with mpl.rc_context(_SETTINGS):
        yield


def figure(width: float, height: float, columns: int = 1, **shared: Any) -> tuple[Figure, Any]:
    """Return a figure and its row of axes, without a window and outside pyplot's list of open figures."""
    result, axes = grid(width, height, 1, columns, **shared)
    return result, axes[0]


def grid(width: float, height: float, rows: int = 1, columns: int = 1, **shared: Any) -> tuple[Figure, Any]:
    """Return a figure of a size [inch] and its axes, dims (row, column), as :func:`figure` does."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as NewFigure

    result = NewFigure(figsize=(width, height))
    FigureCanvasAgg(result)
    return result, result.subplots(rows, columns, squeeze=False, **shared)


def look_of(cause: str) -> tuple[str, str]:
    """Return color and hatch of a cause of delay; one that is not known is white and dotted."""
    return CAUSE_LOOKS.get(cause, ("#ffffff", "...."))


def whole_years(axis: Any) -> None:
    """Put ticks at whole years on the time axis, unless it is too short."""
    from matplotlib.ticker import MaxNLocator

    axis.xaxis.set_major_locator(MaxNLocator(nbins=8, integer=True, min_n_ticks=2, steps=[1, 2, 5, 10]))
