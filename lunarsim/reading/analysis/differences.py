"""Paired differences between the values of a lever: common random numbers make each row its own comparison."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.resampling import ROUNDING, mean_intervals, share_difference_intervals
from lunarsim.reading.analysis.sensitivity.design_check import rows_of_a_group
from lunarsim.reading.analysis.sensitivity.responses import LEVEL, SEED
from lunarsim.reading.analysis.summary import Row, amounts, by_outcome, rows
from lunarsim.reading.analysis.valid_runs import SAMPLING, capped_dates, end_years, finished
from lunarsim.reading.outcome_names import is_condition


def paired_differences(
    dataset: xr.Dataset, lever: str, over: Sequence[str] = (), outcomes: Sequence[str] | None = None
) -> xr.Dataset:
    """Return how outcomes differ between the values of a lever and its first one, row by row.

    Only pairs count of which both runs ended well and have a value. Dates that were not reached count as the end of the
    simulation; where the two ends differ, dates are not compared. Samples are independent; replicates of a sample and
    its runs at other levers are not, so they are averaged first. Intervals of means are bootstrapped over samples, with
    ``design=saltelli`` and ``morris`` over base samples and trajectories; those of probabilities are Agresti and Min's
    of the same units; see :mod:`lunarsim.reading.analysis.resampling`. Replicates of a single sample are independent,
    given its factors, and stand in for samples there. One factor at a time, and where all samples share their chance,
    there is no interval.

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
        ``mean_difference`` with its 90 % interval ``interval_low`` and ``interval_high``, and ``pair_count``;
        ``probability_difference`` of the date being reached, or of there being such an amount, with its interval
        ``probability_low`` and ``probability_high``; dims (outcome_name, levers); coordinates ``outcome_title``,
        ``outcome_units`` and ``outcome_is_date`` along ``outcome_name``.
    """
    outcome_rows = list(rows(dataset, outcomes))
    if not outcome_rows:
        return by_outcome(outcome_rows, {})
    alone = dataset.sizes["sample"] == 1
    row_dim, averaged = ("replicate", "sample") if alone else ("sample", "replicate")
    steps = [_steps(row, dataset, lever) for row in outcome_rows]
    changes = [_changes_of_probability(row, dataset, lever) for row in outcome_rows]
    together = 1 if alone else rows_of_a_group(dataset)

    def estimated(each: Sequence[xr.DataArray], of_shares: bool) -> tuple[list[xr.DataArray], ...]:
        """Return means and the ends of their intervals, all at once, so that they share their resamples."""
        by_row = [one.mean((averaged, *over)).transpose(row_dim, ...) for one in each]
        means = [one.mean(row_dim) for one in by_row]
        values = np.concatenate([one.values.reshape(one.sizes[row_dim], -1) for one in by_row], axis=1)
        ends = (
            share_difference_intervals(values, together, LEVEL)
            if of_shares
            else mean_intervals(values, together, LEVEL, SEED)
        )
        parts = (np.split(end, len(means)) for end in ends)
        return means, *(
            [mean.copy(data=one.reshape(mean.shape)) for mean, one in zip(means, part, strict=True)] for part in parts
        )

    means, lows, highs = estimated(steps, of_shares=False)
    chances, chance_lows, chance_highs = estimated(changes, of_shares=True)
    columns = {
        "mean_difference": means,
        "interval_low": lows,
        "interval_high": highs,
        "pair_count": [
            (change if is_condition(row.name) else step).notnull().sum((*SAMPLING, *over))
            for row, step, change in zip(outcome_rows, steps, changes, strict=True)
        ],
        "probability_difference": chances,
        "probability_low": chance_lows,
        "probability_high": chance_highs,
    }
    return by_outcome(outcome_rows, columns).assign_attrs({"confidence_level": LEVEL, "bootstrap_seed": SEED})


def _steps(row: Row, dataset: xr.Dataset, lever: str) -> xr.DataArray:
    """Return the difference of each run to that of the same row at the lever's first value, NaN where none counts."""
    data = amounts(row, dataset)
    if row.is_date:
        ends = end_years(dataset)
        # Dates capped at different ends would differ by the ends alone.
        data = capped_dates(row.values, dataset).where(ends == ends.isel({lever: 0}, drop=True))
    first = data.isel({lever: 0}, drop=True)
    step = data - first
    return step.where(abs(step) > ROUNDING * abs(first), step * 0.0)


def _changes_of_probability(row: Row, dataset: xr.Dataset, lever: str) -> xr.DataArray:
    """Return for each pair whether there is a value less whether there is one at the lever's first value."""
    there = row.values.notnull().astype(np.float64).where(finished(dataset))
    if row.is_date:
        ends = end_years(dataset)
        there = there.where(ends == ends.isel({lever: 0}, drop=True))
    return there - there.isel({lever: 0}, drop=True)
