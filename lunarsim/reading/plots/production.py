"""What a mine has made and returned to Earth so far, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import xarray as xr

from lunarsim.reading.analysis.monthly import month_bands
from lunarsim.reading.analysis.valid_runs import SAMPLING, along_runs, finished
from lunarsim.reading.plots.chosen import of_sweep
from lunarsim.reading.plots.fans import SPREAD, draw_fan
from lunarsim.reading.plots.labels import folded, foot_of, months_as_years, of_runs
from lunarsim.reading.plots.style import grid, house_style, whole, whole_years
from lunarsim.reading.titles.levers import lever_is
from lunarsim.reading.wording import share
from lunarsim.words.errors import AnalysisError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SERIES = (
    ("month_ree_produced_kg", "lanthanides produced [kg]", "produced"),
    ("month_reo_delivered_kg", "oxide on Earth [kg]", "returned to Earth"),
)
"""Monthly series that are added up, their label and what becomes of any in a run."""


_SO_FAR = "From the start up to each month; runs without any count with nothing."


@of_sweep("sample, replicate, month and the lever")
def production(dataset: xr.Dataset, lever: str | None = None, subject: str | None = None) -> Figure:
    """Draw the rare earths produced (as element) and delivered to the Earth (as oxide) up to each month.

    Runs that make nothing count as zero; the heading says how many make any. Bands are taken month by month.

    Parameters
    ----------
    lever : str, optional
        Dimension whose values become pairs of panels, one below the other on the same axes.

    Raises
    ------
    AnalysisError
        If a dimension is left over, if the series are not in the dataset, or if no run ended well.
    """
    missing = [name for name, _, _ in SERIES if name not in dataset]
    if missing:
        raise AnalysisError(f"production: {', '.join(missing)} not in the dataset; run the sweep again")
    kept = (lever,) if lever else ()
    counted = along_runs(finished(dataset), *kept)
    values = dataset[lever].values if lever else [None]
    where, axis_label = months_as_years(dataset["month"])
    with house_style():
        count = len(values)
        height, notes = 3.8 if count == 1 else 0.9 + 2.1 * count, [f"{_SO_FAR} {SPREAD}"]
        foot = foot_of(dataset, subject)
        drawn, axes = grid(8.6, height, count, 2, notes=notes, foot=foot, sharex=True, sharey="col")
        for column, (name, label, what) in enumerate(SERIES):
            so_far = up_to_each_month(dataset[name])
            bands = month_bands(dataset.assign({name: so_far}), name, lever)
            some = ((along_runs(so_far.max("month"), *kept) > 0) & counted).sum(SAMPLING)
            for index, axis in enumerate(axes[:, column]):
                at = {lever: index} if lever else {}
                one, any_made = bands.isel(at), some.isel(at)
                draw_fan(axis, where, one)
                axis.margins(x=0)
                runs = int(one["run_count"])
                heading = folded(lever_is(dataset, lever, values[index]), 48) + "\n" if lever and not column else ""
                axis.set_title(heading + _in_words(int(any_made), runs, what), loc="left", fontsize=9)
                axis.set_ylabel(label, fontsize=9)
                if not runs:
                    axis.text(0.5, 0.5, "no run ended well", transform=axis.transAxes, ha="center", va="center")
                if axis_label == "year":
                    whole_years(axis)
            if not some.any():
                axes[0, column].set_ylim(top=1.0)
            # A median of nothing is a line of its own, above the axis.
            axes[0, column].set_ylim(bottom=-0.02 * axes[0, column].get_ylim()[1])
            axes[-1, column].set_xlabel(axis_label)
        drawn.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=4, fontsize=9)
        return whole(drawn)


def up_to_each_month(series: xr.DataArray) -> xr.DataArray:
    """Return the sum of a monthly series from its start on, NaN where the simulation has ended."""
    return series.astype(float).cumsum("month").where(series.notnull()).assign_attrs(series.attrs)


def _in_words(some: int, runs: int, what: str) -> str:
    if not runs:
        return "no run"
    return f"any {what} in {share(some / runs) if some else 'none'} of {of_runs(runs)}"
