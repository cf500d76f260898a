"""The table of official milestones: what was promised for when, and what comes of it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from lunarsim.reading.wording import format_date, format_probability, format_promise, spread_of_dates
from lunarsim.words.terminal import as_typed

if TYPE_CHECKING:
    import xarray as xr

NOTE = (
    "P(by then): the probability that all that the wording asks for is there by the promised date; "
    "docs/milestones.md says who promised it and what is not counted."
)


class PromiseTable(NamedTuple):
    """Titles of the rows, heads and cells of the columns, and what each milestone asks for."""

    titles: list[str]
    heads: list[tuple[str, ...]]
    columns: list[list[str]]
    asks: list[str]


def promise_table(result: xr.Dataset, ends: xr.DataArray, names: Sequence[str]) -> PromiseTable:
    """Return the table of official milestones, a column for each combination of levers.

    Parameters
    ----------
    result : Dataset
        What :func:`lunarsim.reading.analysis.missions.promises.promises` returns.
    ends : DataArray
        End of the simulation, decimal year, dims of the levers.
    names : sequence of str
        The levers.
    """
    every = (result.isel({"official_milestone": index}) for index in range(result.sizes["official_milestone"]))
    # What no plan of the sweep has is not shown.
    rows = [row for row in every if bool(row["promised_date"].notnull().any())]
    titles = [str(row["official_milestone_title"].item()) for row in rows]
    together: dict[str, list[str]] = {}
    for name, row in zip(titles, rows, strict=True):
        together.setdefault(str(row["official_milestone_asks"].item()), []).append(name)
    asks = [f"{'; '.join(names_of_one)}: {asked}." for asked, names_of_one in together.items()]
    heads: list[tuple[str, ...]] = [("promised",)]
    if not names:
        heads += [("P10",), ("P50",), ("P90",), ("P(by then)",), ("P(reached)",)]
        cells = [_cells(row, float(ends)) for row in rows]
        return PromiseTable(titles, heads, [list(column) for column in zip(*cells, strict=True)], asks)
    columns = [[format_promise(float(row["promised_date"].min())) for row in rows]]
    for indices in itertools.product(*(range(result.sizes[name]) for name in names)):
        labels = dict(zip(names, indices, strict=True))
        heads.append(tuple(f"{name}={as_typed(result[name].values.item(index))}" for name, index in labels.items()))
        columns.append([_cell(row.isel(labels), float(ends.isel(labels))) for row in rows])
    return PromiseTable(titles, heads, columns, asks)


def _cells(row: xr.Dataset, end: float) -> list[str]:
    return [
        format_promise(float(row["promised_date"])),
        *(format_date(float(value), end) for value in row["quantile_value"].values),
        format_probability(float(row["probability_by_promise"])),
        format_probability(float(row["probability_at_all"])),
    ]


def _cell(row: xr.Dataset, end: float) -> str:
    low, middle, high = (float(value) for value in row["quantile_value"].values)
    if not bool(row["promised_date"].notnull()):
        return "-"
    dates = spread_of_dates(low, middle, high, float(row["probability_at_all"]), end)
    return f"by then {format_probability(float(row['probability_by_promise']))}; {dates}"
