"""Dates: the probability of having reached a milestone year by year, and how the dates are distributed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.conditioning.weights import interval_runs
from lunarsim.reading.analysis.intervals import bounds, wilson
from lunarsim.reading.analysis.sensitivity.design_check import design_note, rows_of_a_group
from lunarsim.reading.analysis.sensitivity.responses import LEVEL
from lunarsim.reading.analysis.summary import QUANTILES
from lunarsim.reading.analysis.valid_runs import SAMPLING, along_runs, as_dates, end_years, quantiles_and_errors
from lunarsim.reading.digits import UNKNOWN
from lunarsim.reading.plots.chosen import along_lever, chosen_outcomes, of_sweep
from lunarsim.reading.plots.labels import definitions, folded, foot_of, months_as_years, of_runs
from lunarsim.reading.plots.placing import apart, legend_columns
from lunarsim.reading.plots.style import COLORS, LINES, NEVER, figure, grid, house_style, whole, whole_years
from lunarsim.reading.titles.known import within_sentence
from lunarsim.reading.titles.levers import lever_title, lever_value
from lunarsim.reading.titles.outcomes import outcome_title
from lunarsim.reading.wording import FEWEST_FOR_ERRORS, UNBOUNDED, end_of, share, spread_of_dates
from lunarsim.words.errors import AnalysisError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MILESTONES = (
    "station_working_year",
    "station_basic_year",
    "station_extended_year",
    "first_product_year",
    "first_return_year",
)


PANEL, NARROWEST, WIDEST = 3.3, 6.4, 10.2
"""Widths [inch]: of a panel, of the least and of the widest picture, which a page shows without making it smaller."""


@of_sweep("sample, replicate and the lever")
def cumulative_dates(
    dataset: xr.Dataset,
    milestones: Sequence[str] = MILESTONES,
    lever: str | None = None,
    subject: str | None = None,
) -> Figure:
    """Draw the cumulative probability of dates: one panel a milestone for a lever, or one panel for all milestones.

    Never-reached dates count: a line that ends below 1 says how likely the milestone is at all. The band is the 90 %
    interval of the estimate for the number of samples, or of the replicates where there is one sample (Wilson), not
    that of the date.

    Parameters
    ----------
    milestones : sequence of str
        Names of variables that are dates, at a label where they have several: ``station_basic_year(ilrs)``.
    lever : str, optional
        Dimension whose values become the lines of each panel: a lever, or ``station`` and the like.

    Raises
    ------
    AnalysisError
        If a dimension is left over, or there is no such milestone.
    """
    foot = foot_of(dataset, subject)
    dataset, milestones = chosen_outcomes(along_lever(dataset, lever), milestones)
    kept = (lever,) if lever else ()
    ends = along_runs(end_years(dataset), *kept)
    units = "samples" if dataset.sizes["sample"] > 1 else "replicates"
    band = _BAND.format(units=units) if _has_band(dataset) else ""
    said = " ".join(filter(None, (design_note(dataset, keys=False), band, _at_the_end(ends, bool(lever)))))
    notes = [said, definitions(dataset, milestones)]
    with house_style():
        panels = len(milestones) if lever else 1
        width = min(WIDEST, max(NARROWEST, 0.5 + PANEL * panels)) if lever else 8.4
        drawn, axes = figure(width, 3.9, panels, sharey=True, notes=notes, foot=foot)
        for index, name in enumerate(milestones):
            dates = as_dates(along_runs(dataset[name], *kept), dataset)
            if lever:
                axes[index].set_title(
                    folded(outcome_title(dataset[name]), int(9 * width / panels)), loc="left", fontsize=10
                )
                last = []
                for lever_index, value in enumerate(dataset[lever].values):
                    one = {lever: lever_index}
                    label = folded(lever_value(dataset, lever, value, with_units=True), 60)
                    last.append(_line(axes[index], dates.isel(one), float(ends.isel(one)), lever_index, label, dataset))
                _say_last(axes[index], last)
            else:
                _line(axes[0], dates, float(ends), index, outcome_title(dataset[name]), dataset, say_last=True)
        for axis in axes:
            axis.set_xlabel("year")
            axis.set_ylim(0, 1.02)
            whole_years(axis, 6 if lever else 8)
        axes[0].set_ylabel("probability of having reached it")
        handles, labels = axes[0].get_legend_handles_labels()
        if lever:
            beside: dict[str, Any] = {"loc": "outside lower center", "ncols": legend_columns(labels, width)}
            drawn.legend(handles, labels, title=lever_title(dataset, lever), fontsize=9, title_fontsize=9, **beside)
        else:
            axes[0].legend(handles, labels, fontsize=9, loc="center left", bbox_to_anchor=(1.0, 0.5))
        return whole(drawn)


def _has_band(dataset: xr.Dataset) -> bool:
    """Return whether the error of a probability is known: from independent rows, more than one."""
    count = dataset.sizes["sample"] if dataset.sizes["sample"] > 1 else dataset.sizes["replicate"]
    return count > 1 and bool(rows_of_a_group(dataset))


def _at_the_end(ends: xr.DataArray, beside: bool) -> str:
    """Say what the figures are that stand at the ends of the lines."""
    by = {end_of(float(end)) for end in ends.values.ravel() if np.isfinite(end)}
    when = f"by {by.pop()}" if len(by) == 1 else "by the end of each simulation"
    return f"{'At the right of a panel' if beside else 'In brackets'}: probability {when}."


def _say_last(axis: Any, last: Sequence[tuple[float, str, str]]) -> None:
    """Write the last probability of each line at the right of a panel, no two over each other."""
    known = sorted((each for each in last if np.isfinite(each[0])), key=lambda each: each[0])
    heights = apart([value for value, _, _ in known], [LINE_HEIGHT] * len(known))
    # Not into the heading.
    heights -= max(0.0, float(max(heights, default=0.0)) - 1.0)
    for (_, color, said), height in zip(known, heights, strict=True):
        axis.annotate(said, (1.015, height), xycoords=("axes fraction", "data"), va="center", fontsize=8, color=color)


LINE_HEIGHT = 0.055
"""Height of a figure at the right of a panel, as a share of its height."""


@of_sweep("sample, replicate and the lever")
def distribution_of_dates(
    dataset: xr.Dataset,
    milestones: Sequence[str] = MILESTONES,
    lever: str | None = None,
    subject: str | None = None,
) -> Figure:
    """Draw how the dates of milestones are distributed, with the runs that do not reach them as a bar of their own.

    All bars of a panel add up to all runs that ended well.

    Parameters
    ----------
    milestones : sequence of str
        Names of variables that are dates, at a label where they have several: ``station_basic_year(ilrs)``.
    lever : str, optional
        Dimension whose values become panels below each other: a lever, or ``station`` and the like.

    Raises
    ------
    AnalysisError
        If a dimension is left over, or if no run ended well.
    """
    foot = foot_of(dataset, subject)
    dataset, milestones = chosen_outcomes(along_lever(dataset, lever), milestones)
    kept = (lever,) if lever else ()
    ends = along_runs(end_years(dataset), *kept)
    if bool(ends.isnull().all()):
        raise AnalysisError("no run ended well, so there is nothing to draw")
    last = float(ends.max())
    dates = {name: along_runs(as_dates(along_runs(dataset[name], *kept), dataset), *kept) for name in milestones}
    values = dataset[lever].values if lever else [None]
    first = min([_start_year(dataset, each.values[np.isfinite(each.values)], last) for each in dates.values()])
    edges, counted = _edges(first, last), interval_runs(dataset)
    with house_style():
        panels = [(name, index) for name in milestones for index in range(len(values))]
        notes = [_SPREAD, design_note(dataset, keys=False), definitions(dataset, milestones)]
        drawn, axes = grid(7.6, 0.8 + 1.3 * len(panels), len(panels), sharex=True, notes=notes, foot=foot)
        for axis, (name, index) in zip(axes[:, 0], panels, strict=True):
            one = {lever: index} if lever else {}
            known = dates[name].isel(one)
            of = f", {lever_value(dataset, lever, values[index], with_units=True)}" if lever else ""
            axis.set_title(folded(outcome_title(dataset[name]) + of, 52), loc="left", fontsize=9)
            runs = float(along_runs(counted.isel(one, missing_dims="ignore")))
            _bars(axis, known, edges, float(ends.isel(one)), runs, COLORS[index % len(COLORS)])
        same = bool((ends.dropna(lever) == last).all()) if lever else True
        by = end_of(last) if same else "the end"
        years = [year for year in axes[0, 0].get_xticks() if first <= year <= last]
        axes[0, 0].set_xticks([*years, _never_position(edges)], [*(f"{year:.0f}" for year in years), f"not by\n{by}"])
        axes[-1, 0].set_xlabel("year reached")
        width = edges[1] - edges[0]
        drawn.supylabel(f"share of {_counted(dates)} [%], bars of {width:g} year{'s' * int(width != 1)}", fontsize=9)
        if lever:
            drawn.suptitle(f"by {within_sentence(lever_title(dataset, lever))}", fontsize=9, color="0.35")
        return whole(drawn)


def _counted(dates: Mapping[str, xr.DataArray]) -> str:
    """Return how many runs a panel has, where all have the same number."""
    counts = {int(number) for each in dates.values() for number in each.notnull().sum(SAMPLING).values.ravel()}
    return of_runs(counts.pop()) if len(counts) == 1 else "the runs"


def _edges(first: float, last: float) -> Any:
    """Return the borders of the bars: whole years, some thirty bars at most."""
    span = max(last - first, 1.0)
    width = next((each for each in (1, 2, 5, 10) if span / each <= 32), 20)
    start = np.floor(first / width) * width
    return np.arange(start, max(last, start + width) + width, width)


def _never_position(edges: Any) -> float:
    return float(edges[-1] + 0.07 * (edges[-1] - edges[0]))


def _bars(axis: Any, dates: xr.DataArray, edges: Any, end: float, runs: float, color: str) -> None:
    """Draw one panel: a bar for each span of years, and one for never; ``runs`` says how sure a probability is."""
    known = dates.values[dates.notnull().values]
    if not known.size:
        axis.text(0.5, 0.5, "no run", transform=axis.transAxes, ha="center", va="center")
        axis.set_yticks([])
        return
    reached = known[np.isfinite(known)]
    counts, _ = np.histogram(reached, edges)
    axis.bar(
        edges[:-1],
        100 * counts / known.size,
        np.diff(edges),
        align="edge",
        color=color,
        edgecolor="white",
        linewidth=0.4,
    )
    never, never_at = 1 - reached.size / known.size, _never_position(edges)
    width = 0.07 * (edges[-1] - edges[0])
    axis.bar(never_at, 100 * never, width, color="white", edgecolor="0.35", hatch=NEVER, linewidth=0.8)
    axis.annotate(share(never), (never_at, 100 * never), (0, 2), textcoords="offset points", ha="center", fontsize=8)
    values, half_widths = (found.values.tolist() for found in quantiles_and_errors(dates, QUANTILES))
    low, middle, high = values
    if np.isfinite(middle):
        axis.axvline(middle, color="black", linewidth=1.2)
    chance = 1 - never
    errors = tuple(half_widths) if known.size >= FEWEST_FOR_ERRORS else UNKNOWN
    heading = spread_of_dates(low, middle, high, chance, end, errors, bounds(chance, runs))
    axis.set_title(heading, loc="right", fontsize=9)
    axis.grid(axis="x", visible=False)
    axis.set_ylim(0, 1.22 * max(100 * never, 100 * counts.max() / known.size))
    axis.set_xlim(edges[0], never_at + 0.75 * width)


def _start_year(dataset: xr.Dataset, reached: Any, end: float) -> float:
    """Return where the line begins: the first month, or the first date where months only count from the start."""
    if "month" in dataset and np.issubdtype(dataset["month"].dtype, np.datetime64):
        return float(months_as_years(dataset["month"])[0][0])
    return float(reached.min()) if reached.size else end


_BAND = "Band: error of the estimate, its 90 % interval for this number of {units}; not the spread of dates."
_SPREAD = (
    "Bars: spread of the runs. Line: median. At the right: median (P10 to P90) of the date; P: probability of being "
    "reached."
)


def _line(
    axis: Any,
    dates: xr.DataArray,
    end: float,
    style_index: int,
    label: str,
    dataset: xr.Dataset,
    say_last: bool = False,
) -> tuple[float, str, str]:
    """Draw a line with its band; return its last probability, NaN where there is no run, its color, and its words."""
    color, line = COLORS[style_index % len(COLORS)], LINES[style_index % len(LINES)]
    known = np.sort(dates.values[~np.isnan(dates.values)])
    if known.size == 0:
        axis.plot([], [], color=color, linestyle=line, label=f"{label} (no run)")
        return np.nan, color, ""
    reached = known[np.isfinite(known)]
    years = np.concatenate([[_start_year(dataset, reached, end)], reached, [end]])
    shares = np.concatenate([[0.0], np.arange(1, reached.size + 1) / known.size, [reached.size / known.size]])
    # Replicates of a sample share its factors, and rows of some designs belong together: only groups are independent.
    # Those of a single sample differ by chance alone, each by itself.
    counted = dates.notnull()
    samples = int((counted.any("replicate") if dates.sizes["sample"] > 1 else counted).sum())
    last = float(shares[-1])
    said = share(last, bounds(last, samples / rows_of_a_group(dataset)) if _has_band(dataset) else UNBOUNDED)
    name = f"{label} ({said})" if say_last else label
    axis.step(years, shares, where="post", color=color, linestyle=line, label=name)
    if _has_band(dataset):
        low, high = wilson(shares, np.asarray(samples / rows_of_a_group(dataset)), LEVEL)
        axis.fill_between(years, low, high, step="post", color=color, alpha=0.18, linewidth=0)
    return last, color, said
