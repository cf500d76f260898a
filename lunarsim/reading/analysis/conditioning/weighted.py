"""Quantiles, shares and their intervals of weighted runs, by one rule for tables, figures and the report."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.intervals import wilson
from lunarsim.reading.analysis.valid_runs import SAMPLING, error_of_ends

Numbers = NDArray[np.float64]


def quantiles_of(values: Numbers, weights: Numbers, levels: Sequence[float]) -> Numbers:
    """Return weighted quantiles: the smallest value whose cumulative weight reaches the level times the whole weight.

    This inverts the distribution function, so that a quantile is a value of a run. With equal weights it is the lower
    of two neighbors, as in all other tables.

    Parameters
    ----------
    values : array, dims (run,)
        Infinity stands for never and is last; NaN does not count.
    weights : array, dims (run,)
        What is NaN or not positive does not count.
    levels : sequence of float
        Levels from 0 to 1.

    Returns
    -------
    array, dims (level,)
        NaN where nothing counts.
    """
    there = ~np.isnan(values) & (weights > 0)
    if not there.any():
        return np.full(len(levels), np.nan)
    kept, own = values[there], weights[there]
    order = np.argsort(kept, kind="stable")
    reached = np.cumsum(own[order])
    at = np.searchsorted(reached, np.asarray(levels) * reached[-1], side="left")
    found: Numbers = kept[order][np.minimum(at, len(kept) - 1)]
    return found


def weighted_quantiles(values: xr.DataArray, weights: xr.DataArray, levels: Sequence[float]) -> xr.DataArray:
    """Return weighted quantiles over sample and replicate, by the rule of :func:`quantiles_of`.

    Parameters
    ----------
    values : DataArray, dims (levers, sample, replicate)
        Infinity for dates that are never reached, NaN for what does not count.
    weights : DataArray
        Dims among those of the values; NaN for runs that do not count.
    levels : sequence of float
        Quantiles.

    Returns
    -------
    DataArray, dims (levers, quantile_level)
    """
    return _over_runs(values, weights, xr.DataArray(list(levels), {"quantile_level": list(levels)}, "quantile_level"))


def quantile_ends(
    values: xr.DataArray, weights: xr.DataArray, level: float, effective: xr.DataArray, confidence: float
) -> tuple[xr.DataArray, xr.DataArray]:
    """Return the ends of the interval of a weighted quantile, dims (levers).

    They are the quantiles at the ends of Wilson's interval of the level, for as many runs as are effective (Woodruff
    1952, J. Am. Stat. Assoc. 47, 635-646).
    """
    ends = wilson(xr.full_like(effective, level), effective, confidence)
    found = [_over_runs(values, weights, end.expand_dims("quantile_level", -1)).isel(quantile_level=0) for end in ends]
    return found[0].where(effective > 0), found[1].where(effective > 0)


def quantile_errors(
    values: xr.DataArray, weights: xr.DataArray, levels: Sequence[float], effective: xr.DataArray, confidence: float
) -> xr.DataArray:
    """Return half the widths of the intervals of weighted quantiles, as of ``quantiles_and_errors``.

    The ends are those of :func:`quantile_ends`; dims (levers, quantile_level).
    """
    at = xr.DataArray(list(levels), {"quantile_level": list(levels)}, "quantile_level")
    parts = [at, *wilson(*xr.broadcast(at, effective), confidence)]
    middle, low, high = (_over_runs(values, weights, part.transpose(..., "quantile_level")) for part in parts)
    error: xr.DataArray = xr.apply_ufunc(error_of_ends, middle, low, high)
    return error.where(middle.notnull() & (effective > 0)).assign_coords(at.coords)


def _over_runs(values: xr.DataArray, weights: xr.DataArray, levels: xr.DataArray) -> xr.DataArray:
    values, weights = xr.broadcast(values, weights)
    result: xr.DataArray = xr.apply_ufunc(
        lambda of, by, at: quantiles_of(of.ravel(), by.ravel(), at),
        values.astype(np.float64).compute(),
        weights.compute(),
        levels,
        input_core_dims=[SAMPLING, SAMPLING, ["quantile_level"]],
        output_core_dims=[["quantile_level"]],
        vectorize=True,
    )
    return result


def weighted_share(holds: xr.DataArray, weights: xr.DataArray) -> xr.DataArray:
    """Return the weighted share of the runs that count for which something holds, dims (levers)."""
    whole = weights.sum(SAMPLING)
    return weights.where(holds, 0.0).sum(SAMPLING) / whole.where(whole > 0)


def weighted_mean(values: xr.DataArray, weights: xr.DataArray) -> xr.DataArray:
    """Return the weighted mean of what has a value, dims (levers)."""
    own = weights.where(values.notnull(), 0.0)
    whole = own.sum(SAMPLING)
    return (own * values.fillna(0.0)).sum(SAMPLING) / whole.where(whole > 0)
