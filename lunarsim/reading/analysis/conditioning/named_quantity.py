"""What a condition may be about: a mission, an asset, a program, a factor or any outcome, by the name that is typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import xarray as xr

from lunarsim.reading.analysis.missions.launches import ABSENT, flag_meanings
from lunarsim.reading.analysis.sensitivity.design_check import factors
from lunarsim.reading.analysis.valid_runs import SAMPLING, finished, levers
from lunarsim.reading.outcome_names import near_names
from lunarsim.words.errors import nearest, unknown, unknown_choice

DATE, AMOUNT, CODE, FACTOR = "date", "amount", "code", "factor"

FIELDS: Mapping[str, Mapping[str, str]] = {
    "mission": {
        "launched": "mission_first_launch_year",
        "landed": "mission_first_landing_year",
        "outcome": "mission_first_outcome",
    },
    "asset": {"online": "asset_online_year"},
}
"""What may be asked of a mission, always of its first flight, and of an asset."""

_CALL = re.compile(r"(\w+)(?:\(([^()]*)\)|\[([^\[\]]*)\])")


class Quantity(NamedTuple):
    """One number of each run.

    Parameters
    ----------
    name, kind : str
        As typed; and whether it is a date, an amount, a code or a factor.
    label, field : str
        Mission or asset and its field, or the key of a factor; empty where it is neither.
    place : mapping
        Of an outcome with labels, the one that is meant, by dimension.
    codes : mapping
        Of a code, the numbers by their meaning.
    read : callable
        Reads the values, dims (levers, sample, replicate), of a factor fewer; NaN for never and for no such amount.
    dataset : Dataset
        The sweep.
    """

    name: str
    kind: str
    label: str
    field: str
    codes: Mapping[str, int]
    read: Callable[[], xr.DataArray]
    dataset: xr.Dataset
    place: Mapping[str, str] = {}

    def values(self) -> xr.DataArray:
        """Return the values, in memory."""
        return self.read().load()

    def known(self) -> xr.DataArray | bool:
        """Return for which runs the values say something: of a factor for all, else for those that ended well."""
        return True if self.kind == FACTOR else finished(self.dataset)

    def absent(self) -> xr.DataArray | None:
        """Return which runs have no such mission in their plan, or None where it is about no mission."""
        name = "mission_first_outcome"
        if self.field not in FIELDS["mission"] or name not in self.dataset:
            return None
        code = next((code for code, text in flag_meanings(self.dataset[name]).items() if text == ABSENT), None)
        return None if code is None else self.dataset[name].sel(mission=self.label, drop=True).load() == code


def quantity(dataset: xr.Dataset, name: str) -> Quantity | str:
    """Return what a name stands for, or what is wrong with it."""
    if name in factors(dataset) and name in dataset:
        return Quantity(name, FACTOR, name, "", {}, lambda: dataset[name], dataset)
    if name in levers(dataset) or name in lever_names(dataset):
        return f"is a lever, whose values stay side by side; choose one with --given {name}=VALUE"
    call = _CALL.fullmatch(name)
    if call is None and "." not in name:
        return _plain(dataset, name)
    label, field = ((call[2] or call[3] or "").strip(), call[1]) if call else name.split(".", 1)
    dims = [dim for dim in FIELDS if label in _labels(dataset, dim)]
    if dims:
        return _of_record(dataset, name, dims[0], label, field)
    return _of_label(dataset, name, label, field)


def lever_names(dataset: xr.Dataset) -> list[str]:
    """Return the config keys of the levers and the names along their dimensions."""
    along = [str(key) for key, values in dataset.coords.items() if set(values.dims) <= set(levers(dataset))]
    return [*along, *(str(dataset[key].attrs.get("config_key", key)) for key in along)]


def names(dataset: xr.Dataset) -> Iterator[str]:
    """Yield the names that a condition on a sweep may be about, for completion and for the nearest one."""
    for dim, fields in FIELDS.items():
        for label in _labels(dataset, dim):
            yield from (f"{label}.{field}" for field, variable in fields.items() if variable in dataset)
    for program in _labels(dataset, "program"):
        yield from (f"{program}.{word}" for word in _yearly(dataset))
    yield from factors(dataset)
    for variable in dataset.data_vars:
        own = _own_dims(dataset, str(variable))
        if own is None:
            continue
        if not own or (len(own) == 1 and dataset.sizes[own[0]] == 1):
            yield str(variable)
        elif len(own) == 1 and own[0] not in (*FIELDS, "month", "year"):
            yield from (f"{label}.{variable}" for label in _labels(dataset, own[0]))


def _yearly(dataset: xr.Dataset) -> list[str]:
    years = dataset["year"].values if "year" in dataset else ()
    amounts = [str(name) for name in dataset.data_vars if _own_dims(dataset, str(name)) == ["program", "year"]]
    return [f"{name.removesuffix('_musd')}_{year}" for name in amounts for year in years]


def _plain(dataset: xr.Dataset, name: str) -> Quantity | str:
    for variable in (name, f"{name}_year"):
        if variable not in dataset.data_vars:
            continue
        own = _own_dims(dataset, variable)
        if own is None:
            break
        if all(dataset.sizes[dim] == 1 for dim in own):
            return _quantity(dataset, name, variable, dict.fromkeys(own, 0))
        if len(own) == 1 and own[0] != "month":
            forms = ", ".join(f"{label}.{variable}" for label in _labels(dataset, own[0])[:6])
            return f"has a value for each {own[0].replace('_', ' ')}; name one: {forms}"
        return f"has the dimensions {', '.join(own)}, of which a condition cannot name one value"
    if name in _labels(dataset, "mission"):
        return f"is a mission; ask for its {', '.join(f'{name}.{field}' for field in FIELDS['mission'])}"
    every = [*names(dataset), *lever_names(dataset)]
    titles = {each: str(dataset[each].attrs.get("long_name", "")) for each in every if each in dataset.data_vars}
    if nearest(name, every) is None and (near := near_names(name, titles)):
        return f"no outcome has that name; near it: {', '.join(near)}"
    return unknown(name, every, "outcome")


def _of_record(dataset: xr.Dataset, name: str, dim: str, label: str, field: str) -> Quantity | str:
    """Return a field of a mission or an asset."""
    variable = FIELDS[dim].get(field, field)
    if variable in dataset and _own_dims(dataset, variable) == [dim]:
        found = _quantity(dataset, name, variable, {dim: _labels(dataset, dim).index(label)})
        return found._replace(label=label, field=field)
    if field in FIELDS[dim]:
        return f"{variable} is not in this sweep, which an earlier version made"
    return unknown_choice(field, FIELDS[dim], f"field of {'an' if dim[0] == 'a' else 'a'} {dim}")


def _of_label(dataset: xr.Dataset, name: str, label: str, field: str) -> Quantity | str:
    """Return an outcome of a program, station or whatever else has labels, in a year where it goes by years."""
    stem, _, year = field.rpartition("_")
    for variable in (field, f"{field}_year"):
        own = _own_dims(dataset, variable)
        if own is not None and len(own) == 1 and label in _labels(dataset, own[0]):
            return _quantity(dataset, name, variable, {own[0]: _labels(dataset, own[0]).index(label)})
    for variable in (stem, f"{stem}_musd"):
        own = _own_dims(dataset, variable)
        if own is not None and own[1:] == ["year"] and label in _labels(dataset, own[0]):
            years = _labels(dataset, "year")
            if year not in years:
                return f"has no year {year!r}, allowed {years[0]} to {years[-1]}"
            return _quantity(
                dataset, name, variable, {own[0]: _labels(dataset, own[0]).index(label), "year": years.index(year)}
            )
    return unknown(f"{label}.{field}", names(dataset), "name")


def _quantity(dataset: xr.Dataset, name: str, variable: str, at: Mapping[str, int]) -> Quantity:
    values = dataset[variable]
    codes: dict[str, int] = {}
    if "flag_meanings" in values.attrs:
        codes = {meaning: code for code, meaning in flag_meanings(values).items()}
    kind = CODE if codes else DATE if variable.endswith("_year") else AMOUNT
    place = {dim: _labels(dataset, dim)[index] for dim, index in at.items() if dataset.sizes[dim] > 1}
    return Quantity(name, kind, "", "", codes, lambda: values.isel(dict(at), drop=True), dataset, place)


def _own_dims(dataset: xr.Dataset, variable: str) -> list[str] | None:
    """Return the dimensions of an outcome behind those of the runs; None where it is no outcome of runs."""
    if variable not in dataset.data_vars or variable in ("error", "status"):
        return None
    dims = dataset[variable].dims
    if not set(SAMPLING) <= set(dims) or dataset[variable].dtype.kind not in "fiub":
        return None
    return [str(dim) for dim in dims if dim not in dataset["status"].dims]


def _labels(dataset: xr.Dataset, dim: str) -> list[str]:
    return [str(label) for label in dataset[dim].values] if dim in dataset.coords else []
