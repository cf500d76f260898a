"""Tornado: which uncertain factors move an outcome most, each by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.sensitivity.one_at_a_time import swings
from lunarsim.reading.plots.chosen import chosen_outcome, of_sweep
from lunarsim.reading.plots.labels import definitions, folded, foot_of, of_runs
from lunarsim.reading.plots.placing import legend_columns
from lunarsim.reading.plots.style import COLORS, grid, house_style, whole
from lunarsim.reading.scales import scale_of
from lunarsim.reading.titles.levers import factor_title
from lunarsim.reading.titles.outcomes import outcome_title, with_money_year
from lunarsim.reading.titles.parameters import units_in_words
from lunarsim.reading.wording import format_number, share

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@of_sweep("sample and replicate", sweep="A sweep with ``design=one_at_a_time``")
def tornado(dataset: xr.Dataset, name: str, top: int = 12, subject: str | None = None) -> Figure:
    """Draw how far an outcome moves when one factor is low or high and all others stay in the middle.

    Parameters
    ----------
    name : str
        Outcome, at a label where it has several; a date that is not reached counts as the end of the simulation.
    top : int
        How many factors are shown at most, those with the largest swings.

    Raises
    ------
    AnalysisError
        If the design is another one or incomplete, or if the outcome has no value in the middle.
    """
    foot = foot_of(dataset, subject)
    dataset, name = chosen_outcome(dataset, name)
    result = swings(dataset, name)
    # Factors that move nothing are counted in the heading, not drawn; those without a run are drawn, to say so.
    moving = result.isel(factor=np.flatnonzero(result["swing"].values != 0))
    shown = moving.isel(factor=slice(0, top))
    count = shown.sizes["factor"]
    with house_style():
        notes = [*_notes(result, name), definitions(dataset, [name])]
        drawn, axes = grid(8.2, 1.5 + 0.46 * max(count, 1), notes=notes, foot=foot)
        axis = axes[0, 0]
        middle = float(result["middle_outcome"])
        for row in range(count):
            _bars(axis, shown.isel(factor=row), row, middle)
        axis.axvline(middle, color="black", linewidth=0.9)
        axis.set_yticks(range(count), [_label(dataset, shown.isel(factor=row)) for row in range(count)], fontsize=8)
        axis.set_ylim(max(count, 1) - 0.4, -0.6)
        axis.grid(axis="y", visible=False)
        axis.margins(x=0.16)
        axis.set_xlabel(folded(_scaled_label(axis, dataset[name], name), 60))
        still = result.sizes["factor"] - moving.sizes["factor"]
        heading = (
            f"{outcome_title(dataset[name])}: {count} of {result.sizes['factor']} factors"
            + f", {still} move nothing" * bool(still)
        )
        axis.set_title(folded(heading, 70), loc="left", fontsize=10)
        handles, names = _legend(result, f"{middle:.1f}" if name.endswith("_year") else format_number(middle))
        legend_style: dict[str, Any] = {"ncols": legend_columns(names, 8.2, 8), "fontsize": 8}
        drawn.legend(handles, names, loc="outside lower center", **legend_style)
        return whole(drawn)


def _scaled_label(axis: Any, values: xr.DataArray, name: str) -> str:
    """Return the label of the axis of figures, which are shown in units in which they read well."""
    if name.endswith("_year"):
        axis.ticklabel_format(axis="x", useOffset=False)
        return f"{outcome_title(values)}, mean date [year]"
    scale = scale_of(units_in_words(values.attrs.get("units")), axis.get_xlim())
    axis.xaxis.set_major_formatter(lambda value, _: f"{value * scale.factor:,.10g}")
    units = with_money_year(values, scale.units)
    return f"{outcome_title(values)} [{units}]" if units else outcome_title(values)


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


def _label(dataset: xr.Dataset, one: xr.Dataset) -> str:
    units, evidence = units_in_words(one["factor_units"].item()), str(one["factor_evidence"].item())
    about = ", ".join(filter(None, (f"[{units}]" if units else "", evidence)))
    return folded(factor_title(dataset, one["factor"].item()), 40) + (f"\n{about}" if about else "")


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
        legend["90 % interval of the estimate, from replicates"] = Line2D([], [], color="0.25", linewidth=1.0)
    return list(legend.values()), list(legend)


def _notes(result: xr.Dataset, name: str) -> list[str]:
    """Return what must be known beside the bars: chance, and what counts to the end."""
    histories = int(result.attrs["replicates"])
    met = "given one history" if histories == 1 else f"all steps share the chance of {histories} replicates"
    lines = [f"Means of {of_runs(int(result['run_count']))}; {met}."]
    missing = float(result["missing_share"])
    if missing > 0:
        date = name.endswith("_year")
        what, then = ("Not reached", "which count to the end") if date else ("No value", "which are left out")
        lines.append(f"{what} in {share(missing)} of the runs, {then}.")
    return lines
