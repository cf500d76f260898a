"""Heat map of two levers: one annotated cell for each pair of their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.cells import cells
from lunarsim.reading.plots.chosen import along_lever, chosen_outcome, of_sweep
from lunarsim.reading.plots.labels import definitions, folded, foot_of, value_labels
from lunarsim.reading.plots.style import NO_RUN, grid, house_style, whole
from lunarsim.reading.titles.levers import lever_title_with_units
from lunarsim.reading.titles.outcomes import outcome_title, outcome_units, outcome_with_units
from lunarsim.reading.wording import end_of, format_count, format_number, share, stated_probability

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MASKED = "#e4e4e4"


@of_sweep("sample, replicate and the two levers")
def heat_map(
    dataset: xr.Dataset,
    name: str,
    levers: tuple[str, str],
    statistic: str = "median",
    subject: str | None = None,
) -> Figure:
    """Draw a figure of an outcome for each pair of values of two levers.

    Where figures lie on both sides of zero, as a net present value does, blue is above and red below it.

    Parameters
    ----------
    name : str
        Outcome, at a label where it has several: ``mass_landed_kg(russia)``.
    levers : pair of str
        Dimensions that become rows and columns.
    statistic : str
        ``median``, ``mean`` or ``probability``, as of :func:`lunarsim.reading.analysis.cells.cells`. Where some runs
        have no such amount, a cell says how many have one; where fewer than half have, it is gray and says only that.

    Raises
    ------
    AnalysisError
        If a dimension is left over, if the levers are the same, or if the statistic does not fit the outcome.
    """
    foot = foot_of(dataset, subject)
    dataset, name = chosen_outcome(along_lever(along_lever(dataset, levers[0]), levers[1]), name)
    result = cells(dataset, name, levers, statistic)
    rows, columns = (len(dataset[lever]) for lever in levers)
    labels = [value_labels(dataset, lever, width) for lever, width in zip(levers, (22, 15), strict=True)]
    notes = [_what_cells_hold(result, name, statistic), definitions(dataset, [name])]
    with house_style():
        width, height = max(6.0, 2.9 + 1.3 * columns), max(2.8, 1.3 + 0.62 * rows)
        drawn, axes = grid(width, height, notes=notes, foot=foot)
        axis = axes[0, 0]
        known = np.ma.masked_invalid(result["cell_value"].values.astype(float))
        mesh = axis.imshow(known, aspect="auto", **_colors(known, statistic))
        for index in np.ndindex(rows, columns):
            _cell(axis, result.isel(dict(zip(levers, index, strict=True))), index, name, statistic, mesh)
        slanted = max((len(line) for text in labels[1] for line in text.split("\n")), default=0) > 15
        axis.set_xticks(
            range(columns),
            labels[1],
            fontsize=9,
            rotation=30 if slanted else 0,
            ha="right" if slanted else "center",
            rotation_mode="anchor" if slanted else None,
        )
        axis.set_yticks(range(rows), labels[0], fontsize=9)
        axis.set_xlabel(folded(lever_title_with_units(dataset, levers[1]), 60))
        axis.set_ylabel(folded(lever_title_with_units(dataset, levers[0]), max(14, 8 * rows)))
        axis.grid(visible=False)
        for border in range(1, rows):
            axis.axhline(border - 0.5, color="white", linewidth=1.5)
        for border in range(1, columns):
            axis.axvline(border - 0.5, color="white", linewidth=1.5)
        axis.spines[:].set_visible(False)
        axis.set_title(folded(_heading(dataset[name], name, statistic), 16 + 12 * columns), loc="left", fontsize=10)
        if known.count():
            bar = drawn.colorbar(mesh, ax=axis, shrink=0.9)
            units = "year" if name.endswith("_year") else outcome_units(dataset[name])
            label = "probability" if statistic == "probability" else _with_unit(statistic, units)
            bar.set_label(folded(label, max(14, 9 * rows)))
            bar.outline.set_visible(False)
            if not name.endswith("_year") and statistic != "probability":
                bar.ax.yaxis.set_major_formatter(lambda amount, _: f"{amount:,.6g}")
            else:
                bar.ax.ticklabel_format(useOffset=False)
        return whole(drawn)


def _with_unit(text: str, units: str) -> str:
    return f"{text} [{units}]" if units else text


def _colors(known: Any, statistic: str) -> dict[str, Any]:
    """Return colors and their range: of shares from 0 to 1, of figures on both sides of zero around it."""
    if statistic == "probability":
        return {"cmap": "cividis", "vmin": 0.0, "vmax": 1.0}
    if known.count() and known.min() < 0 < known.max():
        most = float(abs(known).max())
        return {"cmap": "RdBu", "vmin": -most, "vmax": most}
    return {"cmap": "cividis"}


def _what_cells_hold(result: xr.Dataset, name: str, statistic: str) -> str:
    """Say what the figures of the cells are, and how cells look of which some runs have no amount."""
    of_runs = f"Each cell: {statistic} over its runs."
    if statistic == "mean" and bool(result["cell_low"].notnull().any()):
        of_runs = (
            "Each cell: mean over its runs, below it the 90 % interval of that estimate; not the spread of the runs."
        )
    if statistic == "probability":
        return "Each cell: share of its runs."
    if name.endswith("_year"):
        return f"{of_runs} P: share of the runs that reach it." if bool((result["value_share"] < 1).any()) else of_runs
    parts = result["value_share"] < 1
    masked = parts & result["cell_value"].isnull()
    notes = {
        "In brackets: share of the runs that have such an amount, of which the figure is.": (parts & ~masked).any(),
        "Gray: fewer than half of the runs have one.": masked.any(),
    }
    return " ".join([of_runs, *(note for note, applies in notes.items() if bool(applies))])


def _heading(values: xr.DataArray, name: str, statistic: str) -> str:
    if statistic == "probability":
        what = "being reached" if name.endswith("_year") else "more than zero"
        return f"{outcome_title(values)}: probability of {what}"
    return (
        f"{outcome_title(values)}: {statistic}"
        if name.endswith("_year")
        else f"{statistic[0].upper()}{statistic[1:]} of {_low_first(outcome_with_units(values))}"
    )


def _low_first(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


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
        low, high = float(one["cell_low"]), float(one["cell_high"])
        if np.isfinite(low):
            text += f"\n{number(low)} to {number(high)}"
        red, green, blue, _ = mesh.cmap(mesh.norm(value))
        color = "black" if 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 else "white"
    if others:
        text += f"\n{others} {one['other_status'].item()}"
    axis.text(column, row, text, ha="center", va="center", fontsize=8, color=color, **white)
