"""Official milestones: the dates that were promised beside those that come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from lunarsim.reading.analysis.conditioning.weights import interval_runs
from lunarsim.reading.analysis.intervals import bounds
from lunarsim.reading.analysis.missions.promises import promises, what_they_ask
from lunarsim.reading.analysis.sensitivity.design_check import design_note
from lunarsim.reading.analysis.valid_runs import along_runs, end_years
from lunarsim.reading.plots.chosen import of_sweep
from lunarsim.reading.plots.labels import folded, foot_of
from lunarsim.reading.plots.style import COLORS, NEVER, figure, house_style, whole, whole_years
from lunarsim.reading.wording import end_of, share
from lunarsim.words.errors import AnalysisError

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

_SPREAD = "Bars: spread of the runs, P10 to P90. At the right: probability that the promise is kept."


@of_sweep()
def promised_dates(dataset: xr.Dataset, subject: str | None = None) -> Figure:
    """Draw each official milestone: from P10 to P90 of its date, its median, and the date that was promised.

    Raises
    ------
    AnalysisError
        If a lever is left over, if there are no official milestones, or if no run ended well.
    """
    end, counted = float(along_runs(end_years(dataset))), float(along_runs(interval_runs(dataset)))
    result = promises(dataset)
    shown = result.isel({"official_milestone": result["promised_date"].notnull().values.reshape(-1)})
    if not np.isfinite(end) or not shown.sizes["official_milestone"]:
        raise AnalysisError("no run ended well, so there is nothing to draw")
    with house_style():
        count = shown.sizes["official_milestone"]
        notes = [_SPREAD, " ".join(what_they_ask(shown)), design_note(dataset, keys=False)]
        drawn, (axis,) = figure(8.4, 1.2 + 0.4 * count, notes=notes, foot=foot_of(dataset, subject))
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
            chance = float(one["probability_by_promise"])
            by_then = share(chance, bounds(chance, counted))
            axis.annotate(by_then, (1.01, row), xycoords=("axes fraction", "data"), va="center", fontsize=8)
        axis.use_sticky_edges = False
        axis.margins(x=0.03)
        axis.set_yticks(range(count), titles, fontsize=8)
        axis.invert_yaxis()
        axis.grid(axis="y", visible=False)
        axis.set_xlabel("year")
        whole_years(axis)
        signs = _signs(end_of(end))
        drawn.legend(list(signs.values()), list(signs), loc="outside lower center", ncols=4, fontsize=9)
        return whole(drawn)


def _signs(end: str) -> dict[str, Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    return {
        "P10 to P90": Patch(facecolor=COLORS[0], alpha=0.45),
        "median": Line2D([], [], color="black", marker="|", markersize=11, linestyle="none", markeredgewidth=1.6),
        "promised": Line2D([], [], color=COLORS[1], marker="D", markersize=6, linestyle="none"),
        f"not by {end}": Patch(facecolor="white", edgecolor="0.35", hatch=NEVER),
    }
