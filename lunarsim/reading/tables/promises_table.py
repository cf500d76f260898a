"""The table of official milestones: what was promised for when, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lunarsim.reading.digits import Errors, errors_in_row
from lunarsim.reading.tables.combinations import Cell, combinations, print_columns, print_combinations
from lunarsim.reading.tables.outcome_cells import bounds_by_runs, errors_of, largest_errors
from lunarsim.reading.wording import dates_of_row, format_probability, format_promise, spread_of_dates

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

    ends, names = shown.summary["end_year"], shown.levers
    result = promises(shown.pooled).assign(run_count=shown.summary["run_count"])
    if "interval_runs" in shown.summary:
        result = result.assign(interval_runs=shown.summary["interval_runs"])
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
    found = list(combinations(result, names))
    of_rows = []
    for row in rows:
        parts = [row.isel(each) for each in found]
        largest = largest_errors(parts)
        of_rows.append([_cell(part, float(ends.isel(each)), largest) for part, each in zip(parts, found, strict=True)])
    heads_of = (TITLE, f"{TITLE}: P(by then)")
    print_combinations(heads_of, shown.pooled, result, names, titles, of_rows, notes)


def _cells(row: xr.Dataset, end: float) -> list[str]:
    return [
        format_promise(float(row["promised_date"])),
        *dates_of_row(row["quantile_value"].values.tolist(), end, errors_of(row)),
        _chance(row, "probability_by_promise"),
        _chance(row, "probability_at_all"),
    ]


def _chance(row: xr.Dataset, name: str) -> str:
    probability = float(row[name])
    return format_probability(probability, bounds_by_runs(row, probability))


def _cell(row: xr.Dataset, end: float, largest: Errors) -> Cell:
    low, middle, high = (float(value) for value in row["quantile_value"].values)
    errors = errors_in_row((low, middle, high), errors_of(row), largest)
    if not bool(row["promised_date"].notnull()):
        return Cell("-", "-")
    at_all = float(row["probability_at_all"])
    dates = spread_of_dates(low, middle, high, at_all, end, errors, bounds_by_runs(row, at_all))
    by_then = _chance(row, "probability_by_promise")
    return Cell(f"by then {by_then}; {dates}", by_then)
