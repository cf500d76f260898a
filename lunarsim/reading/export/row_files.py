"""A sweep as a table, one row a run: levers, sample, replicate, factors, status and what has one value a run."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lunarsim.study.store.layout import stored_dtype

if TYPE_CHECKING:
    import pyarrow as pa
    import xarray as xr

Block = dict[str, list[Any]]

ROWS = 10_000
"""Runs that are held in memory at a time; each part costs a read of every column."""


def columns(dataset: xr.Dataset) -> list[str]:
    """Return the names of the columns: run dimensions, levers along them, factors, outcomes, ``status`` first."""
    dims = [str(dim) for dim in dataset["status"].dims]
    along = [str(name) for name, labels in dataset.coords.items() if labels.dims and set(labels.dims) <= set(dims)]
    levers = sorted(name for name in along if name not in dims)
    factors = [str(name) for name in dataset.get("factor", dataset["sample"][:0]).values.tolist()]
    scalars = sorted(str(name) for name, variable in dataset.data_vars.items() if list(variable.dims) == dims)
    rest = [name for name in scalars if name not in ("status", "error", *factors)]
    return [*dims, *levers, *factors, "status", "error", *rest]


def _parts(dataset: xr.Dataset) -> list[int]:
    """Return how far to read along each run dimension at a time: complete from the last one on, while the rows fit."""
    status = dataset["status"]
    chunks = status.encoding.get("chunks") or status.shape
    parts: list[int] = []
    room = ROWS
    for length, chunk in zip(reversed(status.shape), reversed(chunks), strict=True):
        part = length if length <= room else max(room // chunk * chunk, min(chunk, room), 1)
        parts.insert(0, part)
        room = room // length
    return parts


def blocks(dataset: xr.Dataset) -> Iterator[Block]:
    """Yield the columns of some thousand runs after the other, in the order of the dataset."""
    status, parts = dataset["status"], _parts(dataset)
    names = columns(dataset)
    flags = dict(zip(status.attrs["flag_values"], status.attrs["flag_meanings"].split(), strict=True))
    starts = (range(0, length, part) for length, part in zip(status.shape, parts, strict=True))
    for corner in product(*starts):
        place = {dim: slice(at, at + part) for dim, at, part in zip(status.dims, corner, parts, strict=True)}
        like = status.isel(place).load()
        block: Block = {}
        for name in names:
            variable = dataset[name]
            here = variable.isel({dim: part for dim, part in place.items() if dim in variable.dims})
            values = here.broadcast_like(like).transpose(*like.dims).values.ravel()
            block[name] = (
                [flags[value] for value in values.tolist()]
                if name == "status"
                else _plain(values, stored_dtype(variable))
            )
        yield block


def _plain(values: np.ndarray[Any, Any], stored: np.dtype[Any]) -> list[Any]:
    if stored.kind == "i" and values.dtype.kind == "f":
        # Counts and codes, which are missing where no run was made.
        return [None if math.isnan(value) else int(value) for value in values.tolist()]
    if values.dtype.kind in "fiub":
        return values.tolist()  # type: ignore[no-any-return]
    return [str(value) for value in values]


def units(dataset: xr.Dataset, name: str) -> str:
    """Return the unit of a column; empty where it has none."""
    found = str(dataset[name].attrs.get("units", ""))
    return "" if found == "1" else found


def write_csv(dataset: xr.Dataset, path: Path) -> None:
    """Write a table as comma-separated text: a header with units, ``mass_kg [kg]``; missing is an empty field."""
    names = columns(dataset)
    header = [f"{name} [{unit}]" if (unit := units(dataset, name)) else name for name in names]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for block in blocks(dataset):
            rows = zip(*(block[name] for name in names), strict=True)
            writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return "" if math.isnan(value) else repr(value)
    return value


def write_parquet(dataset: xr.Dataset, path: Path) -> None:
    """Write a table as Parquet; units and long names are metadata of its columns."""
    import pyarrow as pa
    from pyarrow import parquet

    schema = _schema(dataset)
    with parquet.ParquetWriter(path, schema) as writer:
        for block in blocks(dataset):
            writer.write_table(pa.table(block, schema=schema))


def _schema(dataset: xr.Dataset) -> pa.Schema:
    import pyarrow as pa

    fields = []
    for name in columns(dataset):
        dtype = stored_dtype(dataset[name])
        kind = pa.from_numpy_dtype(dtype) if dtype.kind in "fiub" and name != "status" else pa.string()
        about = {"units": units(dataset, name), "long_name": str(dataset[name].attrs.get("long_name", name))}
        fields.append(pa.field(name, kind, metadata=about))
    return pa.schema(fields, metadata={"title": str(dataset.attrs.get("title", ""))})
