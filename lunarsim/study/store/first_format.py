"""Stores of format 1, in which whole numbers have no fill value: read as those of later formats are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray
from xarray.backends import BackendArray
from xarray.core import indexing

from lunarsim.study.model.interface import OK
from lunarsim.study.store.layout import FILL

_NO_RUN = -2
"""What stands for a missing whole number where one is written again; -1 is a code of some variables."""


def masked(dataset: xr.Dataset) -> xr.Dataset:
    """Return a dataset whose counts and codes are NaN where no run ended well, still read where they are used."""
    if "status" not in dataset:
        return dataset
    status = dataset["status"].variable
    read = {
        name: variable.copy(data=_lazy(variable, status))
        for name, variable in dataset.data_vars.variables.items()
        if variable.dtype.kind == "i" and name != "status" and variable.dims[: status.ndim] == status.dims
    }
    for variable in read.values():
        variable.encoding[FILL] = _NO_RUN
    result = dataset.assign(read)
    result.set_close(dataset.close)
    return result


def _lazy(variable: xr.Variable, status: xr.Variable) -> Any:
    return indexing.LazilyIndexedArray(_OfFinishedRuns(variable, status))


class _OfFinishedRuns(BackendArray):
    """A variable of whole numbers, with NaN for runs that did not end well."""

    def __init__(self, variable: xr.Variable, status: xr.Variable) -> None:
        self._variable = variable
        self._status = status
        self.shape = variable.shape
        # As xarray reads whole numbers that have a fill value.
        self.dtype = np.dtype("f4" if variable.dtype.itemsize <= 2 else "f8")

    def __getitem__(self, key: indexing.ExplicitIndexer) -> Any:
        read: Callable[[tuple[int | slice, ...]], NDArray[Any]] = self._read
        return indexing.explicit_indexing_adapter(key, self.shape, indexing.IndexingSupport.BASIC, read)

    def _read(self, key: tuple[int | slice, ...]) -> NDArray[Any]:
        values = self._variable[key].values.astype(self.dtype)
        ended_well = self._status[key[: self._status.ndim]].values == OK
        return np.where(ended_well.reshape(ended_well.shape + (1,) * (values.ndim - ended_well.ndim)), values, np.nan)
