"""Files of announced dates, as ``lunarsim backcast`` takes them, checked line by line."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lunarsim.physics.chance.slip_ratio import PRECISION_DAYS
from lunarsim.scenario.library.slip_fits import agency_of, kind_of_milestone
from lunarsim.scenario.regular_files import read_input
from lunarsim.words.errors import Fault, InputError, nearest

COLUMNS = (
    "mission",
    "actor",
    "announced_on",
    "announced_precision",
    "planned_launch",
    "planned_precision",
    "actual_launch",
)
"""Required columns of a file."""

FURTHER = ("developer", "milestone")
"""Columns that are read where a file has them; all others are ignored."""

MOST_BYTES = 5_000_000
MOST_STATEMENTS = 5_000
SHOWN_ERRORS = 40
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNKNOWN = ("", "unknown")
"""An actual date that is not known: the mission had not flown."""


@dataclass(frozen=True)
class Statement:
    """One public statement of a date."""

    mission: str
    agency: str
    announced: dt.date
    planned: dt.date
    actual: dt.date | None
    precision_days: float
    developer: str = ""
    milestone: str = ""

    @property
    def planner(self) -> str:
        """Agency whose record the plan follows."""
        return agency_of(self.agency, self.developer)

    @property
    def kind(self) -> str:
        """Kind of mission, of :data:`lunarsim.scenario.library.slip_fits.KINDS`."""
        return kind_of_milestone(self.milestone)

    @property
    def planned_days(self) -> float:
        """Planned remaining time [day]; a plan at or before its announcement counts as one day."""
        return float(max((self.planned - self.announced).days, 1))


def read_statements(path: Path) -> list[Statement]:
    """Return the statements of a CSV file.

    Raises
    ------
    InputError
        With all errors in the file, each with its line.
    """
    table = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    errors: list[Fault] = []
    statements: list[Statement] = []
    try:
        indices = _column_indices(path, next(table, []))
        for cells in table:
            if not any(cell.strip() for cell in cells):
                continue
            where = f"{path}, line {table.line_num}"
            if max(indices[column] for column in COLUMNS) >= len(cells):
                errors.append(Fault(where, f"has {len(cells)} cells, fewer than the header"))
                continue
            row = {name: cells[index].strip() for name, index in indices.items() if index < len(cells)}
            problems = list(_problems(row))
            errors += [Fault(where, problem) for problem in problems]
            if not problems:
                statements.append(_statement(row))
    except csv.Error as error:
        errors.append(Fault(f"{path}, line {table.line_num}", f"is not CSV: {error}"))
    if not statements and not errors:
        errors.append(Fault(str(path), "holds no statement below its header"))
    if len(statements) > MOST_STATEMENTS:
        errors.append(Fault(str(path), f"holds {len(statements)} statements, allowed {MOST_STATEMENTS}"))
    if len(errors) > SHOWN_ERRORS:
        more = Fault(str(path), f"{len(errors) - SHOWN_ERRORS} more errors like these")
        errors = [*errors[:SHOWN_ERRORS], more]
    if errors:
        raise InputError(errors)
    return statements


def date_of(text: str) -> dt.date | None:
    """Return the date of a text such as 2026-07-01, None where it is not a date."""
    # fromisoformat takes weeks such as 2026-W27-3 as well.
    if not _DATE.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _text(path: Path) -> str:
    content = read_input(path, MOST_BYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError([Fault(f"{path}, line {line}", "is not UTF-8 text")]) from error
    if "\0" in text:
        raise InputError([Fault(str(path), "is not text: it holds NUL characters")])
    if not text.strip():
        raise InputError([Fault(str(path), "is empty; the first line must name the columns: " + ", ".join(COLUMNS))])
    return text


def _column_indices(path: Path, header: Sequence[str]) -> dict[str, int]:
    names = [name.strip() for name in header]
    errors = []
    for column in (*COLUMNS, *FURTHER):
        if column in COLUMNS and column not in names:
            guess = nearest(column, names)
            errors.append(Fault(f"{path}, line 1", f"lacks the column {column}" + (f"; {guess}?" if guess else "")))
        elif names.count(column) > 1:
            errors.append(Fault(f"{path}, line 1", f"has a duplicate of the column {column}"))
    if errors:
        raise InputError(errors)
    return {column: names.index(column) for column in (*COLUMNS, *FURTHER) if column in names}


def _problems(row: dict[str, str]) -> Iterator[str]:
    """Yield what is wrong with a row."""
    for column in ("mission", "actor"):
        if not row[column]:
            yield f"{column} is empty"
    for column in ("announced_on", "planned_launch", "actual_launch"):
        may_lack = column == "actual_launch" and row[column].casefold() in _UNKNOWN
        if not may_lack and date_of(row[column]) is None:
            empty = " or empty" if column == "actual_launch" else ""
            yield f"{column} is {row[column]!r}, must be a date such as 2026-07-01{empty}"
    for column in ("announced_precision", "planned_precision"):
        if row[column] not in PRECISION_DAYS:
            yield f"{column} is {row[column]!r}, allowed: {', '.join(PRECISION_DAYS)}"
    announced, actual = date_of(row["announced_on"]), date_of(row["actual_launch"])
    if announced is not None and actual is not None and announced > actual:
        yield f"announced_on {announced} is after actual_launch {actual}; that is not a forecast"


def _statement(row: dict[str, str]) -> Statement:
    return Statement(
        row["mission"],
        row["actor"],
        dt.date.fromisoformat(row["announced_on"]),
        dt.date.fromisoformat(row["planned_launch"]),
        date_of(row["actual_launch"]),
        math.hypot(PRECISION_DAYS[row["announced_precision"]], PRECISION_DAYS[row["planned_precision"]]),
        *(row.get(column, "") for column in FURTHER),
    )
