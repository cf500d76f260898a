"""Amounts: how much a sweep gives, with the band of its uncertainty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.runs import finished
from lunarsim.reading.plots.style import COLORS, figure, house_style

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def amounts_by_lever(dataset: xr.Dataset, name: str, lever: str, log: bool = True) -> Figure:
    """Draw an amount for each value of a lever: median, half and four fifths of all runs, and the share without any.

    Parameters
    ----------
    dataset : Dataset
        A sweep; dimensions other than sample, replicate and the lever must have been selected.
    name : str
        Variable without trailing dimensions, such as ``ree_produced_kg``.
    lever : str
        Dimension whose values become the bars.
    log : bool
        Whether the axis is logarithmic; runs with nothing are then told in words.

    Returns
    -------
    Figure
        A matplotlib figure.
    """
    labels = [str(value) for value in dataset[lever].values]
    with house_style():
        drawn, (axis,) = figure(7.2, 1.4 + 0.45 * len(labels))
        for place, value in enumerate(dataset[lever].values):
            data = dataset[name].where(finished(dataset)).sel({lever: value}).values.ravel()
            data = data[~np.isnan(data)]
            some = data[data > 0] if log else data
            if some.size:
                p10, p25, p50, p75, p90 = np.percentile(some, (10, 25, 50, 75, 90))
                axis.plot((p10, p90), (place, place), color=COLORS[0], linewidth=2, solid_capstyle="butt")
                axis.plot((p25, p75), (place, place), color=COLORS[0], linewidth=8, alpha=0.45, solid_capstyle="butt")
                axis.plot(p50, place, "o", color=COLORS[1], zorder=3)
            if log and data.size:
                note = f"nothing in {1 - some.size / data.size:.0%}"
                axis.annotate(note, (1.01, place), xycoords=("axes fraction", "data"), va="center", fontsize=9)
        axis.set_yticks(range(len(labels)), labels)
        axis.invert_yaxis()
        axis.set_ylabel(lever)
        if log:
            axis.set_xscale("log")
        units = dataset[name].attrs.get("units", "")
        axis.set_xlabel(f"{dataset[name].attrs.get('long_name', name)} [{units}]")
        of_what = "of the runs with product" if log else "of the runs"
        axis.set_title(f"dot: median; thick: P25 to P75; thin: P10 to P90 {of_what}", loc="left", fontsize=9)
        return drawn


def monthly_fan(dataset: xr.Dataset, name: str) -> Figure:
    """Draw a monthly series: median and the bands of half and four fifths of the runs.

    Parameters
    ----------
    dataset : Dataset
        A sweep; dimensions other than sample, replicate and month must have been selected.
    name : str
        Variable along ``month``.

    Returns
    -------
    Figure
        A matplotlib figure.
    """
    data = dataset[name].where(finished(dataset))
    quantiles = data.quantile((0.1, 0.25, 0.5, 0.75, 0.9), ("sample", "replicate"))
    with house_style():
        drawn, (axis,) = figure(7.2, 3.6)
        months = dataset["month"].values
        p10, p25, p50, p75, p90 = (quantiles.isel(quantile=place).values for place in range(5))
        axis.fill_between(months, p10, p90, color=COLORS[5], alpha=0.3, linewidth=0, label="P10 to P90")
        axis.fill_between(months, p25, p75, color=COLORS[0], alpha=0.3, linewidth=0, label="P25 to P75")
        axis.plot(months, p50, color=COLORS[0], label="median")
        axis.plot(months, data.mean(("sample", "replicate")), color=COLORS[1], linestyle="--", label="mean")
        axis.set_ylabel(f"{dataset[name].attrs.get('long_name', name)} [{dataset[name].attrs.get('units', '')}]")
        axis.set_xlabel("month")
        axis.legend()
        return drawn
