"""Amounts: how much a sweep gives, with the band of its uncertainty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.valid_runs import along_runs, finished
from lunarsim.reading.plots.chosen import along_lever, chosen_outcomes, of_sweep
from lunarsim.reading.plots.labels import folded, foot_of, value_labels
from lunarsim.reading.plots.logarithmic import SIZE, mark_logarithmic
from lunarsim.reading.plots.style import COLORS, LETTER, figure, grid, house_style, separated, whole
from lunarsim.reading.titles.levers import lever_title_with_units
from lunarsim.reading.titles.outcomes import outcome_with_units
from lunarsim.reading.wording import share
from lunarsim.words.errors import AnalysisError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, PANEL = 7.2, 4.8
"""Widths of a picture of one amount and of a panel of several [inch]."""

NOTE, LEVER = 1.2, 0.4
"""What the notes at the right and the name of the lever take of them [inch]."""

_LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)
_SPREAD = "Bars: spread of the runs."
_LEFT_OUT = f"{_SPREAD} At the right: share of the runs that have none, which the bars leave out."


@of_sweep("sample, replicate and the lever")
def amounts_by_lever(
    dataset: xr.Dataset, name: str, lever: str, log: bool = True, subject: str | None = None
) -> Figure:
    """Draw an amount for each value of a lever: median, half and four fifths of all runs, and the share without any.

    Parameters
    ----------
    name : str
        Variable without trailing dimensions, such as ``ree_produced_kg``.
    lever : str
        Dimension whose values become the bars.
    log : bool
        Whether the axis is logarithmic; runs with nothing are then counted in words.

    Raises
    ------
    AnalysisError
        If a dimension is left over, or if an amount on a logarithmic axis is below zero.
    """
    foot = foot_of(dataset, subject)
    dataset, (name,) = chosen_outcomes(along_lever(dataset, lever), (name,))
    labels = value_labels(dataset, lever)
    with house_style():
        height = 1.6 + 0.36 * len(labels)
        drawn, (axis,) = figure(WIDTH, height, notes=[_LEFT_OUT if log else _SPREAD], foot=foot)
        _bars(axis, dataset, name, lever, log)
        _name_the_bars(axis, dataset, lever, labels)
        label = outcome_with_units(dataset[name])
        if log:
            mark_logarithmic(axis, label, _length(WIDTH, 1, labels))
        else:
            axis.set_xlabel(label)
            separated(axis.xaxis)
        _legend(drawn, log)
        return whole(drawn)


@of_sweep("sample, replicate and the lever")
def amounts_side_by_side(dataset: xr.Dataset, names: Sequence[str], lever: str, subject: str | None = None) -> Figure:
    """Draw several amounts for each value of a lever, a panel each, on logarithmic axes of their own.

    Parameters
    ----------
    names : sequence of str
        Variables without trailing dimensions.
    lever : str
        Dimension whose values become the bars.

    Raises
    ------
    AnalysisError
        If there is no such variable, a dimension is left over, or an amount is below zero.
    """
    if not names:
        raise AnalysisError("amounts: none given, where one is needed")
    foot = foot_of(dataset, subject)
    dataset, names = chosen_outcomes(along_lever(dataset, lever), names)
    labels = value_labels(dataset, lever)
    columns = min(2, len(names))
    rows = -(-len(names) // columns)
    with house_style():
        height = 0.7 + rows * (0.9 + 0.36 * len(labels))
        drawn, axes = grid(PANEL * columns, height, rows, columns, notes=[_LEFT_OUT], foot=foot, sharey=True)
        for axis in axes.ravel()[len(names) :]:
            axis.set_axis_off()
        for axis, name in zip(axes.ravel(), names, strict=False):
            _bars(axis, dataset, name, lever, log=True)
            mark_logarithmic(axis, outcome_with_units(dataset[name]), _length(PANEL * columns, columns, labels))
        for axis in axes[:, 0]:
            _name_the_bars(axis, dataset, lever, labels)
        _legend(drawn, log=True)
        return whole(drawn)


def _length(width: float, columns: int, labels: Sequence[str]) -> float:
    """Return how long an axis is at least [inch] beside the labels of the bars, which stand once in a row."""
    longest = max(len(line) for label in labels for line in label.split("\n"))
    return (width - LEVER - longest * LETTER * SIZE / 72) / columns - NOTE


def _legend(drawn: Any, log: bool) -> None:
    """Say what dot and bars are."""
    from matplotlib.lines import Line2D

    of_what = "of the runs that have any" if log else "of the runs"
    signs = {
        f"median {of_what}": Line2D([], [], linestyle="none", marker="o", color=COLORS[1]),
        "P25 to P75": Line2D([], [], color=COLORS[0], linewidth=8, alpha=0.45),
        "P10 to P90": Line2D([], [], color=COLORS[0], linewidth=2),
    }
    drawn.legend(list(signs.values()), list(signs), loc="outside lower center", ncols=3, fontsize=9)


def _bars(axis: Any, dataset: xr.Dataset, name: str, lever: str, log: bool) -> None:
    """Draw an amount, one bar for each lever value."""
    counted = along_runs(finished(dataset), lever)
    amounts = along_runs(dataset[name], lever).where(counted)
    if log and bool((amounts < 0).any()):
        raise AnalysisError(f"{name} is below zero in some runs, which a logarithmic axis cannot show; give log=False")
    if log:
        axis.set_xscale("log")
    for index in range(dataset.sizes[lever]):
        data = amounts.isel({lever: index}).values.ravel()
        shown = data[data > 0] if log else data[~np.isnan(data)]
        _bar(axis, index, shown, int(counted.isel({lever: index}).sum()))


def _name_the_bars(axis: Any, dataset: xr.Dataset, lever: str, labels: list[str]) -> None:
    axis.set_yticks(range(len(labels)), labels)
    axis.set_ylim(len(labels) - 0.5, -0.5)
    axis.set_ylabel(folded(lever_title_with_units(dataset, lever), max(12, 5 * len(labels))))


def _bar(axis: Any, index: int, shown: Any, runs: int) -> None:
    """Draw the bar of one lever value, and beside it the share of the runs that it leaves out."""
    if shown.size:
        p10, p25, p50, p75, p90 = np.quantile(shown, _LEVELS)
        axis.plot((p10, p90), (index, index), color=COLORS[0], linewidth=2, solid_capstyle="butt")
        axis.plot((p25, p75), (index, index), color=COLORS[0], linewidth=8, alpha=0.45, solid_capstyle="butt")
        axis.plot(p50, index, "o", color=COLORS[1], zorder=3)
    note = f"nothing in {share(1 - shown.size / runs)}" if runs else "no run"
    if shown.size < runs or not runs:
        axis.annotate(note, (1.01, index), xycoords=("axes fraction", "data"), va="center", fontsize=9)
