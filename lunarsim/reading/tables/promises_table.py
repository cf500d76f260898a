"""The table of official milestones: what was promised for when, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lunarsim.reading.tables.combinations import Cell, combinations, print_columns, print_combinations
from lunarsim.reading.wording import format_date, format_probability, format_promise, spread_of_dates

if TYPE_CHECKING:
    import xarray as xr

    from lunarsim.reading.tables.view import Figures

TITLE = "Official milestones"

NOTE = (
    "P(by then): the probability that all that the wording asks for is there by the promised date; "
    "docs/milestones.md says who promised it and what is not counted."
)


def print_promises(shown: Figures) -> None:
    """Print the official milestones, a column for each combination of levers."""
    from lunarsim.reading.analysis.missions.promises import promises, what_they_ask

    result, ends, names = promises(shown.pooled), shown.summary["end_year"], shown.levers
    every = (result.isel({"official_milestone": index}) for index in range(result.sizes["official_milestone"]))
    # What no plan of the sweep has is not shown.
    rows = [row for row in every if bool(row["promised_date"].notnull().any())]
    if not rows:
        return
    titles = [str(row["official_milestone_title"].item()) for row in rows]
    notes = (
        *what_they_ask(result.isel({"official_milestone": result["promised_date"].notnull().any(names).values})),
        NOTE,
    )
    if not names:
        heads = [(head,) for head in ("promised", "P10", "P50", "P90", "P(by then)", "P(reached)")]
        cells = [_cells(row, float(ends)) for row in rows]
        print_columns(TITLE, titles, heads, zip(*cells, strict=True), notes)
        return
    promised = [format_promise(float(row["promised_date"].min())) for row in rows]
    titles = [f"{name}, promised {date}" for name, date in zip(titles, promised, strict=True)]
    of_rows = [[_cell(row.isel(each), float(ends.isel(each))) for each in combinations(result, names)] for row in rows]
    heads_of = (TITLE, f"{TITLE}: P(by then)")
    print_combinations(heads_of, shown.pooled, result, names, titles, of_rows, notes)


def _cells(row: xr.Dataset, end: float) -> list[str]:
    return [
        format_promise(float(row["promised_date"])),
        *(format_date(float(value), end) for value in row["quantile_value"].values),
        format_probability(float(row["probability_by_promise"])),
        format_probability(float(row["probability_at_all"])),
    ]


def _cell(row: xr.Dataset, end: float) -> Cell:
    low, middle, high = (float(value) for value in row["quantile_value"].values)
    if not bool(row["promised_date"].notnull()):
        return Cell("-", "-")
    dates = spread_of_dates(low, middle, high, float(row["probability_at_all"]), end)
    by_then = format_probability(float(row["probability_by_promise"]))
    return Cell(f"by then {by_then}; {dates}", by_then)
