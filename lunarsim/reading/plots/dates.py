"""Dates: the probability of having reached a milestone, year by year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.runs import along_runs, as_dates, end_years
from lunarsim.reading.plots.style import COLORS, LINES, figure, house_style
from lunarsim.reading.wording import end_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MILESTONES = (
    "station_working_year",
    "station_basic_year",
    "station_extended_year",
    "first_product_year",
    "first_return_year",
)


def cumulative_dates(dataset: xr.Dataset, milestones: Sequence[str] = MILESTONES, lever: str | None = None) -> Figure:
    """Draw the cumulative probability of dates: one panel a milestone for a lever, or one panel for all milestones.

    Never-reached dates count: a line that ends below 1 says how likely the milestone is at all. The band is the 90 %
    interval of the estimate from so many samples (Wilson), not that of the date.

    Parameters
    ----------
    dataset : Dataset
        A sweep; dimensions other than sample, replicate and the lever must have been selected.
    milestones : sequence of str
        Names of variables that are dates.
    lever : str, optional
        Dimension whose values become the lines of each panel.

    Returns
    -------
    Figure
        A matplotlib figure.

    Raises
    ------
    ValueError
        If a dimension is left over.
    """
    kept = (lever,) if lever else ()
    ends = along_runs(end_years(dataset), *kept)
    with house_style():
        panels = len(milestones) if lever else 1
        drawn, axes = figure(4.4 * panels if lever else 8.4, 4.0, panels, sharey=True)
        for place, name in enumerate(milestones):
            dates = as_dates(along_runs(dataset[name], *kept), dataset)
            if lever:
                axes[place].set_title(_title(dataset[name]), loc="left")
                for number, value in enumerate(dataset[lever].values):
                    one = {lever: number}
                    _line(axes[place], dates.isel(one), float(ends.isel(one)), number, str(value), dataset)
            else:
                _line(axes[0], dates, float(ends), place, _title(dataset[name]), dataset)
        for axis in axes:
            axis.set_xlabel("year")
            axis.set_ylim(0, 1.02)
            # Each panel says its own final probabilities; a single panel has its lines' names beside it.
            place_of_legend = {"loc": "best"} if lever else {"loc": "center left", "bbox_to_anchor": (1.0, 0.5)}
            axis.legend(title=lever, fontsize=9, **place_of_legend)
        axes[0].set_ylabel("probability of having reached it")
        drawn.supxlabel("band: 90 % interval of the estimate from the number of runs", fontsize=8, color="0.35")
        return drawn


def _start_year(dataset: xr.Dataset, reached: Any, end: float) -> float:
    """Return where the line begins: the first month, or the first date where months only count from the start."""
    if "month" in dataset and np.issubdtype(dataset["month"].dtype, np.datetime64):
        first = dataset["month"].values[0]
        year = first.astype("datetime64[Y]")
        return float(year.astype(int) + 1970 + (first - year) / np.timedelta64(1, "D") / 365.25)
    return float(reached[0]) if reached.size else end


def _title(values: xr.DataArray) -> str:
    text = str(values.attrs.get("long_name", values.name))
    return text[:1].upper() + text[1:]


def _line(axis: Any, dates: xr.DataArray, end: float, number: int, label: str, dataset: xr.Dataset) -> None:
    color, line = COLORS[number % len(COLORS)], LINES[number % len(LINES)]
    known = np.sort(dates.values[~np.isnan(dates.values)])
    if known.size == 0:
        axis.plot([], [], color=color, linestyle=line, label=f"{label} (no run)")
        return
    reached = known[np.isfinite(known)]
    years = np.concatenate([[_start_year(dataset, reached, end)], reached, [end]])
    share = np.concatenate([[0.0], np.arange(1, reached.size + 1) / known.size, [reached.size / known.size]])
    low, high = _wilson(share, known.size)
    name = f"{label} ({share[-1]:.0%} by {end_of(end)})"
    axis.step(years, share, where="post", color=color, linestyle=line, label=name)
    axis.fill_between(years, low, high, step="post", color=color, alpha=0.18, linewidth=0)


def _wilson(share: Any, count: int, z: float = 1.6449) -> tuple[Any, Any]:
    center = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * np.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return np.clip(center - half, 0, 1), np.clip(center + half, 0, 1)
