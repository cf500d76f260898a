"""Tornado: which uncertain factors move an outcome most, each by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.sensitivity.one_at_a_time import swings
from lunarsim.reading.plots.labels import folded, of_runs, title, with_units
from lunarsim.reading.plots.style import COLORS, grid, house_style
from lunarsim.reading.wording import format_number, share

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def tornado(dataset: xr.Dataset, name: str, top: int = 12) -> Figure:
    """Draw how far an outcome moves when one factor is low or high and all others stay in the middle.

    Parameters
    ----------
    dataset : Dataset
        A sweep with ``design=one_at_a_time``; dimensions other than sample and replicate must have been selected.
    name : str
        Outcome without trailing dimensions; a date that is not reached counts as the end of the simulation.
    top : int
        How many factors are shown at most, those with the largest swings.

    Returns
    -------
    Figure
        A matplotlib figure.

    Raises
    ------
    AnalysisError
        If the design is another one or incomplete, or if the outcome has no value in the middle.
    """
    result = swings(dataset, name)
    # Factors that move nothing are counted in the heading, not drawn; those without a run are drawn, to say so.
    moving = result.isel(factor=np.flatnonzero(result["swing"].values != 0))
    shown = moving.isel(factor=slice(0, top))
    count = shown.sizes["factor"]
    with house_style():
        drawn, axes = grid(7.2, 1.7 + 0.46 * max(count, 1))
        axis = axes[0, 0]
        middle = float(result["middle_outcome"])
        for row in range(count):
            _bars(axis, shown.isel(factor=row), row, middle)
        axis.axvline(middle, color="black", linewidth=0.9)
        axis.set_yticks(range(count), [_label(shown.isel(factor=row)) for row in range(count)], fontsize=8)
        axis.set_ylim(max(count, 1) - 0.4, -0.6)
        axis.grid(axis="y", visible=False)
        axis.margins(x=0.16)
        axis.ticklabel_format(axis="x", useOffset=False)
        axis.set_xlabel(folded(with_units(dataset[name]), 60))
        still = result.sizes["factor"] - moving.sizes["factor"]
        heading = (
            f"{title(dataset[name])}: {count} of {result.sizes['factor']} factors"
            + f", {still} move nothing" * bool(still)
        )
        axis.set_title(folded(heading, 70), loc="left", fontsize=10)
        handles, names = _legend(result, f"{middle:.1f}" if name.endswith("_year") else format_number(middle))
        legend_style: dict[str, Any] = {"loc": "outside lower center", "ncols": 2, "fontsize": 8}
        drawn.legend(handles, names, title=_notes(result, name), title_fontsize=8, **legend_style)
        return drawn


def _bars(axis: Any, one: xr.Dataset, row: int, middle: float) -> None:
    """Draw both bars of a factor, low above and high below, so that they differ where they go the same way."""
    for side, offset, color, hatch in (("low", -0.19, COLORS[0], "/////"), ("high", 0.19, COLORS[4], "")):
        end, value, half = (float(one[f"{side}_{what}"]) for what in ("outcome", "value", "half_width"))
        center = row + offset
        if np.isnan(end):
            text, end, half = f"{side}: no run ended well", middle, 0.0
        else:
            text = "" if np.isnan(value) else format_number(value)
        half = 0.0 if np.isnan(half) else half
        bar = {"color": color, "hatch": hatch, "edgecolor": "white", "linewidth": 0.4}
        axis.barh(center, end - middle, left=middle, height=0.36, **bar)
        if half > 0:
            axis.plot((end - half, end + half), (center, center), color="0.25", linewidth=1.0)
        right = end >= middle
        offsets = {"xytext": (4 if right else -4, 0), "textcoords": "offset points", "ha": "left" if right else "right"}
        tip = end + half if right else end - half
        axis.annotate(text, (tip, center), va="center", fontsize=7, **offsets)


def _label(one: xr.Dataset) -> str:
    units, evidence = str(one["factor_units"].item()), str(one["factor_evidence"].item())
    about = ", ".join(filter(None, ("" if units in ("", "1") else f"[{units}]", evidence)))
    return folded(one["factor"].item(), 40) + (f"\n{about}" if about else "")


def _legend(result: xr.Dataset, middle: str) -> tuple[list[Any], list[str]]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    tail = result.attrs["tail"]
    low, high = ("", "") if np.isnan(tail) else (f" (P{100 * tail:g})", f" (P{100 - 100 * tail:g})")
    legend: dict[str, Any] = {
        f"factor low{low}, its value at the end": Patch(facecolor=COLORS[0], hatch="/////", edgecolor="white"),
        f"factor high{high}, its value at the end": Patch(facecolor=COLORS[4]),
        f"all factors in the middle: {middle}": Line2D(
            [], [], color="black", marker="|", markersize=11, linestyle="none"
        ),
    }
    if bool((result[["low_half_width", "high_half_width"]].to_array() > 0).any()):
        legend["90 % interval, from replicates"] = Line2D([], [], color="0.25", linewidth=1.0)
    return list(legend.values()), list(legend)


def _notes(result: xr.Dataset, name: str) -> str:
    """Return what must be known beside the bars: chance, and what counts to the end."""
    histories = int(result.attrs["replicates"])
    met = "given one history" if histories == 1 else f"all steps share the chance of {histories} replicates"
    lines = [f"means of {of_runs(int(result['run_count']))}; {met}"]
    missing = float(result["missing_share"])
    if missing > 0:
        date = name.endswith("_year")
        what, then = ("not reached", "which count to the end") if date else ("no value", "which are left out")
        lines.append(f"{what} in {share(missing)} of the runs, {then}")
    return "\n".join(lines)
