"""Sweeps made by hand, stored as lunarsim stores them."""

from types import SimpleNamespace

import numpy as np

from lunarsim.study.grid.chunk_grid import Grid
from lunarsim.study.store.checked.template import Template, array_document
from lunarsim.study.store.layout import DAYS, TEXT, Field, plan_attributes
from tests.study.resealing import reseal


def store(dataset, path, block=None):
    """Write a dataset to a folder in blocks of a shape, all of it in one block where none is given."""
    dims = dataset["status"].dims
    shape = dataset["status"].shape
    plan = SimpleNamespace(grid=Grid(shape, tuple(block or shape)), run_dims=dims, hash="made")
    template = Template(path, plan.hash)
    attrs = {name: value.item() if isinstance(value, np.generic) else value for name, value in dataset.attrs.items()}
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
        template.declare({name: array_document(field, dims, plan.grid.chunk)})
        template.write([(name, ..., values.astype(np.dtypes.StringDType()) if is_text else values)])
    template.finish({**attrs, **plan_attributes(plan)}, dims, plan.grid.blocks)
    reseal(path)
    return path
