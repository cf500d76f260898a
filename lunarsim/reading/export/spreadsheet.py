"""A sweep as a workbook: what it is of, the summary, the runs, units and assumptions.

Texts are written as texts, so that none is run as a formula and no address becomes a link. Dates stand as decimal
years, as in the dataset, and beside them as dates of the spreadsheet. Series by month are left out.
"""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from lunarsim.reading.digits import decimals
from lunarsim.reading.export.narrowing import CHOSEN_ROWS
from lunarsim.reading.export.row_files import blocks, columns, units
from lunarsim.reading.outcome_names import is_date
from lunarsim.reading.scales import in_readable_units
from lunarsim.reading.titles.levers import lever_title_with_units, lever_value
from lunarsim.reading.titles.notes import note_in_words
from lunarsim.reading.titles.outcomes import money_note
from lunarsim.reading.wording import FEW
from lunarsim.words.errors import Fault, InputError
from lunarsim.words.terminal import escaped

if TYPE_CHECKING:
    import xarray as xr

MOST_CELLS = 500_000
"""Cells that the sheet of runs may have; with more a spreadsheet is slow, and its file large."""

LONGEST_TEXT = 32_767
"""Characters that a cell holds."""

WIDEST = 60
DATE_FORMAT = "yyyy-mm-dd"
OF_FEW = "few have any"
"""What stands in the place of quantiles of an amount that fewer than half of the runs have."""

MEAN = "mean (never = end)"

Cell = Any


class Figure(NamedTuple):
    """A number, and the format in which a spreadsheet shows fewer digits than it has."""

    value: float
    shown: str


def write(dataset: xr.Dataset, path: Path) -> list[str]:
    """Write a workbook of a sweep and return notes on what it could not keep.

    Raises
    ------
    InputError
        If the sheet of runs would have too many cells.
    """
    heads = _heads(dataset)
    runs = int(dataset["status"].size)
    if runs * len(heads) > MOST_CELLS:
        problem = (
            f"xlsx: {runs:,} runs with {len(heads)} columns are {runs * len(heads):,} cells, allowed {MOST_CELLS:,}; "
            "take some of the outcomes (--outcomes 'station_*,npv_musd'), leave the runs out (--quantiles), or write "
            "them as --to parquet"
        )
        raise InputError([Fault("--to", problem)])
    _write(dataset, path, {"Runs": itertools.chain([heads], _runs(dataset))})
    return []


def write_summary(dataset: xr.Dataset, path: Path) -> list[str]:
    """Write a workbook of a sweep without its runs; there are no notes on it."""
    _write(dataset, path, {})
    return []


def _write(dataset: xr.Dataset, path: Path, more: dict[str, Iterable[Sequence[Cell]]]) -> None:
    import xlsxwriter

    sheets: dict[str, Iterable[Sequence[Cell]]] = {
        "About": _about(dataset, bool(more)),
        "Summary": _summary(dataset),
        **more,
        "Units": _units(dataset),
        "Assumptions": _assumptions(dataset),
    }
    # Rows are written as they come, so that memory does not grow with them.
    settings = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), {**settings, "tmpdir": str(path.parent)}) as book:
        bold, date = book.add_format({"bold": True}), book.add_format({"num_format": DATE_FORMAT})
        figures: dict[str, Any] = {}
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name != "About":
                sheet.freeze_panes(1, 0)
            for at, row in enumerate(rows):
                if not at:
                    for column, head in enumerate(row):
                        sheet.set_column(column, column, min(WIDEST, max(12, len(str(head)) + 2)))
                for column, value in enumerate(row):
                    style = bold if at == 0 or (name == "About" and not column) else None
                    if isinstance(value, Figure):
                        if value.shown not in figures:
                            figures[value.shown] = book.add_format({"num_format": value.shown})
                        style = figures[value.shown]
                    _put(sheet, at, column, value.value if isinstance(value, Figure) else value, style, date)


