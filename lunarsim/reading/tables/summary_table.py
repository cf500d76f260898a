"""The summary as a table for the eye."""

from __future__ import annotations

import itertools
import shutil
import textwrap
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lunarsim.reading.opening import open_sweep, readable
from lunarsim.reading.tables.columns import Column, tables
from lunarsim.reading.tables.promises_table import NOTE, promise_table
from lunarsim.reading.wording import (
    FEW,
    STATES,
    difference,
    format_count,
    format_date,
    format_number,
    format_probability,
    share,
    spread,
    spread_of_dates,
)
from lunarsim.study.model.interface import OK
from lunarsim.words.terminal import OF_PLANS, OF_WHAT_IFS, as_typed, one_line

if TYPE_CHECKING:
    import xarray as xr

WIDTH_OF_FILES = 160
"""Characters of a line where the table does not go to a terminal."""

COLUMNS_SHOWN = 12
"""More columns than this nobody reads; the dataset has them all."""

ERRORS_SHOWN = 3

_QUANTILES = (
    "P10, P50, P90: what 10, 50, 90 % of the runs stay below "
    "(resource reports count the other way round: their P90 is the low case)."
)
_PROBABILITY = (
    "P: the probability that a date is reached by the end of the simulation, or that there is such an amount."
)
_FEW = "-: fewer than half of the runs have such an amount; show --json has the quantiles of these alone."
_REPORTED = (
    "As resources are reported: P90, the low case, is what 90 % of the runs reach or exceed (P10 of the table above). "
    "No tonnage is a reserve."
)
_PAIRS = (
    "Same rows, 90 % interval; only pairs count that both have a value. "
    "A date that is not reached counts as the end of the simulation."
)


def show(path: Path | str) -> None:
    """Print the summary of a stored sweep.

    Parameters
    ----------
    path : Path or str
        A sweep's folder or its ``.zarr``, or the URL of either.

    Raises
    ------
    StoreError
        If there is no readable sweep.
    """
    from lunarsim.reading.analysis.summary import needed

    with open_sweep(path) as dataset, readable(path):
        selected = needed(dataset)
    # A run has said so before it began.
    _print_notes(selected, OF_WHAT_IFS)
    summarize(selected)


def summarize(dataset: xr.Dataset) -> None:
    """Print quantiles and probabilities for each combination of levers, and paired differences."""
    from lunarsim.reading.analysis.mine.reported_resource import has_resources, resources
    from lunarsim.reading.analysis.missions.promises import has_promises, promises
    from lunarsim.reading.analysis.sensitivity.design_check import design_note
    from lunarsim.reading.analysis.summary import needed
    from lunarsim.reading.analysis.summary import summarize as summary_of
    from lunarsim.reading.analysis.valid_runs import finished, levers

    dataset = needed(dataset)
    names = levers(dataset)
    if finished(dataset).any():
        note = design_note(dataset)
        if note:
            print(textwrap.fill(note, _width()) + "\n")
        summary = summary_of(dataset)
        if names:
            _print_combinations(summary, names)
        else:
            _print_single(summary)
        _print_definitions(dataset)
        if has_promises(dataset):
            _print_promises(promises(dataset), summary["end_year"], names)
        if has_resources(dataset):
            _print_resources(resources(dataset), names)
        for lever in names:
            if dataset.sizes[lever] > 1:
                _print_differences(dataset, lever, [name for name in names if name != lever])
        _print_notes(dataset, OF_PLANS)
    _print_states(dataset)


def _print_notes(dataset: xr.Dataset, start: str | tuple[str, ...]) -> None:
    """Print the notes that begin so, of those that were made when the sweep was planned."""
    lines = [line for line in str(dataset.attrs.get("notes", "")).splitlines() if line.startswith(start)]
    for line in lines:
        print(textwrap.fill(one_line(f"{line[0].upper()}{line[1:]}."), _width()))
    if lines:
        print()


def _print_single(summary: xr.Dataset) -> None:
    end = float(summary["end_year"])
    cells, few = [], 0
    for row in _outcomes(summary):
        probability = float(row["value_probability"])
        is_date = bool(row["outcome_is_date"])
        values = [float(value) for value in row["quantile_value"].values]
        is_of_few = not is_date and 0 < probability < FEW
        few += is_of_few
        number = _number(row)
        numbers = (format_date(value, end) if is_date else number(value) for value in values)
        certain = not is_date and probability == 1
        cells.append([*(["-"] * 3 if is_of_few else numbers), "" if certain else format_probability(probability)])
    heads = [("P10",), ("P50",), ("P90",), ("P(reached)",)]
    notes = (_QUANTILES, _PROBABILITY, *([_FEW] if few else []))
    _print_columns("Summary", _titles(summary), heads, zip(*cells, strict=True), notes)


def _print_combinations(summary: xr.Dataset, names: Sequence[str]) -> None:
    ends = summary["end_year"]
    heads, columns = [], []
    for indices in itertools.product(*(range(summary.sizes[name]) for name in names)):
        labels = dict(zip(names, indices, strict=True))
        heads.append(tuple(f"{name}={as_typed(summary[name].values.item(index))}" for name, index in labels.items()))
        end = float(ends.isel(labels))
        columns.append([_cell(row, end) for row in _outcomes(summary.isel(labels))])
    _print_columns("P50 (P10 to P90)", _titles(summary), heads, columns, (_QUANTILES, _PROBABILITY))


def _cell(row: xr.Dataset, end: float) -> str:
    low, middle, high = (float(value) for value in row["quantile_value"].values)
    probability = float(row["value_probability"])
    if bool(row["outcome_is_date"]):
        return spread_of_dates(low, middle, high, probability, end)
    return spread(low, middle, high, probability, _number(row))


