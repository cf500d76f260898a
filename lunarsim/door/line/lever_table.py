"""A table of levers, ``design.table=FILE.csv``: columns are keys, rows are cases."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from typing import Any

from lunarsim.door.line.option_catalog import LIMIT_BYTES, Catalog
from lunarsim.door.line.override_checks import is_choice
from lunarsim.door.line.overrides import MOST_VALUES, ParsedOverride, parse
from lunarsim.scenario.regular_files import read_regular
from lunarsim.study.request.levers import CASE
from lunarsim.study.request.request import Cases
from lunarsim.words.errors import Fault, InputError

_KEY = "design.table"


def read_table(name: str, folder: Path, catalog: Catalog) -> tuple[list[ParsedOverride], Cases]:
    """Return the levers of a table, and which they are; a column ``case`` gives labels, else rows are numbered from 0.

    Parameters
    ----------
    name : str
        The file, from ``folder``.
    folder : Path
        The folder that it must lie in, or below.
    catalog : Catalog
        What can be chosen.

    Raises
    ------
    InputError
        With all that is wrong with the file.
    """
    keys, rows = _cells(name, _text(name, folder))
    errors = [
        Fault(f"{name}: {key or 'header'}", f"names {count} columns" if key else "has a column without a key")
        for key, count in Counter(keys).items()
        if count > 1 or not key
    ]
    if not rows or set(keys) <= {CASE}:
        errors.append(Fault(name, "holds no cases; the first line names levers, each line after it gives their values"))
    if len(rows) > MOST_VALUES:
        errors.append(Fault(name, f"has {len(rows):,} cases, allowed {MOST_VALUES:,}"))
    if errors:
        raise InputError(errors)
    columns: dict[str, list[Any]] = {key: [] for key in keys}
    for line, row in rows:
        for key, cell in zip(keys, row, strict=True):
            try:
                columns[key].append(cell if key == CASE or is_choice(key, catalog) else _value(name, line, key, cell))
            except InputError as error:
                errors.extend(error.faults)
    labels = columns.pop(CASE, [str(number) for number in range(len(rows))])
    errors.extend(
        Fault(f"{name}: {CASE}", f"names {label!r} {count} times, allowed once")
        for label, count in Counter(labels).items()
        if count > 1
    )
    if errors:
        raise InputError(errors)
    levers = [
        ParsedOverride(
            f"{key}={','.join(map(str, values))}", key, form="lever", values=tuple(values), where=f"{name}: "
        )
        for key, values in columns.items()
    ]
    return levers, Cases(tuple(columns), tuple(labels))


def _text(name: str, folder: Path) -> str:
    def refuse(problem: str) -> InputError:
        return InputError([Fault(_KEY, f"is {name!r}, {problem}")])

    base = folder.resolve()
    path = (base / name).resolve()
    if not path.is_relative_to(base):
        raise refuse(f"which lies outside {base}; a table lies in or below it")
    if path.suffix.lower() != ".csv":
        raise refuse(f"which is not a CSV file in {base}")
    try:
        raw = read_regular(path, LIMIT_BYTES)
    except OSError as error:
        raise refuse(f"which cannot be read: {error.strerror or error}") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refuse("which is not UTF-8 text") from None


def _cells(name: str, text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the header, and each row with the number of its line; empty lines are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    errors: list[Fault] = []
    try:
        read = ((reader.line_num, [cell.strip() for cell in cells]) for cells in reader)
        rows = [(line, cells) for line, cells in read if any(cells)]
    except csv.Error as error:
        raise InputError([Fault(f"{name}, line {reader.line_num}", f"cannot be read: {error}")]) from None
    if not rows:
        return [], []
    (_, keys), *rows = rows
    for line, row in rows:
        if len(row) != len(keys):
            errors.append(Fault(f"{name}, line {line}", f"has {len(row)} cells, the header {len(keys)}"))
        elif "" in row:
            empty = keys[row.index("")]
            errors.append(Fault(f"{name}, line {line}", f"has no value of {empty}; write null where none is meant"))
    if errors:
        raise InputError(errors)
    return keys, rows


def _value(name: str, line: int, key: str, cell: str) -> Any:
    """Return a cell as the command line would read it."""
    override = parse(f"{key}={cell}", f"{name}, line {line}: ")
    if override.form != "fixed" or override.key != key:
        raise InputError([Fault(f"{name}, line {line}: {key}", f"is {cell!r}, must be one value")])
    return override.values[0]
