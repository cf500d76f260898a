"""Where the mine breaks even: its value over costs and prices, with the contour of zero by root finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.mine.break_even import break_even
from lunarsim.reading.plots.chosen import of_sweep
from lunarsim.reading.plots.labels import folded, foot_of, of_runs
from lunarsim.reading.plots.logarithmic import plain_figures
from lunarsim.reading.plots.style import grid, head_right, house_style, whole
from lunarsim.reading.scales import scale_of
from lunarsim.reading.titles.levers import lever_is
from lunarsim.reading.wording import amount
from lunarsim.words.errors import AnalysisError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CONTOURS = {0.1: (":", "nine in ten runs pay left of it"), 0.5: ("-", "half of the runs"), 0.9: ("--", "one in ten")}
"""Line and name of the contour of zero at each quantile of the value."""

NONE = "no contour in range"

_NOTE = (
    "Color: median over the runs that pay something for a mine. A kilogram costs the same delivered, built and "
    "brought back; operations and what comes before the plant are paid on top. Lines: net present value of zero, by "
    "root finding."
)


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
    median = result["npv_at_cost_musd"].sel(quantile_level=0.5)
    scale = scale_of("million USD", np.abs(median.values).ravel())
    costs, multiples = result["kilogram_cost"].values, result["price_multiple"].values
    with house_style():
        from matplotlib.colors import AsinhNorm

        most = max(float(np.nanmax(np.abs(median.values))) * scale.factor, 1e-12)
        norm = AsinhNorm(linear_width=most / 1e3, vmin=-most, vmax=most)
        drawn, axes = grid(
            7.6, 1.3 + 2.9 * len(panels), len(panels), notes=[_NOTE], foot=foot, sharex=True, sharey=True
        )
        for axis, one in zip(axes[:, 0], panels, strict=True):
            mesh = _draw(axis, one, scale.factor, norm)
            if lever:
                axis.set_title(folded(lever_is(result, lever, one[lever].values.item()), 50), loc="left", fontsize=10)
            head_right(axis, f"{of_runs(int(one['mine_runs']))} with a mine")
            axis.set(xscale="log", yscale="log", xlim=costs[[0, -1]], ylim=multiples[[0, -1]])
            for one_axis, ends in ((axis.xaxis, costs), (axis.yaxis, multiples)):
                _powers_of_ten(one_axis, float(ends[0]), float(ends[-1]))
            axis.grid(visible=False)
        axes[-1, 0].set_xlabel("cost of a kilogram delivered, built or brought back [USD/kg] (logarithmic scale)")
        drawn.supylabel("price of oxides over that of the list (logarithmic scale)", fontsize=10)
        bar = drawn.colorbar(mesh, ax=axes[:, 0].tolist(), shrink=0.9)
        bar.set_label(f"net present value of the mine [{scale.units}]")
        bar.set_ticks(_both_sides(most), minor=False)
        bar.ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
        bar.ax.minorticks_off()
        bar.outline.set_visible(False)
        drawn.legend(*_signs(), loc="outside lower center", ncols=3, fontsize=9)
        return whole(drawn)


def in_words(result: xr.Dataset, lever: str | None = None) -> str:
    """Return where half of the runs with a mine break even, for each value of a lever, in a sentence."""
    zero = result["break_even_cost"].sel(quantile_level=0.5)
    said = []
    for at in range(result.sizes[lever] if lever else 1):
        one_map = result.isel({lever: at}) if lever else result
        one = zero.isel({lever: at}) if lever else zero
        there = np.flatnonzero(np.isfinite(one.values.reshape(-1)))
        where = f"{lever_is(result, lever, one[lever].values.item())}: " if lever else ""
        if not there.size:
            said.append(
                f"{where}nowhere on this map do half of the runs with a mine break even: {_what_is_left(one_map)}"
            )
            continue
        spots = [
            f"{amount(float(one.values.reshape(-1)[place]), 'USD/kg')} at "
            f"{amount(float(result['price_multiple'][place]), '')} times the price"
            for place in there[[0, -1]]
        ]
        said.append(f"{where}half of the runs with a mine break even at {' and '.join(dict.fromkeys(spots))}")
    return "; ".join(said)


def _draw(axis: Any, one: xr.Dataset, factor: float, norm: Any) -> Any:
    """Draw the median, the contours, and what is to say where there is none."""
    costs, multiples = one["kilogram_cost"].values, one["price_multiple"].values
    median = one["npv_at_cost_musd"].sel(quantile_level=0.5).transpose("price_multiple", "kilogram_cost").values
    mesh = axis.pcolormesh(costs, multiples, median * factor, cmap="RdBu", norm=norm, shading="gouraud")
    there = []
    for level, (line, _) in CONTOURS.items():
        zero = one["break_even_cost"].sel(quantile_level=level).values
        if np.isfinite(zero).any():
            there.append(level)
            axis.plot(zero, multiples, color="black", linestyle=line, linewidth=1.4)
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


def _both_sides(most: float) -> list[float]:
    """Return powers of ten up to the largest value, on both sides of zero, two decades apart."""
    top = float(np.floor(np.log10(most)))
    ends = [float(10.0**power) for power in (top - 2.0, top)]
    return [*(-end for end in reversed(ends)), 0.0, *ends]


def _signs() -> tuple[list[Any], list[str]]:
    from matplotlib.lines import Line2D

    looks: list[Any] = [line for line, _ in CONTOURS.values()]
    handles = [Line2D([], [], color="black", linestyle=line, linewidth=1.4) for line in looks]
    return handles, [name for _, name in CONTOURS.values()]
