"""Power and load of a station month by month, each with the spread of the runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import xarray as xr

from lunarsim.reading.analysis.monthly import month_bands
from lunarsim.reading.plots.chosen import along_lever, of_sweep
from lunarsim.reading.plots.labels import folded, foot_of, months_as_years, of_runs
from lunarsim.reading.plots.style import COLORS, grid, head_right, house_style, whole, whole_years
from lunarsim.reading.titles.levers import lever_is

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SERIES = {"month_power_kw": ("power through the night", COLORS[0]), "month_load_kw": ("load served", COLORS[1])}
"""What is drawn, the lower one over the other."""

_NOTE = (
    "Bands: P10 to P90 of the runs, month by month, each series by itself: power and load go up and "
    "down together in a run, so that bands that overlap do not say that the load is ever above the power."
)


@of_sweep("sample, replicate, month and the lever")
def power_and_load(dataset: xr.Dataset, lever: str | None = None, subject: str | None = None) -> Figure:
    """Draw the power of the main station through the night and the load that it serves, as median and band.

    Parameters
    ----------
    lever : str, optional
        Dimension whose values become panels, one below the other on the same axes.

    Raises
    ------
    AnalysisError
        If a dimension is left over, or if no run ended well.
    """
    foot = foot_of(dataset, subject)
    dataset = along_lever(dataset, lever)
    bands = {name: month_bands(dataset, name, lever) for name in SERIES}
    values = dataset[lever].values if lever else [None]
    where, axis_label = months_as_years(dataset["month"])
    with house_style():
        count = len(values)
        height = 3.8 if count == 1 else 0.9 + 1.9 * count
        drawn, axes = grid(7.2, height, count, notes=[_NOTE], foot=foot, sharex=True, sharey=True)
        for index, (axis, value) in enumerate(zip(axes[:, 0], values, strict=True)):
            runs = 0
            for name, (title, color) in SERIES.items():
                one = bands[name].isel({lever: index}) if lever else bands[name]
                runs = int(one["run_count"])
                low, middle, high = one["quantile_value"].sel(quantile_level=[0.1, 0.5, 0.9]).values.reshape(3, -1)
                if runs > 1:
                    band = {"color": color, "alpha": 0.25, "linewidth": 0}
                    axis.fill_between(where, low, high, label=f"{title}, P10 to P90", **band)
                axis.plot(where, middle, color=color, label=title if runs == 1 else f"{title}, median")
            axis.margins(x=0)
            if lever:
                axis.set_title(folded(lever_is(dataset, lever, value), 68), loc="left", fontsize=10)
            head_right(axis, f"{of_runs(runs)}, by month")
            if not runs:
                axis.text(0.5, 0.5, "no run ended well", transform=axis.transAxes, ha="center", va="center")
            if axis_label == "year":
                whole_years(axis)
        axes[0, 0].set_ylim(bottom=0.0)
        drawn.supylabel("power [kW]", fontsize=10)
        axes[-1, 0].set_xlabel(axis_label)
        signs = max((axis.get_legend_handles_labels() for axis in axes[:, 0]), key=lambda found: len(found[1]))
        drawn.legend(*signs, loc="outside lower center", ncols=2, fontsize=9)
        return whole(drawn)
