"""A table of levers, ``design.table=FILE.csv``: columns are keys, rows are cases."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, get_args, get_origin

from lunarsim.door.line.keys import parameter_at
from lunarsim.door.line.option_catalog import LIMIT_BYTES, Catalog
from lunarsim.door.line.overrides import MOST_VALUES, ParsedOverride, parse
from lunarsim.scenario.declare.checking import checked
from lunarsim.scenario.regular_files import read_regular
from lunarsim.study.request.levers import CASE
from lunarsim.study.request.request import Cases
from lunarsim.words.errors import MOST_FAULTS, Fault, InputError, nearest

_KEY = "design.table"

MOST_COLUMNS = 200
"""Columns that a table may have."""

_NUMBER = re.compile(r"[+-]?(\d+\.\d*|\.\d+|\d+(?=[eE])|\d+$)([eE][+-]?\d+)?")


def read_table(
    name: str, folder: Path, catalog: Catalog, programs: Sequence[str]
) -> tuple[list[ParsedOverride], Cases]:
    """Return the levers of a table, and which they are; a column ``case`` gives labels, else rows are numbered from 0.

    Parameters
    ----------
    name : str
        The file, from ``folder``.
    folder : Path
        The folder that it must lie in, or below.
    catalog : Catalog
        What can be chosen.
    programs : sequence of str
        Names of the programs of the line.

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
    if len(keys) > MOST_COLUMNS:
        errors.append(Fault(name, f"has {len(keys):,} columns, allowed {MOST_COLUMNS}"))
    if errors:
        raise InputError(errors)
    columns = {
        key: _column(name, key, [(line, row[at]) for line, row in rows], catalog, programs, errors)
        for at, key in enumerate(keys)
    }
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


def _column(
    name: str,
    key: str,
    cells: Sequence[tuple[int, str]],
    catalog: Catalog,
    programs: Sequence[str],
    errors: list[Fault],
) -> list[Any]:
    """Return the values of a column; what is wrong with its key or its cells is added to ``errors``."""
    if key == CASE:
        return [cell for _, cell in cells]
    where = f"{name}: {key}"
    group = key.partition("@")[0]
    try:
        if group in catalog.groups:
            first_lines = {cell: line for line, cell in reversed(cells)}
            errors.extend(_unknown_options(name, key, first_lines, catalog))
            return [cell for _, cell in cells]
        if key.partition(".")[0] == "hydra":
            return [cell for _, cell in cells]
        declared, hint = parameter_at(key, programs)
    except InputError as error:
        errors.extend(Fault(where, f"is not a column of levers: {fault.problem}") for fault in error.faults)
        return []
    values = []
    for line, cell in cells:
        if len(errors) >= MOST_FAULTS:
            break
        try:
            values.append(checked(_value(key, cell, hint), declared, hint))
        except ValueError as error:
            hint_text = f"; {_as_written(hint)}" if get_origin(hint) is tuple else ""
            errors.append(Fault(f"{name}, line {line}: {key}", f"{error}{hint_text}"))
    return values


def _unknown_options(name: str, key: str, first_lines: Mapping[str, int], catalog: Catalog) -> Iterator[Fault]:
    """Yield the cells of a column of options, given with their lines, that are none; once where none is like one."""
    group = key.partition("@")[0]
    options = catalog.options(group)
    if not any(nearest(cell, options) for cell in first_lines):
        yield Fault(
            f"{name}: {key}",
            f"holds no option of {group}; the table looks like results of experiments, and {_KEY} takes cases to run: "
            f"the first line names levers, each line after it gives their values (options of {group}: "
            f"{', '.join(options)})",
        )
        return
    for cell, line in islice(sorted(first_lines.items(), key=lambda item: item[1]), MOST_FAULTS):
        try:
            catalog.option(group, cell)
        except InputError as error:
            yield from (Fault(f"{name}, line {line}: {key}", fault.problem) for fault in error.faults)


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


def _value(key: str, cell: str, hint: Any) -> Any:
    """Return a cell as the command line would read it; a text needs no quotes.

    Raises
    ------
    ValueError
        With how it would be written.
    """
    if _NUMBER.fullmatch(cell):
        # The grammar would give the same, but takes a thousand times as long.
        return float(cell) if set(cell) & set(".eE") else int(cell)
    try:
        override = parse(f"{key}={cell}")
    except InputError as error:
        if hint is str and "${" not in cell:
            return cell
        (fault,) = error.faults
        problem = fault.problem if "${" in cell else f"is {cell!r}, which cannot be read"
        raise ValueError(f"{problem}; {_as_written(hint)}") from None
    if override.form != "fixed" or override.key != key:
        raise ValueError(f"is {cell!r}, must be one value; {_as_written(hint)}")
    return override.values[0]


def _as_written(hint: Any) -> str:
    """Return how a value of a type is written in a cell."""
    kinds = set(get_args(hint)) or {hint}
    if bool in kinds:
        return "write true or false"
    if kinds & {int, float}:
        return "write a number such as 12 or 0.5, without unit or thousands separator"
    return "write it as it is" if str in kinds and get_origin(hint) is not tuple else "write a list such as [a,b]"
