"""Gantt chart of one run: the waits of its missions by cause, their flights, and its assets."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import xarray as xr

from lunarsim.reading.analysis.missions.run_spans import SPAN
from lunarsim.reading.plots.labels import folded, foot_of
from lunarsim.reading.plots.placing import legend_columns
from lunarsim.reading.plots.style import COLORS, grid, house_style, look_of, whole, whole_years
from lunarsim.reading.titles.known import capital
from lunarsim.reading.titles.labels import cause_definitions, label_title
from lunarsim.reading.wording import end_of
from lunarsim.words.errors import AnalysisError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROW = 0.19
"""Height of a row [inch]."""

WORK, DOWN, OVER = ("#bfe5da", ""), ("#444444", ""), ("#dddddd", "xxxxx")
"""Looks of an asset at work, in repair and out of service."""

OUT = ("beyond repair", "end of life")
"""Why an asset works no more; both look the same."""

SAME_TIME = 1e-6
"""Years within which a wait ends with the simulation."""

LOST = (
    "launch_failure",
    "cruise_failure",
    "descent_failure",
    "touchdown_failure",
    "landing_failure",
    "aborted_ascent",
    "loss_of_mission",
    "loss_of_crew",
    "loss_of_crew_in_ascent",
)


def run_gantt(run: xr.Dataset, title: str = "", assets: bool = False, subject: str | None = None) -> Figure:
    """Draw one run: for each mission its plan, its waits by cause, its flights and their outcome; then assets.

    Parameters
    ----------
    run : Dataset
        Spans of one run, as :func:`lunarsim.reading.analysis.missions.run_spans.timeline` returns them.
    title : str
        Which run it is.
    assets : bool
        Whether assets are shown below the missions: what they wait for, commissioning, work and times without work.
    subject : str, optional
        What stands at the foot in place of what the run says of its sweep; empty for nothing.

    Returns
    -------
    Figure
        A matplotlib figure.

    Raises
    ------
    AnalysisError
        If there is nothing to show.
    """
    kinds = ("milestone", "mission", "asset") if assets else ("milestone", "mission")
    rows = [(kind, who) for kind in kinds for who in _in_order(run, kind)]
    if not rows:
        raise AnalysisError("the run has neither missions nor assets, so there is nothing to draw")
    end = float(run.attrs["end_year"])
    rows_of = {row: index for index, row in enumerate(rows)}
    legend: dict[str, Any] = {}
    with house_style():
        drawn, axes = grid(9.6, 1.6 + ROW * len(rows), notes=[_RUN, _causes(run, kinds)], foot=foot_of(run, subject))
        axis = axes[0, 0]
        endings: dict[tuple[str, str], str] = {}
        for start, until, kind, who, what, cause in _spans(run):
            if (kind, who) in rows_of:
                _span(axis, rows_of[kind, who], (start, until), (what, cause), legend)
                endings[kind, who] = _ending(endings.get((kind, who), ""), start, until, what, cause, end)
        for row, text in endings.items():
            index = rows_of[row]
            axis.annotate(
                text, (1.02, index), xycoords=("axes fraction", "data"), va="center", fontsize=7, annotation_clip=False
            )
        for before, after in pairwise(rows):
            if before[0] != after[0]:
                axis.axhline(rows_of[after] - 0.5, color="0.5", linewidth=0.8)
        axis.set_yticks(range(len(rows)), [_who(run, kind, who) for kind, who in rows], fontsize=7)
        axis.set_ylim(len(rows) - 0.4, -0.6)
        axis.set_xlim(float(run.attrs["start_year"]), end)
        whole_years(axis)
        axis.grid(axis="y", visible=False)
        axis.set_xlabel("year")
        if title:
            axis.set_title(folded(title, 90), loc="left", fontsize=9)
        order = sorted(legend, key=lambda name: (name.startswith("waits"), name))
        columns = legend_columns(order, 9.6, 8)
        drawn.legend([legend[name] for name in order], order, loc="outside lower center", ncols=columns, fontsize=8)
        return whole(drawn)


_RUN = "One run. Bars: what a mission waits for, by the first cause that holds it. At the right: how it ended."


def _causes(run: xr.Dataset, kinds: tuple[str, ...]) -> str:
    """Say what the causes of the waits of a run mean, of those kinds of rows that are drawn."""
    found = {cause for _, _, kind, _, what, cause in _spans(run) if what == "wait" and kind in kinds}
    return capital(f"{said}.") if (said := cause_definitions(sorted(found))) else ""


def _who(run: xr.Dataset, kind: str, who: str) -> str:
    """Return the title of a mission, an asset or a milestone; of an asset that a mission brings, both."""
    name, bracket, mission = who.partition(" (")
    title = label_title(kind, name, run)
    return f"{title} ({label_title('mission', mission.removesuffix(')'), run)})" if bracket else title


def _in_order(run: xr.Dataset, kind: str) -> list[str]:
    """Return who is shown, the earliest first."""
    first: dict[str, float] = {}
    for start, _, of_kind, who, what, _ in _spans(run):
        if of_kind == kind:
            # A plan comes first, even of what was withdrawn before.
            first[who] = start if what == "planned" else first.get(who, start)
    return sorted(first, key=lambda who: first[who])


def _spans(run: xr.Dataset) -> list[tuple[float, float, str, str, str, str]]:
    """Return the spans in order of time."""
    names = ("span_kind", "span_who", "span_what", "span_cause")
    years = (run["start_year"].values.tolist(), run["end_year"].values.tolist())
    texts = ([str(text) for text in run[name].values] for name in names)
    assert run.sizes.get(SPAN, 0) == len(years[0])
    return sorted(zip(*years, *texts, strict=True), key=lambda span: span[:2])


def _span(axis: Any, row: int, years: tuple[float, float], event: tuple[str, str], legend: dict[str, Any]) -> None:
    """Draw one span, and remember how it looks for the legend."""
    (start, until), (what, cause) = years, event
    marks: dict[str, tuple[str, dict[str, Any]]] = {
        "planned": ("planned launch", {"marker": "D", "color": "black", "markerfacecolor": "white", "markersize": 4}),
        "withdrawn": ("withdrawn", {"marker": "s", "color": COLORS[3], "markerfacecolor": "white", "markersize": 5}),
        "shelved": ("given up, later restarted", {"marker": "s", "color": COLORS[3], "markersize": 5}),
        "given_up": ("given up", {"marker": "s", "color": COLORS[1], "markerfacecolor": "white", "markersize": 5}),
        "reached": ("milestone reached", {"marker": "*", "color": "black", "markersize": 8}),
        "missed": (
            "milestone not reached",
            {"marker": ">", "color": "black", "markerfacecolor": "white", "markersize": 6},
        ),
    }
    bars = {
        "work": ("at work", *WORK),
        "down": (" or ".join(OUT), *OVER) if cause in OUT else ("in repair", *DOWN),
        "commissioning": ("in commissioning", COLORS[2], "/////"),
    }
    if what in marks:
        name, look = marks[what]
        (legend[name],) = axis.plot(start, row, linestyle="none", zorder=4, clip_on=False, **look)
    elif what == "flight":
        lost, partial = cause in LOST, cause == "partial"
        name = "flight, lost" if lost else "flight, partial landing" if partial else "flight, arrived"
        marker = "X" if lost else "^" if partial else "o"
        color = COLORS[1] if lost else COLORS[0] if partial else COLORS[2]
        axis.plot((start, until), (row, row), color="black", linewidth=1.5, zorder=3)
        (legend[name],) = axis.plot(
            until, row, linestyle="none", marker=marker, color=color, markeredgecolor="black", markeredgewidth=0.5,
            markersize=6, zorder=5,
        )  # fmt: skip
    else:
        name, color, hatch = bars.get(what) or (f"waits: {label_title('cause', cause)}", *look_of(cause))
        height = 0.45 if what == "work" else 0.7
        bar = axis.barh(
            row, until - start, left=start, height=height, color=color, hatch=hatch, edgecolor="white", linewidth=0
        )
        legend.setdefault(name, bar)


def _ending(before: str, start: float, until: float, what: str, cause: str, end: float) -> str:
    """Return the text beside a row after one more span: how its mission, asset or milestone ended so far."""
    arrived = any(before.endswith(label_title("flight_outcome", outcome)) for outcome in ("success", "partial"))
    texts = {"missed": f"not by {end_of(end)}", "reached": f"{start:.1f}", "withdrawn": f"{start:.1f} withdrawn"}
    texts["planned"] = before or "not flown"
    if what == "flight":
        return f"{until:.1f} {label_title('flight_outcome', cause)}"
    if what == "wait" and until >= end - SAME_TIME and not arrived:
        return f"not by {end_of(end)}: {label_title('cause', cause)}"
    return texts.get(what, before)
