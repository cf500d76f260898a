"""Sweeps made by hand, stored as lunarsim stores them."""

from types import SimpleNamespace

import numpy as np
import zarr

from lunarsim.study.grid.chunk_grid import Grid
from lunarsim.study.store import zarr_store
from lunarsim.study.store.checked.sealing import create_sums, finish, noting
from lunarsim.study.store.checked.sums import ChunkedArray
from lunarsim.study.store.layout import DAYS, TEXT, Field, plan_attributes
from tests.study.resealing import reseal


def store(dataset, path, block=None):
    """Write a dataset to a folder in blocks of a shape, all of it in one block where none is given."""
    dims = dataset["status"].dims
    shape = dataset["status"].shape
    plan = SimpleNamespace(grid=Grid(shape, tuple(block or shape)), run_dims=dims, hash="made")
    root = noting(path, plan.hash)
    attrs = {name: value.item() if isinstance(value, np.generic) else value for name, value in dataset.attrs.items()}
    group = zarr.create_group(root, attributes={**attrs, **plan_attributes(plan)})
    fixed = []
    for name, variable in dataset.variables.items():
        values, attributes = variable.values, {"long_name": str(name), **variable.attrs}
        if values.dtype.kind == "M":
            values, attributes = values.astype("M8[D]").astype("i8"), attributes | {"units": DAYS}
            attributes["calendar"] = "proleptic_gregorian"
        is_text = values.dtype.kind not in "fib"
        of_runs = variable.dims[: len(dims)] == dims
        missing = "" if is_text else np.nan if values.dtype.kind == "f" else values.dtype.type(0)
        if of_runs and values.dtype.kind == "i" and name != "status":
            missing = attributes["_FillValue"] = -1
        dtype = TEXT if is_text else values.dtype.name
        field = Field(name, variable.dims, values.shape, dtype, attributes, missing)
        array = zarr_store._create(group, field, plan)
        array[...] = values.astype(np.dtypes.StringDType()) if is_text else values
        if not of_runs:
            fixed.append(ChunkedArray(name, array.shape, array.chunks))
    create_sums(group, fixed, len(dataset.variables) - len(fixed), plan.grid.blocks, plan.hash)
    finish(root)
    reseal(path)
    return path
