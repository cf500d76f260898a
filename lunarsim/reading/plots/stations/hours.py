"""What the working hours of robots and crews at a station went to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.valid_runs import SAMPLING, along_runs, finished
from lunarsim.reading.plots.chosen import of_sweep
from lunarsim.reading.plots.labels import folded, foot_of, of_runs
from lunarsim.reading.plots.stations.stations_shown import of_station, with_run_of_each
from lunarsim.reading.plots.style import COLORS, grid, house_style, whole
from lunarsim.reading.titles.labels import label_title
from lunarsim.reading.titles.levers import lever_is

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAME = "station_working_hours"

LOOKS = {
    "repairs": (COLORS[2], ""),
    "commissioning": (COLORS[2], "/////"),
    "idle": ("#dddddd", ""),
    "darkness": (COLORS[0], ""),
    "no_contact": (COLORS[0], "/////"),
    "unpowered": (COLORS[1], ""),
    "out_of_order": (COLORS[4], ""),
    "absent": ("#999999", ""),
}
"""Color and hatch of each use from the left on: what was worked, what nobody needed, and what was lost."""

_NOTE = (
    "Bars: shares of the working hours of the calendar, all runs together. Robots: a shift a day of each pair of hands "
    "that stands there; crews: that of one stay's crew, since the station works the surface or a crew first landed."
)


@of_sweep("sample, replicate, station, worker, hours_use and the lever")
def working_hours(dataset: xr.Dataset, lever: str | None = None, subject: str | None = None) -> Figure:
    """Draw what the working hours of robots and crews went to: worked, nothing to do, and lost by cause.

    Of several stations the main one is shown where they are not compared.

    Parameters
    ----------
    lever : str, optional
        Dimension whose values become panels, one below the other, ``station`` among them.

    Raises
    ------
    AnalysisError
        If a dimension is left over, if the sweep lacks the outcome, or if no run ended well.
    """
    foot = foot_of(dataset, subject)
    dataset, said = of_station(dataset, NAME, lever)
    kept = (lever,) if lever else ()
    hours = with_run_of_each(dataset, NAME, "worker", "hours_use", *kept).astype(float)
    runs = along_runs(finished(dataset), *kept).sum(SAMPLING).values.reshape(-1)
    sums = hours.sum(SAMPLING)
    names = dataset[lever].values if lever else [None]
    with house_style():
        drawn, axes = grid(8.6, 1.6 + 1.5 * len(names), len(names), notes=[_NOTE, said], foot=foot, sharex=True)
        for index, (axis, name) in enumerate(zip(axes[:, 0], names, strict=True)):
            of_one = (sums.isel({lever: index}) if lever else sums).transpose("worker", "hours_use")
            workers = [label_title("worker", worker) for worker in of_one["worker"].values]
            whole_hours = of_one.sum("hours_use").values
            left = np.zeros(len(workers))
            for use, (color, hatch) in LOOKS.items():
                share = of_one.sel(hours_use=use).values / np.maximum(whole_hours, 1e-9)
                look = {"color": color, "hatch": hatch, "edgecolor": "white", "linewidth": 0.3}
                axis.barh(workers, share, 0.7, left, label=label_title("hours_use", use), **look)
                left += share
            for place, hours_of in enumerate(whole_hours):
                text = f" {hours_of / max(int(runs[index]), 1):,.0f} h a run" if hours_of > 0 else " none"
                axis.text(float(left[place]), place, text, va="center", fontsize=9)
            if lever:
                axis.set_title(folded(lever_is(dataset, lever, name), 68), loc="left", fontsize=10)
            axis.set_title(of_runs(int(runs[index])), loc="right", fontsize=9, color="0.35")
            axis.set_xlim(0.0, 1.22)
            axis.set_xticks(np.linspace(0.0, 1.0, 6))
            axis.invert_yaxis()
        axes[-1, 0].set_xlabel("share of the working hours")
        handles, labels = axes[0, 0].get_legend_handles_labels()
        drawn.legend(handles, labels, loc="outside lower center", ncols=4, fontsize=9)
        return whole(drawn)
