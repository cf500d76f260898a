"""Quantiles over runs, month by month, of series that need not fit into memory.

A store keeps blocks of runs with all their months; a quantile needs one month of all runs. Each block is read once and
transposed into a scratch file with months first, from which a few months at a time are read and sorted.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.summary import QUANTILES
from lunarsim.reading.analysis.valid_runs import SAMPLING, along_runs, finished, levers
from lunarsim.study.model.interface import OK
from lunarsim.words.errors import AnalysisError

BYTES_AT_ONCE = 32 * 2**20
"""Of a slab of runs or of months; the peak is a small multiple."""

METHODS = ("inverted_cdf", "linear")

BANDS = (0.1, 0.25, 0.5, 0.75, 0.9)
"""Quantiles that make the bands of a fan chart."""


def month_quantiles(
    dataset: xr.Dataset, name: str, quantiles: Sequence[float] = QUANTILES, method: str = "inverted_cdf"
) -> xr.Dataset:
    """Return quantiles over runs of a monthly series, exact, for each lever combination.

    Runs that did not end well are left out, and so is NaN. A temporary file as large as the series of one lever
    combination is written where that is larger than 32 MiB; memory does not grow with the number of runs but for one
    month of all runs and their status.

    Parameters
    ----------
    dataset : Dataset
        A sweep, best as opened with ``xarray.open_zarr(path, chunks=None)``: not in memory.
    name : str
        A variable along ``month``, perhaps with other dimensions beside it.
    quantiles : sequence of float
        Levels from 0 to 1.
    method : str
        As of ``numpy.quantile``: ``inverted_cdf`` takes the value of a run, as in the table of ``lunarsim show``;
        ``linear`` lies between those of two.

    Returns
    -------
    Dataset
        ``quantile_value`` in the unit of the series, dims (levers, quantile_level, month and others); ``run_count``
        that have a value likewise, without the level. NaN where no run counts.

    Raises
    ------
    AnalysisError
        If there is no such series, or no room for the temporary file.
    """
    series = _series(dataset, name, method)
    run_dims = (*levers(dataset), *SAMPLING)
    trailing = tuple(str(dim) for dim in series.dims if dim not in run_dims)
    series = series.transpose(*run_dims, *trailing)
    status = dataset["status"].transpose(*run_dims)
    outer, inner = series.shape[: len(run_dims) - 2], series.shape[len(run_dims) :]
    values = np.full((*outer, len(quantiles), *inner), np.nan)
    counts = np.zeros((*outer, *inner), dtype=np.int64)
    for index in np.ndindex(outer):
        at = dict(zip(run_dims, index, strict=False))
        levels, there = _over_runs(series.isel(at), status.isel(at).values == OK, np.array(quantiles), method)
        values[index], counts[index] = levels.reshape(-1, *inner), there.reshape(inner)
    level = "quantile_level"
    dims = (*run_dims[:-2], level, *trailing)
    labels = {dim: dataset[dim] for dim in dims if dim in dataset.coords} | {level: list(quantiles)}
    result = xr.Dataset(
        {
            "quantile_value": (dims, values, dict(series.attrs)),
            "run_count": (tuple(dim for dim in dims if dim != level), counts, {"units": "1"}),
        },
        labels,
    )
    return result.assign_attrs(series=name, method=method)


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
        raise AnalysisError(f"{name} is not a monthly series; there are {', '.join(monthly) or 'none'}")
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


def _series(dataset: xr.Dataset, name: str, method: str) -> xr.DataArray:
    if method not in METHODS:
        raise AnalysisError(f"method={method!r}: allowed are {' and '.join(METHODS)}")
    if name not in dataset.data_vars or "month" not in dataset[name].dims:
        monthly = [str(each) for each in dataset.data_vars if "month" in dataset[each].dims]
        raise AnalysisError(f"{name}: is not a series along month; there are {', '.join(monthly) or 'none'}")
    return dataset[name]


def _over_runs(
    series: xr.DataArray, counted: NDArray[np.bool_], quantiles: NDArray[np.float64], method: str
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return quantiles, dims (level, cell), and how many runs have a value, dims (cell,); a cell is a month."""
    cells, runs = int(np.prod(series.shape[2:])), int(counted.sum())
    values, counts = np.full((len(quantiles), cells), np.nan), np.zeros(cells, dtype=np.int64)
    if not runs or not cells:
        return values, counts
    kind = series.dtype if series.dtype.kind == "f" else np.dtype(np.float64)
    with ExitStack() as stack:
        scratch: _Scratch | None = None
        if runs * cells * kind.itemsize > BYTES_AT_ONCE:
            scratch = stack.enter_context(_scratch(cells, runs, kind))
        held = _turned(series, counted, kind, scratch)
        at_once = max(1, BYTES_AT_ONCE // (runs * kind.itemsize))
        for first in range(0, cells, at_once):
            last = min(first + at_once, cells)
            part = held[first:last] if scratch is None else scratch.read(first, last)
            for cell, column in enumerate(part, first):
                counts[cell], values[:, cell] = _of_column(column, quantiles, method)
    return values, counts


def _turned(
    series: xr.DataArray, counted: NDArray[np.bool_], kind: np.dtype[Any], scratch: _Scratch | None
) -> NDArray[Any]:
    """Write the runs that count, months in front, into the scratch file; without one, return them."""
    parts, done = [], 0
    for slab in _slabs(series):
        keep = counted[slab]
        block = series.isel(sample=slab).values[keep].reshape(int(keep.sum()), -1).astype(kind, copy=False)
        turned = np.ascontiguousarray(block.T)
        if scratch is None:
            parts.append(turned)
            continue
        for cell, row in enumerate(turned):
            scratch.write(cell, done, row)
        done += turned.shape[1]
    return np.concatenate(parts, axis=1) if parts else np.empty((0, 0), dtype=kind)


def _slabs(series: xr.DataArray) -> Iterator[slice]:
    """Yield ranges of samples that end where the store's chunks end, so that none is read twice."""
    samples = series.sizes["sample"]
    chunk = int(series.encoding.get("preferred_chunks", {}).get("sample", 1))
    bytes_a_sample = max(1, series.nbytes // max(1, samples))
    step = max(1, BYTES_AT_ONCE // (bytes_a_sample * chunk)) * chunk
    for first in range(0, samples, step):
        yield slice(first, min(first + step, samples))


class _Scratch:
    """A file of all runs month by month, dims (cell, run)."""

    def __init__(self, file: Any, cells: int, runs: int, kind: np.dtype[Any]) -> None:
        self._file, self._runs, self._kind = file, runs, kind
        self._bytes = cells * runs * kind.itemsize

    def write(self, cell: int, first: int, values: NDArray[Any]) -> None:
        """Put values of a cell from a run on."""
        try:
            self._file.seek((cell * self._runs + first) * self._kind.itemsize)
            written = self._file.write(values.data.cast("B"))
        except OSError as error:
            raise _no_room(self._bytes, error.strerror) from error
        if written != values.nbytes:
            raise _no_room(self._bytes, os.strerror(errno.ENOSPC))

    def read(self, first: int, last: int) -> NDArray[Any]:
        """Return some cells of all runs."""
        part = np.empty((last - first, self._runs), dtype=self._kind)
        try:
            self._file.seek(first * self._runs * self._kind.itemsize)
            count = self._file.readinto(part.data.cast("B"))
        except OSError as error:
            raise _no_room(self._bytes, error.strerror) from error
        if count != part.nbytes:
            raise _no_room(self._bytes, f"of {part.nbytes:,} bytes {count:,} came back")
        return part


@contextmanager
def _scratch(cells: int, runs: int, kind: np.dtype[Any]) -> Iterator[_Scratch]:
    """Give a scratch file; without a buffer, so that it is known at once what could not be written."""
    try:
        file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - the with below closes it
    except OSError as error:
        raise _no_room(cells * runs * kind.itemsize, error.strerror) from error
    with file:
        yield _Scratch(file, cells, runs, kind)


def _no_room(size: int, why: str | None) -> AnalysisError:
    folder = tempfile.tempdir or "any temporary folder"
    return AnalysisError(
        f"quantiles by month need a temporary file of {max(size / 1e6, 0.1):,.1f} MB, which {folder} cannot keep: "
        f"{why or 'input or output fails'}; set TMPDIR to a folder with room, or select fewer lever values or samples"
    )


def _of_column(column: NDArray[Any], quantiles: NDArray[np.float64], method: str) -> tuple[int, NDArray[np.float64]]:
    """Return how many runs have a value and their quantiles; the column is put in order."""
    # Sorted completely: numpy sorts floats faster than it partitions them at several positions. NaN goes to the end.
    column.sort()
    count = len(column) - int(np.isnan(column).sum())
    if not count:
        return 0, np.full(len(quantiles), np.nan)
    if method == "inverted_cdf":
        # As in the summary.
        indices = np.clip(np.ceil(quantiles * count).astype(int) - 1, 0, count - 1)
        return count, column[indices].astype(np.float64)
    exact = quantiles * (count - 1)
    under = np.floor(exact).astype(int)
    low, high = column[under].astype(np.float64), column[np.minimum(under + 1, count - 1)].astype(np.float64)
    return count, low + (exact - under) * (high - low)
