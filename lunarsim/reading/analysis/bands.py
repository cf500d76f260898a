"""Bands of the runs: quantiles over them, also of a monthly series month by month."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.runs import SAMPLING, along_runs, finished

BANDS = (0.1, 0.25, 0.5, 0.75, 0.9)


def month_bands(dataset: xr.Dataset, name: str, lever: str | None = None) -> xr.Dataset:
    """Return quantiles and mean of a monthly series over the runs that ended well.

    Parameters
    ----------
    dataset : Dataset
        A sweep; dimensions other than sample, replicate, month and the lever must have been selected.
    name : str
        Variable along ``month``.
    lever : str, optional
        Dimension whose values are kept apart.

    Returns
    -------
    Dataset
        ``quantile value`` (quantile level, lever, month) and ``mean value`` (lever, month) in the unit of the variable,
        NaN where no run counts or the simulation has ended; ``run count`` (lever).

    Raises
    ------
    ValueError
        If a dimension is left over, if the variable has no months, or if no run ended well.
    """
    kept = (lever,) if lever else ()
    if name not in dataset or "month" not in dataset[name].dims:
        monthly = sorted(str(each) for each in dataset.data_vars if "month" in dataset[each].dims)
        raise ValueError(f"{name} is no monthly series; there are {', '.join(monthly) or 'none'}")
    counted = along_runs(finished(dataset), *kept)
    if not bool(counted.any()):
        raise ValueError("no run ended well, so there is nothing to draw")
    values = along_runs(dataset[name], "month", *kept).where(counted)
    return xr.Dataset(
        {
            "quantile value": _by_month(values),
            "mean value": values.mean(SAMPLING),
            "run count": counted.sum(SAMPLING),
        }
    )


def _by_month(values: xr.DataArray) -> xr.DataArray:
    def picked(data: NDArray[np.float64]) -> NDArray[np.float64]:
        runs = data.reshape(*data.shape[:-2], -1)
        result = np.full((*runs.shape[:-1], len(BANDS)), np.nan)
        # Months behind the end of a shorter simulation hold nothing, and numpy would warn of that.
        some = ~np.isnan(runs).all(axis=-1)
        if some.any():
            result[some] = np.moveaxis(np.nanquantile(runs[some], BANDS, axis=-1), 0, -1)
        return result

    level = "quantile level"
    result: xr.DataArray = xr.apply_ufunc(
        picked, values.astype(float).compute(), input_core_dims=[SAMPLING], output_core_dims=[[level]]
    )
    return result.assign_coords({level: list(BANDS)})


def quantiles_of_runs(values: xr.DataArray, quantiles: Sequence[float]) -> xr.DataArray:
    """Return quantiles over sample and replicate, new dim ``quantile level``, with NaN for runs that do not count.

    Of two neighboring runs it is the lower one, so that infinity, which stands for never, mixes with no date.
    """
    level = "quantile level"

    def picked(data: NDArray[np.float64]) -> NDArray[np.float64]:
        ordered = np.sort(data.reshape(*data.shape[:-2], -1), axis=-1)  # NaN goes to the end, behind infinity
        count = (~np.isnan(ordered)).sum(axis=-1, keepdims=True)
        places = np.ceil(np.array(quantiles) * count).astype(int) - 1
        return np.take_along_axis(ordered, np.clip(places, 0, ordered.shape[-1] - 1), axis=-1)

    result: xr.DataArray = xr.apply_ufunc(
        picked, values.astype(float).compute(), input_core_dims=[SAMPLING], output_core_dims=[[level]]
    )
    return result.assign_coords({level: list(quantiles)})
