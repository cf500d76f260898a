"""News: the forecast of milestones before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.conditioning.news import news
from lunarsim.reading.analysis.conditioning.weights import interval_runs
from lunarsim.reading.analysis.intervals import bounds
from lunarsim.reading.plots.chosen import of_sweep, without_levers
from lunarsim.reading.plots.labels import definitions, folded, foot_of
from lunarsim.reading.plots.style import COLORS, NEVER, grid, house_style, whole, whole_years
from lunarsim.reading.titles.labels import label_title
from lunarsim.reading.wording import end_of, share, share_with_interval
from lunarsim.words.errors import AnalysisError

if TYPE_CHECKING:
    from matplotlib.figure import Figure


_PROBABILITIES = ("probability_before", "value_probability", "probability_low", "probability_high")


@of_sweep()
def before_after(
    dataset: xr.Dataset,
    conditions: Sequence[str],
    outcomes: Sequence[str] | None = None,
    said: str = "",
    subject: str | None = None,
) -> Figure:
    """Draw the dates of milestones before and after some news: spread, median, and the probability of being reached.

    Parameters
    ----------
    conditions : sequence of str
        The news, such as ``change_7.outcome=lost``.
    outcomes : sequence of str, optional
        Dates; left out, the milestones and the launches that the news are about.
    said : str
        The news in words, for the heading.

    Raises
    ------
    InputError
        With all faults of the news and outcomes.
    AnalysisError
        If a lever is left over, no run agrees, or nothing that is asked for is a date.
    """
    dataset = without_levers(dataset, "news")
    result = news(dataset, conditions, outcomes)
    result = result.isel({"outcome_name": np.flatnonzero(result["outcome_is_date"].values)})
    count, end = result.sizes["outcome_name"], float(result["end_year"])
    if not count:
        raise AnalysisError("news: none of the outcomes is a date; lunarsim observe has amounts as well")
    runs = float(interval_runs(dataset))
    names = [str(name).partition("(")[0].partition("[")[0] for name in result["outcome_name"].values]
    notes = [_note(result), definitions(dataset, names)]
    with house_style():
        drawn, axes = grid(8.8, 1.4 + 0.52 * count, notes=notes, foot=foot_of(dataset, subject))
        axis = axes[0, 0]
        for row in range(count):
            one = result.isel({"outcome_name": row})
            for offset, part, color in ((-0.19, "before", "0.6"), (0.19, "value", COLORS[0])):
                _date(axis, row + offset, one[f"quantile_{part}"].values, end, color)
            before, after, low, high = (float(one[name]) for name in _PROBABILITIES)
            text = f"{share(before, bounds(before, runs))} → {share_with_interval(after, (low, high))}"
            axis.annotate(text, (1.02, row), xycoords=("axes fraction", "data"), va="center", fontsize=8)
        axis.use_sticky_edges = False
        axis.margins(x=0.03)
        axis.set_yticks(range(count), [folded(_title(dataset, text), 36) for text in result["outcome_title"].values])
        axis.tick_params(axis="y", labelsize=8)
        axis.set_ylim(count - 0.4, -0.6)
        axis.grid(axis="y", visible=False)
        axis.set_xlabel("year")
        whole_years(axis)
        if said:
            axis.set_title(folded(said, 80), loc="left", fontsize=10)
        signs = _signs(end_of(end))
        if bool(result["is_withheld"]):
            del signs["after"]
        drawn.legend(list(signs.values()), list(signs), loc="outside lower center", ncols=4, fontsize=9)
        return whole(drawn)


def _date(axis: Any, row: float, quantiles: Any, end: float, color: str) -> None:
    """Draw P10 to P90 of a date with its median; where runs are too few for quantiles, nothing."""
    low, middle, high = (float(value) for value in quantiles)
    if np.isnan(middle):
        return
    first, last = min(low, end), min(high, end)
    axis.barh(row, last - first, left=first, height=0.34, color=color, alpha=0.6)
    if np.isinf(high):
        axis.barh(row, 0.8, left=end, height=0.34, color="white", edgecolor="0.35", hatch=NEVER, linewidth=0.6)
    if np.isfinite(middle):
        axis.plot([middle, middle], [row - 0.17, row + 0.17], color="black", linewidth=1.6)


def _title(dataset: xr.Dataset, text: object) -> str:
    """Return the title of an outcome, whose it is by the owner's title: "First launch, Chang'e-7"."""
    what, comma, owner = str(text).rpartition(", ")
    dims = [
        dim for dim in ("mission", "asset", "program", "station") if dim in dataset and owner in dataset[dim].values
    ]
    return f"{what}, {label_title(dims[0], owner, dataset)}" if comma and dims else str(text)


def _note(result: xr.Dataset) -> str:
    effective = float(result["effective_runs"])
    few = "; too few for quantiles, which are withheld" if bool(result["is_withheld"]) else ""
    return (
        "Bars: spread of the runs, P10 to P90. At the right: probability of being reached, before and after with its "
        f"90 % interval. The runs that agree are worth {effective:,.0f} of {int(result['run_count']):,}{few}."
    )


def _signs(end: str) -> dict[str, Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    return {
        "before": Patch(facecolor="0.6", alpha=0.6),
        "after": Patch(facecolor=COLORS[0], alpha=0.6),
        "median": Line2D([], [], color="black", marker="|", markersize=11, linestyle="none", markeredgewidth=1.6),
        f"not by {end}": Patch(facecolor="white", edgecolor="0.35", hatch=NEVER),
    }
