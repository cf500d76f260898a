"""Regret: how much worse each value of a lever is than the best one, in the same samples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.decisions.regret import regret
from lunarsim.reading.plots.chosen import chosen_outcome, of_sweep
from lunarsim.reading.plots.labels import definitions, folded, foot_of, value_labels
from lunarsim.reading.plots.placing import legend_columns
from lunarsim.reading.plots.style import COLORS, grid, house_style, separated, whole
from lunarsim.reading.scales import in_readable_units
from lunarsim.reading.tables.deciding.best_words import strictly_best
from lunarsim.reading.tables.deciding.least_regret import contenders, least_regret
from lunarsim.reading.tables.deciding.regret_table import REGRET, REGRET_ERRORS
from lunarsim.reading.titles.known import within_sentence
from lunarsim.reading.titles.levers import lever_title, lever_title_with_units
from lunarsim.reading.titles.outcomes import with_money_year
from lunarsim.reading.wording import format_number, share

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH = 8.4

FAINT = 0.35
"""How strongly a value is drawn that surely has not the least regret."""

_HOW = (
    "Regret: how much worse than the best value in the same sample. Bars: expected regret, the mean over the samples; "
    "lines: error of the estimate, its 90 % interval. At the right: the mean, and the shares of the samples in "
    "which it is strictly best, with its 90 % interval, and in which it is one of several best."
)


@of_sweep("sample, replicate and the lever", "A sweep whose samples are drawn")
def regret_of_options(
    dataset: xr.Dataset, name: str, lever: str, better: str | None = None, subject: str | None = None
) -> Figure:
    """Draw how much each value of a lever falls short of the best one, the same samples being met.

    Values between whose mean regret the samples do not decide are drawn alike, and the words below say so.

    Parameters
    ----------
    name : str
        Outcome, at a label where it has several: ``cost_musd(china)``; a date that is not reached counts as the end.
    lever : str
        Dimension whose values are the options.
    better : str, optional
        ``lower`` or ``higher``; left out, as the outcome's name says.

    Raises
    ------
    AnalysisError
        If a lever is left over, samples are too few, or it is not evident which way is better.
    """
    chosen_outcome(dataset, name)
    left = [each for each in dataset["status"].dims if each not in ("sample", "replicate", lever)]
    dataset = dataset.squeeze([each for each in left if dataset.sizes[each] == 1])
    found = regret(dataset, lever, [name.replace("(", "[").replace(")", "]")], better)
    result = in_readable_units(found, REGRET, REGRET_ERRORS).isel({"outcome_name": 0})
    base = name.replace("[", "(").partition("(")[0]
    labels, contend = value_labels(dataset, lever), contenders(result)
    count = len(labels)
    notes = [least_regret(result, dataset), _HOW, definitions(dataset, [base])]
    with house_style():
        drawn, axes = grid(WIDTH, 1.6 + 0.42 * count, notes=notes, foot=foot_of(dataset, subject))
        axis = axes[0, 0]
        for row in range(count):
            _bar(axis, result.isel({lever: row}), row, bool(contend[row]))
        axis.set_yticks(range(count), labels, fontsize=9)
        axis.set_ylim(count - 0.4, -0.6)
        axis.set_ylabel(folded(lever_title_with_units(dataset, lever), max(14, 6 * count)), fontsize=9)
        most = float(np.nanmax([result["regret_p90"].values, result["mean_regret_high"].values]))
        # Where no value is ever worse than another, the axis has no length of its own.
        axis.set_xlim(0, 1.05 * most or 1.0)
        separated(axis.xaxis)
        axis.grid(axis="y", visible=False)
        units = with_money_year(dataset[base], str(result["outcome_units"].item()))
        axis.set_xlabel(f"regret [{units}]" if units else "regret")
        heading = f"{result['outcome_title'].item()}: regret by {within_sentence(lever_title(dataset, lever))}"
        axis.set_title(folded(heading, 80), loc="left", fontsize=10)
        signs = _signs(bool(contend.all()))
        columns = legend_columns(list(signs), WIDTH)
        drawn.legend(list(signs.values()), list(signs), loc="outside lower center", ncols=columns, fontsize=9)
        return whole(drawn)


def _bar(axis: Any, one: xr.Dataset, row: int, contends: bool) -> None:
    """Draw the mean regret of a value with its interval, its P90 over the samples, and how often it is best."""
    mean, low, high = (float(one[f"mean_regret{end}"]) for end in ("", "_low", "_high"))
    axis.barh(row, mean, height=0.55, color=COLORS[0], alpha=1.0 if contends else FAINT)
    axis.plot((low, high), (row, row), color="0.25", linewidth=1.2, marker="|", markersize=6)
    axis.plot(
        float(one["regret_p90"]),
        row,
        "D",
        color=COLORS[1],
        markerfacecolor="white",
        markersize=5,
        zorder=3,
        clip_on=False,
    )
    tied = share(float(one["tied_best_share"]))
    text = f"{format_number(mean, (high - low) / 2)}; strictly best in {strictly_best(one)}, tied in {tied}"
    axis.annotate(text, (1.02, row), xycoords=("axes fraction", "data"), va="center", fontsize=8)


def _signs(all_contend: bool) -> dict[str, Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    signs: dict[str, Any] = {"expected regret, may be the least": Patch(color=COLORS[0])}
    if not all_contend:
        signs["expected regret, surely not the least"] = Patch(color=COLORS[0], alpha=FAINT)
    signs["90 % interval"] = Line2D([], [], color="0.25", linewidth=1.2, marker="|", markersize=6)
    signs["P90: one sample in ten has more regret"] = Line2D(
        [], [], linestyle="none", marker="D", color=COLORS[1], markerfacecolor="white", markersize=5
    )
    return signs
