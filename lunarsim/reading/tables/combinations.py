"""Figures of many combinations of lever values: side by side while they are few, else as maps."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lunarsim.reading.analysis.lever_words import values_as_typed
from lunarsim.reading.tables.columns import Column, tables
from lunarsim.reading.tables.view import FEW_COMBINATIONS
from lunarsim.reading.titles.levers import lever_title_with_units, lever_value
from lunarsim.words.terminal import line_width, one_line

if TYPE_CHECKING:
    import xarray as xr

MOST_COLUMNS = 12
"""A lever with more values is written downwards."""

VARIES = "(its spread differs)"

LONGEST_HEAD = 24
"""Characters of a line in the head of a column that is the value of a lever or the title of an outcome."""

MOST_TYPED = 12
"""Values of a lever that are shown as they are typed."""


class Cell(NamedTuple):
    """A figure of one combination: as it stands in a column of its own, and as it stands in a map."""

    full: str
    short: str


def combinations(dataset: xr.Dataset, names: Sequence[str]) -> Iterator[dict[str, int]]:
    """Yield the combinations of lever values, as indices by lever, in the order of the columns."""
    for indices in itertools.product(*(range(dataset.sizes[name]) for name in names)):
        yield dict(zip(names, indices, strict=True))


def print_combinations(
    heads: tuple[str, str],
    sweep: xr.Dataset,
    result: xr.Dataset,
    names: Sequence[str],
    titles: Sequence[str],
    cells: Sequence[Sequence[Cell]],
    notes: Sequence[str],
    left_out: Collection[int] = (),
) -> None:
    """Print outcomes against combinations of lever values.

    Up to six combinations are columns. Of more, what is the same in all of them is listed once, what one lever moves is
    a table along that, and what several move a map for each outcome, the last lever across.

    Parameters
    ----------
    heads : tuple of str
        What the cells hold, side by side and in a map.
    sweep : Dataset
        Says what the levers and their values are called.
    result : Dataset
        Gives the values of the levers.
    names : sequence of str
        The levers.
    titles : sequence of str
        Of the outcomes.
    cells : sequence of sequences of Cell
        For each outcome those of all combinations, in the order of :func:`combinations`.
    notes : sequence of str
        What is said below.
    left_out : collection of int
        Combinations that are no columns, by their places; a map has all.
    """
    if not titles:
        print_notes(notes)
        return
    found = list(combinations(result, names))
    title, map_title = heads
    if len(found) <= FEW_COMBINATIONS:
        kept = [at for at in range(len(found)) if at not in left_out]
        columns = [[row[at].full for row in cells] for at in kept]
        widths = [max(LONGEST_HEAD, *map(len, column)) for column in columns]
        across = [_head(sweep, result, found[at], width) for at, width in zip(kept, widths, strict=True)]
        of_levers = f"; across: {lever_titles(sweep, names)}" if names else ""
        print_columns(f"{title}{of_levers}", titles, across, columns, notes)
        return
    sizes = [int(result.sizes[name]) for name in names]
    groups: dict[tuple[str, ...], list[tuple[str, Sequence[Cell]]]] = {}
    for outcome, row in zip(titles, cells, strict=True):
        groups.setdefault(_moved_by([cell.short for cell in row], names, sizes), []).append((outcome, row))
    if () in groups:
        of_all = groups.pop(())
        column = [
            row[0].full if len({cell.full for cell in row}) == 1 else f"{row[0].short} {VARIES}" for _, row in of_all
        ]
        head = "in all combinations" if len(names) > 1 else "at every value"
        print_columns(title, [outcome for outcome, _ in of_all], [(head,)], [column], ())
    for levers, rows in sorted(groups.items(), key=lambda group: [len(group[0]), group[0]]):
        at_first = [(outcome, _at_first(row, names, sizes, levers)) for outcome, row in rows]
        if len(levers) == 1:
            _print_along(map_title, sweep, result, levers[0], at_first)
        else:
            _print_maps(map_title, sweep, result, levers, at_first)
    print_notes(notes)


def lever_titles(sweep: xr.Dataset, names: Sequence[str]) -> str:
    """Return levers in words, with the units of their values."""
    return " and ".join(lever_title_with_units(sweep, name) for name in names)


def as_overrides(sweep: xr.Dataset, names: Sequence[str]) -> str:
    """Return levers as they are typed, each with its values; empty where none of them is a key."""
    keys = [(str(sweep[name].attrs["config_key"]), name) for name in names if "config_key" in sweep[name].attrs]
    words = []
    for key, name in keys:
        values = values_as_typed(sweep, name)
        more = [f"... ({len(values):,} values)"] if len(values) > MOST_TYPED else []
        words.append(f"{key}={','.join([*values[:MOST_TYPED], *more])}")
    return " ".join(words)


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


def _print_along(
    title: str, sweep: xr.Dataset, result: xr.Dataset, lever: str, rows: Sequence[tuple[str, Sequence[Cell]]]
) -> None:
    """Print outcomes that one lever moves: a row for each of them or, where it has many values, for each value."""
    values = _values(sweep, result, lever)
    titles = [outcome for outcome, _ in rows]
    texts = [[cell.short for cell in row] for _, row in rows]
    of_lever = lever_titles(sweep, [lever])
    if len(values) <= MOST_COLUMNS:
        heads = [_folded(value) for value in values]
        print_columns(f"{title}; across: {of_lever}", titles, heads, zip(*texts, strict=True), ())
    else:
        print_columns(f"{title}; down: {of_lever}", values, [_folded(name) for name in titles], texts, ())


def _print_maps(
    title: str,
    sweep: xr.Dataset,
    result: xr.Dataset,
    names: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Cell]]],
) -> None:
    """Print a small table for each outcome that several levers move, the last of them across."""
    *down, across = names
    width = line_width()
    size = result.sizes[across]
    labels = [", ".join(values_of(sweep, result, each)) for each in combinations(result, down)]
    heads = [_folded(value) for value in _values(sweep, result, across)]
    of_levers = f"down: {lever_titles(sweep, down)}; across: {lever_titles(sweep, [across])}"
    print(textwrap.fill(one_line(f"{title}; {of_levers}"), width) + "\n")
    for outcome, row in rows:
        columns = [Column(heads[at], tuple(cell.short for cell in row[at::size])) for at in range(size)]
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
        print(f"{textwrap.fill(one_line(title), width)}\n\n{table}\n")
    print_notes(notes)


def print_notes(notes: Sequence[str]) -> None:
    """Print what figures mean, each note in lines of its own."""
    if notes:
        print("\n".join(textwrap.fill(one_line(note), line_width()) for note in notes) + "\n")


def _head(sweep: xr.Dataset, result: xr.Dataset, at: Mapping[str, int], width: int) -> tuple[str, ...]:
    """Return the head of the column of a combination, each lever on lines of its own."""
    values = values_of(sweep, result, at)
    texts = [*(f"{value}," for value in values[:-1]), *values[-1:]]
    return tuple(line for text in texts for line in _folded(text, width)) or ("",)


def values_of(sweep: xr.Dataset, result: xr.Dataset, at: Mapping[str, int]) -> list[str]:
    """Return the values of a combination in words."""
    return [lever_value(sweep, name, result[name].values.item(index)) for name, index in at.items()]


def _values(sweep: xr.Dataset, result: xr.Dataset, lever: str) -> list[str]:
    return [lever_value(sweep, lever, value) for value in result[lever].values.tolist()]


def _folded(text: str, width: int = LONGEST_HEAD) -> tuple[str, ...]:
    return tuple(textwrap.wrap(one_line(text), width)) or ("",)
