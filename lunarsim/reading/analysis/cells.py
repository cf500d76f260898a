"""Cells: one figure for each pair of values of two levers, and why a cell has none."""

from __future__ import annotations

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.resampling import mean_intervals
from lunarsim.reading.analysis.sensitivity.design_check import rows_of_a_group
from lunarsim.reading.analysis.sensitivity.responses import LEVEL, SEED
from lunarsim.reading.analysis.summary import is_count
from lunarsim.reading.analysis.valid_runs import (
    LEFT_OUT,
    SAMPLING,
    along_runs,
    as_dates,
    end_years,
    finished,
    quantiles_and_errors,
)
from lunarsim.reading.wording import FEW, FEWEST_FOR_ERRORS, STATES
from lunarsim.study.model.interface import OK
from lunarsim.words.errors import AnalysisError

STATISTICS = ("median", "mean", "probability")


def cells(dataset: xr.Dataset, name: str, levers: tuple[str, str], statistic: str = "median") -> xr.Dataset:
    """Return a figure of an outcome for each pair of lever values.

    Parameters
    ----------
    dataset : Dataset
        A sweep; dimensions other than sample, replicate and the two levers must have been selected.
    name : str
        Outcome without trailing dimensions.
    levers : pair of str
        Their dimensions.
    statistic : str
        ``median`` (of a date with never-reached ones as later than all others: infinite where at least half are; of
        an amount over the runs that have one), ``mean`` (of an amount, likewise) or ``probability`` (of a date of being
        reached, of an amount of being more than nothing).

    Returns
    -------
    Dataset
        ``cell_value`` in the unit of the outcome, or a share; NaN where fewer than half of the runs have the amount;
        ``value_share`` of the runs that have a value, of a date that reach it; ``end_year``; ``run_count`` of those
        that ended well; ``other_runs``, their number,
        and ``other_status``, what most of them met; ``cell_low`` and ``cell_high``, the ends of the 90 % interval of a
        mean, NaN of other statistics and where no rows are independent; ``cell_error``, half the width of that of a
        mean or a median, NaN where it is not known; all dims (levers).
        The attribute ``counts`` says whether the figures are numbers of things, so whole.

    Raises
    ------
    AnalysisError
        If a dimension is left over, if the levers are the same, or if the statistic does not fit the outcome.
    """
    is_date = name.endswith("_year")
    if statistic not in STATISTICS:
        raise AnalysisError(f"statistic is {statistic!r}, allowed: {', '.join(STATISTICS)}")
    if statistic == "mean" and is_date:
        raise AnalysisError(f"{name} is a date that may not be reached, which has no mean; take median or probability")
    if levers[0] == levers[1]:
        raise AnalysisError(f"the two levers are the same: {levers[0]}")
    counted = along_runs(finished(dataset), *levers)
    values = along_runs(dataset[name], *levers).transpose(*levers, *SAMPLING)
    runs = counted.sum(SAMPLING)
    there = (values.notnull() & counted).sum(SAMPLING) / runs.where(runs > 0)
    if statistic == "probability":
        shown = there if is_date else ((values > 0) & counted).sum(SAMPLING) / runs.where(runs > 0)
    elif statistic == "mean":
        shown = values.where(counted).mean(SAMPLING)
    else:
        data = along_runs(as_dates(values, dataset) if is_date else values.where(counted), *levers)
        shown, error = (each.isel(quantile_level=0, drop=True) for each in quantiles_and_errors(data, (0.5,)))
    if not is_date and statistic != "probability":
        shown = shown.where(there >= FEW)
    low, high = (
        intervals_of_means(values.where(counted), dataset, levers) if statistic == "mean" else (shown * np.nan,) * 2
    )
    error = error.where(runs >= FEWEST_FOR_ERRORS) if statistic == "median" else (high - low) / 2
    status = along_runs(dataset["status"], *levers).transpose(*levers, *SAMPLING)
    result = xr.Dataset(
        {
            "cell_value": shown,
            "cell_low": low.where(shown.notnull()),
            "cell_high": high.where(shown.notnull()),
            "cell_error": error.where(np.isfinite(error) & (error > 0)),
            "value_share": there,
            "end_year": along_runs(end_years(dataset), *levers),
            "run_count": runs,
            "other_runs": (~counted & (status != LEFT_OUT)).sum(SAMPLING),
            "other_status": _commonest(status, levers),
        }
    )
    result.attrs["counts"] = statistic == "median" and is_count(dataset[name])
    return result.transpose(*levers)


def intervals_of_means(
    amounts: xr.DataArray, dataset: xr.Dataset, dims: tuple[str, ...]
) -> tuple[xr.DataArray, xr.DataArray]:
    """Return the ends of the 90 % interval of each mean over the runs, dims as named.

    Replicates of a sample are averaged first; NaN where no rows are independent.
    """
    by_row = amounts.mean("replicate").transpose("sample", *dims)
    columns = by_row.values.reshape(by_row.sizes["sample"], -1)
    shape = by_row.isel(sample=0, drop=True)
    ends = mean_intervals(columns, rows_of_a_group(dataset), LEVEL, SEED)
    low, high = (shape.copy(data=end.reshape(shape.shape)) for end in ends)
    return low, high


def _commonest(status: xr.DataArray, levers: tuple[str, str]) -> xr.DataArray:
    """Return what most runs of a cell met that did not end well, in words; nothing where all did."""
    codes = np.asarray(status.values).reshape(*status.shape[:2], -1)
    words = np.full(codes.shape[:2], "", dtype=object)
    for index in np.ndindex(*words.shape):
        others = codes[index][(codes[index] != OK) & (codes[index] != LEFT_OUT)]
        present, counts = np.unique(others, return_counts=True)
        if present.size:
            words[index] = STATES.get(int(present[counts.argmax()]), "no run")
    return xr.DataArray(words, dims=levers)
