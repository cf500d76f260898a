"""The look that all plots share."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
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
    "success": (COLORS[2], ""),
    "partial": (COLORS[5], ""),
    "lost_made_up": ("#f3c9a8", ""),
    "launch_failure": (COLORS[1], ""),
    "cruise_failure": (COLORS[1], "....."),
    "descent_failure": (COLORS[1], "/////"),
    "touchdown_failure": (COLORS[1], "+++++"),
    "landing_failure": (COLORS[1], "/////"),
    "aborted_ascent": (COLORS[4], ""),
    "loss_of_mission": (COLORS[4], "/////"),
    "loss_of_crew": ("#000000", ""),
    "loss_of_crew_in_ascent": ("#000000", "/////"),
    "withdrawn": (COLORS[3], "xxxxx"),
    "shelved": (COLORS[3], "....."),
    "not_flown": ("#ffffff", ""),
}
"""Color and hatch for each outcome of a mission's flight; older datasets lack the phase of a landing."""

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


def figure(width: float, height: float, columns: int = 1, **others: Any) -> tuple[Any, Any]:
    """Return what is drawn on and its row of axes, as :func:`grid` does."""
    result, axes = grid(width, height, 1, columns, **others)
    return result, axes[0]


def grid(
    width: float,
    height: float,
    rows: int = 1,
    columns: int = 1,
    notes: Sequence[str] = (),
    foot: str = "",
    **shared: Any,
) -> tuple[Any, Any]:
    """Return what is drawn on and its axes, dims (row, column), outside of pyplot and its windows.

    Parameters
    ----------
    width, height : float [inch]
        Size, without the foot.
    rows, columns : int
        Number of axes.
    notes : sequence of str
        What stands below the axes: what a band holds, what a milestone asks for; empty ones are left out.
    foot : str
        What the picture is of, below all.
    shared
        As of ``Figure.subplots``.

    Returns
    -------
    part of a figure, array of Axes
        The part above the foot; :func:`whole` gives the figure.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as NewFigure

    texts = [(text, size, color) for text, size, color in _bottom(notes, foot, width) if text]
    below = sum(_height(text, size) for text, size, _ in texts) + MARGIN * bool(texts)
    result = NewFigure(figsize=(width, height + below))
    FigureCanvasAgg(result)
    if not texts:
        return result, result.subplots(rows, columns, squeeze=False, **shared)
    drawn, bottom = result.subfigures(2, 1, height_ratios=(height, below), squeeze=False)[:, 0]
    at = 1.0
    for text, size, color in texts:
        bottom.text(MARGIN / width, at, text, fontsize=size, color=color, ha="left", va="top", linespacing=SPACING)
        at -= _height(text, size) / below
    return drawn, drawn.subplots(rows, columns, squeeze=False, **shared)


def whole(drawn: Any) -> Figure:
    """Return the figure of a part of it."""
    result: Figure = drawn.get_figure(root=True)
    return result


MARGIN = 0.08
"""Room beside and below the foot [inch]."""

NOTE_SIZE, FOOT_SIZE, SPACING = 8.0, 6.5, 1.25
"""Sizes of letters [point] and the distance of lines in letters."""

LETTER = 0.54
"""Mean width of a letter of DejaVu Sans over its size, on the safe side."""


def _bottom(notes: Sequence[str], foot: str, width: float) -> list[tuple[str, float, str]]:
    """Return the texts below the axes in lines that fit, each with its size and color."""
    texts = [(note, NOTE_SIZE, "0.35") for note in notes] + [(foot, FOOT_SIZE, "0.5")]
    return [
        ("\n".join(textwrap.wrap(text, int(72 * (width - 2 * MARGIN) / (LETTER * size)))), size, color)
        for text, size, color in texts
    ]


def _height(text: str, size: float) -> float:
    """Return the height of a text with a gap below it [inch]."""
    return (SPACING * (text.count("\n") + 1) + 0.45) * size / 72


def look_of(cause: str) -> tuple[str, str]:
    """Return color and hatch of a cause of delay; one that is not known is white and dotted."""
    return CAUSE_LOOKS.get(cause, ("#ffffff", "...."))


def separated(axis: Any) -> None:
    """Write the figures of an axis, ``axes.xaxis`` or ``axes.yaxis``, with thousands separators."""
    axis.set_major_formatter(lambda value, _: f"{value:,.10g}")


def head_right(axis: Any, text: str) -> None:
    """Write above an axis, at the right, of which runs it is."""
    axis.set_title(text, loc="right", fontsize=9, color="0.35")


def whole_years(axis: Any, most: int = 8) -> None:
    """Put ticks at whole years on the time axis, not many more than ``most``, unless it is too short."""
    from matplotlib.ticker import MaxNLocator

    axis.xaxis.set_major_locator(MaxNLocator(nbins=most, integer=True, min_n_ticks=2, steps=[1, 2, 5, 10]))
