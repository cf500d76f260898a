"""Where the mine breaks even: its value over costs and prices, with the contour of zero by root finding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.mine.break_even import break_even
from lunarsim.reading.plots.chosen import of_sweep
from lunarsim.reading.plots.labels import folded, foot_of, of_runs
from lunarsim.reading.plots.logarithmic import plain_figures
from lunarsim.reading.plots.money.value_colors import Colors, colors_of
from lunarsim.reading.plots.style import grid, head_right, house_style, whole
from lunarsim.reading.titles.levers import lever_is
from lunarsim.reading.titles.outcomes import outcome_units
from lunarsim.reading.wording import amount
from lunarsim.words.arrays import FloatArray
from lunarsim.words.errors import AnalysisError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CONTOURS = {0.1: (":", "nine in ten runs"), 0.5: ("-", "half of the runs"), 0.9: ("--", "one in ten runs")}
"""Line of the contour of zero at each quantile of the value, and which part of the runs pays left of it."""

NONE = "no contour in range"

_COLOR = (
    "Color: median over the runs that pay something for a mine. A kilogram costs the same delivered, built and "
    "brought back; operations and what comes before the plant are paid on top."
)
_LINES = " Lines: net present value of zero, by root finding."


@of_sweep("sample, replicate, the lever, and levers that set costs of a kilogram or the price alone")
def break_even_map(dataset: xr.Dataset, lever: str | None = None, subject: str | None = None) -> Figure:
    """Draw the net present value of the mine over the cost of a kilogram and the price, with the contour of zero.

    The accounts of the stored runs are computed again at each cost and price. Where the value has no zero between 10
    and a million USD/kg and 1 and 1,000 times the prices, the picture says so.

    Parameters
    ----------
    lever : str, optional
        Lever whose values become panels, one below the other on the same axes.

    Raises
    ------
    AnalysisError
        If another lever is left over, the sweep was made by a code with other results, or no run has a mine.
    """
    return map_of(break_even(dataset), lever, foot_of(dataset, subject))


def map_of(result: xr.Dataset, lever: str | None, foot: str) -> Figure:
    """Draw the map of :func:`lunarsim.reading.analysis.mine.break_even.break_even`."""
    others = [f"{dim} ({result.sizes[dim]} values)" for dim in result["mine_runs"].dims if dim != lever]
    if others and any(result.sizes[dim] > 1 for dim in result["mine_runs"].dims if dim != lever):
        raise AnalysisError(f"break-even: select one value of {', '.join(others)} first, with dataset.sel(...)")
    result = result.squeeze([dim for dim in result["mine_runs"].dims if dim != lever])
    panels = [result.isel({lever: at}) for at in range(result.sizes[lever])] if lever else [result]
    colors = colors_of(result["npv_at_cost_musd"].sel(quantile_level=0.5))
    costs, multiples = result["kilogram_cost"].values, result["price_multiple"].values
    shown = [level for level in CONTOURS if bool(result["break_even_cost"].sel(quantile_level=level).notnull().any())]
    with house_style():
        drawn, axes = grid(
            7.6,
            1.3 + 2.9 * len(panels),
            len(panels),
            notes=[_COLOR + _LINES * bool(shown), colors.note],
            foot=foot,
            sharex=True,
            sharey=True,
        )
        for axis, one in zip(axes[:, 0], panels, strict=True):
            mesh = _draw(axis, one, colors)
            if lever:
                axis.set_title(folded(lever_is(result, lever, one[lever].values.item()), 34), loc="left", fontsize=10)
            head_right(axis, _mines(one))
            axis.set(xscale="log", yscale="log", xlim=costs[[0, -1]], ylim=multiples[[0, -1]])
            for one_axis, ends in ((axis.xaxis, costs), (axis.yaxis, multiples)):
                _powers_of_ten(one_axis, float(ends[0]), float(ends[-1]))
            axis.grid(visible=False)
        money = outcome_units(result["break_even_cost"])
        label = f"cost of a kilogram delivered, built or brought back [{money}]"
        axes[-1, 0].set_xlabel(f"{label}\n(logarithmic scale)")
        drawn.supylabel("price of oxides over that of the list (logarithmic scale)", fontsize=10)
        bar = drawn.colorbar(mesh, ax=axes[:, 0].tolist(), shrink=0.9)
        bar.set_label(colors.label)
        bar.ax.set_ylim(*colors.ends)
        bar.set_ticks(colors.ticks, labels=colors.tick_labels, minor=False)
        bar.ax.minorticks_off()
        bar.outline.set_visible(False)
        if shown:
            drawn.legend(*_signs(shown), loc="outside lower center", ncols=3, fontsize=9)
        return whole(drawn)


def in_words(result: xr.Dataset, lever: str | None = None) -> list[str]:
    """Return where half of the runs with a mine break even, a sentence for each value of a lever."""
    zero = result["break_even_cost"].sel(quantile_level=0.5)
    said = []
    for at in range(result.sizes[lever] if lever else 1):
        one_map = result.isel({lever: at}) if lever else result
        one = zero.isel({lever: at}) if lever else zero
        there = np.flatnonzero(np.isfinite(one.values.reshape(-1)))
        where = f"{lever_is(result, lever, one[lever].values.item())}: " if lever else ""
        mines = f"{where}{_mines(one_map)}"
        if not int(one_map["mine_runs"]):
            said.append(mines)
            continue
        if not there.size:
            said.append(f"{mines}; nowhere on this map do half of them break even: {_what_is_left(one_map)}")
            continue
        spots = [
            f"{amount(float(one.values.reshape(-1)[place]), 'USD/kg')} at "
            f"{amount(float(result['price_multiple'][place]), '')} times the price"
            for place in there[[0, -1]]
        ]
        said.append(f"{mines}; half of them break even at {' and '.join(dict.fromkeys(spots))}")
    return said


def _mines(one: xr.Dataset) -> str:
    """Return how many runs have a mine, and in how many of them it makes anything."""
    runs, producing = (int(one[name]) for name in ("mine_runs", "producing_runs"))
    if not runs:
        return "no run with a mine"
    made = "all" if producing == runs else f"{producing:,}" if producing else "none"
    return f"{of_runs(runs)} with a mine, {made} with product"


def _draw(axis: Any, one: xr.Dataset, colors: Colors) -> Any:
    """Draw the median, the contours, and what is to say where there is none."""
    costs, multiples = one["kilogram_cost"].values, one["price_multiple"].values
    median = one["npv_at_cost_musd"].sel(quantile_level=0.5).transpose("price_multiple", "kilogram_cost").values
    mesh = axis.pcolormesh(
        costs, multiples, median * colors.factor, cmap=colors.palette, norm=colors.norm, shading="gouraud"
    )
    there = []
    for level, (line, whose) in CONTOURS.items():
        zero = one["break_even_cost"].sel(quantile_level=level).values
        if np.isfinite(zero).any():
            there.append(level)
            axis.plot(zero, multiples, color="black", linestyle=line, linewidth=1.4)
            # A line through one point has no length.
            for point in np.flatnonzero(np.isfinite(zero) & ~(_beside(zero, 1) | _beside(zero, -1))):
                at = (float(zero[point]), float(multiples[point]))
                axis.plot(*at, "o", color="black", markersize=5, clip_on=False)
                axis.annotate(whose, at, (6, -10), textcoords="offset points", fontsize=8)
    if not int(one["mine_runs"]):
        text = "no run with a mine"
    elif not there:
        text = NONE
    else:
        text = "" if 0.5 in there else f"half of the runs: {NONE}"
    if text.endswith(NONE):
        text += "\n" + folded(_what_is_left(one), 42)
    if text:
        box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 3}
        axis.text(0.5, 0.5, text, transform=axis.transAxes, ha="center", va="center", fontsize=10, bbox=box)
    return mesh


def _beside(zero: FloatArray, step: int) -> NDArray[np.bool_]:
    """Return where the neighbor of a point of a contour is one, too."""
    found = np.roll(np.isfinite(zero), step)
    found[0 if step > 0 else -1] = False
    return found


def _what_is_left(one: xr.Dataset) -> str:
    """Return what the median run is worth where a kilogram is cheapest and oxides are dearest."""
    corner = one.sel(quantile_level=0.5).isel(kilogram_cost=0, price_multiple=-1)
    worth = float(corner["npv_at_cost_musd"].squeeze())
    cost, multiple = (f"{float(corner[name]):,.10g}" for name in ("kilogram_cost", "price_multiple"))
    return f"at {cost} USD/kg and {multiple} times the price the median is {amount(worth, 'million USD')}"


def _powers_of_ten(axis: Any, low: float, high: float) -> None:
    from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

    ticks = (10.0 ** np.arange(np.ceil(np.log10(low)), np.floor(np.log10(high)) + 1)).tolist()
    axis.set_major_locator(FixedLocator(ticks))
    axis.set_major_formatter(FixedFormatter(plain_figures(ticks)))
    axis.set_minor_locator(NullLocator())


def _signs(levels: Sequence[float]) -> tuple[list[Any], list[str]]:
    from matplotlib.lines import Line2D

    looks: list[Any] = [CONTOURS[level][0] for level in levels]
    handles = [Line2D([], [], color="black", linestyle=line, linewidth=1.4) for line in looks]
    first, *others = (CONTOURS[level][1] for level in levels)
    return handles, [f"{first} pay left of it", *others]
