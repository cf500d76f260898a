"""Opening a stored sweep, with a plain message where that fails."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from lunarsim.study.model.interface import EXCLUDED, NOT_NEEDED, NOT_RUN
from lunarsim.study.store.folder import check_no_link, dataset_at
from lunarsim.study.store.places.chosen import place_of
from lunarsim.study.store.places.local import LocalPlace
from lunarsim.study.store.places.place import METADATA, STORE, Place
from lunarsim.study.store.stored_dataset import open_dataset
from lunarsim.words.errors import AnalysisError, LunarsimError, StoreError

if TYPE_CHECKING:
    import xarray as xr


def open_sweep(path: Path | str) -> xr.Dataset:
    """Open a stored sweep for reading; arrays are read where they are used.

    Parameters
    ----------
    path : Path or str
        A sweep's folder, or its dataset of whatever name; or the URL of either.

    Raises
    ------
    StoreError
        If there is no readable sweep.
    """
    from lunarsim.reading.analysis.summary import ABOUT_RUNS

    store = _dataset_place(place_of(path))
    with readable(store):
        dataset = open_dataset(store)
    missing = [name for name in ABOUT_RUNS if name not in dataset.variables]
    if missing or "lunarsim_version" not in dataset.attrs:
        dataset.close()
        reason = f"no variable {', '.join(missing)}" if missing else "not written by lunarsim"
        raise StoreError(f"{store}: is not a sweep ({reason})")
    return dataset


def open_runs(path: Path | str) -> xr.Dataset:
    """Open a stored sweep as :func:`open_sweep` does, where any of its runs has been made.

    Raises
    ------
    StoreError
        If there is no readable sweep.
    AnalysisError
        If no run has been made yet, with the line that goes on.
    """
    dataset = open_sweep(path)
    try:
        with readable(path):
            require_runs(dataset, path)
    except LunarsimError:
        dataset.close()
        raise
    return dataset


def require_runs(dataset: xr.Dataset, path: Path | str) -> None:
    """Refuse a sweep of which no run has been made yet, with the line that goes on.

    Raises
    ------
    AnalysisError
        With that line.
    """
    import numpy as np

    states = {int(code) for code in np.unique(dataset["status"].values)}
    if NOT_RUN in states and states <= {NOT_RUN, EXCLUDED, NOT_NEEDED}:
        folder = str(path).removesuffix(f"/{STORE}")
        raise AnalysisError(f"no runs yet; go on with: {shlex.join(['lunarsim', 'resume', folder])}")


@contextmanager
def readable(store: Path | str | Place) -> Iterator[None]:
    """Turn what zarr raises on damaged or missing pieces, while opening or later, into a message with the path."""
    place = place_of(store)
    unreadable: tuple[type[Exception], ...] = (RuntimeError, ValueError, TypeError, LookupError, *place.errors)
    try:
        yield
    except (LunarsimError, BrokenPipeError):
        raise  # one has its own message, and an AnalysisError is a ValueError, too; the other is of what is printed
    except unreadable as error:
        raise StoreError(f"{place}: cannot be read: {place.describe_read_error(error)}") from error


def _dataset_place(place: Place) -> Place:
    if not isinstance(place, LocalPlace):
        found = dataset_at(place)
        if found is None:
            raise StoreError(f"{place}: holds no sweep (no complete sweep.zarr there)")
        return found
    path = place.path
    if path.is_file():
        raise StoreError(f"{path}: is a file; give the folder of a sweep")
    if os.path.lexists(path / METADATA):
        return place
    inside = path / "sweep.zarr"
    if not inside.is_dir():
        raise StoreError(f"{path}: holds no sweep (no {inside.name} there)")
    check_no_link(inside)
    return LocalPlace(inside)
