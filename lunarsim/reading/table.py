"""The summary as a table for the eye."""

from __future__ import annotations

import itertools
import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lunarsim.words.errors import StoreError

if TYPE_CHECKING:
    import xarray as xr
    from rich.console import Console
    from rich.table import Table

TITLE_WIDTH, CELL_WIDTH, DIFFERENCE_WIDTH = 48, 36, 40
"""Characters that a row's title and a column need, so that a table is cut into tables that fit."""

WIDTH_OF_FILES = 160
"""Characters of a line where the table does not go to a terminal."""

COMBINATIONS_SHOWN = 12
"""More columns than this nobody reads; the dataset has them all."""


def show(path: Path) -> None:
    """Print the summary of a stored sweep.

    Parameters
    ----------
    path : Path
        A sweep's folder or its ``.zarr``.

    Raises
    ------
    StoreError
        If there is no readable sweep.
    """
    with open_sweep(path) as dataset:
        summarize(dataset)


def open_sweep(path: Path) -> xr.Dataset:
    """Open a stored sweep for reading.

    Raises
    ------
    StoreError
        If there is no readable sweep.
    """
    import xarray as xr

    store = path if path.suffix == ".zarr" else path / "sweep.zarr"
    if not store.is_dir():
        raise StoreError(f"{path}: holds no sweep (no {store.name} there)")
    try:
        dataset: xr.Dataset = xr.open_zarr(store, chunks=None)
    except (ValueError, KeyError, OSError) as error:
        raise StoreError(f"{store}: cannot be read: {error}") from error
    return dataset


def summarize(dataset: xr.Dataset) -> None:
    """Print quantiles and probabilities for each combination of levers, and paired differences."""
    from rich.console import Console

    from lunarsim.reading.analysis.runs import levers
    from lunarsim.reading.analysis.summary import needed
    from lunarsim.reading.analysis.summary import summarize as summary_of

    console = Console(highlight=False, soft_wrap=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console = Console(highlight=False, soft_wrap=False, width=WIDTH_OF_FILES)
    dataset = needed(dataset)
    names = levers(dataset)
    summary = summary_of(dataset)
    end = f"{float(dataset['horizon_year'].max()):.0f}" if dataset["horizon_year"].notnull().any() else "the horizon"
    if names:
        _print_combinations(console, summary, names, end)
        for lever in names:
            if dataset.sizes[lever] > 1:
                _print_differences(console, dataset, lever, names)
    else:
        _print_single(console, summary, end)
    _print_states(console, dataset)


def number(value: float, is_date: bool = False) -> str:
    """Return a number as an analyst reads it: dates to a tenth of a year, others to three digits."""
    if math.isnan(value):
        return "-"
    if math.isinf(value):
        return "never"
    if is_date:
        return f"{value:.1f}"
    if value == 0:
        return "0"
    size = abs(value)
    if size >= 1e7 or size < 1e-3:
        return f"{value:.2e}"
    return f"{value:,.{max(0, 2 - math.floor(math.log10(size)))}f}"


def date(value: float, end: str) -> str:
    """Return a quantile of a date; beyond the horizon it says so."""
    if math.isnan(value):
        return "-"
    return f"not by {end}" if math.isinf(value) else f"{value:.1f}"


def _grid(title: str, first: str, columns: list[str]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=box.SIMPLE, pad_edge=False)
    # In a narrow terminal titles are folded; a number that is cut off would be a wrong number.
    table.add_column(first, min_width=16)
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True, overflow="fold")
    return table


def _print_single(console: Console, summary: xr.Dataset, end: str) -> None:
    table = _grid("Summary", "", ["P10", "P50", "P90", "P(reached)", "unit"])
    for outcome in summary["outcome"].values:
        row = summary.sel(outcome=outcome)
        probability = float(row["probability"])
        if bool(row["outcome_is_date"]):
            cells = [date(float(value), end) for value in row["value"].values]
            table.add_row(str(row["outcome_title"].item()), *cells, f"{probability:.2f}", "")
        else:
            cells = [number(float(value)) for value in row["value"].values]
            share = "" if probability == 1 else f"{probability:.2f}"
            table.add_row(str(row["outcome_title"].item()), *cells, share, str(row["outcome_units"].item()))
    console.print(table)


