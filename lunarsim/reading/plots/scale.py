"""What a kilogram costs on Earth by the size of the plant, its floor, and what it is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.valid_runs import along_runs, finished
from lunarsim.reading.plots.chosen import of_sweep
from lunarsim.reading.plots.fans import INNER, OUTER
from lunarsim.reading.plots.labels import foot_of, of_runs
from lunarsim.reading.plots.logarithmic import mark_logarithmic, plain_figures, round_amounts
from lunarsim.reading.plots.style import COLORS, figure, head_right, house_style, whole
from lunarsim.reading.titles.levers import lever_title_with_units, lever_value
from lunarsim.reading.titles.outcomes import outcome_units
from lunarsim.words.errors import AnalysisError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COST, FLOOR, WORTH = "unit_cost_usd_per_kg", "marginal_cost_usd_per_kg", "basket_price_usd_per_kg"
WIDTH, LETTERS = 7.2, 50.0
BANDS = (0.1, 0.25, 0.5, 0.75, 0.9)

MOST_SIZES = 12
"""Sizes of which the number of runs with product is given one by one."""

_READ = (
    "Of the runs with product on Earth. A further kilogram: from a plant that stands, so that no scale brings the unit "
    "cost below it. Price: of the product's mix, before separation."
)


@of_sweep("sample, replicate and the lever")
def unit_cost_by_scale(dataset: xr.Dataset, lever: str, subject: str | None = None) -> Figure:
    """Draw the unit cost of oxide on Earth for each size of the plant, both logarithmic, with its floor and its price.

    Parameters
    ----------
    lever : str
        Dimension of the size, such as that of ``plant.scale`` or ``plant.units``: numbers above zero.

    Raises
    ------
    AnalysisError
        If a dimension is left over, if the lever has no numbers above zero, or if no run has product on Earth.
    """
    missing = [name for name in (COST, FLOOR, WORTH) if name not in dataset]
    if missing:
        raise AnalysisError(f"scale: {', '.join(missing)} not in the dataset; run the sweep again")
    from matplotlib.ticker import NullFormatter

    sizes = dataset[lever].values
    if not (np.issubdtype(sizes.dtype, np.number) and (sizes > 0).all() and len(set(sizes.tolist())) > 1):
        raise AnalysisError(
            f"scale: {lever} is no size, as its values are no two numbers above zero: lunarsim -m plant.scale=0.1,1,10"
        )
    one = dataset.sortby(lever)
    where = one[lever].values.astype(float)
    counted = along_runs(finished(one), lever)
    values = {name: along_runs(one[name], lever).where(counted) for name in (COST, FLOOR, WORTH)}
    delivers = values[COST].notnull()
    if not bool(delivers.any()):
        raise AnalysisError("scale: no run has product on Earth, so that none has a unit cost; show one with returns")
    shown = {name: _quantiles(each.where(delivers), lever) for name, each in values.items()}
    p10, p25, p50, p75, p90 = shown[COST]
    foot = foot_of(dataset, subject)
    notes = [_READ, _runs_of_sizes(one, lever, counted, delivers)]
    with house_style():
        drawn, (axis,) = figure(WIDTH, 4.4, notes=notes, foot=foot)
        axis.set_xscale("log")
        axis.set_yscale("log")
        axis.fill_between(where, p10, p90, color=OUTER, linewidth=0, label="P10 to P90")
        axis.fill_between(where, p25, p75, color=INNER, linewidth=0, label="P25 to P75")
        axis.plot(where, p50, "o-", color=COLORS[0], markersize=4, label="median unit cost")
        axis.plot(where, shown[FLOOR][2], linestyle="--", color=COLORS[1], label="a further kilogram (median)")
        axis.plot(where, shown[WORTH][2], linestyle=":", color="0.25", label="basket price (median)")
        axis.set_xlim(where[0], where[-1])
        mark_logarithmic(axis, lever_title_with_units(dataset, lever), WIDTH - 1.0)
        low, high = axis.get_ylim()
        ticks = round_amounts(low, high, LETTERS)
        axis.set_yticks(ticks, plain_figures(ticks), minor=False)
        axis.yaxis.set_minor_formatter(NullFormatter())
        axis.set_ylabel(f"cost and price of oxide on Earth\n[{outcome_units(one[COST])}] (logarithmic scale)")
        have, runs = int(delivers.sum()), int(counted.sum())
        some = "" if have == runs else f"{have:,} of "
        head_right(axis, f"{some}{of_runs(runs)} with product on Earth")
        drawn.legend(*axis.get_legend_handles_labels(), loc="outside lower center", ncols=3, fontsize=9)
        return whole(drawn)


def _runs_of_sizes(dataset: xr.Dataset, lever: str, counted: xr.DataArray, delivers: xr.DataArray) -> str:
    """Return how many of the runs of each size have product on Earth; empty where all have."""
    if bool(delivers.all()):
        return ""
    have, runs = ((each.sum(set(each.dims) - {lever}).values.tolist()) for each in (delivers, counted))
    sizes = [lever_value(dataset, lever, size) for size in dataset[lever].values]
    if len(sizes) > MOST_SIZES:
        ends = " to ".join(dict.fromkeys(f"{end:,}" for end in (min(have), max(have))))
        return f"With product on Earth: {ends} of {max(runs):,} runs of a size."
    told = [f"{some:,} of {every:,} at {size}" for some, every, size in zip(have, runs, sizes, strict=True)]
    return f"Runs with product on Earth by size: {', '.join(told)}."


def _quantiles(values: xr.DataArray, lever: str) -> Any:
    """Return the quantiles of the runs of each size, NaN where none is there, dims (level, size)."""
    rows = values.transpose(lever, ...).values.reshape(values.sizes[lever], -1)
    return np.array([[_quantile(row, level) for row in rows] for level in BANDS])


def _quantile(row: Any, level: float) -> float:
    known = row[~np.isnan(row)]
    return float(np.quantile(known, level)) if known.size else np.nan
