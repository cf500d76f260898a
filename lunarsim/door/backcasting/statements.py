"""Files of statements of dates: what a user gives to ``lunarsim backcast``, checked line by line."""

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
"""What a file must have; other columns are ignored."""

MOST_BYTES = 5_000_000
MOST_STATEMENTS = 5_000
SHOWN_FAULTS = 40
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

    @property
    def planned_days(self) -> float:
        """Planned remaining time [day]; a plan at or before its announcement counts as one day."""
        return float(max((self.planned - self.announced).days, 1))


def read_statements(path: Path) -> list[Statement]:
    """Return the statements of a CSV file.

    Raises
    ------
    InputError
        With all faults of the file, each with its line.
    """
    table = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    faults: list[Fault] = []
    found: list[Statement] = []
    try:
        places = _places(path, next(table, []))
        for cells in table:
            if not any(cell.strip() for cell in cells):
                continue
            where = f"{path}, line {table.line_num}"
            if max(places.values()) >= len(cells):
                faults.append(Fault(where, f"has {len(cells)} cells, fewer than the header asks for"))
                continue
            row = {name: cells[place].strip() for name, place in places.items()}
            problems = list(_problems(row))
            faults += [Fault(where, problem) for problem in problems]
            if not problems:
                found.append(_statement(row))
    except csv.Error as error:
        faults.append(Fault(f"{path}, line {table.line_num}", f"is no CSV: {error}"))
    if not found and not faults:
        faults.append(Fault(str(path), "holds no statement below its header"))
    if len(found) > MOST_STATEMENTS:
        faults.append(Fault(str(path), f"holds {len(found)} statements, allowed {MOST_STATEMENTS}"))
    if len(faults) > SHOWN_FAULTS:
        more = Fault(str(path), f"{len(faults) - SHOWN_FAULTS} more faults like these")
        faults = [*faults[:SHOWN_FAULTS], more]
    if faults:
        raise InputError(faults)
    return found


def date_of(text: str) -> dt.date | None:
    """Return the date of a text such as 2026-07-01, None where it is none."""
    # fromisoformat takes weeks such as 2026-W27-3 as well.
    if not _DATE.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _text(path: Path) -> str:
    if path.is_dir():
        raise InputError([Fault(str(path), "is a folder, must be a CSV file of statements")])
    if not path.is_file():
        raise InputError([Fault(str(path), "is no file; give a CSV file of statements")])
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError([Fault(str(path), f"cannot be read: {error.strerror or error}")]) from error
    if len(content) > MOST_BYTES:
        raise InputError([Fault(str(path), f"is larger than {MOST_BYTES // 1_000_000} MB, allowed at most that")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError([Fault(f"{path}, line {line}", "is no UTF-8 text")]) from error
    if "\0" in text:
        raise InputError([Fault(str(path), "is no text: it holds NUL characters")])
    if not text.strip():
        raise InputError([Fault(str(path), "is empty; the first line must name the columns: " + ", ".join(COLUMNS))])
    return text


def _places(path: Path, header: Sequence[str]) -> dict[str, int]:
    names = [name.strip() for name in header]
    faults = []
    for column in COLUMNS:
        if column not in names:
            guess = nearest(column, names)
            faults.append(Fault(f"{path}, line 1", f"lacks the column {column}" + (f"; {guess}?" if guess else "")))
        elif names.count(column) > 1:
            faults.append(Fault(f"{path}, line 1", f"has the column {column} twice"))
    if faults:
        raise InputError(faults)
    return {column: names.index(column) for column in COLUMNS}


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
        yield f"announced_on {announced} is after actual_launch {actual}; that is no forecast"


def _statement(row: dict[str, str]) -> Statement:
    return Statement(
        row["mission"],
        row["actor"],
        dt.date.fromisoformat(row["announced_on"]),
        dt.date.fromisoformat(row["planned_launch"]),
        date_of(row["actual_launch"]),
        math.hypot(PRECISION_DAYS[row["announced_precision"]], PRECISION_DAYS[row["planned_precision"]]),
    )
