"""Cash flow: the value of the mine up to each year, with the spread of the runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.valid_runs import along_runs, finished, quantiles_of_runs
from lunarsim.reading.plots.chosen import of_sweep
from lunarsim.reading.plots.fans import INNER, OUTER
from lunarsim.reading.plots.labels import folded, foot_of, of_runs
from lunarsim.reading.plots.style import COLORS, grid, head_right, house_style, whole, whole_years
from lunarsim.reading.scales import scale_of
from lunarsim.reading.titles.levers import lever_is
from lunarsim.reading.titles.outcomes import with_money_year
from lunarsim.reading.wording import share
from lunarsim.words.errors import AnalysisError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

VALUE, PAID = "year_npv_musd", "mine_cost_part_musd"
BANDS = (0.1, 0.25, 0.5, 0.75, 0.9)

_NOTE = (
    "Revenue minus cost of the mine from the start to the end of each year, discounted to the start; of the runs that "
    "pay something for a mine. Bands: spread of the runs, year by year; no single run need follow the median."
)

_APART = " The panels have different scales, as their values are far apart."

FAR = 10.0
"""Ratio of the largest values of two panels beyond which one scale would leave nothing of the smaller."""


@of_sweep("sample, replicate, year and the lever")
def cash_flow_fan(dataset: xr.Dataset, lever: str | None = None, subject: str | None = None) -> Figure:
    """Draw the discounted cash flow of the mine, added up to each year: median and bands of the runs.

    Parameters
    ----------
    lever : str, optional
        Lever whose values become panels, one below the other.

    Raises
    ------
    AnalysisError
        If a dimension is left over, if the sweep has no such outcome, or if no run has a mine.
    """
    if missing := [name for name in (VALUE, PAID) if name not in dataset]:
        raise AnalysisError(f"cash flow: {', '.join(missing)} not in the dataset; run the sweep again")
    foot, kept = foot_of(dataset, subject), (lever,) if lever else ()
    counted = along_runs(finished(dataset) & (dataset[PAID].sum("cost_part") > 0), *kept)
    if not bool(counted.any()):
        raise AnalysisError("cash flow: no run pays anything for a mine; show a sweep with a plant")
    values = along_runs(dataset[VALUE], "year", *kept).astype(float).where(counted)
    bands = quantiles_of_runs(values, BANDS)
    scale = scale_of("million USD", np.abs(bands.values).ravel())
    years = dataset["year"].values.astype(float)
    names = dataset[lever].values if lever else [None]
    largest = abs(bands).max(("quantile_level", "year")).values.reshape(-1)
    far = bool((largest[:, np.newaxis] > FAR * largest[largest > 0]).any())
    with house_style():
        height = 4.2 if len(names) == 1 else 1.1 + 2.1 * len(names)
        drawn, axes = grid(
            7.4, height, len(names), notes=[_NOTE + _APART * far], foot=foot, sharex=True, sharey=not far
        )
        for index, (axis, name) in enumerate(zip(axes[:, 0], names, strict=True)):
            at: dict[Any, int] = {lever: index} if lever else {}
            one = bands.isel(at).transpose("quantile_level", "year").values * scale.factor
            there = values.isel(at)
            runs = int(counted.isel(at).sum())
            _draw(axis, years, one, runs)
            if lever:
                axis.set_title(folded(lever_is(dataset, lever, name), 50), loc="left", fontsize=10)
            last = there.isel(year=np.flatnonzero(there.notnull().any(("sample", "replicate")).values)[-1:])
            pays = f", {_paying(int((last > 0).sum()), runs)} at the end" if runs else ""
            head_right(axis, f"{of_runs(runs)} with a mine{pays}")
        units = with_money_year(dataset[VALUE], scale.units)
        drawn.supylabel(folded(f"discounted cash flow up to the year [{units}]", 60), fontsize=10)
        axes[-1, 0].set_xlabel("year")
        signs = max((axis.get_legend_handles_labels() for axis in axes[:, 0]), key=lambda found: len(found[1]))
        drawn.legend(*signs, loc="outside lower center", ncols=4, fontsize=9)
        return whole(drawn)


def _draw(axis: Any, years: Any, bands: Any, runs: int) -> None:
    p10, p25, p50, p75, p90 = bands
    axis.axhline(0.0, color="black", linewidth=0.8)
    if runs:
        axis.fill_between(years, p10, p90, color=OUTER, linewidth=0, label="P10 to P90")
        axis.fill_between(years, p25, p75, color=INNER, linewidth=0, label="P25 to P75")
        axis.plot(years, p50, color=COLORS[0], label="median")
    else:
        axis.text(0.5, 0.5, "no run with a mine", transform=axis.transAxes, ha="center", va="center")
    axis.yaxis.set_major_formatter(lambda value, _: f"{value:,.6g}")
    axis.margins(x=0)
    whole_years(axis)


def _paying(number: int, runs: int) -> str:
    return f"{share(number / runs)} have paid" if number else "none has paid"
