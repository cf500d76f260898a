"""Paired differences between the values of a lever: common random numbers make each row its own comparison."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.resampling import ROUNDING, mean_intervals
from lunarsim.reading.analysis.sensitivity.design_check import rows_of_a_group
from lunarsim.reading.analysis.sensitivity.responses import LEVEL, SEED
from lunarsim.reading.analysis.summary import Row, by_outcome, rows
from lunarsim.reading.analysis.valid_runs import SAMPLING, capped_dates, end_years, finished


def paired_differences(
    dataset: xr.Dataset, lever: str, over: Sequence[str] = (), outcomes: Sequence[str] | None = None
) -> xr.Dataset:
    """Return how outcomes differ between the values of a lever and its first one, row by row.

    Only pairs count of which both runs ended well and have a value. Dates that were not reached count as the end of the
    simulation; where the two ends differ, dates are not compared. Samples are independent; replicates of a sample and
    its runs at other levers are not, so they are averaged first. Intervals are bootstrapped over samples, with
    ``design=saltelli`` and ``morris`` over base samples and trajectories; see
    :mod:`lunarsim.reading.analysis.resampling`. Replicates of a single sample are independent, given its factors, and
    stand in for samples there. One factor at a time, and where all samples share their chance, there is no interval.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    lever : str
        Dimension of the lever.
    over : sequence of str
        Other levers to average over; those left out stay dimensions of the result.
    outcomes : sequence of str, optional
        Names or patterns of outcomes; left out, those that an analyst asks first.

    Returns
    -------
    Dataset
        ``mean_difference`` with its 90 % interval ``interval_low`` and ``interval_high``, and ``pair_count``, dims
        (outcome_name, levers); coordinates ``outcome_title``, ``outcome_units`` and ``outcome_is_date`` along
        ``outcome_name``.
    """
    outcome_rows = list(rows(dataset, outcomes))
    means, counts, columns = [], [], []
    alone = dataset.sizes["sample"] == 1
    row_dim, averaged = ("replicate", "sample") if alone else ("sample", "replicate")
    for row in outcome_rows:
        step = _steps(row, dataset, lever)
        by_row = step.mean((averaged, *over)).transpose(row_dim, ...)
        means.append(by_row.mean(row_dim))
        counts.append(step.notnull().sum((*SAMPLING, *over)))
        columns.append(by_row.values.reshape(by_row.sizes[row_dim], -1))
    if not outcome_rows:
        return by_outcome(outcome_rows, {})
    # All at once, so that they share their resamples.
    ends = mean_intervals(np.concatenate(columns, axis=1), 1 if alone else rows_of_a_group(dataset), LEVEL, SEED)
    lows, highs = (
        [
            mean.copy(data=part.reshape(mean.shape))
            for mean, part in zip(means, np.split(end, len(outcome_rows)), strict=True)
        ]
        for end in ends
    )
    return by_outcome(
        outcome_rows, {"mean_difference": means, "interval_low": lows, "interval_high": highs, "pair_count": counts}
    ).assign_attrs({"confidence_level": LEVEL, "bootstrap_seed": SEED})


def _steps(row: Row, dataset: xr.Dataset, lever: str) -> xr.DataArray:
    """Return the difference of each run to that of the same row at the lever's first value, NaN where none counts."""
    data = row.values.where(finished(dataset))
    if row.is_date:
        ends = end_years(dataset)
        # Dates capped at different ends would differ by the ends alone.
        data = capped_dates(row.values, dataset).where(ends == ends.isel({lever: 0}, drop=True))
    first = data.isel({lever: 0}, drop=True)
    step = data - first
    return step.where(abs(step) > ROUNDING * abs(first), step * 0.0)
