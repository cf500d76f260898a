"""The outcomes that are asked for by name: of the summary, of a mission, or any other."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr

from lunarsim.reading.analysis.conditioning.named_quantity import CODE, DATE, FACTOR, Quantity, quantity
from lunarsim.reading.analysis.summary import Row, rows
from lunarsim.words.errors import Fault, InputError


def chosen_rows(dataset: xr.Dataset, names: Sequence[str] | None) -> list[Row]:
    """Return outcomes by the names that conditions know too: variables, ``station_extended``, ``change_8.launched``.

    Raises
    ------
    InputError
        With all names that are no outcome.
    """
    if names is None:
        return list(rows(dataset))
    faults: list[Fault] = []
    chosen: list[Row] = []
    for name in [names] if isinstance(names, str) else names:
        variable = next((each for each in (name, f"{name}_year") if each in dataset.data_vars), None)
        trailing = len(dataset[variable].dims) - dataset["status"].ndim if variable is not None else -1
        if variable is not None and trailing in (0, 1) and "flag_values" not in dataset[variable].attrs:
            chosen += rows(dataset, [variable])
            continue
        about = quantity(dataset, name)
        if isinstance(about, str):
            faults.append(Fault(name, about))
        elif about.kind in (CODE, FACTOR):
            faults.append(Fault(name, "is no date and no amount, so it has no quantiles"))
        else:
            chosen.append(_row(about))
    if faults:
        raise InputError(faults)
    return chosen


def _row(about: Quantity) -> Row:
    values = about.read()
    title = f"{values.attrs.get('long_name', about.name)}, {about.name.partition('.')[0]}"
    return Row(about.name, f"{title[:1].upper()}{title[1:]}", values.attrs.get("units", ""), values, about.kind == DATE)
