"""Which runs count, which dimensions are levers, and when the simulation ends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.study.model.interface import OK
from lunarsim.words.errors import AnalysisError

SAMPLING = ("sample", "replicate")

LEFT_OUT = 99
"""Status, in memory only, of a run that ended well and does not agree with what is given."""

NORMAL_90 = 1.6449
"""Half the width of a central 90 % interval of the normal distribution [standard deviations]."""


def levers(dataset: xr.Dataset) -> tuple[str, ...]:
    """Return the dimensions along which choices are compared."""
    return tuple(str(dim) for dim in dataset["status"].dims if dim not in SAMPLING)


def finished(dataset: xr.Dataset) -> xr.DataArray:
    """Return which runs ended well, dims of the runs; all others are left out of every figure."""
    return dataset["status"] == OK


def end_years(dataset: xr.Dataset) -> xr.DataArray:
    """Return when the simulation ends, decimal year, dims of the levers; NaN where no run ended well.

    Start and horizon may be levers but never factors, so that all runs of a combination end together.
    """
    return dataset["horizon_year"].where(finished(dataset)).max(SAMPLING)


def as_dates(dates: xr.DataArray, dataset: xr.Dataset) -> xr.DataArray:
    """Return dates with never-reached ones at infinity, so that quantiles count them, NaN where a run does not."""
    return dates.where(dates.notnull(), np.inf).where(finished(dataset))


def capped_dates(dates: xr.DataArray, dataset: xr.Dataset) -> xr.DataArray:
    """Return dates with never-reached ones at the end of the simulation, and NaN for runs that do not count."""
    return dates.where(dates.notnull(), dataset["horizon_year"]).where(finished(dataset))


def along_runs(values: xr.DataArray, *others: str) -> xr.DataArray:
    """Return values with no dimensions but those of sampling and ``others``; such of length one are taken off.

    Raises
    ------
    AnalysisError
        If a dimension is left over: a figure would mix programs or lever values without a word.
    """
    other_dims = [dim for dim in values.dims if dim not in (*SAMPLING, *others)]
    mixed = [f"{dim} ({values.sizes[dim]} values)" for dim in other_dims if values.sizes[dim] > 1]
    if mixed:
        raise AnalysisError(f"{values.name}: select one value of {', '.join(mixed)} first, with dataset.sel(...)")
    return values.squeeze(other_dims, drop=True)


def quantiles_of_runs(
    values: xr.DataArray, quantiles: Sequence[float], levels: xr.DataArray | None = None
) -> xr.DataArray:
    """Return quantiles over sample and replicate, new dim ``quantile_level``, with NaN for runs that do not count.

    They are labeled by ``quantiles``, which ``levels``, dims (levers, quantile_level), stand in for where they differ.
    Of two neighboring runs it is the lower one, so that infinity, which stands for never, mixes with no date.
    """
    level = "quantile_level"

    at = xr.DataArray(list(quantiles), dims=level) if levels is None else levels

    def picked(data: NDArray[np.float64], by: NDArray[np.float64]) -> NDArray[np.float64]:
        ordered = np.sort(data.reshape(*data.shape[:-2], -1), axis=-1)  # NaN goes to the end, behind infinity
        count = (~np.isnan(ordered)).sum(axis=-1, keepdims=True)
        indices = np.ceil(by * count).astype(int) - 1
        return np.take_along_axis(ordered, np.clip(indices, 0, ordered.shape[-1] - 1), axis=-1)

    result: xr.DataArray = xr.apply_ufunc(
        picked,
        values.astype(float).compute(),
        at,
        input_core_dims=[SAMPLING, [level]],
        output_core_dims=[[level]],
    )
    return result.assign_coords({level: list(quantiles)})


def quantiles_and_errors(values: xr.DataArray, quantiles: Sequence[float]) -> tuple[xr.DataArray, xr.DataArray]:
    """Return quantiles over sample and replicate, and half the widths of their 90 % intervals, dim ``quantile_level``.

    The ends of an interval are quantiles themselves, at levels two binomial standard errors apart for as many runs as
    are independent and have a value: samples or, where there is one, its replicates. Where one end lies beyond all runs
    or at infinity, the distance to the other one stands instead; where both do, infinity.

    References
    ----------
    Woodruff 1952, J. Am. Stat. Assoc. 47, 635-646.
    """
    unit, other = ("sample", "replicate") if values.sizes["sample"] > 1 else ("replicate", "sample")
    count = values.notnull().any(other).sum(unit).clip(min=1).compute()
    levels = xr.DataArray(list(quantiles), {"quantile_level": list(quantiles)}, "quantile_level")
    step = NORMAL_90 * np.sqrt(levels * (1 - levels) / count)
    middle = quantiles_of_runs(values, quantiles)
    low, high = (
        quantiles_of_runs(values, quantiles, end.clip(0.0, 1.0).transpose(..., "quantile_level")).where(
            (end >= 0) & (end <= 1)
        )
        for end in (levels - step, levels + step)
    )
    return middle, error_of_ends(middle, low, high).where(middle.notnull())


def error_of_ends(middle: xr.DataArray, low: xr.DataArray, high: xr.DataArray) -> xr.DataArray:
    """Return half the width of intervals, the distance to the end that is known, or infinity where none is."""
    with np.errstate(invalid="ignore"):
        below, above = (np.abs(middle - end) for end in (low, high))
        half = (high - low) / 2
    for known in (below, above):
        half = half.where(np.isfinite(half), known)
    return half.where(np.isfinite(half), np.inf)
