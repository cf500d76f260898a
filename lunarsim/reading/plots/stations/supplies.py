"""What is delivered to a station, by class of supply and year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.valid_runs import SAMPLING, along_runs, finished, quantiles_of_runs
from lunarsim.reading.plots.chosen import of_sweep
from lunarsim.reading.plots.labels import folded, foot_of, of_runs
from lunarsim.reading.plots.stations.stations_shown import of_station, with_run_of_each
from lunarsim.reading.plots.style import COLORS, grid, head_right, house_style, whole, whole_years
from lunarsim.reading.titles.labels import label_title
from lunarsim.reading.titles.levers import lever_is

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAME = "station_delivered_kg"

LOOKS = {
    "infrastructure": (COLORS[0], ""),
    "research": (COLORS[5], ""),
    "maintenance": (COLORS[1], ""),
    "stowage": (COLORS[1], "/////"),
    "crew_provisions": (COLORS[2], ""),
    "crew_operations": (COLORS[2], "/////"),
    "propellants": (COLORS[4], ""),
    "transportation": (COLORS[4], "/////"),
    "waste": ("#999999", ""),
    "miscellaneous": ("#999999", "/////"),
}
"""Color and hatch of each class from the lowest part of a bar on: kindred classes share a color."""

_NOTE = (
    "Bars: mean of the runs, so that classes add up; hardware of the build-out, replacements and supplies that arrived "
    "in working order, containers as stowage. Black: spread of the runs in the whole mass. The first and the last "
    "year count as far as they are simulated."
)

LEAST_SHARE = 1e-3
"""Share of all mass below which a class is too thin to be seen."""


@of_sweep("sample, replicate, station, supply_class, year and the lever")
def supplies_by_year(dataset: xr.Dataset, lever: str | None = None, subject: str | None = None) -> Figure:
    """Draw the mass that is delivered to a station by class of supply, year by year, with the spread of the whole.

    Of several stations the main one is shown where they are not compared.

    Parameters
    ----------
    lever : str, optional
        Dimension whose values become panels, one below the other on the same axes, ``station`` among them.

    Raises
    ------
    AnalysisError
        If a dimension is left over, if the sweep lacks the outcome, or if no run ended well.
    """
    foot = foot_of(dataset, subject)
    dataset, said = of_station(dataset, NAME, lever)
    kept = (lever,) if lever else ()
    tonnes = with_run_of_each(dataset, NAME, "supply_class", "year", *kept).astype(float) / 1e3
    runs = along_runs(finished(dataset), *kept).sum(SAMPLING).values.reshape(-1)
    names = dataset[lever].values if lever else [None]
    means = tonnes.mean(SAMPLING)
    by_class = means.sum([dim for dim in means.dims if dim != "supply_class"])
    shares = dict(
        zip(map(str, by_class["supply_class"].values), by_class.values / max(float(by_class.sum()), 1e-9), strict=True)
    )
    shown = [name for name in LOOKS if shares.get(name, 0.0) >= LEAST_SHARE]
    thin = [label_title("supply_class", name) for name, share in shares.items() if 0.0 < share < LEAST_SHARE]
    left_out = f"Less than a thousandth of the mass and not drawn: {', '.join(thin)}." if thin else ""
    with house_style():
        height = 4.4 if len(names) == 1 else 1.1 + 2.0 * len(names)
        drawn, axes = grid(8.6, height, len(names), notes=[_NOTE, left_out, said], foot=foot, sharex=True, sharey=True)
        for index, (axis, name) in enumerate(zip(axes[:, 0], names, strict=True)):
            at, count = {lever: index} if lever else {}, int(runs[index])
            _draw(axis, tonnes.isel(at), means.isel(at), shown)
            if lever:
                axis.set_title(folded(lever_is(dataset, lever, name), 68), loc="left", fontsize=10)
            head_right(axis, f"{of_runs(count)}, by year")
            axis.margins(x=0.01)
            whole_years(axis)
            if not count:
                axis.text(0.5, 0.5, "no run ended well", transform=axis.transAxes, ha="center", va="center")
        axes[0, 0].set_ylim(bottom=0.0)
        drawn.supylabel("mass delivered [t]", fontsize=10)
        axes[-1, 0].set_xlabel("year")
        handles, labels = axes[0, 0].get_legend_handles_labels()
        # Bars from the top down as they stand, behind them what is drawn over them.
        order = sorted(range(len(labels)), key=lambda place: labels[place] in _OF_WHOLE)
        drawn.legend(
            [handles[each] for each in order],
            [labels[each] for each in order],
            loc="outside lower center",
            ncols=3,
            fontsize=9,
        )
        return whole(drawn)


def _draw(axis: Any, tonnes: xr.DataArray, means: xr.DataArray, shown: list[str]) -> None:
    """Draw the mean of each class as a part of a bar, and the spread of the sum."""
    years = tonnes["year"].values
    below = np.zeros(len(years))
    for name in shown:
        color, hatch = LOOKS[name]
        height = np.nan_to_num(means.sel(supply_class=name).values)
        look = {"color": color, "hatch": hatch, "edgecolor": "white", "linewidth": 0.3}
        axis.bar(years, height, 0.85, below, label=label_title("supply_class", name), **look)
        below += height
    whole_mass = tonnes.sum("supply_class", skipna=False)
    if int(whole_mass.notnull().any("year").sum(SAMPLING)) > 1:
        low, middle, high = quantiles_of_runs(whole_mass, (0.1, 0.5, 0.9)).transpose("quantile_level", "year").values
        axis.vlines(years, low, high, color="black", linewidth=1.0, label=_OF_WHOLE[0])
        axis.plot(years, middle, "_", color="black", markersize=6, label=_OF_WHOLE[1])


_OF_WHOLE = "P10 to P90 of the whole", "median of the whole"