def _number(row: xr.Dataset) -> Callable[[float], str]:
    """Return how the numbers of an outcome are written."""
    return format_count if str(row["outcome_name"].item()) in row.attrs["counts"] else format_number


def _print_definitions(dataset: xr.Dataset) -> None:
    """Print what each date is the date of, as the dataset describes it."""
    from lunarsim.reading.analysis.summary import CHOSEN

    dates = [dataset[name].attrs for name in CHOSEN if name in dataset and name.endswith("_year")]
    texts = [
        f"{attrs['long_name'][:1].upper()}{attrs['long_name'][1:]}: {attrs['description']}"
        for attrs in dates
        if {"long_name", "description"} <= attrs.keys()
    ]
    if texts:
        print("\n".join(textwrap.fill(text, _width(), subsequent_indent="  ") for text in texts) + "\n")


def _print_promises(result: xr.Dataset, ends: xr.DataArray, names: Sequence[str]) -> None:
    table = promise_table(result, ends, names)
    if table.titles:
        _print_columns("Official milestones", table.titles, table.heads, table.columns, (*table.asks, NOTE))


def _print_resources(result: xr.Dataset, names: Sequence[str]) -> None:
    """Print tonnages by class: low, middle and high case, and the mean; levers are columns."""
    classes = [str(name) for name in result["reported_class"].values]
    rows = [(row, name) for name in classes for row in _outcomes(result)]
    titles = [f"{_with_units(row)}, {name.replace('_', ' ')}" for row, name in rows]
    heads, columns = [], []
    for indices in itertools.product(*(range(result.sizes[name]) for name in names)):
        labels = dict(zip(names, indices, strict=True))
        combination = tuple(f"{name}={as_typed(result[name].values.item(index))}" for name, index in labels.items())
        cells = [row.sel({"reported_class": name}).isel(labels) for row, name in rows]
        heads.append(combination)
        columns.append([_reported(cell) for cell in cells])
    _print_columns("Resource: P50 (P90 low case to P10 high case)", titles, heads, columns, (_REPORTED,))


def _reported(cell: xr.Dataset) -> str:
    low, middle, high = (float(cell["tonnage_value"].sel({"report_case": case})) for case in ("P90", "P50", "P10"))
    text, part = spread(low, middle, high, 1.0), float(cell["class_share"])
    if part == 0 or text == "-":
        return "-"
    return f"{text}; mean {format_number(float(cell['mean_value']))}" + (
        f"; {share(part)} of the runs" if part < 1 else ""
    )


def _print_differences(dataset: xr.Dataset, lever: str, others: list[str]) -> None:
    from lunarsim.reading.analysis.differences import paired_differences
    from lunarsim.reading.analysis.valid_runs import end_years

    result = paired_differences(dataset, lever, over=others).isel({lever: slice(1, None)})
    indices = range(result.sizes[lever])
    columns = [[_difference(row) for row in _outcomes(result.isel({lever: index}))] for index in indices]
    notes = [_PAIRS]
    if bool((result["mean_difference"].notnull() & result["interval_low"].isnull()).any()):
        lone = "one sample" if dataset.sizes["sample"] == 1 else "no independent samples"
        notes.append(f"A difference without brackets: {lone}, no interval.")
    ends = end_years(dataset)
    if bool((ends.max(lever) > ends.min(lever)).any()):
        notes.append("Dates are not compared where the ends of the simulations differ.")
    first = as_typed(dataset[lever].values.item(0))
    over = f", mean over {', '.join(others)}" if others else ""
    heads = [(f"{lever}={as_typed(value)}",) for value in result[lever].values.tolist()]
    _print_columns(f"Mean difference to {lever}={first}{over}", _titles(result), heads, columns, notes)


def _difference(row: xr.Dataset) -> str:
    mean, low, high = (float(row[name]) for name in ("mean_difference", "interval_low", "interval_high"))
    return difference(mean, low, high, bool(row["outcome_is_date"]))


def _outcomes(result: xr.Dataset) -> Iterable[xr.Dataset]:
    return (result.isel({"outcome_name": index}) for index in range(result.sizes["outcome_name"]))


def _print_columns(
    title: str,
    titles: Sequence[str],
    heads: Sequence[tuple[str, ...]],
    columns: Iterable[Sequence[str]],
    notes: Sequence[str],
) -> None:
    """Print outcomes, by their titles, against columns, and under them what the figures mean."""
    width = _width()
    found = [Column(head, tuple(cells)) for head, cells in zip(heads, columns, strict=True)]
    for table in tables(titles, found[:COLUMNS_SHOWN], width):
        print(f"{textwrap.fill(title, width)}\n\n{table}\n")
    if len(found) > COLUMNS_SHOWN:
        print(f"... and {len(found) - COLUMNS_SHOWN} more in the dataset\n")
    print("\n".join(textwrap.fill(note, width) for note in notes) + "\n")


def _titles(result: xr.Dataset) -> list[str]:
    return [_with_units(row) for row in _outcomes(result)]


def _with_units(row: xr.Dataset) -> str:
    title, units = str(row["outcome_title"].item()), str(row["outcome_units"].item())
    return title if units in ("", "1") else f"{title} [{units}]"


def _width() -> int:
    return shutil.get_terminal_size((WIDTH_OF_FILES, 24)).columns


def _print_states(dataset: xr.Dataset) -> None:
    status = dataset["status"].values
    parts = [f"{int((status == OK).sum())} of {status.size} runs"]
    parts += [f"{int((status == code).sum())} {word}" for code, word in STATES.items() if (status == code).any()]
    print(", ".join(parts))
    errors = [text for text in dict.fromkeys(dataset["error"].values.ravel().tolist()) if text]
    for text in errors[:ERRORS_SHOWN]:
        print(textwrap.indent(str(text), "  "))
