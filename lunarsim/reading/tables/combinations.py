"""Figures of many combinations of lever values: side by side while they are few, else as maps."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lunarsim.reading.tables.columns import Column, tables
from lunarsim.reading.tables.view import FEW_COMBINATIONS
from lunarsim.words.terminal import as_typed, line_width, one_line

if TYPE_CHECKING:
    import xarray as xr

MOST_COLUMNS = 12
"""A lever with more values is written downwards."""

VARIES = "(its spread differs)"

LONGEST_HEAD = 24
"""Characters of a line in the head of a column that is the title of an outcome."""


class Cell(NamedTuple):
    """A figure of one combination: as it stands in a column of its own, and as it stands in a map."""

    full: str
    short: str


def combinations(dataset: xr.Dataset, names: Sequence[str]) -> Iterator[dict[str, int]]:
    """Yield the combinations of lever values, as indices by lever, in the order of the columns."""
    for indices in itertools.product(*(range(dataset.sizes[name]) for name in names)):
        yield dict(zip(names, indices, strict=True))


def print_combinations(
    title: str,
    map_title: str,
    dataset: xr.Dataset,
    names: Sequence[str],
    titles: Sequence[str],
    cells: Sequence[Sequence[Cell]],
    notes: Sequence[str],
) -> None:
    """Print outcomes against combinations of lever values.

    Up to six combinations are columns. Of more, what is the same in all of them is listed once, what one lever moves is
    a table along that, and what several move a map for each outcome, the last lever across.

    Parameters
    ----------
    title, map_title : str
        What the cells hold, side by side and in a map.
    dataset : Dataset
        Gives the values of the levers.
    names : sequence of str
        The levers.
    titles : sequence of str
        Of the outcomes.
    cells : sequence of sequences of Cell
        For each outcome those of all combinations, in the order of :func:`combinations`.
    notes : sequence of str
        What is said below.
    """
    found = list(combinations(dataset, names))
    if len(found) <= FEW_COMBINATIONS:
        heads = [tuple(f"{name}={_value(dataset, name, at)}" for name, at in each.items()) for each in found]
        columns = [[row[index].full for row in cells] for index in range(len(found))]
        print_columns(title, titles, heads, columns, notes)
        return
    sizes = [int(dataset.sizes[name]) for name in names]
    groups: dict[tuple[str, ...], list[tuple[str, Sequence[Cell]]]] = {}
    for outcome, row in zip(titles, cells, strict=True):
        groups.setdefault(_moved_by([cell.short for cell in row], names, sizes), []).append((outcome, row))
    if () in groups:
        of_all = groups.pop(())
        column = [
            row[0].full if len({cell.full for cell in row}) == 1 else f"{row[0].short} {VARIES}" for _, row in of_all
        ]
        head = "in all combinations" if len(names) > 1 else f"at every {names[0]}"
        print_columns(title, [outcome for outcome, _ in of_all], [(head,)], [column], ())
    for levers, rows in sorted(groups.items(), key=lambda group: [len(group[0]), group[0]]):
        kept = [(outcome, _at_first(row, names, sizes, levers)) for outcome, row in rows]
        if len(levers) == 1:
            _print_along(map_title, dataset, levers[0], kept)
        else:
            _print_maps(map_title, dataset, levers, kept)
    print_notes(notes)


def _moved_by(texts: Sequence[str], names: Sequence[str], sizes: Sequence[int]) -> tuple[str, ...]:
    """Return the levers along which some texts differ."""
    grid = np.array(texts, dtype=object).reshape(sizes)
    differ = (bool((grid != grid.take([0], axis=axis)).any()) for axis in range(len(sizes)))
    return tuple(name for name, differs in zip(names, differ, strict=True) if differs)


def _at_first(row: Sequence[Cell], names: Sequence[str], sizes: Sequence[int], levers: Sequence[str]) -> Sequence[Cell]:
    """Return the cells at the first value of all levers but some."""
    indices = np.arange(len(row)).reshape(sizes)
    place = tuple(slice(None) if name in levers else 0 for name in names)
    return [row[index] for index in indices[place].ravel().tolist()]


def _print_along(title: str, dataset: xr.Dataset, lever: str, rows: Sequence[tuple[str, Sequence[Cell]]]) -> None:
    """Print outcomes that one lever moves: a row for each of them or, where it has many values, for each value."""
    values = [_value(dataset, lever, at) for at in range(dataset.sizes[lever])]
    titles = [outcome for outcome, _ in rows]
    texts = [[cell.short for cell in row] for _, row in rows]
    if len(values) <= MOST_COLUMNS:
        print_columns(f"{title}; {lever} across", titles, [(value,) for value in values], zip(*texts, strict=True), ())
    else:
        heads = [tuple(textwrap.wrap(one_line(name), LONGEST_HEAD)) for name in titles]
        print_columns(title, [f"{lever}={value}" for value in values], heads, texts, ())


def _print_maps(
    title: str, dataset: xr.Dataset, names: Sequence[str], rows: Sequence[tuple[str, Sequence[Cell]]]
) -> None:
    """Print a small table for each outcome that several levers move, the last of them across."""
    *down, across = names
    width = line_width()
    size = dataset.sizes[across]
    labels = [
        ", ".join(f"{name}={_value(dataset, name, at)}" for name, at in each.items())
        for each in combinations(dataset, down)
    ]
    print(textwrap.fill(f"{title}; {', '.join(down)} down, {across} across", width) + "\n")
    for outcome, row in rows:
        columns = [
            Column((_value(dataset, across, at),), tuple(cell.short for cell in row[at::size])) for at in range(size)
        ]
        print(textwrap.fill(one_line(outcome), width))
        for table in tables(labels, columns, width):
            print(f"{table}\n")


def print_columns(
    title: str,
    titles: Sequence[str],
    heads: Sequence[tuple[str, ...]],
    columns: Iterable[Sequence[str]],
    notes: Sequence[str],
) -> None:
    """Print outcomes, by their titles, against columns, and under them what the figures mean."""
    width = line_width()
    found = [Column(head, tuple(cells)) for head, cells in zip(heads, columns, strict=True)]
    for table in tables(titles, found, width):
        print(f"{textwrap.fill(title, width)}\n\n{table}\n")
    print_notes(notes)


def print_notes(notes: Sequence[str]) -> None:
    """Print what figures mean, each note in lines of its own."""
    if notes:
        print("\n".join(textwrap.fill(note, line_width()) for note in notes) + "\n")


def _value(dataset: xr.Dataset, name: str, at: int) -> str:
    value = dataset[name].values.item(at)
    return as_typed(int(value) if isinstance(value, float) and value.is_integer() else value)
