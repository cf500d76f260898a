"""Gantt chart of a sweep: planned and first launch of each mission, and how its first flight ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.conditioning.weights import interval_runs
from lunarsim.reading.analysis.intervals import bounds
from lunarsim.reading.analysis.missions.launches import mission_launches
from lunarsim.reading.analysis.valid_runs import along_runs
from lunarsim.reading.plots.chosen import of_sweep
from lunarsim.reading.plots.labels import foot_of, of_runs
from lunarsim.reading.plots.missions.run_gantt import ROW
from lunarsim.reading.plots.placing import legend_columns
from lunarsim.reading.plots.style import COLORS, OUTCOME_LOOKS, grid, house_style, whole, whole_years
from lunarsim.reading.titles.labels import label_title, label_titles
from lunarsim.reading.wording import end_of, stated_probability
from lunarsim.words.errors import AnalysisError

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@of_sweep("sample, replicate and mission")
def launch_gantt(dataset: xr.Dataset, subject: str | None = None) -> Figure:
    """Draw the launches of a sweep: planned and median first launch of each mission, its band, and how flights ended.

    Raises
    ------
    AnalysisError
        If a dimension is left over, if no run ended well, or if the dataset has no missions.
    """
    launches = mission_launches(dataset)
    early = launches["launch_year"].isel({"quantile_level": 0}, drop=True)
    launches = launches.isel(mission=np.lexsort((early.values, launches["planned_year"].values)))
    count, end = launches.sizes["mission"], float(launches["end_year"])
    launches = launches.assign(interval_runs=along_runs(interval_runs(dataset)))
    runs = int(launches["run_count"])
    which, flight = str(launches.attrs["launch"]), str(launches.attrs["outcome"])
    if not count:
        raise AnalysisError("no mission is in the manifest, so there is nothing to draw")
    with house_style():
        shape: dict[str, Any] = {
            "sharey": True,
            "width_ratios": (3, 1),
            "notes": [_HOW[flight] if runs == 1 else _LAUNCHES.format(which=which, how=_HOW[flight])],
        }
        drawn, axes = grid(9.6, 1.5 + ROW * count, 1, 2, foot=foot_of(dataset, subject), **shape)
        dates, shares = axes[0]
        for row in range(count):
            _launch(dates, shares, row, launches.isel(mission=row), end)
        _outcomes(shares, launches)
        dates.set_yticks(range(count), _missions(dataset, launches), fontsize=7)
        dates.set_ylim(count - 0.4, -0.6)
        dates.set_xlim(None, end)
        whole_years(dates)
        dates.set_xlabel(f"year of the {which} launch")
        shares.set_xlabel(f"how the {flight} flight ended\n[% of the runs]")
        dates.set_title(f"{of_runs(runs)} to {end_of(end)}", loc="left", fontsize=9)
        for axis in (dates, shares):
            axis.grid(axis="y", visible=False)
        handles, names = _legend(shares, runs)
        drawn.legend(handles, names, loc="outside lower center", ncols=legend_columns(names, 9.6, 8), fontsize=8)
        return whole(drawn)


_LAUNCHES = (
    "Bars: spread of the runs, P10 to P90 of the {which} launch. Small figures: missions that most runs do not launch. "
    "{how}"
)

_HOW = {
    "first": "Pale: the first flight was lost, and a later one arrived.",
    "last": "How it ended: what became of the last flight, which may make up for a first one that was lost.",
}


def _missions(dataset: xr.Dataset, launches: xr.Dataset) -> list[str]:
    """Return the titles of the missions in the order in which they are drawn."""
    keys = [str(label) for label in dataset["mission"].values]
    by_key = dict(zip(keys, label_titles(dataset, "mission"), strict=True))
    return [by_key[str(label)] for label in launches["mission"].values]


def _launch(axis: Any, beside: Any, row: int, one: xr.Dataset, end: float) -> None:
    """Draw planned and median launch of a mission with its band, or say that it is mostly not launched."""
    planned = float(one["planned_year"])
    low, middle, high = one["launch_year"].values
    if np.isfinite(low):
        last = min(high, end)
        axis.plot((low, last), (row, row), color=COLORS[5], linewidth=3.5, solid_capstyle="butt")
        if not np.isfinite(high):
            axis.plot(end, row, ">", color=COLORS[5], markersize=6, clip_on=False)
    if np.isfinite(middle):
        if np.isfinite(planned):
            axis.plot((planned, middle), (row, row), color="0.4", linewidth=0.9, linestyle=":")
        axis.plot(middle, row, "o", color=COLORS[0], markersize=5, zorder=3)
    else:
        chance = float(one["launched_share"])
        stated = stated_probability(chance, bounds(chance, float(one["interval_runs"])))
        text = f"not by {end_of(end)}" + f" ({stated})" * (int(one["run_count"]) > 1)
        beside.annotate(text, (1.03, row), xycoords=("axes fraction", "data"), va="center", fontsize=7)
    if np.isfinite(planned):
        axis.plot(planned, row, "D", color="black", markerfacecolor="white", markersize=4.5, zorder=4)


def _outcomes(axis: Any, launches: xr.Dataset) -> None:
    """Draw in which share of the runs missions ended how."""
    rows, left = np.arange(launches.sizes["mission"]), np.zeros(launches.sizes["mission"])
    for outcome, (color, hatch) in OUTCOME_LOOKS.items():
        if outcome not in launches["flight_outcome"].values:
            continue
        part = 100 * launches["outcome_share"].sel({"flight_outcome": outcome}).values
        if part.any():
            axis.barh(
                rows,
                part,
                left=left,
                height=0.75,
                color=color,
                hatch=hatch,
                edgecolor="0.3" if color == "#ffffff" else "white",
                linewidth=0.4,
                label=label_title("flight_outcome", outcome),
            )
        left += part
    axis.set_xlim(0, 100)


def _legend(shares: Any, runs: int) -> tuple[list[Any], list[str]]:
    """Return the legend of both panels, the same whatever a dataset happens to show on the left."""
    from matplotlib.lines import Line2D

    dates = {
        "planned launch": Line2D(
            [], [], linestyle="none", marker="D", color="black", markerfacecolor="white", markersize=4.5
        ),
        "median launch": Line2D([], [], linestyle="none", marker="o", color=COLORS[0], markersize=5),
        "from plan to median": Line2D([], [], color="0.4", linewidth=0.9, linestyle=":"),
        "P10 to P90": Line2D([], [], color=COLORS[5], linewidth=3.5),
        "P90 beyond the end": Line2D([], [], linestyle="none", marker=">", color=COLORS[5], markersize=6),
    }
    if runs == 1:
        of_one = {"planned launch": "planned launch", "median launch": "launch", "from plan to median": "from plan on"}
        dates = {name: dates[of_many] for of_many, name in of_one.items()}
    handles, names = shares.get_legend_handles_labels()
    return [*dates.values(), *handles], [*dates, *names]
