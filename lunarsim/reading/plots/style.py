"""The look that all plots share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""The palette of Okabe and Ito (2008), which readers of all kinds of color vision can tell apart."""

LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 3)), (0, (7, 2)))
"""A second sign beside the color, so that a gray print can be read as well."""

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
}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the look of the house, and leave the user's own settings alone."""
    import matplotlib as mpl

    with mpl.rc_context(_SETTINGS):
        yield


def figure(width: float, height: float, columns: int = 1, **shared: Any) -> tuple[Figure, Any]:
    """Return a figure and its row of axes, without a window and outside pyplot's list of open figures."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as NewFigure

    result = NewFigure(figsize=(width, height))
    FigureCanvasAgg(result)
    return result, result.subplots(1, columns, squeeze=False, **shared)[0]
