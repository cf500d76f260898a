"""The outcomes that are asked for by name: of the summary, of a mission, or any other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import xarray as xr

from lunarsim.reading.analysis.conditioning.named_quantity import CODE, DATE, FACTOR, FIELDS, Quantity, quantity
from lunarsim.reading.analysis.summary import Row, rows
from lunarsim.reading.titles.labels import label_title
from lunarsim.reading.titles.outcomes import outcome_title
from lunarsim.words.errors import AnalysisError, Fault, InputError


def chosen_rows(dataset: xr.Dataset, names: Sequence[str] | None) -> list[Row]:
    """Return outcomes, in memory, by patterns as ``show`` takes them, ``station_extended`` or ``change_8.launched``.

    Raises
    ------
    InputError
        With all names that are no outcome.
    """
    if names is None:
        return _read(rows(dataset))
    faults: list[Fault] = []
    chosen: list[Row] = []
    for name in [names] if isinstance(names, str) else names:
        variable = f"{name}_year" if f"{name}_year" in dataset.data_vars else name
        try:
            chosen += rows(dataset, [variable])
            continue
        except AnalysisError as error:
            about = quantity(dataset, name) if "." in name else str(error)
        if isinstance(about, str):
            faults.append(Fault(name, about))
        elif about.kind in (CODE, FACTOR):
            faults.append(Fault(name, "is no date and no amount, so it has no quantiles"))
        else:
            chosen.append(_row(about))
    if faults:
        raise InputError(faults)
    return _read(chosen)


def _read(chosen: Iterable[Row]) -> list[Row]:
    return [row._replace(values=row.values.load()) for row in chosen]


def _row(about: Quantity) -> Row:
    values = about.read()
    label = about.name.partition(".")[0]
    dim = next((dim for dim, fields in FIELDS.items() if about.field in fields), "program")
    title = f"{outcome_title(values)}, {label_title(dim, label, about.dataset)}"
    return Row(about.name, title, values.attrs.get("units", ""), values, about.kind == DATE)
