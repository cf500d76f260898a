"""From the soil to the Earth: what is lost of the rare earths at each stage, in all and by element."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.physics.resource.patterns import LANTHANIDES
from lunarsim.reading.analysis.mine.by_stage import STAGES, by_stage
from lunarsim.reading.plots.chosen import of_sweep
from lunarsim.reading.plots.labels import foot_of, of_runs
from lunarsim.reading.plots.style import COLORS, figure, house_style, whole
from lunarsim.reading.titles.labels import label_title
from lunarsim.reading.wording import format_number, share

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_LOSSES = {
    "minable": "is below the cut-off, out of reach or left by the diggers",
    "mined": "is not dug by the end",
    "produced": "is lost in the flowsheet or not through it yet",
    "delivered": "is not shipped yet or lost on the way",
}
"""What makes the difference to the stage before."""


@of_sweep("sample, replicate, stage and ree")
def element_waterfall(dataset: xr.Dataset, subject: str | None = None) -> Figure:
    """Draw what becomes of the rare earths in the deposit: totals on a logarithmic scale, and shares by element.

    The stages differ by orders of magnitude, so dots stand for the total of each, not bars, and beside them the element
    is shown as a share of what was mined. All figures are means over the runs, those that mine nothing included.

    Raises
    ------
    AnalysisError
        If a dimension is left over, if the dataset has no stages, or if no run ended well.
    """
    stages = by_stage(dataset)
    runs = int(stages["run_count"])
    others = ", those that mine nothing included" if int(stages["nonzero_count"].sel(stage="mined")) < runs else ""
    notes = [f"Dots: mean of {of_runs(runs)}{others}; lines: spread of the runs, P10 to P90. * In no total."]
    with house_style():
        shape: dict[str, Any] = {"width_ratios": [1.15, 1.0], "notes": notes, "foot": foot_of(dataset, subject)}
        drawn, (left, right) = figure(10.2, 4.9, 2, **shape)
        _totals(left, stages)
        _elements(right, stages)
        drawn.legend(*right.get_legend_handles_labels(), loc="outside lower right", ncols=2, fontsize=9)
        return whole(drawn)


def _totals(axis: Any, stages: xr.Dataset) -> None:
    """Draw the sum of the lanthanides at each stage."""
    means = stages["total_mean"].values * 1e3
    lows, highs = stages["total_low"].values * 1e3, stages["total_high"].values * 1e3
    runs, some = int(stages["run_count"]), stages["nonzero_count"].values
    shown = np.concatenate([each[each > 0] for each in (means, highs)])
    axis.set_xscale("log")
    if shown.size:
        bottom = 10.0 ** (np.floor(np.log10(means[means > 0].min())) - 1.0)
        axis.set_xlim(bottom, 10.0 ** (np.ceil(np.log10(shown.max())) + 0.3))
    for label in axis.get_xticklabels(which="both"):
        # Matplotlib writes powers of ten as formulas.
        label.set_parse_math(True)
    left, right = axis.get_xlim()
    for row, stage in enumerate(STAGES):
        text, at = "nothing", left
        if means[row] > 0:
            # A low end of nothing is beyond any logarithmic axis, so the line leaves it.
            span = (max(lows[row], left), highs[row])
            axis.plot(span, (row, row), color=COLORS[0], linewidth=3, alpha=0.45, solid_capstyle="butt")
            axis.plot(means[row], row, "o", color=COLORS[1], zorder=3)
            text, at = _amount(means[row]), means[row]
            if some[row] < runs:
                text += f" (any in {share(int(some[row]) / runs)} of the runs)"
        late = at > np.sqrt(left * right)
        axis.annotate(
            text,
            (at, row),
            (0 if late else 4, 8),
            textcoords="offset points",
            ha="right" if late else "left",
            fontsize=8.5,
        )
        if row and means[row - 1] > 0:
            part = means[row] / means[row - 1]
            what = f"{_part(part)} of it: {'the rest' if part else 'it'} {_LOSSES[stage]}"
            axis.text(
                0.01, row - 0.5, what, transform=axis.get_yaxis_transform(), va="center", fontsize=8, color="0.35"
            )
    axis.set_yticks(range(len(STAGES)), [label_title("stage", stage) for stage in STAGES])
    axis.set_ylim(len(STAGES) - 0.6, -0.6)
    axis.set_xlabel("14 lanthanides [kg]")
    axis.set_title("all lanthanides", loc="left", fontsize=9)


def _elements(axis: Any, stages: xr.Dataset) -> None:
    """Draw the share of what was mined of each element that got into the product and to the Earth."""
    elements = [str(name) for name in stages["ree"].values]
    shares = {"produced": stages["product_share"].values, "delivered": stages["delivered_share"].values}
    delivered_kg = stages["element_mean"].sel(stage="delivered").values * 1e3
    rows = np.arange(len(elements))
    labels = [name if name in LANTHANIDES else f"{name} *" for name in elements]
    for stage, color, height in (("produced", "#c9e6f7", 0.8), ("delivered", COLORS[0], 0.4)):
        axis.barh(
            rows, np.nan_to_num(shares[stage]) * 100.0, height=height, color=color, label=label_title("stage", stage)
        )
    if bool(np.isnan(shares["produced"]).all()):
        axis.text(0.5, 0.5, "nothing is mined", transform=axis.transAxes, ha="center", va="center")
    for row, kg in zip(rows, delivered_kg, strict=True):
        axis.annotate(
            format_number(kg), (1.0, row), xycoords=("axes fraction", "data"), va="center", ha="right", fontsize=8
        )
    axis.set_yticks(rows, labels, fontsize=8)
    axis.set_ylim(len(elements) - 0.4, -0.6)
    top = float(np.nan_to_num(shares["produced"]).max()) * 100.0
    axis.set_xlim(0.0, 1.25 * top or 100.0)
    axis.grid(axis="y", visible=False)
    axis.set_xlabel("share of what was mined [%]")
    axis.set_title("by element", loc="left", fontsize=9)
    axis.set_title("kg on Earth", loc="right", fontsize=8)


def _amount(kg: float) -> str:
    """Return an amount in kilograms or tons as one reads it."""
    return f"{format_number(kg * 1e-3)} t" if kg >= 1e4 else f"{format_number(kg)} kg"


def _part(part: float) -> str:
    """Return a share in percent, or as one in N where it is small."""
    if part == 0:
        return "none"
    return f"1 in {float(f'{1.0 / part:.2g}'):,.0f}" if part < 0.01 else share(part)
