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


def quantiles_of_runs(values: xr.DataArray, quantiles: Sequence[float]) -> xr.DataArray:
    """Return quantiles over sample and replicate, new dim ``quantile_level``, with NaN for runs that do not count.

    Of two neighboring runs it is the lower one, so that infinity, which stands for never, mixes with no date.
    """
    return quantiles_and_errors(values, quantiles)[0]


def quantiles_and_errors(values: xr.DataArray, quantiles: Sequence[float]) -> tuple[xr.DataArray, xr.DataArray]:
    """Return quantiles over sample and replicate, and half the widths of their 90 % intervals, dim ``quantile_level``.

    The ends of an interval are quantiles themselves, at levels two binomial standard errors apart for as many runs as
    are independent and have a value: samples or, where there is one, its replicates. Where one end lies beyond all runs
    or at infinity, the distance to the other one stands instead; where both do, infinity.

    References
    ----------
    Woodruff 1952, J. Am. Stat. Assoc. 47, 635-646.
    """
    levels = np.asarray(quantiles, dtype=np.float64)

    def found(data: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        there = ~np.isnan(data)
        other = -1 if data.shape[-2] > 1 else -2
        independent = there.any(axis=other).sum(axis=-1).clip(min=1)[..., np.newaxis]
        ordered = np.sort(data.reshape(*data.shape[:-2], -1), axis=-1)  # NaN goes to the end, behind infinity
        count = there.sum(axis=(-2, -1))[..., np.newaxis]

        def at(level: NDArray[np.float64]) -> NDArray[np.float64]:
            indices = np.ceil(level.clip(0.0, 1.0) * count).astype(int) - 1
            picked = np.take_along_axis(ordered, np.clip(indices, 0, ordered.shape[-1] - 1), axis=-1)
            return np.where((level >= 0) & (level <= 1), picked, np.nan)

        step = NORMAL_90 * np.sqrt(levels * (1 - levels) / independent)
        middle = at(levels)
        error = error_of_ends(middle, at(levels - step), at(levels + step))
        return middle, np.where(np.isnan(middle), np.nan, error)

    level = "quantile_level"
    results = xr.apply_ufunc(
        found, values.astype(float).compute(), input_core_dims=[SAMPLING], output_core_dims=[[level], [level]]
    )
    middle, error = (result.assign_coords({level: list(quantiles)}) for result in results)
    return middle, error


def error_of_ends(
    middle: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return half the width of intervals, the distance to the end that is known, or infinity where none is."""
    with np.errstate(invalid="ignore"):
        below, above = np.abs(middle - low), np.abs(middle - high)
        half = (high - low) / 2
    for known in (below, above):
        half = np.where(np.isfinite(half), half, known)
    return np.where(np.isfinite(half), half, np.inf)
