"""Scenario discovery: the ranges of the factors in which a target is met more often than elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.conditioning.condition_words import condition_title
from lunarsim.reading.analysis.conditioning.conditions import conditions
from lunarsim.reading.analysis.discovery.discover import discover
from lunarsim.reading.analysis.sensitivity.design_check import line_to_run
from lunarsim.reading.plots.chosen import of_sweep, without_levers
from lunarsim.reading.plots.labels import folded, foot_of
from lunarsim.reading.plots.style import COLORS, grid, house_style, whole
from lunarsim.reading.tables.deciding.discovery_words import box_rows, needed, sentence
from lunarsim.reading.wording import share
from lunarsim.words.errors import AnalysisError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_HOW = (
    "Bars: the part of each factor's distribution inside the box; lines: 90 % interval of its ends over resamples of "
    "the samples. At the right: its values there, and in how many resamples the factor is restricted."
)


@of_sweep(sweep="A sweep of a random design")
def found_box(dataset: xr.Dataset, target: str | Sequence[str], subject: str | None = None) -> Figure:
    """Draw the box of uncertain factors in which a target is met more often than elsewhere.

    Parameters
    ----------
    target : str or sequence of str
        Conditions that all hold, such as ``station_extended<=2045``.

    Raises
    ------
    InputError
        With all faults of the target.
    AnalysisError
        If a lever is left over, the design or the runs do not allow it, or there is no box.
    """
    dataset = without_levers(dataset, "scenario discovery")
    found = discover(dataset, target)
    if not bool(found["is_found"]):
        more = line_to_run(dataset, f"design.samples={2 * dataset.sizes['sample']}")
        raise AnalysisError(f"scenario discovery: {sentence(found, dataset)} {needed(found)} With more samples: {more}")
    held = conditions(dataset, found.attrs["conditions"])
    shown = found.isel(factor=np.flatnonzero(found["is_restricted"].values))
    rows = box_rows(found, dataset)
    with house_style():
        drawn, axes = grid(
            8.4, 1.5 + 0.42 * len(rows), notes=[sentence(found, dataset), _HOW], foot=foot_of(dataset, subject)
        )
        axis = axes[0, 0]
        for row, (_, where) in enumerate(rows):
            one = shown.isel(factor=row)
            _bar(axis, one, row)
            text = f"{where}\nin {share(float(one['restricted_share']))} of resamples"
            axis.annotate(text, (1.02, row), xycoords=("axes fraction", "data"), va="center", fontsize=8)
        axis.set_xlim(0, 100)
        axis.set_yticks(range(len(rows)), [folded(title, 44) for title, _ in rows], fontsize=8)
        axis.set_ylim(len(rows) - 0.4, -0.6)
        axis.grid(axis="y", visible=False)
        axis.set_xlabel("part of the factor's distribution, from its lowest to its highest values [%]")
        words = " and ".join(map(condition_title, held))
        axis.set_title(folded(f"{words}: where it is likelier", 80), loc="left", fontsize=10)
        return whole(drawn)


def _bar(axis: Any, one: xr.Dataset, row: int) -> None:
    """Draw the range of a factor over that of its distribution, with the intervals of its ends that are not open."""
    low, high = (100 * float(one[f"box_u_{side}"]) for side in ("low", "high"))
    axis.barh(row, 100, height=0.5, color="0.92")
    axis.barh(row, high - low, left=low, height=0.5, color=COLORS[0])
    for side, is_open in (("low", low <= 0), ("high", high >= 100)):
        if not is_open:
            ends = [100 * float(one[f"box_u_{side}_{end}"]) for end in ("from", "to")]
            axis.plot(ends, (row, row), color="black", linewidth=1.4, marker="|", markersize=7)
