"""Signposts: what can be seen by a date, and how far it would move the forecast of an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.conditioning.signposts import signposts
from lunarsim.reading.plots.chosen import of_sweep, without_levers
from lunarsim.reading.plots.labels import definitions, folded, foot_of
from lunarsim.reading.plots.style import COLORS, grid, house_style, whole
from lunarsim.reading.tables.signposts_table import sign_title
from lunarsim.reading.titles.outcomes import with_money_year
from lunarsim.reading.wording import share

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@of_sweep(sweep="A sweep of a random design")
def telling_signs(
    dataset: xr.Dataset, name: str, by: float = 2030.0, top: int = 12, subject: str | None = None
) -> Figure:
    """Draw which signs that can be seen by a date would move the forecast of an outcome, the most telling first.

    Parameters
    ----------
    name : str
        Outcome, such as ``station_extended_year``.
    by : float
        By when the signs are seen [year].
    top : int
        How many signs are shown at most.

    Raises
    ------
    AnalysisError
        If a lever is left over, or the design does not say how likely anything is.
    """
    dataset = without_levers(dataset, "signposts")
    found = signposts(dataset, name.replace("(", "[").replace(")", "]"), by)
    order = np.argsort(-found["information_bits"].values, kind="stable")[:top]
    shown = found.isel(sign_name=order)
    probable = bool(found["is_probability"])
    base = name.replace("[", "(").partition("(")[0]
    notes = [
        _note(by, found.sizes["sign_name"], bool(shown["is_ranked"].all())),
        definitions(dataset, [base if base in dataset else f"{base}_year"]),
    ]
    with house_style():
        count = shown.sizes["sign_name"]
        drawn, axes = grid(8.4, 1.3 + 0.34 * count, notes=notes, foot=foot_of(dataset, subject))
        axis = axes[0, 0]
        scale = 100.0 if probable else 1.0
        for row in range(count):
            one = shown.isel(sign_name=row)
            ranked = bool(one["is_ranked"])
            moved, low, high = (scale * float(one[f"moved_{part}"]) for part in ("by", "low", "high"))
            axis.barh(row, moved, height=0.6, color=COLORS[0] if ranked else "0.8")
            axis.plot((low, high), (row, row), color="0.25", linewidth=1.0)
            text = f"{float(one['information_bits']):.2f} bit, seen in {share(float(one['sign_share']))}"
            axis.annotate(text, (1.02, row), xycoords=("axes fraction", "data"), va="center", fontsize=8)
        axis.axvline(0.0, color="black", linewidth=0.9)
        words = [folded(sign_title(dataset, str(sign)), 48) for sign in shown["sign_name"].values]
        axis.set_yticks(range(count), words, fontsize=8)
        axis.set_ylim(count - 0.4, -0.6)
        axis.grid(axis="y", visible=False)
        what = "probability of being reached [percentage points]" if probable else f"median [{_units(dataset, found)}]"
        axis.set_xlabel(f"change of the {what}")
        axis.set_title(f"{found.attrs['outcome_title']}: what can be seen before {by:g}", loc="left", fontsize=10)
        return whole(drawn)


def _units(dataset: xr.Dataset, found: xr.Dataset) -> str:
    if found.attrs["outcome_is_date"]:
        return "years"
    base, units = str(found.attrs["outcome_name"]).partition("(")[0], str(found.attrs["outcome_units"])
    return with_money_year(dataset[base], units) if base in dataset else units


def _note(by: float, signs: int, ranked: bool) -> str:
    gray = "" if ranked else f" Gray: may be chance, after correction for {signs} sign{'s' * (signs != 1)}."
    return (
        f"Bars: forecast where the sign is seen before {by:g}, less that where it is not; lines: error of the "
        "estimate, its 90 % interval. At the right: mutual information, and in how many runs it is seen." + gray
    )
