"""What matters for an outcome: the share of its variance that each factor explains, with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.ranking.what_matters import sensitivity
from lunarsim.reading.plots.chosen import chosen_outcome, of_sweep, without_levers
from lunarsim.reading.plots.labels import definitions, folded, foot_of
from lunarsim.reading.plots.placing import legend_columns
from lunarsim.reading.plots.style import COLORS, grid, house_style, whole
from lunarsim.reading.titles.outcomes import outcome_title, outcome_units
from lunarsim.words.errors import AnalysisError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

EVIDENCE = {"measured": COLORS[2], "published": COLORS[0], "analogue": COLORS[4], "assumed": COLORS[1]}
"""Color of each class of evidence."""

FAINT = 0.35
"""How strongly a factor is drawn that chance may have put there."""

WIDTH = 8.4


@of_sweep()
def what_matters(dataset: xr.Dataset, name: str, top: int = 12, subject: str | None = None) -> Figure:
    """Draw which factors matter for an outcome, as ``lunarsim sensitivity`` says it of the sweep's design.

    Parameters
    ----------
    name : str
        Outcome, at a label where it has several: ``crewed_landing_year(usa)``.
    top : int
        How many factors are shown at most, those that explain most.

    Raises
    ------
    AnalysisError
        If a lever is left over, or the sweep says nothing of what matters: the reason, and the line that makes one
        that does.
    """
    dataset = without_levers(dataset, "what matters")
    chosen_outcome(dataset, name)
    found = sensitivity(dataset, [name.replace("(", "[").replace(")", "]")])
    base = name.replace("[", "(").partition("(")[0]
    result = found.isel({"outcome_name": 0})
    if reason := str(result["refusal_reason"].item()):
        raise AnalysisError(f"what matters: {reason}")
    shares = bool(result["share_alone"].notnull().any())
    kind = "share_alone" if shares else "effect_size"
    size = np.nan_to_num(np.abs(result[kind].values), nan=-1.0)
    shown = result.isel(factor=[index for index in np.argsort(-size, kind="stable")[:top] if size[index] > 0])
    count = shown.sizes["factor"]
    extra = _rest(result) if shares else []
    foot = foot_of(dataset, subject)
    notes = [_how(found, result, shares), definitions(dataset, [base])]
    with house_style():
        drawn, axes = grid(WIDTH, 1.5 + 0.34 * (count + len(extra)), notes=notes, foot=foot)
        axis = axes[0, 0]
        for row in range(count):
            _bar(axis, shown.isel(factor=row), row, kind)
        for row, (_, share, low, high) in enumerate(extra, start=count):
            axis.barh(row, 100 * share, height=0.6, color="0.75")
            if np.isfinite(low):
                axis.plot((100 * low, 100 * high), (row, row), color="0.25", linewidth=1.0)
        titles = [folded(str(title), 48) for title in shown["factor_title"].values]
        axis.set_yticks(range(count + len(extra)), [*titles, *(label for label, *_ in extra)], fontsize=8)
        axis.set_ylim(count + len(extra) - 0.4, -0.6)
        axis.grid(axis="y", visible=False)
        title = str(result["outcome_title"].item())
        axis.set_title(folded(f"{title}: what matters", 60), loc="left", fontsize=10)
        units = "%" if shares else outcome_units(dataset[base]) or "years"
        axis.set_xlabel(
            "share of the variance [%]" if shares else f"effect on {outcome_title(dataset[base])} [{units}]"
        )
        _legend(drawn, shown, shares and bool(shown["share_with_others"].notnull().any()))
        return whole(drawn)


def _bar(axis: Any, one: xr.Dataset, row: int, kind: str) -> None:
    """Draw the share or the effect of a factor with its interval, and where there is one its share with others."""
    scale = 100.0 if kind == "share_alone" else 1.0
    color = EVIDENCE.get(str(one["factor_evidence"].item()), "0.5")
    matters = bool(one["factor_matters"])
    value = abs(float(one[kind])) if kind == "effect_size" else float(one[kind])
    axis.barh(row, scale * max(value, 0.0), height=0.6, color=color, alpha=1.0 if matters else FAINT)
    low, high = (float(one[f"{kind}_{end}"]) for end in ("low", "high"))
    if np.isfinite(low) and np.isfinite(high):
        ends = sorted((abs(low), abs(high))) if kind == "effect_size" else (low, high)
        axis.plot(scale * np.array(ends), (row, row), color="0.25", linewidth=1.0)
    others = float(one["share_with_others"])
    if kind == "share_alone" and np.isfinite(others):
        axis.plot(100 * others, row, "o", color=color, markerfacecolor="white", markersize=5)


def _rest(result: xr.Dataset) -> list[tuple[str, float, float, float]]:
    """Return what no factor explains by itself: chance and the remainder, as far as they are known."""
    rows = []
    chance = float(result["chance_share"])
    if np.isfinite(chance):
        rows.append(("chance", chance, float(result["chance_share_low"]), float(result["chance_share_high"])))
    remainder = float(result["remainder_share"])
    if np.isfinite(remainder):
        rows.append(
            (folded(str(result["remainder_meaning"].item()), 48), min(max(remainder, 0.0), 1.0), np.nan, np.nan)
        )
    return rows


def _how(found: xr.Dataset, result: xr.Dataset, shares: bool) -> str:
    what = "Bars: share of the variance that a factor explains by itself" if shares else "Bars: size of the effect"
    method = str(result["analysis_method"].item()).replace("_", " ")
    tests, factors = int(found.attrs.get("tests", 0)), result.sizes["factor"]
    return (
        f"{what}; lines: error of the estimate, its 90 % interval. Method: {method}. Strong: matters after a "
        f"correction (Holm) for {tests:,} tests, of {factors:,} factors for this outcome alone; faint: may be chance."
    )


def _legend(drawn: Any, shown: xr.Dataset, with_others: bool) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    present = {str(level) for level in shown["factor_evidence"].values}
    signs: dict[str, Any] = {level: Patch(color=color) for level, color in EVIDENCE.items() if level in present}
    if with_others:
        signs["with all that it acts on together with others"] = Line2D(
            [], [], linestyle="none", marker="o", color="0.25", markerfacecolor="white", markersize=5
        )
    if signs:
        columns = legend_columns(list(signs), WIDTH)
        legend = {"loc": "outside lower center", "ncols": columns, "fontsize": 9, "title": "evidence of the factor"}
        drawn.legend(list(signs.values()), list(signs), title_fontsize=9, **legend)
