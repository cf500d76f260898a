"""Export of a stored sweep to one file, which is there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from lunarsim.words.errors import Fault, InputError, StoreError

if TYPE_CHECKING:
    import xarray as xr

SUFFIXES = {"netcdf": ".nc", "csv": ".csv", "parquet": ".parquet"}
"""Formats, with the ends of their files' names."""

_NEEDS = {"netcdf": ("h5netcdf", "netcdf"), "parquet": ("pyarrow", "parquet")}
"""Formats that need a package, with the extra of lunarsim that brings it."""


def export(path: Path, form: str, output: Path | None = None) -> Path:
    """Write a stored sweep to a file and return its path.

    Parameters
    ----------
    path : Path
        The dataset ``sweep.zarr``.
    form : str
        ``netcdf``: the whole dataset; ``csv`` or ``parquet``: one row a run, with levers, factors and what has
        one value a run.
    output : Path, optional
        The file, which must not exist; left out, ``sweep.nc`` and so on beside the dataset, replaced if it is there.

    Raises
    ------
    InputError
        If the file exists or a package is not installed.
    StoreError
        If the dataset cannot be read or the file cannot be written; there is no file then.
    """
    import xarray as xr

    package, extra = _NEEDS.get(form, ("csv", ""))
    if find_spec(package) is None:
        problem = f"{form} needs the package {package}; install it with: pip install 'lunarsim[{extra}]'"
        raise InputError([Fault("--to", problem)])
    if output is not None and output.exists():
        raise InputError([Fault("--output", f"{output} exists already; choose another name")])
    target = output if output is not None else path.with_suffix(SUFFIXES[form])
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with xr.open_dataset(path, engine="zarr", chunks=None, cache=False) as dataset:
            try:
                _writer(form)(dataset, part)
                part.replace(target)
            except OSError as error:
                raise StoreError(f"{target} cannot be written: {error.strerror or error}") from error
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise StoreError(f"{path}: cannot be exported: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    return target


def _writer(form: str) -> Callable[[xr.Dataset, Path], None]:
    from lunarsim.reading.export import netcdf, tables

    return {"netcdf": netcdf.write, "csv": tables.write_csv, "parquet": tables.write_parquet}[form]
