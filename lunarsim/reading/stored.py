"""Opening a stored sweep, with a plain word where that fails."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from lunarsim.words.errors import StoreError

if TYPE_CHECKING:
    import xarray as xr


def open_sweep(path: Path) -> xr.Dataset:
    """Open a stored sweep for reading; arrays are read where they are used.

    Parameters
    ----------
    path : Path
        A sweep's folder, or its dataset of whatever name.

    Raises
    ------
    StoreError
        If there is no readable sweep.
    """
    import xarray as xr

    from lunarsim.reading.analysis.summary import ABOUT_RUNS

    store = _found(path)
    with readable(store), warnings.catch_warnings():
        # A store that was not closed has no consolidated metadata; it is slower to open, and that is all.
        warnings.filterwarnings("ignore", "Failed to open Zarr store with consolidated metadata", RuntimeWarning)
        dataset: xr.Dataset = xr.open_zarr(store, chunks=None)
    missing = [name for name in ABOUT_RUNS if name not in dataset.variables]
    if missing or "lunarsim_version" not in dataset.attrs:
        dataset.close()
        reason = f"no variable {', '.join(missing)}" if missing else "not written by lunarsim"
        raise StoreError(f"{store}: is no sweep ({reason})")
    return dataset


@contextmanager
def readable(store: Path) -> Iterator[None]:
    """Turn what zarr raises on damaged or missing pieces, while opening or later, into a message with the path."""
    try:
        yield
    except (RuntimeError, ValueError, TypeError, LookupError, OSError) as error:
        raise StoreError(f"{store}: cannot be read: {error}") from error


def _found(path: Path) -> Path:
    if path.is_file():
        raise StoreError(f"{path}: is a file; give the folder of a sweep")
    if (path / "zarr.json").is_file():
        return path
    inside = path / "sweep.zarr"
    if not inside.is_dir():
        raise StoreError(f"{path}: holds no sweep (no {inside.name} there)")
    return inside
