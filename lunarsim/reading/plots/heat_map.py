"""Heat map of two levers: one annotated cell for each pair of their values."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.cells import cells
from lunarsim.reading.analysis.cells_apart import cells_are_apart
from lunarsim.reading.analysis.conditioning.weights import interval_runs
from lunarsim.reading.analysis.intervals import bounds
from lunarsim.reading.analysis.valid_runs import along_runs
from lunarsim.reading.digits import rounded
from lunarsim.reading.plots.chosen import along_lever, chosen_outcome, of_sweep
from lunarsim.reading.plots.labels import definitions, folded, foot_of, value_labels
from lunarsim.reading.plots.style import NO_RUN, grid, house_style, whole
from lunarsim.reading.scales import scale_of
from lunarsim.reading.titles.levers import lever_title_with_units
from lunarsim.reading.titles.outcomes import outcome_title, outcome_units, outcome_with_units
from lunarsim.reading.wording import end_of, format_count, format_date, format_number, share, stated_probability

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MASKED = "#e4e4e4"

ONE_COLOR = "#cfe3f1"
"""Of all cells where none differs from the others: a color would say something that the samples do not."""

_UNDECIDED = (
    "One color: compared sample by sample, no cell differs from the others at the 90 % level over all cells together."
)


@of_sweep("sample, replicate and the two levers")
def heat_map(
    dataset: xr.Dataset,
    name: str,
    levers: tuple[str, str],
    statistic: str = "median",
    subject: str | None = None,
) -> Figure:
    """Draw a figure of an outcome for each pair of values of two levers.

    Where figures lie on both sides of zero, as a net present value does, blue is above and red below it. Cells that are
    all alike, or that the samples do not tell apart, have one color, and the heading says so.

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
    result = result.assign(interval_runs=along_runs(interval_runs(dataset), *levers))
    rows, columns = (len(dataset[lever]) for lever in levers)
    labels = [value_labels(dataset, lever, width) for lever, width in zip(levers, (22, 15), strict=True)]
    flat = flatness(dataset, name, levers, statistic, result)
    undecided = _UNDECIDED if flat == "undecided" else ""
    notes = [_what_cells_hold(result, name, statistic), undecided, definitions(dataset, [name])]
    with house_style():
        width, height = max(6.0, 2.9 + 1.3 * columns), max(2.8, 1.3 + 0.62 * rows)
        drawn, axes = grid(width, height, notes=notes, foot=foot)
        axis = axes[0, 0]
        known = np.ma.masked_invalid(result["cell_value"].values.astype(float))
        mesh = axis.imshow(known, aspect="auto", **_colors(known, statistic, flat))
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
        heading = [folded(_heading(dataset[name], name, statistic), 16 + 12 * columns)]
        heading += filter(None, [_said_of(flat, result, name, statistic)])
        axis.set_title("\n".join(heading), loc="left", fontsize=10)
        if known.count() and not flat:
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


def telling_statistic(dataset: xr.Dataset, name: str, levers: tuple[str, str]) -> str:
    """Return which statistic of an outcome tells cells apart, as :func:`heat_map` takes it: the median where it does.

    Of a mine that most runs do not build the median is nothing in all cells; then it is the mean, where that differs.
    Of a date that most runs of no cell reach it is the probability, where that differs.
    """
    dataset, name = chosen_outcome(along_lever(along_lever(dataset, levers[0]), levers[1]), name)
    other = "probability" if name.partition("(")[0].endswith("_year") else "mean"
    cell_values = (cells(dataset, name, levers, statistic)["cell_value"].values for statistic in ("median", other))
    medians, others = (np.unique(values[np.isfinite(values)]) for values in cell_values)
    is_flat = medians.size == 0 if other == "probability" else medians.size == 1
    return other if is_flat and others.size > 1 else "median"


def flatness(
    dataset: xr.Dataset, name: str, levers: tuple[str, str], statistic: str, result: xr.Dataset | None = None
) -> str:
    """Return ``alike`` where all cells that have runs show the same, ``undecided`` where chance alone may part them.

    Parameters
    ----------
    dataset, name, levers, statistic
        As of :func:`heat_map`.
    result : Dataset, optional
        The cells, where they are at hand.

    Returns
    -------
    str
        Empty where a cell stands out, and where there are not two cells to compare.
    """
    dataset, name = chosen_outcome(along_lever(along_lever(dataset, levers[0]), levers[1]), name)
    result = cells(dataset, name, levers, statistic) if result is None else result
    there = result["run_count"].values > 0
    if there.sum() < 2:
        return ""
    shown = zip(result["cell_value"].values[there].tolist(), result["value_share"].values[there].tolist(), strict=True)
    if len({tuple(map(str, each)) for each in shown}) == 1:
        return "alike"
    return "undecided" if cells_are_apart(dataset, name, levers, statistic) is False else ""


def _said_of(flat: str, result: xr.Dataset, name: str, statistic: str) -> str:
    """Return what the heading says of a map that tells no cells apart; nothing of another."""
    if flat == "undecided":
        return "No cell stands out from chance"
    if not flat:
        return ""
    row, column = np.argwhere(result["run_count"].values > 0)[0]
    one = result[dict(zip(result["run_count"].dims, (row, column), strict=True))]
    return f"All cells are alike: {_text(one, name, statistic)}".split("\n")[0]


def _with_unit(text: str, units: str) -> str:
    return f"{text} [{units}]" if units else text


def _colors(known: Any, statistic: str, flat: str) -> dict[str, Any]:
    """Return colors and their range: of shares from 0 to 1, of figures on both sides of zero around it."""
    if flat:
        from matplotlib.colors import ListedColormap

        return {"cmap": ListedColormap([ONE_COLOR])}
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
        text = _text(one, name, statistic)
    else:
        text = _text(one, name, statistic)
        red, green, blue, _ = mesh.cmap(mesh.norm(value))
        color = "black" if 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 else "white"
    if others:
        text += f"\n{others} {one['other_status'].item()}"
    axis.text(column, row, text, ha="center", va="center", fontsize=8, color=color, **white)


def _text(one: xr.Dataset, name: str, statistic: str) -> str:
    """Return the figure of a cell that has runs, to the digits that its error supports, and how many runs have it."""
    if statistic == "probability":
        value = float(one["cell_value"])
        return share(value, bounds(value, float(one["interval_runs"])))
    return _date(one) if name.endswith("_year") else _amount(one)


def _date(one: xr.Dataset) -> str:
    value, chance = float(one["cell_value"]), float(one["value_share"])
    stated = stated_probability(chance, bounds(chance, float(one["interval_runs"])))
    if not np.isfinite(value):
        return f"not by {end_of(float(one['end_year']))}\n({stated})"
    date = format_date(value, math.nan, float(one["cell_error"]))
    return date if chance == 1 else f"{date}\n{stated}"


def _amount(one: xr.Dataset) -> str:
    value, chance = float(one["cell_value"]), float(one["value_share"])
    if not np.isfinite(value):
        return f"only {share(chance)}\nhave any" if chance else "none has any"
    low, high, error = (float(one[f"cell_{end}"]) for end in ("low", "high", "error"))
    some = f"\n({share(chance)})" if chance < 1 else ""
    if one.attrs["counts"]:
        return format_count(value) + some
    if not np.isfinite(low):
        return format_number(value, error) + some
    scale = scale_of("", [low, value, high])
    texts = [rounded(each * scale.factor, error * scale.factor) for each in (value, low, high)]
    return f"{texts[0]} {scale.units}".rstrip() + some + f"\n{texts[1]} to {texts[2]}"
