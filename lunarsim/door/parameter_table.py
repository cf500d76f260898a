"""Every parameter with its value in the base scenario and where that comes from."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

from lunarsim.door.line.headers import Header, header
from lunarsim.door.line.keys import parameter_at, parameter_keys
from lunarsim.door.line.option_catalog import Catalog
from lunarsim.door.line.reading import read_line
from lunarsim.door.line.valid_line import Line
from lunarsim.door.line.vetting import OVER_ALL, plain_content
from lunarsim.scenario.acting import conditions
from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.declare.declaration import Parameter
from lunarsim.scenario.scenario import COLLECTIONS
from lunarsim.words.distributions import describe
from lunarsim.words.errors import Fault, InputError, unknown
from lunarsim.words.terminal import bare

_WIDE = 160
"""Width of a terminal [characters] from which on each parameter gets one row."""


class Row(NamedTuple):
    """One parameter as shown; ``acts_if`` is the condition under which an uncertain one acts, empty for always."""

    parameter: str
    value: str
    unit: str
    allowed: str
    distribution: str
    acts_if: str
    evidence: str
    source: str
    about: str


def rows(text: str = "") -> list[Row]:
    """Return the parameters whose key or meaning contains a text.

    Those of missions, vehicles and assets are many; they are included where the text begins with their group.

    Raises
    ------
    InputError
        If there is none.
    """
    line = read_line([])
    pattern = text.lower()
    matches = [
        row for row in _all_rows(line, pattern) if pattern in row.parameter.lower() or pattern in row.about.lower()
    ]
    if not matches:
        keys = list(parameter_keys(line.catalog.programs))
        for path in _record_names(line, pattern):
            keys += [path, *(f"{path}.{field}" for field in declarations(COLLECTIONS[path.partition(".")[0]]))]
        raise InputError([Fault("parameters", unknown(text, keys, "filter"))])
    return matches


def print_parameters(text: str = "") -> None:
    """Print the parameters whose key or meaning contains a text: a table on a terminal, else aligned text."""
    shown = rows(text)
    if not sys.stdout.isatty():
        _print_plain(shown)
    elif shutil.get_terminal_size().columns >= _WIDE:
        _print_table(shown)
    else:
        _print_narrow(shown)


def _all_rows(line: Line, pattern: str) -> Iterator[Row]:
    files = _headers(line)
    for key in parameter_keys(line.catalog.programs):
        declared, _ = parameter_at(key, line.catalog.programs)
        value: Any = line.first.tree
        for part in key.split("."):
            value = value[part]
        said = files.get(key)
        yield _row(
            key, value, declared, said.source if said else declared.source, said.evidence if said else declared.evidence
        )
    for path in _record_names(line, pattern):
        collection, _, name = path.partition(".")
        record = getattr(line.scenario, collection)[name]
        for field, (declared, _) in declarations(COLLECTIONS[collection]).items():
            # What is declared with a source of its own, such as a lever, does not stand in the record's.
            said_of = declared if declared.source else record
            yield _row(f"{path}.{field}", getattr(record, field), declared, said_of.source, said_of.evidence)


def _record_names(line: Line, pattern: str) -> list[str]:
    """Return the records of the library that a text begins with, such as ``missions.change_7``."""
    collection = pattern.partition(".")[0]
    if collection not in COLLECTIONS or collection == "programs":
        return []
    return [f"{collection}.{name}" for name in getattr(line.scenario, collection)]


def _headers(line: Line) -> dict[str, Header]:
    """Return what the option file that sets a parameter says of it, by the parameter's key."""
    headers: dict[str, Header] = {}
    catalog: Catalog = line.catalog
    for key in catalog.base:
        group, _, package = key.partition("@")
        option = line.first.choices.get(key)
        if option is None:
            continue
        path = catalog.option(group, option)
        content = plain_content(group, path)
        content.pop("defaults", None)
        prefix = "" if group in OVER_ALL else f"{package or group}."
        said = header(path)
        headers.update((f"{prefix}{leaf}", said.of(leaf)) for leaf in _leaf_keys(content))
    return headers


def _leaf_keys(content: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in content.items():
        if isinstance(value, dict):
            yield from _leaf_keys(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}"


def _row(key: str, value: Any, declared: Parameter, source: str, evidence: str) -> Row:
    distribution = describe(declared.distribution) if declared.distribution is not None else ""
    allowed = "true, false" if isinstance(value, bool) else declared.allowed()
    acts_if = conditions(key) if distribution else ""
    return Row(key, _shown(value), declared.unit, allowed, distribution, acts_if, evidence, source, declared.about)


def _shown(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_shown(item) for item in value) + "]"
    return str(value)


def _print_plain(shown: list[Row]) -> None:
    table = [Row._fields[:-1], *(row[:-1] for row in shown)]
    widths = [max(len(line[column]) for line in table) for column in range(len(table[0]) - 1)]
    for line in table:
        print("  ".join([*(text.ljust(width) for text, width in zip(line, widths, strict=False)), line[-1]]).rstrip())


def _print_table(shown: list[Row]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in Row._fields[:-1]:
        table.add_column(name, overflow="fold", no_wrap=name == "parameter")
    for row in shown:
        table.add_row(*(escape(text) for text in row[:-1]))
    Console(file=bare(sys.stdout)).print(table)


def _print_narrow(shown: list[Row]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.padding import Padding

    console = Console(file=bare(sys.stdout), highlight=False)
    for row in shown:
        unit = "" if row.unit == "1" else f" {escape(row.unit)}"
        console.print(f"[bold]{escape(row.parameter)}[/] = {escape(row.value)}{unit}")
        allowed = f"Allowed: {row.allowed}." + (f" Uncertain: {row.distribution}." if row.distribution else "")
        allowed += f" Acts if {row.acts_if}." if row.acts_if else ""
        source = f" Source ({row.evidence}): {row.source}." if row.source else f" Evidence: {row.evidence}."
        console.print(Padding(escape(f"{row.about} {allowed}{source}"), (0, 0, 0, 4)))
