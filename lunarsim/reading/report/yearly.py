"""Monthly and yearly series as what a year shows of them."""

from __future__ import annotations

import numpy as np
import xarray as xr
from numpy.typing import NDArray


def by_year(values: xr.DataArray, shows: str) -> tuple[xr.DataArray, NDArray[np.float64]]:
    """Return a series by years, the last dimension, and the years.

    Parameters
    ----------
    values : DataArray
        Dims (..., month) or (..., year). Months that are only counted from the start make years counted from there.
    shows : str
        What a year shows: the ``mean`` or the ``sum`` of its months, or the ``total`` of all up to its end. Months
        without a value, after the end of a shorter simulation, do not count; a year without any has none.
    """
    attrs = values.attrs
    if "month" in values.dims:
        months = values["month"].values
        dated = np.issubdtype(months.dtype, np.datetime64)
        year = months.astype("datetime64[Y]").astype(int) + 1970 if dated else months.astype(int) // 12
        groups = values.assign_coords(year=("month", year)).groupby("year")
        # A plain sum over no month would be zero, where there is no value.
        values = groups.mean() if shows == "mean" else groups.sum(min_count=1)
    values = values.transpose(..., "year")
    if shows == "total":
        values = values.fillna(0.0).cumsum("year").where(values.notnull())
    return values.assign_attrs(attrs), values["year"].values.astype(float)