def _combinations(summary: xr.Dataset, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for labels in itertools.product(*(summary[name].values for name in names)):
        yield dict(zip(names, labels, strict=True))


def _print_combinations(console: Console, summary: xr.Dataset, names: tuple[str, ...], end: str) -> None:
    combinations = list(_combinations(summary, names))
    shown = combinations[:COMBINATIONS_SHOWN]
    at_once = max(1, (console.width - TITLE_WIDTH) // CELL_WIDTH)
    for start in range(0, len(shown), at_once):
        part = shown[start : start + at_once]
        heads = ["\n".join(f"{name}={value}" for name, value in labels.items()) for labels in part]
        table = _grid("P50 (P10 to P90); dates with the probability of being reached", "", [*heads, "unit"])
        for outcome in summary["outcome"].values:
            row = summary.sel(outcome=outcome)
            units = "" if bool(row["outcome_is_date"]) else str(row["outcome_units"].item())
            table.add_row(str(row["outcome_title"].item()), *(_cell(row.sel(labels), end) for labels in part), units)
        console.print(table)
    if len(combinations) > len(shown):
        console.print(f"... and {len(combinations) - len(shown)} more combinations in the dataset")


def _cell(row: xr.Dataset, end: str) -> str:
    low, middle, high = (float(value) for value in row["value"].values)
    probability = float(row["probability"])
    if not bool(row["outcome_is_date"]):
        same = low == high
        return number(middle) if same else f"{number(middle)} ({number(low)} to {number(high)})"
    if math.isnan(middle) or math.isinf(middle):
        return "-" if math.isnan(probability) else f"not by {end} (P = {probability:.2f})"
    return f"{middle:.1f} ({low:.1f} to {f'>{end}' if math.isinf(high) else f'{high:.1f}'}) P = {probability:.2f}"


def _print_differences(console: Console, dataset: xr.Dataset, lever: str, names: tuple[str, ...]) -> None:
    from lunarsim.reading.analysis.differences import paired_differences

    result = paired_differences(dataset, lever)
    others = [name for name in names if name != lever]
    # Other levers are averaged over: the rows stay paired, the table stays small.
    result = result.mean(others) if others else result
    first, *rest = result[lever].values
    of_others = f" (mean over {', '.join(others)})" if others else ""
    title = f"Mean difference to {lever}={first}, same rows, 90 % interval{of_others}; never counts as the horizon"
    at_once = max(1, (console.width - TITLE_WIDTH) // DIFFERENCE_WIDTH)
    for start in range(0, len(rest), at_once):
        part = rest[start : start + at_once]
        table = _grid(title, "", [str(value) for value in part] + ["unit"])
        for outcome in result["outcome"].values:
            row = result.sel(outcome=outcome)
            is_date = bool(row["outcome_is_date"])
            cells = [_difference(row.sel({lever: value}), is_date) for value in part]
            table.add_row(
                str(row["outcome_title"].item()), *cells, "year" if is_date else str(row["outcome_units"].item())
            )
        console.print(table)


def _difference(cell: xr.Dataset, is_date: bool) -> str:
    mean, low, high = (float(cell[name]) for name in ("mean", "low", "high"))
    if math.isnan(mean):
        return "-"
    if low == high == 0:
        return "none"
    text = f"{_signed(mean)} ({_signed(low)} to {_signed(high)})"
    if low <= 0 <= high:
        return f"{text} unclear"
    words = ("later", "earlier") if is_date else ("more", "less")
    return f"{text} {words[mean < 0]}"


def _signed(value: float) -> str:
    return f"+{number(value)}" if value > 0 else number(value)


_STATES = {0: "not run", 2: "failed", 3: "timed out", 4: "infeasible", 5: "excluded", 6: "not needed"}


def _print_states(console: Console, dataset: xr.Dataset) -> None:
    status = dataset["status"].values
    parts = [f"{int((status == 1).sum())} of {status.size} runs"]
    parts += [f"{int((status == code).sum())} {word}" for code, word in _STATES.items() if (status == code).any()]
    console.print(", ".join(parts))
    errors = [text for text in dict.fromkeys(dataset["error"].values.ravel().tolist()) if text]
    for text in errors[:3]:
        console.print(f"  {text}")
