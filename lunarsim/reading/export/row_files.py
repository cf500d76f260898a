"""A sweep as a table, one row a run: levers, sample, replicate, factors, status and what has one value a run.

CSV and Parquet have the same columns, by the names of the dataset. What a run has no value of is missing: an empty
field, or null. Codes stand as whole numbers, with their meanings in a column of texts beside them; ``status`` is its
meaning alone.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from lunarsim.reading.export.plain_labels import bracketed, in_brackets
from lunarsim.study.store.layout import stored_dtype

if TYPE_CHECKING:
    import pyarrow as pa
    import xarray as xr

Block = dict[str, list[Any]]

ROWS = 10_000
"""Runs that are held in memory at a time; each part costs a read of every column."""


class Column(NamedTuple):
    """A column of the table.

    Parameters
    ----------
    name : str
        Its name.
    variable : str
        Variable of the dataset that it holds.
    meanings : dict
        What its codes mean, where it holds meanings instead of numbers.
    """

    name: str
    variable: str
    meanings: Mapping[int, str] | None = None


def columns(dataset: xr.Dataset) -> list[Column]:
    """Return the columns: run dimensions, levers along them, factors, ``status``, ``error`` and outcomes."""
    dims = [str(dim) for dim in dataset["status"].dims]
    along = [str(name) for name, labels in dataset.coords.items() if labels.dims and set(labels.dims) <= set(dims)]
    levers = sorted(name for name in along if name not in dims)
    factors = [str(name) for name in dataset.get("factor", dataset["sample"][:0]).values.tolist()]
    scalars = sorted(str(name) for name, variable in dataset.data_vars.items() if list(variable.dims) == dims)
    rest = [name for name in scalars if name not in ("status", "error", *factors)]
    found = [Column(name, name) for name in (*dims, *levers, *factors)]
    found += [Column("status", "status", _meanings(dataset["status"])), Column("error", "error")]
    for name in rest:
        meanings = _meanings(dataset[name])
        found.append(Column(name, name))
        if meanings:
            found.append(Column(f"{name}_meaning", name, meanings))
    return found


def _meanings(values: xr.DataArray) -> dict[int, str]:
    codes = np.atleast_1d(values.attrs.get("flag_values", [])).tolist()
    return dict(zip(codes, str(values.attrs.get("flag_meanings", "")).split(), strict=True))


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
    """Yield the columns of some thousand runs after the other, in the order of the dataset; None is missing."""
    status, parts = dataset["status"], _parts(dataset)
    found = columns(dataset)
    starts = (range(0, length, part) for length, part in zip(status.shape, parts, strict=True))
    for corner in product(*starts):
        place = {dim: slice(at, at + part) for dim, at, part in zip(status.dims, corner, parts, strict=True)}
        like = status.isel(place).load()
        block: Block = {}
        for column in found:
            variable = dataset[column.variable]
            if column.variable == column.name:
                here = variable.isel({dim: part for dim, part in place.items() if dim in variable.dims})
                plain = _plain(here.broadcast_like(like).transpose(*like.dims).values.ravel(), stored_dtype(variable))
            else:
                plain = block[column.variable]
            if column.meanings:
                plain = [None if code is None else column.meanings[code] for code in plain]
            elif column.name == "error":
                plain = [text or None for text in plain]
            block[column.name] = plain
        yield block


def _plain(values: np.ndarray[Any, Any], stored: np.dtype[Any]) -> list[Any]:
    if values.dtype.kind == "f":
        number = int if stored.kind == "i" else float
        missing = np.isnan(values)
        if number is int or missing.any():
            pairs = zip(values.tolist(), missing.tolist(), strict=True)
            return [None if is_missing else number(value) for value, is_missing in pairs]
    if values.dtype.kind in "fiub":
        return values.tolist()  # type: ignore[no-any-return]
    return [str(value) for value in values]


def units(dataset: xr.Dataset, name: str) -> str:
    """Return the unit of a variable; empty where it has none."""
    found = str(dataset[name].attrs.get("units", ""))
    return "" if found == "1" else found


def write_csv(dataset: xr.Dataset, path: Path) -> list[str]:
    """Write a table as comma-separated text and return notes on labels that stand in it otherwise.

    A label that readers take for missing (pandas: ``null``, ``NA``, ``None`` and others, also in quotes; all of them:
    no text) or that a spreadsheet takes for a formula stands in brackets.
    """
    found = columns(dataset)
    renamed = _renamed(dataset, found)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(column.name for column in found)
        for block in blocks(dataset):
            cells = [_cells(column.name, block[column.name], renamed) for column in found]
            writer.writerows(zip(*cells, strict=True))
    return [
        f"{name}: {', '.join(f'{old!r} stands as {new}' for old, new in sorted(labels.items()))}, as readers of CSV "
        "take it for missing or for a formula; Parquet and netCDF keep it"
        for name, labels in renamed.items()
    ]


def _renamed(dataset: xr.Dataset, found: Sequence[Column]) -> dict[str, dict[str, str]]:
    """Return, by column, the labels that stand in brackets."""
    texts = [column.name for column in found if column.name in dataset.coords and not _is_number(dataset[column.name])]
    renamed = {name: in_brackets([str(label) for label in dataset[name].values]) for name in texts}
    return {name: labels for name, labels in renamed.items() if labels}


def _cells(name: str, values: list[Any], renamed: Mapping[str, Mapping[str, str]]) -> list[Any]:
    """Return the texts of a column; None is an empty field, and floats have all their digits already."""
    if name in renamed:
        labels = renamed[name]
        return [labels.get(value, value) for value in values]
    if name == "error":
        return [value and bracketed(value) for value in values]
    return [str(value).lower() if isinstance(value, bool) else value for value in values]


def _is_number(values: xr.DataArray) -> bool:
    return stored_dtype(values).kind in "fiub"


def write_parquet(dataset: xr.Dataset, path: Path) -> list[str]:
    """Write a table as Parquet; units, long names and the meanings of codes are metadata of its columns."""
    import pyarrow as pa
    from pyarrow import parquet

    schema = _schema(dataset)
    with parquet.ParquetWriter(path, schema) as writer:
        for block in blocks(dataset):
            writer.write_table(pa.table(block, schema=schema))
    return []


def _schema(dataset: xr.Dataset) -> pa.Schema:
    import pyarrow as pa

    fields = []
    for column in columns(dataset):
        variable = dataset[column.variable]
        is_text = column.meanings or not _is_number(variable)
        kind = pa.string() if is_text else pa.from_numpy_dtype(stored_dtype(variable))
        about = {"long_name": str(variable.attrs.get("long_name", column.variable))}
        if not is_text:
            about["units"] = units(dataset, column.variable)
            about |= {"flag_meanings": " ".join(f"{code}={text}" for code, text in _meanings(variable).items())}
        fields.append(pa.field(column.name, kind, metadata={name: text for name, text in about.items() if text}))
    return pa.schema(fields, metadata={"title": str(dataset.attrs.get("title", ""))})
