"""Which runs count, and which dimensions are levers."""

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


def as_dates(dates: xr.DataArray, dataset: xr.Dataset) -> xr.DataArray:
    """Return dates with never-reached ones at infinity, so that quantiles count them, NaN where a run does not."""
    return dates.where(dates.notnull(), np.inf).where(finished(dataset))


def capped_dates(dates: xr.DataArray, dataset: xr.Dataset) -> xr.DataArray:
    """Return dates with never-reached ones at the end of the simulation, and NaN for runs that do not count."""
    return dates.where(dates.notnull(), dataset["horizon_year"]).where(finished(dataset))
