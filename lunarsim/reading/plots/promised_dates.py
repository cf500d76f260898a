"""Official milestones: the dates that were promised beside those that come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lunarsim.reading.analysis.missions.promises import promises
from lunarsim.reading.analysis.sensitivity.design_check import design_note
from lunarsim.reading.analysis.valid_runs import along_runs, end_years
from lunarsim.reading.plots.labels import folded
from lunarsim.reading.plots.style import COLORS, NEVER, figure, house_style, whole_years
from lunarsim.reading.wording import end_of, share
from lunarsim.words.errors import AnalysisError

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

_LEGEND = "bar: P10 to P90; line: median; diamond: promised; hatched: not by the end; right: probability by the promise"


def promised_dates(dataset: xr.Dataset) -> Figure:
    """Draw each official milestone: from P10 to P90 of its date, its median, and the date that was promised.

    Parameters
    ----------
    dataset : Dataset
        A sweep; levers must have been selected.

    Returns
    -------
    Figure
        A matplotlib figure.

    Raises
    ------
    AnalysisError
        If a lever is left over, if there are no official milestones, or if no run ended well.
    """
    end = float(along_runs(end_years(dataset)))
    result = promises(dataset)
    shown = result.isel({"official_milestone": result["promised_date"].notnull().values.reshape(-1)})
    if not np.isfinite(end) or not shown.sizes["official_milestone"]:
        raise AnalysisError("no run ended well, so there is nothing to draw")
    with house_style():
        count = shown.sizes["official_milestone"]
        drawn, (axis,) = figure(8.4, 1.0 + 0.5 * count)
        titles = [folded(text, 40) for text in shown["official_milestone_title"].values]
        for row in range(count):
            one = shown.isel({"official_milestone": row})
            low, middle, high = (float(value) for value in one["quantile_value"].values)
            first, last = min(low, end), min(high, end)
            axis.barh(row, last - first, left=first, height=0.5, color=COLORS[0], alpha=0.45)
            if np.isinf(high):
                axis.barh(row, 1.0, left=end, height=0.5, color="white", edgecolor="0.35", hatch=NEVER, linewidth=0.6)
            if np.isfinite(middle):
                axis.plot([middle, middle], [row - 0.25, row + 0.25], color="black", linewidth=1.6)
            axis.plot(float(one["promised_date"]), row, marker="D", color=COLORS[1], markersize=6, zorder=3)
            by_then = share(float(one["probability_by_promise"]))
            axis.annotate(by_then, (1.01, row), xycoords=("axes fraction", "data"), va="center", fontsize=8)
        axis.use_sticky_edges = False
        axis.margins(x=0.03)
        axis.set_yticks(range(count), titles, fontsize=8)
        axis.invert_yaxis()
        axis.grid(axis="y", visible=False)
        axis.set_xlabel(f"year (hatched: not by {end_of(end)})")
        whole_years(axis)
        drawn.supxlabel(design_note(dataset) or _LEGEND, fontsize=8, color="0.35")
        return drawn
