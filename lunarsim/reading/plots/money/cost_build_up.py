"""What the unit cost of oxide is made of: delivery, hardware, spares, operations and return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.valid_runs import SAMPLING, along_runs, finished
from lunarsim.reading.plots.chosen import of_sweep
from lunarsim.reading.plots.labels import folded, foot_of, of_runs, value_labels
from lunarsim.reading.plots.style import COLORS, grid, head_right, house_style, whole
from lunarsim.reading.scales import scale_of
from lunarsim.reading.titles.labels import label_title
from lunarsim.reading.titles.levers import lever_title_with_units
from lunarsim.reading.titles.outcomes import money_note, with_money_year
from lunarsim.reading.wording import amount
from lunarsim.words.errors import AnalysisError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PART, UNIT_COST = "mine_cost_part_musd", "unit_cost_usd_per_kg"

LOOKS = {
    "development": ("#999999", ""),
    "delivery": (COLORS[0], ""),
    "hardware": (COLORS[5], ""),
    "spares": (COLORS[4], ""),
    "operations": (COLORS[2], "/////"),
    "return": (COLORS[3], ""),
}
"""Color and hatch of each part, from the left on."""

FAR = 10.0
"""Ratio of unit costs from which bars have the same length and show shares."""

_NOTE = (
    "Present value of each part of the mine's cost over that of the oxide on Earth, both added up over all runs: a "
    "mine that delivers nothing costs all the same."
)


@of_sweep("sample, replicate, cost_part and the lever")
def cost_build_up(dataset: xr.Dataset, lever: str | None = None, subject: str | None = None) -> Figure:
    """Draw what the unit cost of oxide on Earth is made of, a bar for each value of a lever.

    Where unit costs are ten times apart and more, bars show shares, and the unit cost stands at their ends.

    Parameters
    ----------
    lever : str, optional
        Lever whose values become bars.

    Raises
    ------
    AnalysisError
        If a dimension is left over, if the sweep has no such outcome, or if no run has delivered anything.
    """
    if missing := [name for name in (PART, UNIT_COST) if name not in dataset]:
        raise AnalysisError(f"cost: {', '.join(missing)} not in the dataset; run the sweep again")
    foot, kept = foot_of(dataset, subject), (lever,) if lever else ()
    parts = parts_usd_per_kg(dataset, *kept)
    totals = parts.sum("cost_part", skipna=False)
    known = totals.notnull()
    if not bool(known.any()):
        raise AnalysisError(
            "cost: no run delivers any oxide, so that a kilogram has no cost; show a sweep with a plant"
        )
    far = float(totals.max() / totals.min()) >= FAR
    scale = scale_of("USD/kg", totals.values.ravel())
    names = value_labels(dataset, lever) if lever else [""]
    runs = along_runs(finished(dataset), *kept).sum(SAMPLING).values.reshape(-1)
    # The label of shares has no units, but the figures at the ends of the bars have.
    note = f"{_NOTE} {money_note(dataset[[UNIT_COST]], ['USD'])}" if far else _NOTE
    with house_style():
        drawn, axes = grid(8.4, 1.5 + 0.62 * len(names), notes=[note], foot=foot)
        axis = axes[0, 0]
        first = int(np.argmax(np.reshape(known.values, -1)))
        for row in range(len(names)):
            one = parts.isel({lever: row}) if lever else parts
            total = float(one.sum("cost_part", skipna=False))
            shown = one / total * 100.0 if far else one * scale.factor
            end = _bar(axis, shown, row, row == first) if np.isfinite(total) else 0.0
            text = amount(total, "USD/kg") if np.isfinite(total) else "nothing delivered"
            axis.annotate(text, (end, row), xytext=(4, 0), textcoords="offset points", va="center", fontsize=9)
        axis.set_yticks(range(len(names)), names, fontsize=9)
        axis.set_ylim(len(names) - 0.4, -0.6)
        axis.set_xlim(right=1.22 * axis.get_xlim()[1])
        axis.grid(axis="y", visible=False)
        units = with_money_year(dataset[UNIT_COST], scale.units)
        axis.set_xlabel(
            "share of the unit cost of oxide on Earth [%]" if far else f"unit cost of oxide on Earth [{units}]"
        )
        axis.xaxis.set_major_formatter(lambda value, _: f"{value:,.6g}")
        if far:
            axis.set_xticks(range(0, 101, 20))
        if lever:
            axis.set_ylabel(folded(lever_title_with_units(dataset, lever), max(14, 8 * len(names))))
        few, many = int(runs.min()), int(runs.max())
        head_right(axis, of_runs(many) + " each" * (len(runs) > 1 and few == many))
        drawn.legend(*axis.get_legend_handles_labels(), loc="outside lower center", ncols=3, fontsize=9)
        return whole(drawn)


def parts_usd_per_kg(dataset: xr.Dataset, *kept: str) -> xr.DataArray:
    """Return the parts of the unit cost over all runs, dims (cost_part and ``kept``) [USD/kg]; NaN without product."""
    counted = along_runs(finished(dataset), *kept)
    paid = along_runs(dataset[PART], "cost_part", *kept).where(counted)
    every = paid.sum("cost_part", skipna=False)
    # What a run delivers is not stored as a present value, but its cost over its unit cost.
    unit_cost = along_runs(dataset[UNIT_COST], *kept)
    delivered_kg = (every * 1e6 / unit_cost.where(unit_cost > 0)).fillna(0.0).where(counted)
    kg = delivered_kg.sum(SAMPLING)
    return (paid.sum(SAMPLING) * 1e6 / kg.where(kg > 0)).transpose(..., "cost_part")


def _bar(axis: Any, parts: xr.DataArray, row: int, named: bool) -> float:
    """Draw the parts of one bar and return where it ends."""
    left = 0.0
    for name, (color, hatch) in LOOKS.items():
        width = float(parts.sel(cost_part=name))
        look = {"color": color, "hatch": hatch, "edgecolor": "white", "linewidth": 0.4}
        axis.barh(row, width, 0.7, left, label=label_title("cost_part", name) if named else None, **look)
        left += width
    return left
