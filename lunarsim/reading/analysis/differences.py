"""Paired differences between the values of a lever: common random numbers make each row its own comparison."""

from __future__ import annotations

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.runs import SAMPLING, capped_dates, finished
from lunarsim.reading.analysis.summary import rows

ROUNDING = 1e-9
Z90 = 1.6449
"""Half-width of a 90 % interval in standard errors."""


def paired_differences(dataset: xr.Dataset, lever: str) -> xr.Dataset:
    """Return how outcomes differ between the values of a lever and its first one, row by row.

    Only rows that ended well at both values count. Dates that were not reached count as the horizon's end. Samples are
    independent, replicates of a sample are not: they are averaged first.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    lever : str
        Dimension of the lever; other levers stay dimensions of the result.

    Returns
    -------
    Dataset
        ``mean``, ``low``, ``high`` (outcome, lever, ...): mean difference and its 90 % interval; ``pairs``.
    """
    counted = finished(dataset)
    found = list(rows(dataset))
    both = counted & counted.isel({lever: 0}, drop=True)
    means, errors = [], []
    for row in found:
        data = capped_dates(row.values, dataset) if row.is_date else row.values.where(counted)
        first = data.isel({lever: 0}, drop=True)
        step = (data - first).where(both)
        # Sums taken in another order differ in their last digits; that is no difference.
        step = step.where(abs(step) > ROUNDING * abs(first), step * 0.0).mean("replicate")
        count = step.notnull().sum("sample")
        means.append(step.mean("sample"))
        spread = step.std("sample", ddof=1) if step.sizes["sample"] > 1 else xr.full_like(step.mean("sample"), np.nan)
        errors.append(spread / np.sqrt(count.where(count > 0)))
    axis = xr.Variable("outcome", [row.name for row in found])
    mean, error = xr.concat(means, axis), xr.concat(errors, axis)
    result = xr.Dataset(
        {"mean": mean, "low": mean - Z90 * error, "high": mean + Z90 * error, "pairs": both.sum(SAMPLING)}
    )
    return result.assign_coords(
        outcome_title=("outcome", [row.title for row in found]),
        outcome_units=("outcome", [row.units for row in found]),
        outcome_is_date=("outcome", [row.is_date for row in found]),
    )
