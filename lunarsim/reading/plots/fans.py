"""Fan charts: a monthly series with the bands of its uncertainty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import xarray as xr

from lunarsim.reading.analysis.monthly import month_bands
from lunarsim.reading.plots.chosen import along_lever, chosen_outcome, of_sweep
from lunarsim.reading.plots.labels import folded, foot_of, months_as_years, of_runs
from lunarsim.reading.plots.style import COLORS, grid, head_right, house_style, whole, whole_years
from lunarsim.reading.titles.levers import lever_is
from lunarsim.reading.titles.outcomes import outcome_with_units

if TYPE_CHECKING:
    from matplotlib.figure import Figure


OUTER, INNER = "#c9e6f7", "#86bfe0"
"""Bands in tints of the median's blue; opaque, so that the legend shows what is drawn."""


SPREAD = "Bands: spread of the runs, month by month; no single run need follow the median."


def draw_fan(axis: Any, where: Any, one: xr.Dataset) -> None:
    """Draw bands, median and mean of :func:`lunarsim.reading.analysis.monthly.month_bands`; of one run its line."""
    if int(one["run_count"]) == 1:
        axis.plot(where, one["mean_value"].values, color=COLORS[0], label="the run")
        return
    p10, p25, p50, p75, p90 = one["quantile_value"].transpose("quantile_level", "month").values
    axis.fill_between(where, p10, p90, color=OUTER, linewidth=0, label="P10 to P90")
    axis.fill_between(where, p25, p75, color=INNER, linewidth=0, label="P25 to P75")
    axis.plot(where, p50, color=COLORS[0], label="median")
    axis.plot(where, one["mean_value"].values, color=COLORS[1], linestyle="--", label="mean")


@of_sweep("sample, replicate, month and the lever")
def monthly_fan(dataset: xr.Dataset, name: str, lever: str | None = None, subject: str | None = None) -> Figure:
    """Draw a monthly series: median, mean and the bands of half and four fifths of the runs.

    Bands are taken month by month: no single run need follow the median.

    Parameters
    ----------
    name : str
        Variable along ``month``, at a label where it has several: ``month_cost_musd(transport)``.
    lever : str, optional
        Dimension whose values become panels, one below the other on the same axes.

    Raises
    ------
    AnalysisError
        If a dimension is left over, if the variable has no months, or if no run ended well.
    """
    foot = foot_of(dataset, subject)
    dataset, name = chosen_outcome(along_lever(dataset, lever), name)
    bands = month_bands(dataset, name, lever)
    values = dataset[lever].values if lever else [None]
    where, axis_label = months_as_years(dataset["month"])
    with house_style():
        count = len(values)
        height = 3.8 if count == 1 else 0.9 + 1.9 * count
        notes = [SPREAD] * bool((bands["run_count"] > 1).any())
        drawn, axes = grid(7.2, height, count, notes=notes, foot=foot, sharex=True, sharey=True)
        for index, (axis, value) in enumerate(zip(axes[:, 0], values, strict=True)):
            one = bands.isel({lever: index}) if lever else bands
            runs = int(one["run_count"])
            draw_fan(axis, where, one)
            axis.margins(x=0)
            if lever:
                axis.set_title(folded(lever_is(dataset, lever, value), 68), loc="left", fontsize=10)
            head_right(axis, f"{of_runs(runs)}, by month")
            if not runs:
                axis.text(0.5, 0.5, "no run ended well", transform=axis.transAxes, ha="center", va="center")
            if axis_label == "year":
                whole_years(axis)
        label = folded(outcome_with_units(dataset[name]), 44 if count < 3 else 80)
        if lever:
            drawn.supylabel(label, fontsize=10)
        else:
            axes[0, 0].set_ylabel(folded(label, 40))
        axes[-1, 0].set_xlabel(axis_label)
        # A panel of one run has no bands.
        signs = max((axis.get_legend_handles_labels() for axis in axes[:, 0]), key=lambda found: len(found[1]))
        drawn.legend(*signs, loc="outside lower center", ncols=4, fontsize=9)
        return whole(drawn)
