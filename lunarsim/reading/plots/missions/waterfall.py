"""Waterfall of delay causes: from the planned date of a milestone to its mean date."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.missions.delay_causes import delay_causes
from lunarsim.reading.digits import supported_places
from lunarsim.reading.plots.chosen import of_sweep
from lunarsim.reading.plots.labels import definitions, folded, foot_of, of_runs
from lunarsim.reading.plots.style import COLORS, grid, house_style, look_of, whole, whole_years
from lunarsim.reading.titles.known import capital
from lunarsim.reading.titles.labels import cause_definitions, label_title
from lunarsim.reading.titles.levers import lever_is
from lunarsim.reading.titles.outcomes import outcome_title
from lunarsim.reading.wording import end_of, format_date, share
from lunarsim.words.units import DAYS_PER_YEAR

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SMALL = 0.02
"""Causes below this share of the largest one are shown together."""

OTHERS = "#c4c4c4"
"""Color of the causes that are shown together: no single cause has it, and a thin bar of it is visible."""

_CLEAR = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}

NEAR = 0.5
"""The end of the simulation is near within this share of the time from the planned to the mean date."""

_MEANS = "Bars: mean delay over the runs by cause, along the path that decided the date; they add up."
_INTERVALS = (
    " In brackets, and as a line at the mean date: the 90 % interval of the estimate, not the spread of the runs."
)

ROOM = 0.38
"""Room for figures and intervals beside the last bar, as a share of the length of all."""

MOST_PLACES = 2
"""Decimals of a mean delay [year]: four days."""

NO_TIME = 1e-6
"""Days below which a cause is nothing but rounding."""


@of_sweep("sample, replicate and the lever")
def delay_waterfall(
    dataset: xr.Dataset, milestone: str, lever: str | None = None, subject: str | None = None
) -> Figure:
    """Draw how a milestone's mean date comes about: the planned date, one step for each cause, the mean date.

    Parameters
    ----------
    milestone : str
        A label of the dimension ``milestone``, such as ``station_basic``.
    lever : str, optional
        Dimension whose values become panels, one below the other on the same axis of time.

    Raises
    ------
    AnalysisError
        If a dimension is left over, if the dataset has no such milestone, or if no run that counts has a delay.
    """
    delays = delay_causes(dataset, milestone, lever)
    values = dataset[lever].values if lever else [None]
    ones = [delays.isel({lever: index}) if lever else delays for index in range(len(values))]
    causes = _shown_causes(delays)
    with house_style():
        height = 0.24 * (len(causes) + 3) + 0.55
        measured = bool((delays["mean_delay_high"] > delays["mean_delay_low"]).any())
        notes = [_MEANS + _INTERVALS * measured, _meanings(delays, causes), definitions(dataset, [f"{milestone}_year"])]
        foot = foot_of(dataset, subject)
        drawn, axes = grid(7.2, 0.7 + height * len(values), len(values), notes=notes, foot=foot, sharex=True)
        for axis, value, one in zip(axes[:, 0], values, ones, strict=True):
            text = lever_is(dataset, lever, value) if lever else outcome_title(dataset[f"{milestone}_year"])
            axis.set_title(folded(text, 80), loc="left", fontsize=10, pad=17)
            _panel(axis, one, causes)
        shown = [(axis, one) for axis, one in zip(axes[:, 0], ones, strict=True) if int(one["run_count"])]
        for axis, one in shown:
            _widen(axis, one)
        for axis, one in shown:
            _describe_runs(axis, one)
        whole_years(axes[-1, 0])
        axes[-1, 0].set_xlabel("year")
        if lever:
            drawn.suptitle(outcome_title(dataset[f"{milestone}_year"]), fontsize=10, x=0.01, ha="left")
        return whole(drawn)


def _shown_causes(delays: xr.Dataset) -> list[str]:
    """Return the causes that are drawn by themselves: those that matter for some lever value."""
    size = np.abs(delays["mean_delay"].values).reshape(delays.sizes["cause"], -1)
    size = np.nan_to_num(size).max(axis=1)
    labels = [str(label) for label in delays["cause"].values]
    return [label for label, days in zip(labels, size, strict=True) if days > SMALL * size.max() and days >= 0.5]


def _others(delays: xr.Dataset, causes: list[str]) -> list[str]:
    """Return the causes that are shown together, those that are nothing but rounding left out."""
    delay = abs(delays["mean_delay"])
    size = delay.max([dim for dim in delay.dims if dim != "cause"]).values
    labels = [str(label) for label in delays["cause"].values]
    return [label for label, days in zip(labels, size, strict=True) if label not in causes and days > NO_TIME]


def _meanings(delays: xr.Dataset, causes: list[str]) -> str:
    """Say what the causes of the picture mean, and which ones are shown together."""
    others = ", ".join(label_title("cause", cause) for cause in _others(delays, causes))
    said = [f"{cause_definitions(causes)}." if causes else "", f"Other causes: {others}." if others else ""]
    return capital(" ".join(filter(None, said)))


def _panel(axis: Any, one: xr.Dataset, causes: list[str]) -> None:
    if not int(one["run_count"]):
        axis.text(0.5, 0.5, "no run with a planned date", transform=axis.transAxes, ha="center", va="center")
        axis.set_yticks([])
        return
    years = {
        str(label): float(days) / DAYS_PER_YEAR
        for label, days in zip(one["cause"].values, one["mean_delay"].values, strict=True)
    }
    small = _others(one, causes)
    rest = sum(years[cause] for cause in small)
    steps = [
        (label_title("cause", cause), years[cause], *look_of(cause), _length(one, cause, years[cause]))
        for cause in causes
    ]
    if small:
        others = f"{len(small)} other cause{'s' * (len(small) > 1)}"
        steps.append((others, rest, OTHERS, "", _signed(rest, MOST_PLACES)))
    at = planned = float(one["planned_year"])
    axis.plot(planned, 0, "D", color="black", markerfacecolor="white")
    _beside(axis, planned, 0, f"{planned:.1f}")
    for row, (_, length, color, hatch, text) in enumerate(steps, start=1):
        axis.barh(
            row,
            length,
            left=at,
            height=0.66,
            color=color,
            hatch=hatch,
            edgecolor="0.4" if color == OTHERS else "white",
            linewidth=0.5,
        )
        axis.plot((at, at), (row - 1, row), color="0.4", linewidth=0.7)
        at += length
        _beside(axis, max(at, at - length), row, text)
    last = len(steps) + 1
    axis.plot((at, at), (last - 1, last), color="0.4", linewidth=0.7)
    _mean_date(axis, at, last, one)
    axis.set_yticks(range(last + 1), ["planned date", *(step[0] for step in steps), "mean date"], fontsize=9)
    axis.set_ylim(last + 0.6, -0.6)
    axis.grid(axis="y", visible=False)


def _mean_date(axis: Any, year: float, row: int, one: xr.Dataset) -> None:
    """Draw the mean date with the interval of that estimate, where there is one."""
    low, high = float(one["mean_year_low"]), float(one["mean_year_high"])
    axis.plot(year, row, "o", color="black", markersize=5)
    if not high > low:
        _beside(axis, year, row, format_date(year, math.nan))
        return
    # A wide interval is cut, its end unmarked: else bars become too thin. The figures beside it are those of the whole.
    room = NEAR * max(abs(year - float(one["planned_year"])), 1.0)
    shown = [max(low, year - room), min(high, year + room)]
    axis.plot(shown, (row, row), color="black", linewidth=1.2)
    ends = [each for each in (low, high) if each in shown]
    axis.plot(ends, [row] * len(ends), "|", color="black", markersize=7)
    texts = [format_date(value, math.nan, (high - low) / 2) for value in (year, low, high)]
    _beside(axis, shown[1], row, f"{texts[0]} ({texts[1]} to {texts[2]})")


def _signed(years: float, places: int) -> str:
    text = f"{years:+.{places}f}".replace("-", "\u2212")
    return f"{text} year{'s' * (text[1:] != '1')}" if text.strip("+\u22120.") else "0"


def _length(one: xr.Dataset, cause: str, years: float) -> str:
    """Return the mean delay by a cause with its interval, to the digits that this supports."""
    low, high = (float(one[f"mean_delay_{end}"].sel(cause=cause)) / DAYS_PER_YEAR for end in ("low", "high"))
    if not high > low:
        return _signed(years, MOST_PLACES)
    supported = supported_places((high - low) / 2)
    places = MOST_PLACES if supported is None else min(max(supported, 0), MOST_PLACES)
    # Zero is added so that what is rounded to it has no sign.
    ends = [f"{round(end, places) + 0.0:.{places}f}".replace("-", "\u2212") for end in (low, high)]
    return f"{_signed(years, places)} ({ends[0]} to {ends[1]})"


def _describe_runs(axis: Any, one: xr.Dataset) -> None:
    """Say how many runs it is of, and how many of them count to the end, which is marked where the axis goes so far."""
    end = float(one["end_year"])
    note, color = f"mean of {of_runs(int(one['run_count']))}", "0.35"
    if int(one["unplanned_runs"]):
        note += f" ({int(one['unplanned_runs'])} more have no planned date)"
    if float(one["unreached_share"]) > 0:
        note += f"; {share(float(one['unreached_share']))} do not reach it and count to {end_of(end)}"
        if end <= axis.get_xlim()[1]:
            axis.axvline(end, color=COLORS[1], linestyle=":", linewidth=1.2, zorder=0)
            note += " (dotted)"
        color = COLORS[1]
    axis.text(0, 1.02, note, transform=axis.transAxes, fontsize=8, color=color, va="bottom")


def _beside(axis: Any, year: float, row: int, text: str) -> None:
    axis.annotate(text, (year, row), (6, 0), textcoords="offset points", va="center", fontsize=8, bbox=_CLEAR)


def _widen(axis: Any, one: xr.Dataset) -> None:
    """Leave room for the figures beside the bars; panels share the axis of time, so it only grows.

    The end to which runs count is shown where that takes half as much room again at most: else bars become too thin.
    """
    low, high = axis.dataLim.intervalx
    end = float(one["end_year"])
    if float(one["unreached_share"]) > 0 and end - high <= NEAR * (high - low):
        high = max(high, end)
    before, length = axis.get_xlim(), max(high - low, 0.5)
    axis.set_xlim(min(before[0], low - 0.04 * length), max(before[1], high + ROOM * length))