def _put(sheet: Any, row: int, column: int, value: Cell, style: Any, date: Any) -> None:
    """Write a cell by what it is; what is missing, or no finite number, stays empty."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, style)
    elif isinstance(value, dt.datetime):
        sheet.write_datetime(row, column, value, date)
    else:
        text = escaped(str(value))
        sheet.write_string(row, column, text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…", style)


def as_date(year: Any) -> dt.datetime | None:
    """Return a decimal year as the day that it falls on; None where there is none, or a spreadsheet has no such day."""
    if year is None or not math.isfinite(year) or not 1900 <= year < 9999:
        return None
    whole = math.floor(year)
    days = math.floor((year - whole) * (366 if calendar.isleap(whole) else 365) + _ROUNDING_DAYS)
    return dt.datetime(whole, 1, 1) + dt.timedelta(days=days)


_ROUNDING_DAYS = 1e-4
"""A day is stored as a part of a year, of which the last digits are lost."""


def _heads(dataset: xr.Dataset) -> list[str]:
    dates = _dates(dataset)
    names = [column.name for column in columns(dataset)]
    return [head for name in names for head in ([name, f"{name} as date"] if name in dates else [name])]


def _runs(dataset: xr.Dataset) -> Iterator[Sequence[Cell]]:
    dates = _dates(dataset)
    for block in blocks(dataset):
        parts: list[list[Cell]] = []
        for name, values in block.items():
            parts.append(values)
            if name in dates:
                parts.append([as_date(value) for value in values])
        yield from zip(*parts, strict=True)


def _dates(dataset: xr.Dataset) -> set[str]:
    """Return the outcomes that are dates; factors may be named like one, but lie along samples only."""
    run_dims = set(dataset["status"].dims)
    return {str(name) for name in dataset.data_vars if is_date(str(name)) and run_dims <= set(dataset[name].dims)}


def _about(dataset: xr.Dataset, with_runs: bool) -> Iterator[Sequence[Cell]]:
    from lunarsim.reading.analysis.sensitivity.design_check import design_note
    from lunarsim.reading.subject import subject

    attrs = dataset.attrs
    yield ("lunarsim", str(attrs.get("title", "")))
    yield from subject(dataset)
    yield ("Made", str(attrs.get("created", "")))
    yield ("Command", f"lunarsim {attrs.get('command', '')}")
    for note in str(attrs.get("notes", "")).splitlines():
        yield ("Note", note_in_words(note))
    if note := design_note(dataset):
        yield ("Note", note)
    yield ("Sheets", "Summary: quantiles and probabilities of each outcome for each combination of levers")
    if with_runs:
        yield ("", "Runs: one row for each run: levers, factors, state, outcomes; series by month are left out")
    yield ("", "Units: name, unit and description of each column. Assumptions: every parameter with its source")
    yield ("Dates", "decimal years, and beside them dates of the spreadsheet; empty: not by the end of the simulation")
    yield ("P10, P50, P90", "what 10, 50, 90 % of the runs stay below; dates not reached are later than all others")
    if money := money_note(dataset, ["USD"]):
        yield ("Money", money)
    yield (MEAN, "mean over the runs; of a date, runs that never reach it count as the end of the simulation")
    yield (OF_FEW, "fewer than half of the runs have such an amount; quantiles of these alone would seem to be of all")


def _summary(dataset: xr.Dataset) -> Iterator[Sequence[Cell]]:
    from lunarsim.reading.analysis.summary import needed, summarize
    from lunarsim.reading.analysis.valid_runs import finished, levers
    from lunarsim.reading.tables.combinations import combinations

    names = levers(dataset)
    shares = ("P10", "P50", "P90")
    heads = [lever_title_with_units(dataset, name) for name in names]
    yield [*heads, "outcome", "title", "unit", *shares, MEAN, "P", "runs", *(f"{share} as date" for share in shares)]
    if not bool(finished(dataset).any()):
        return
    chosen = dataset.attrs.get(CHOSEN_ROWS)
    result = in_readable_units(
        summarize(needed(dataset, chosen), outcomes=chosen), ("quantile_value",), ("mean_value",)
    )
    for at in combinations(result, names):
        one = result.isel(at)
        here = [_in_words(dataset, name, result[name].values.item(index)) for name, index in at.items()]
        for index in range(one.sizes["outcome_name"]):
            row = one.isel({"outcome_name": index})
            values = [float(value) for value in row["quantile_value"].values]
            part = float(row["value_probability"])
            dated, end = bool(row["outcome_is_date"]), float(one["end_year"])
            few = not dated and 0 < part < FEW
            units = "year" if dated else str(row["outcome_units"].item())
            yield [
                *here,
                *(str(row[name].item()) for name in ("outcome_name", "outcome_title")),
                units,
                *(
                    OF_FEW if few else f"not by {end:.1f}" if math.isinf(value) else _figure(value, dated)
                    for value in values
                ),
                None if few else _figure(float(row["mean_value"]), dated),
                Figure(part, "0.00"),
                int(row["run_count"]),
                *(as_date(value) if dated else None for value in values),
            ]


def _in_words(dataset: xr.Dataset, lever: str, value: Any) -> Cell:
    """Return the value of a lever: a number as it is, a name in words."""
    return lever_value(dataset, lever, value) if isinstance(value, str) else _label(value)


def _figure(value: float, is_date: bool) -> Figure:
    """Return a number that shows the digits that it has in tables; a date shows a tenth of a year."""
    places = max(0, decimals(value)) if math.isfinite(value) else 0
    return Figure(value, "0.0" if is_date else f"#,##0.{'0' * places}".rstrip("."))


def _units(dataset: xr.Dataset) -> Iterator[Sequence[Cell]]:
    yield ("name", "long name", "unit", "description")
    for column in columns(dataset):
        attrs = dataset[column.variable].attrs
        unit = "" if column.meanings else units(dataset, column.variable)
        yield (column.name, attrs.get("long_name", ""), unit, attrs.get("description", ""))


def _assumptions(dataset: xr.Dataset) -> Iterator[Sequence[Cell]]:
    """Yield every parameter of the stored config that this version declares, and the factors as the sweep had them."""
    from lunarsim.reading.overrides import lever_keys, overrides
    from lunarsim.reading.titles.labels import stored_config
    from lunarsim.reading.titles.parameters import declared_at, parameter_title

    yield ("parameter", "title", "value", "unit", "allowed", "distribution", "source", "evidence", "changed")
    changed = {each.key: f"yes; default {each.default}" if each.default else "yes" for each in overrides(dataset)}
    levers = lever_keys(dataset)
    for key, value in _flat(stored_config(dataset)):
        declared = declared_at(key)
        if declared is None:
            continue
        attrs = dataset[key].attrs if key in dataset.data_vars else {}
        yield (
            key,
            parameter_title(key),
            "varied (a lever)" if key in levers else _label(value),
            declared.unit,
            attrs.get("allowed", declared.allowed()),
            attrs.get("distribution", ""),
            attrs.get("source", declared.source),
            attrs.get("evidence", declared.evidence),
            changed.get(key, "no"),
        )


def _flat(config: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in config.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _label(value: Any) -> Cell:
    return value if isinstance(value, (bool, int, float)) else "" if value is None else str(value)
