"""Which functions of a station work how much of each year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.monthly import BANDS
from lunarsim.reading.analysis.valid_runs import SAMPLING, along_runs, finished, quantiles_of_runs
from lunarsim.reading.plots.chosen import of_sweep
from lunarsim.reading.plots.fans import INNER, OUTER
from lunarsim.reading.plots.labels import folded, foot_of, of_runs
from lunarsim.reading.plots.stations.stations_shown import of_station, with_run_of_each
from lunarsim.reading.plots.style import COLORS, LINES, grid, house_style, whole, whole_years
from lunarsim.reading.titles.labels import label_titles
from lunarsim.reading.titles.levers import lever_is
from lunarsim.reading.wording import FEW

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAME = "station_function_availability"

COLUMNS = 3

LEAST_SHARE = 0.05
"""Share of the runs below which those that have a function are too few for its mean to be drawn."""

_LINE = (
    "Mean: of the runs in which the function has begun to work by that year; it works while hardware that has it does "
    "and has power; power is what a basic station takes (10 kW unless set), contact counts while command link and a "
    "rover or robot work, too. Dotted: share of the runs in which it has begun."
)
_BANDS = (
    "Bands: spread of the runs that have it, year by year, no error of the mean: in one run and year a function mostly "
    "works all the time or not at all."
)
_NO_BANDS = "The spread of the runs is not drawn; a picture of one value shows it."


@of_sweep("sample, replicate, station, function, year and the lever")
def functions_by_year(dataset: xr.Dataset, lever: str | None = None, subject: str | None = None) -> Figure:
    """Draw the availability of each function of a station, year by year, and how many runs have it at all.

    Of several stations the main one is shown where they are not compared.

    Parameters
    ----------
    lever : str, optional
        Dimension whose values become lines of their own, ``station`` among them; bands are left out then.

    Raises
    ------
    AnalysisError
        If a dimension is left over, if the sweep lacks the outcome, or if no run ended well.
    """
    foot = foot_of(dataset, subject)
    dataset, said = of_station(dataset, NAME, lever)
    kept = (lever,) if lever else ()
    values = with_run_of_each(dataset, NAME, "function", "year", *kept)
    titles = label_titles(dataset, "function")
    names = dataset[lever].values if lever else [None]
    runs = along_runs(finished(dataset), *kept).sum(SAMPLING).values.reshape(-1)
    rows = -(-len(titles) // COLUMNS)
    with house_style():
        notes = [_LINE, _BANDS if lever is None else _NO_BANDS, said]
        drawn, axes = grid(8.6, 0.8 + 1.75 * rows, rows, COLUMNS, notes=notes, foot=foot, sharex=True, sharey=True)
        for place, title in enumerate(titles):
            axis = axes[place // COLUMNS, place % COLUMNS]
            for index, name in enumerate(names):
                at = {"function": place} | ({lever: index} if lever else {})
                label = folded(lever_is(dataset, lever, name), 40) if lever else ""
                _draw(axis, values.isel(at), int(runs[index]), index, label)
            axis.set_title(title[:1].upper() + title[1:], loc="left", fontsize=10)
            axis.margins(x=0)
            whole_years(axis, 5)
        axes[0, 0].set_ylim(-0.02, 1.02)
        for axis in axes.ravel()[len(titles) :]:
            axis.set_axis_off()
        drawn.supylabel("share of the year", fontsize=10)
        axes[-1, COLUMNS // 2].set_xlabel(f"year; {of_runs(int(runs.sum()))}")
        handles: dict[str, Any] = {}
        for axis in axes.ravel():
            handles |= dict(zip(*reversed(axis.get_legend_handles_labels()), strict=True))
        drawn.legend(handles.values(), handles.keys(), loc="outside lower center", ncols=4, fontsize=9)
        return whole(drawn)


def _draw(axis: Any, values: xr.DataArray, runs: int, index: int, label: str) -> None:
    """Draw the mean of the runs that have a function, its spread where nothing else is there, and how many have it."""
    years = values["year"].values
    begun = values.notnull().sum(SAMPLING)
    known = (begun >= max(min(max(FEW, runs * LEAST_SHARE), runs), 1)).values
    color, line = COLORS[index % len(COLORS)], LINES[index % len(LINES)]
    if not label and runs > 1:
        p10, p25, _, p75, p90 = quantiles_of_runs(values, BANDS).transpose("quantile_level", "year").values
        axis.fill_between(years, p10, p90, where=known, color=OUTER, linewidth=0, label="P10 to P90")
        axis.fill_between(years, p25, p75, where=known, color=INNER, linewidth=0, label="P25 to P75")
    mean = values.mean(SAMPLING).where(begun > 0).values
    axis.plot(years, np.where(known, mean, np.nan), color=color, linestyle=line, label=label or "mean")
    share = begun / max(runs, 1)
    axis.plot(years, share.values, color=color if label else "0.35", linestyle=":", linewidth=1.0,
              label="" if label else "has begun")  # fmt: skip
