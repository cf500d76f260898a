"""Heat map of two levers: one annotated cell for each pair of their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.cells import cells
from lunarsim.reading.plots.labels import folded, key_of, title, with_units
from lunarsim.reading.plots.style import NO_RUN, grid, house_style
from lunarsim.reading.wording import end_of, format_count, format_number, share, stated_probability

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MASKED = "#e4e4e4"


def heat_map(dataset: xr.Dataset, name: str, levers: tuple[str, str], statistic: str = "median") -> Figure:
    """Draw a figure of an outcome for each pair of values of two levers.

    Parameters
    ----------
    dataset : Dataset
        A sweep; dimensions other than sample, replicate and the two levers must have been selected.
    name : str
        Outcome without trailing dimensions.
    levers : pair of str
        Dimensions that become rows and columns.
    statistic : str
        ``median``, ``mean`` or ``probability``, as of :func:`lunarsim.reading.analysis.cells.cells`. Where some runs
        have no such amount, a cell says how many have one; where fewer than half have, it is gray and says only that.

    Returns
    -------
    Figure
        A matplotlib figure.

    Raises
    ------
    AnalysisError
        If a dimension is left over, if the levers are the same, or if the statistic does not fit the outcome.
    """
    result = cells(dataset, name, levers, statistic)
    rows, columns = (len(dataset[lever]) for lever in levers)
    labels = [[folded(value, 18) for value in dataset[lever].values] for lever in levers]
    with house_style():
        drawn, axes = grid(max(5.0, 2.8 + 1.1 * columns), max(2.8, 1.3 + 0.62 * rows))
        axis = axes[0, 0]
        known = np.ma.masked_invalid(result["cell_value"].values.astype(float))
        limits = {"vmin": 0.0, "vmax": 1.0} if statistic == "probability" else {}
        mesh = axis.imshow(known, cmap="cividis", aspect="auto", **limits)
        for index in np.ndindex(rows, columns):
            _cell(axis, result.isel(dict(zip(levers, index, strict=True))), index, name, statistic, mesh)
        slanted = max((len(line) for text in labels[1] for line in text.split("\n")), default=0) > 11
        axis.set_xticks(
            range(columns),
            labels[1],
            rotation=30 if slanted else 0,
            ha="right" if slanted else "center",
            rotation_mode="anchor" if slanted else None,
        )
        axis.set_yticks(range(rows), labels[0])
        axis.set_xlabel(folded(key_of(dataset, levers[1]), 60))
        axis.set_ylabel(folded(key_of(dataset, levers[0]), max(10, 7 * rows)))
        axis.grid(visible=False)
        for border in range(1, rows):
            axis.axhline(border - 0.5, color="white", linewidth=1.5)
        for border in range(1, columns):
            axis.axvline(border - 0.5, color="white", linewidth=1.5)
        axis.spines[:].set_visible(False)
        axis.set_title(folded(_heading(dataset[name], name, statistic), 16 + 12 * columns), loc="left", fontsize=10)
        if known.count():
            bar = drawn.colorbar(mesh, ax=axis, shrink=0.9)
            bar.set_label(
                "probability"
                if statistic == "probability"
                else f"{statistic} [{dataset[name].attrs.get('units', '1')}]"
            )
            bar.outline.set_visible(False)
            bar.ax.ticklabel_format(useOffset=False)
        if statistic != "probability" and not name.endswith("_year") and (note := _note_on_missing(result)):
            drawn.supxlabel(folded(note, 40 + 18 * columns), fontsize=8, color="0.35")
        return drawn


def _note_on_missing(result: xr.Dataset) -> str:
    """Say how cells look of which some runs have no amount, as far as there are such cells."""
    parts = result["value_share"] < 1
    masked = parts & result["cell_value"].isnull()
    notes = {
        "in brackets: share of the runs that have such an amount, of which the figure is": (parts & ~masked).any(),
        "gray: fewer than half of the runs have one": masked.any(),
    }
    return "; ".join(note for note, applies in notes.items() if bool(applies))


def _heading(values: xr.DataArray, name: str, statistic: str) -> str:
    if statistic == "probability":
        what = "being reached" if name.endswith("_year") else "more than zero"
        return f"{title(values)}: probability of {what}"
    return (
        f"{title(values)}: {statistic}"
        if name.endswith("_year")
        else f"{statistic[0].upper()}{statistic[1:]} of {with_units(values)}"
    )


def _cell(axis: Any, one: xr.Dataset, index: tuple[int, ...], name: str, statistic: str, mesh: Any) -> None:
    from matplotlib.patches import Rectangle

    row, column = index
    value, others = float(one["cell_value"]), int(one["other_runs"])
    corner = (column - 0.5, row - 0.5)
    white: dict[str, Any] = {}
    color = "black"
    if not int(one["run_count"]):
        axis.add_patch(Rectangle(corner, 1, 1, facecolor="white", edgecolor="0.55", hatch=NO_RUN, linewidth=0.8))
        text, white = (
            str(one["other_status"].item()) or "no run",
            {"bbox": {"facecolor": "white", "edgecolor": "none", "pad": 1.5}},
        )
        others = 0
    elif not np.isfinite(value):
        axis.add_patch(Rectangle(corner, 1, 1, facecolor=MASKED, edgecolor="white", linewidth=0.8))
        chance = float(one["value_share"])
        text = f"only {share(chance)}\nhave any" if chance else "none has any"
        if name.endswith("_year"):
            text = f"not by {end_of(float(one['end_year']))}\n({stated_probability(chance)})"
    else:
        number = format_count if one.attrs["counts"] else format_number
        shown = (
            share(value) if statistic == "probability" else f"{value:.1f}" if name.endswith("_year") else number(value)
        )
        chance = float(one["value_share"])
        some = stated_probability(chance) if name.endswith("_year") else f"({share(chance)})"
        text = shown if statistic == "probability" or chance == 1 else f"{shown}\n{some}"
        red, green, blue, _ = mesh.cmap(mesh.norm(value))
        color = "black" if 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 else "white"
    if others:
        text += f"\n{others} {one['other_status'].item()}"
    axis.text(column, row, text, ha="center", va="center", fontsize=8, color=color, **white)
