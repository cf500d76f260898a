"""A sweep as netCDF-4 after the CF conventions.

Six things differ from the stored dataset. Names are letters, digits and underscores: ``plant.availability`` becomes
``plant_availability``, and ``config_key`` keeps the key. Labels are arrays of characters: ``site``, which xarray reads
as the index, and ``site_label`` with the same content, which ``coordinates`` names, since to CF a coordinate of texts
must not have the name of its dimension. Numbers along a dimension rise or fall: levers in another order are sorted.
Texts of attributes have a fixed length (``NC_CHAR``), as programs that do not know strings of netCDF-4 drop others;
empty ones are left out. UDUNITS knows no money: ``MUSD`` becomes ``1e6`` and ``USD/kg`` becomes ``1/kg``, with
``currency`` and ``currency_units`` beside them. Booleans become the flags 0 and 1. Counts and codes are whole numbers
with the fill value that they are stored with.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lunarsim.study.store.layout import stored_dtype

if TYPE_CHECKING:
    import xarray as xr

LEVEL = 1
"""Of compression: series of steps shrink at the lowest level already."""


def write(dataset: xr.Dataset, path: Path) -> list[str]:
    """Write a dataset, one variable in memory at a time; there are no notes on it.

    h5netcdf is the backend: it is kept by xarray's own developers, and needs HDF5 only, where netCDF4 brings the
    netCDF library as well.
    """
    ready = conforming(dataset)
    for variable in ready.variables.values():
        if variable.dtype.kind in "fiu" and variable.ndim and variable.size:
            variable.encoding |= {"zlib": True, "complevel": LEVEL}
    ready.to_netcdf(path, engine="h5netcdf", format="NETCDF4")
    _fix_lengths(path)
    return []


def _fix_lengths(path: Path) -> None:
    """Give texts of attributes a fixed length; the backend writes those of xarray itself without, too."""
    import h5py

    with h5py.File(path, "r+") as file:
        for holder in (file, *file.values()):
            for name in list(holder.attrs):
                kind = holder.attrs.get_id(name).get_type()
                if isinstance(kind, h5py.h5t.TypeStringID) and kind.is_variable_str():
                    text = holder.attrs[name].encode()
                    holder.attrs.create(name, np.array(text, dtype=h5py.string_dtype("utf-8", len(text))))


def conforming(dataset: xr.Dataset) -> xr.Dataset:
    """Return a dataset as the CF conventions want it."""
    taken: set[str] = set()
    names = {str(name): _plain_name(str(name), taken) for name in dict.fromkeys((*dataset.dims, *dataset.variables))}
    ready = dataset.rename({old: new for old, new in names.items() if old != new})
    ready = ready.sortby([name for name in ready.dims if name in ready.coords and _is_in_disorder(ready[name])])
    texts = [str(name) for name, labels in ready.coords.items() if labels.dtype.kind not in "fiubM"]
    labels = {name: _plain_name(f"{name}_label", taken) for name in texts if name in ready.dims}
    ready = ready.assign_coords({name: ready[name].astype(object) for name in texts})
    ready = ready.assign_coords({new: (name, ready[name].values, ready[name].attrs) for name, new in labels.items()})
    lengths = {name: _plain_name(f"{name}_length", taken) for name in texts}
    lengths |= {new: lengths[name] for name, new in labels.items()}
    booleans = {"flag_values": [0, 1], "flag_meanings": "false true"}
    for name in [name for name, variable in ready.variables.items() if variable.dtype.kind == "b"]:
        ready[name] = ready[name].astype("i1").assign_attrs(ready[name].attrs | booleans)
    for name, variable in ready.variables.items():
        stored = stored_dtype(variable)
        kept = {"M": ("units", "calendar"), "i": ("dtype", "_FillValue")}.get(stored.kind, ())
        variable.encoding = {key: variable.encoding[key] for key in kept if key in variable.encoding}
        variable.attrs = _attributes(variable.attrs, stored)
        if name in lengths:
            variable.encoding |= {"dtype": "S1", "char_dim_name": lengths[str(name)]}
        if variable.dtype.kind == "M":
            variable.attrs["units_metadata"] = "leap_seconds: none"
        if stored.kind == "i" and "_FillValue" in variable.encoding:
            continue
        if variable.dtype.kind == "f" and name not in ready.coords:
            variable.encoding["_FillValue"] = variable.dtype.type("nan")
        elif variable.dtype.kind != "M":
            variable.encoding["_FillValue"] = None
    attrs = {name: value for name, value in ready.attrs.items() if not _is_empty(value)}
    attrs["history"] = f"{attrs.get('created', '')} lunarsim {attrs.get('command', '')}".strip()
    ready.attrs = attrs
    return ready


def _is_in_disorder(labels: xr.DataArray) -> bool:
    if labels.dtype.kind not in "fiu":
        return False
    steps = np.diff(labels.values)
    return not ((steps > 0).all() or (steps < 0).all())


def _plain_name(name: str, taken: set[str]) -> str:
    plain = re.sub(r"\W", "_", name, flags=re.ASCII)
    plain = plain if plain[0].isalpha() else f"lever_{plain}"
    while plain in taken:
        plain += "_"
    taken.add(plain)
    return plain


def _attributes(attrs: dict[Any, Any], dtype: np.dtype[Any]) -> dict[Any, Any]:
    found = dict(attrs)
    if "flag_values" in found:
        found["flag_values"] = np.array(found["flag_values"], dtype=dtype)
        found.pop("units", None)
    units = found.get("units", "")
    if "USD" in units:
        found |= {"units": units.replace("MUSD", "1e6").replace("USD", "1"), "currency": "USD", "currency_units": units}
    if dtype.kind not in "fiu":
        found.pop("units", None)
    return {name: value for name, value in found.items() if not _is_empty(value)}


def _is_empty(value: object) -> bool:
    return isinstance(value, str | list | tuple) and not len(value)
