"""Grade against tonnage: the soil above a cut-off grade, and how rich it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.mine.reported_resource import above_cutoffs, class_words
from lunarsim.reading.plots.chosen import of_sweep
from lunarsim.reading.plots.labels import folded, foot_of, of_runs
from lunarsim.reading.plots.placing import legend_columns
from lunarsim.reading.plots.style import COLORS, grid, head_right, house_style, whole
from lunarsim.reading.titles.levers import lever_is

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FEW = 0.5
"""Where fewer runs than this share have soil above a cut-off, no grade of those few is drawn."""

_TINTS = (("#c9e6f7", COLORS[0]), ("#f9d9bd", COLORS[1]))


@of_sweep("sample, replicate, grade_cutoff and the lever")
def grade_tonnage(dataset: xr.Dataset, lever: str | None = None, subject: str | None = None) -> Figure:
    """Draw the soil in place above a cut-off grade of rare earths and the mean grade of that soil.

    P90 is the low case: the curve that nine runs of ten reach. The soil is that of all runs; the grade is that of the
    runs in which a ton or more lies above the cut-off, as far as at least half have that. It is no reserve.

    Parameters
    ----------
    lever : str, optional
        Dimension whose values become pairs of panels, one below the other on the same axes.

    Raises
    ------
    AnalysisError
        If a dimension is left over, if the dataset has no such curve, or if no run ended well.
    """
    curves = above_cutoffs(dataset, lever)
    values = dataset[lever].values if lever else [None]
    with house_style():
        count = len(values)
        height, foot = 3.9 if count == 1 else 0.9 + 2.2 * count, foot_of(dataset, subject)
        drawn, axes = grid(8.6, height, count, 2, notes=[_LOW_CASE], foot=foot, sharex=True, sharey="col")
        for index, (pair, value) in enumerate(zip(axes, values, strict=True)):
            one = curves.isel({lever: index}) if lever else curves
            _row(pair, one, folded(lever_is(dataset, lever, value), 48) if lever else "")
        for axis in axes[0]:
            axis.set_ylim(bottom=0)
            axis.set_xlim(0, _last_shown(curves))
        for axis, label in zip(axes[-1], ("soil", "grade"), strict=True):
            axis.set_xlabel(f"cut-off grade [ppm of lanthanides]\n{_UNDER[label]}", fontsize=9)
        for axis in axes[:, 0]:
            axis.set_ylabel("soil above the cut-off [Mt]", fontsize=9)
        for axis in axes[:, 1]:
            axis.set_ylabel("its mean grade [ppm]", fontsize=9)
        handles = [handle for axis in axes[0] for handle in axis.get_legend_handles_labels()[0]]
        labels = [label for axis in axes[0] for label in axis.get_legend_handles_labels()[1]]
        columns = legend_columns(labels, 8.6)
        drawn.legend(handles, labels, loc="outside lower center", ncols=columns, fontsize=9)
        return whole(drawn)


_LOW_CASE = "Bands: spread of the runs. P90 is the low case: that much or more in 90 % of the runs."


LEFT = 0.005
"""Share of all soil below which a cut-off leaves nothing to look at, in the high case."""


def _last_shown(curve: xr.Dataset) -> float:
    """Return the cut-off at which the high case of all panels has lost nearly all soil [ppm]."""
    soil = curve["soil_value"].max("report_case")
    kept = (soil > LEFT * soil.max("grade_cutoff")).any([dim for dim in soil.dims if dim != "grade_cutoff"]).values
    cutoffs = curve["grade_cutoff"].values.astype(float)
    # Where no run ended well the whole axis stays.
    last = int(np.flatnonzero(kept)[-1]) if kept.any() else cutoffs.size
    return float(cutoffs[min(last + 1, cutoffs.size - 1)])


_UNDER = {"soil": "in place, of all runs", "grade": "of the runs with a ton or more above it"}


def _row(pair: Any, one: xr.Dataset, heading: str) -> None:
    left, right = pair
    runs = int(one["run_count"])
    left.set_title(f"{heading}\n{class_words(one['class_share'])}".strip(), loc="left", fontsize=9)
    head_right(right, of_runs(runs))
    cutoffs = one["grade_cutoff"].values.astype(float)
    grades = one["grade_value"].where(one["soil_share"] >= FEW)
    for axis, values, scale, (tint, color), what in (
        (left, one["soil_value"], 1e-6, _TINTS[0], "soil"),
        (right, grades, 1.0, _TINTS[1], "grade"),
    ):
        low, middle, high = values.transpose("report_case", "grade_cutoff").values.astype(float) * scale
        axis.fill_between(cutoffs, low, high, color=tint, linewidth=0, label=f"{what}, P90 (low) to P10 (high)")
        axis.plot(cutoffs, middle, color=color, label=f"{what}, P50", marker="o", markersize=3)
        axis.margins(x=0)
        if not runs:
            axis.text(0.5, 0.5, "no run ended well", transform=axis.transAxes, ha="center", va="center")
    shown = np.flatnonzero(np.isfinite(grades.sel({"report_case": "P50"}).values))
    if runs and shown.size < cutoffs.size:
        last = f"beyond {cutoffs[shown[-1]]:g} ppm" if shown.size else "at no cut-off"
        word = (
            "fewer than half of the runs\nhave soil above it"
            if shown.size
            else "do half of the runs have soil above it"
        )
        right.text(
            0.98, 0.04, f"{last} {word}", transform=right.transAxes, ha="right", va="bottom", fontsize=8, color="0.35"
        )
