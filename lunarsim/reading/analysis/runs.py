"""Which runs count, which dimensions are levers, and when the simulation ends."""

from __future__ import annotations

import numpy as np
import xarray as xr

OK, FAILED, TIMED_OUT, INFEASIBLE = 1, 2, 3, 4
SAMPLING = ("sample", "replicate")


def levers(dataset: xr.Dataset) -> tuple[str, ...]:
    """Return the dimensions along which choices are compared."""
    return tuple(str(dim) for dim in dataset["status"].dims if dim not in SAMPLING)


def finished(dataset: xr.Dataset) -> xr.DataArray:
    """Return which runs ended well, dims of the runs; all others are left out of every figure."""
    return dataset["status"] == OK


def end_years(dataset: xr.Dataset) -> xr.DataArray:
    """Return when the simulation ends, decimal year, dims of the levers; NaN where no run ended well.

    Start and horizon may be levers but never factors, so that all runs of a combination end together.
    """
    return dataset["horizon_year"].where(finished(dataset)).max(SAMPLING)


def as_dates(dates: xr.DataArray, dataset: xr.Dataset) -> xr.DataArray:
    """Return dates with never-reached ones at infinity, so that quantiles count them, NaN where a run does not."""
    return dates.where(dates.notnull(), np.inf).where(finished(dataset))


def capped_dates(dates: xr.DataArray, dataset: xr.Dataset) -> xr.DataArray:
    """Return dates with never-reached ones at the end of the simulation, and NaN for runs that do not count."""
    return dates.where(dates.notnull(), dataset["horizon_year"]).where(finished(dataset))


def along_runs(values: xr.DataArray, *others: str) -> xr.DataArray:
    """Return values with no dimensions but those of sampling and ``others``; such of length one are taken off.

    Raises
    ------
    ValueError
        If a dimension is left over: a figure would mix programs or lever values without a word.
    """
    spare = [dim for dim in values.dims if dim not in (*SAMPLING, *others)]
    mixed = [f"{dim} ({values.sizes[dim]} values)" for dim in spare if values.sizes[dim] > 1]
    if mixed:
        raise ValueError(f"{values.name}: select one value of {', '.join(mixed)} first, with dataset.sel(...)")
    return values.squeeze(spare, drop=True)
