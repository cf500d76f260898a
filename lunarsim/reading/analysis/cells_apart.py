"""Whether the samples of a sweep tell the cells of two levers apart."""

from __future__ import annotations

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.resampling import mean_intervals
from lunarsim.reading.analysis.sensitivity.design_check import rows_are_independent, rows_of_a_group
from lunarsim.reading.analysis.sensitivity.responses import LEVEL, SEED
from lunarsim.reading.analysis.valid_runs import SAMPLING, along_runs, as_dates, finished

ROUNDING = 1e-12
"""Differences below this share of the largest figure are those of floating point."""


def cells_are_apart(dataset: xr.Dataset, name: str, levers: tuple[str, str], statistic: str = "median") -> bool | None:
    """Return whether any cell differs from the others by more than the error of the estimate.

    Each sample is compared with itself: what a run has in a cell, less the mean over the cells of its sample. Of means
    that is the amount, of probabilities whether there is a value, of medians its rank among the cells (the scores of
    Friedman). A cell is apart where the interval of the mean of these differences does not hold zero, at a level that
    holds for all cells together (Bonferroni).

    Parameters
    ----------
    dataset, name, levers, statistic
        As of :func:`lunarsim.reading.analysis.cells.cells`.

    Returns
    -------
    bool or None
        None where that is not known: fewer than two cells or rows, or rows that are not independent.

    References
    ----------
    Friedman 1937, J. Am. Stat. Assoc. 32, 675-701.
    """
    is_date = name.endswith("_year")
    counted = along_runs(finished(dataset), *levers)
    values = along_runs(dataset[name], *levers)
    if statistic == "probability":
        values = (values.notnull() if is_date else values > 0).astype(float)
    elif is_date:
        values = as_dates(values, dataset)
    runs = values.where(counted).transpose(*levers, *SAMPLING).values.astype(float)
    cells = runs.reshape(-1, *runs.shape[2:])
    cells = cells[~np.isnan(cells).all(axis=(1, 2))]
    if statistic == "median" and len(cells):
        from scipy.stats import rankdata

        cells = rankdata(cells, axis=0, nan_policy="omit")
    # Of one sample the replicates are what differs by chance.
    by_row = cells[:, 0].T if cells.shape[1] == 1 else _mean(cells, axis=2).T
    together = rows_of_a_group(dataset) if cells.shape[1] > 1 else int(rows_are_independent(dataset))
    if len(cells) < 2 or len(by_row) < 2 or not together:
        return None
    differences = by_row - _mean(by_row, axis=1)[:, np.newaxis]
    differences[np.abs(differences) <= ROUNDING * np.nanmax(np.abs(by_row))] = 0.0
    low, high = mean_intervals(differences, together, 1 - (1 - LEVEL) / len(cells), SEED)
    if np.isnan(low).all():
        return None
    return bool(((low > 0) | (high < 0)).any())


def _mean(values: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """Return means over what there is; NaN where there is nothing."""
    there = ~np.isnan(values)
    count = there.sum(axis)
    sums = np.where(there, values, 0.0).sum(axis)
    result: NDArray[np.float64] = np.divide(sums, count, out=np.full(sums.shape, np.nan), where=count > 0)
    return result
