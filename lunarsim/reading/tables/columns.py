"""Columns of plain text: titles fold at words, values are never cut, and what does not fit side by side goes below."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lunarsim.words.terminal import one_line

GAP, INDENT = "  ", "  "

NARROWEST_TITLE = 20
"""To this width titles are folded so that more columns stand side by side; narrower where a column would not fit."""


@dataclass(frozen=True)
class Column:
    """A column of values.

    Parameters
    ----------
    head : tuple of str
        Lines of its head.
    cells : tuple of str
        One value for each title.
    """

    head: tuple[str, ...]
    cells: tuple[str, ...]

    @property
    def width(self) -> int:
        """Characters that its widest line takes."""
        return max(map(len, (*self.head, *self.cells)), default=0)


def tables(titles: Sequence[str], columns: Sequence[Column], width: int) -> Iterator[str]:
    """Yield tables that show all columns, each table within ``width`` characters where one column allows it."""
    titles = [one_line(title) for title in titles]
    columns = [Column(tuple(map(one_line, column.head)), tuple(map(one_line, column.cells))) for column in columns]
    longest = len(INDENT) + max((len(word) for title in titles for word in title.split()), default=0)
    part: list[Column] = []
    for column in columns:
        if part and max(NARROWEST_TITLE, longest) + _taken([*part, column]) > width:
            yield _table(titles, part, max(longest, width - _taken(part)))
            part = []
        part.append(column)
    if part:
        yield _table(titles, part, max(longest, width - _taken(part)))


def _taken(columns: Sequence[Column]) -> int:
    return sum(len(GAP) + column.width for column in columns)


def _table(titles: Sequence[str], columns: Sequence[Column], room: int) -> str:
    fold = textwrap.TextWrapper(room, subsequent_indent=INDENT, break_long_words=False, break_on_hyphens=False)
    folded = [fold.wrap(title) or [""] for title in titles]
    first = max(len(line) for lines in folded for line in lines)
    height = max(len(column.head) for column in columns)
    heads = [("",) * (height - len(column.head)) + column.head for column in columns]
    lines = [_line("", [head[index] for head in heads], first, columns) for index in range(height)]
    lines.append("-" * (first + _taken(columns)))
    for index, (title, *below) in enumerate(folded):
        lines.append(_line(title, [column.cells[index] for column in columns], first, columns))
        lines += below
    return "\n".join(lines)


def _line(title: str, cells: Sequence[str], first: int, columns: Sequence[Column]) -> str:
    values = [cell.rjust(column.width) for cell, column in zip(cells, columns, strict=True)]
    return GAP.join([title.ljust(first), *values]).rstrip()
