"""Bands of the runs: quantiles over them, also of a monthly series month by month."""

from __future__ import annotations

import xarray as xr

from lunarsim.reading.analysis.monthly import month_quantiles
from lunarsim.reading.analysis.valid_runs import SAMPLING, along_runs, finished
from lunarsim.words.errors import AnalysisError

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
        ``quantile_value`` (quantile_level, lever, month) and ``mean_value`` (lever, month) in the unit of the variable,
        NaN where no run counts or the simulation has ended; ``run_count`` (lever).

    Raises
    ------
    AnalysisError
        If a dimension is left over, if the variable has no months, or if no run ended well.
    """
    kept = (lever,) if lever else ()
    if name not in dataset or "month" not in dataset[name].dims:
        monthly = sorted(str(each) for each in dataset.data_vars if "month" in dataset[each].dims)
        raise AnalysisError(f"{name} is no monthly series; there are {', '.join(monthly) or 'none'}")
    counted = along_runs(finished(dataset), *kept)
    if not bool(counted.any()):
        raise AnalysisError("no run ended well, so there is nothing to draw")
    values = along_runs(dataset[name], "month", *kept)
    alone = xr.Dataset({name: values, "status": along_runs(dataset["status"], *kept)})
    values = values.where(counted)
    return xr.Dataset(
        {
            "quantile_value": month_quantiles(alone, name, BANDS, "linear")["quantile_value"],
            "mean_value": values.mean(SAMPLING),
            "run_count": counted.sum(SAMPLING),
        }
    )
