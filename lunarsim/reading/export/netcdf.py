"""A sweep as netCDF-4 after the CF conventions.

Four things differ from the stored dataset. Names are letters, digits and underscores: ``plant.availability`` becomes
``plant_availability``, and ``config_key`` keeps the key. A coordinate of texts is no coordinate variable to CF: the
labels of ``site`` stand in ``site_label``; ``set_index(site="site_label")`` makes them an index again. UDUNITS knows no
money: ``MUSD`` becomes ``1e6`` and ``USD/kg`` becomes ``1/kg``, with ``currency`` and ``currency_units`` beside them.
Booleans become the flags 0 and 1. Counts and codes are whole numbers with the fill value that they are stored with.
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


def write(dataset: xr.Dataset, path: Path) -> None:
    """Write a dataset, one variable in memory at a time.

    h5netcdf is the backend: it is kept by xarray's own developers, and needs HDF5 only, where netCDF4 brings the
    netCDF library as well.
    """
    ready = conforming(dataset)
    encoding: dict[str, dict[str, Any]] = {}
    for name, variable in ready.variables.items():
        if variable.dtype.kind in "fiu" and variable.ndim and variable.size:
            encoding[str(name)] = variable.encoding | {"zlib": True, "complevel": LEVEL}
    ready.to_netcdf(path, engine="h5netcdf", format="NETCDF4", encoding=encoding)


def conforming(dataset: xr.Dataset) -> xr.Dataset:
    """Return a dataset as the CF conventions want it."""
    taken: set[str] = set()
    names = {str(name): _plain_name(str(name), taken) for name in dict.fromkeys((*dataset.dims, *dataset.variables))}
    ready = dataset.rename({old: new for old, new in names.items() if old != new})
    texts = [str(name) for name in ready.dims if name in ready.coords and ready[name].dtype.kind not in "fiubM"]
    ready = ready.reset_index(texts).rename_vars({name: f"{name}_label" for name in texts})
    booleans = {"flag_values": [0, 1], "flag_meanings": "false true"}
    for name in [name for name, variable in ready.variables.items() if variable.dtype.kind == "b"]:
        ready[name] = ready[name].astype("i1").assign_attrs(ready[name].attrs | booleans)
    for name, variable in ready.variables.items():
        stored = stored_dtype(variable)
        kept = {"M": ("units", "calendar"), "i": ("dtype", "_FillValue")}.get(stored.kind, ())
        variable.encoding = {key: variable.encoding[key] for key in kept if key in variable.encoding}
        variable.attrs = _attributes(variable.attrs, stored)
        if variable.dtype.kind == "M":
            variable.attrs["units_metadata"] = "leap_seconds: none"
        if stored.kind == "i" and "_FillValue" in variable.encoding:
            continue
        if variable.dtype.kind == "f" and name not in ready.coords:
            variable.encoding["_FillValue"] = variable.dtype.type("nan")
        elif variable.dtype.kind != "M":
            variable.encoding["_FillValue"] = None
    attrs = {name: value for name, value in ready.attrs.items() if value != ""}
    attrs["history"] = f"{attrs.get('created', '')} lunarsim {attrs.get('command', '')}".strip()
    return ready.assign_attrs(attrs)


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
    return found
