"""Export of a stored sweep to one file, written completely or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from lunarsim.reading.export.forms import FORMS, Form
from lunarsim.reading.whole_file import part_of
from lunarsim.study.store.places.address import is_url
from lunarsim.study.store.places.chosen import place_of
from lunarsim.study.store.places.local import LocalPlace
from lunarsim.study.store.stored_dataset import open_dataset
from lunarsim.words.errors import Fault, InputError, StoreError

if TYPE_CHECKING:
    import xarray as xr


def export(
    path: Path | str, form: str, output: Path | None = None, note: Callable[[str], None] | None = None
) -> Path | str:
    """Write a stored sweep to a file and return its path, or its URL.

    Parameters
    ----------
    path : Path or str
        The dataset ``sweep.zarr``, or its URL.
    form : str
        ``netcdf``: the whole dataset; ``csv`` or ``parquet``: one row a run, with levers, factors and what has
        one value a run.
    output : Path, optional
        The local file, which must not exist; left out, ``sweep.nc`` and so on beside the dataset, also where
        that is at a URL, replaced if it is there.
    note : callable, optional
        Is told what stands otherwise in the file than in the dataset.

    Raises
    ------
    InputError
        If the file exists or is a URL, or a package is not installed.
    StoreError
        If the dataset cannot be read or the file cannot be written; there is no file then.
    """
    chosen = FORMS[form]
    if chosen.package and find_spec(chosen.package) is None:
        problem = f"{form} needs the package {chosen.package}; install it with: pip install 'lunarsim[{chosen.extra}]'"
        raise InputError([Fault("--to", problem)])
    if output is not None and is_url(str(output)):
        raise InputError([Fault("--output", "is a URL; give a local file, or leave it out")])
    if output is not None and os.path.lexists(output):
        raise InputError([Fault("--output", f"{output} exists already; choose another name")])
    place = place_of(path)
    folder = place.parent if output is None else LocalPlace(output.parent)
    target = folder.child(Path(place.name).with_suffix(chosen.suffix).name if output is None else output.name)
    unreadable: tuple[type[Exception], ...] = (*place.errors, ValueError, KeyError, RuntimeError)
    try:
        with open_dataset(place, cache=False) as dataset, part_of(target) as part:
            try:
                notes = _writer(chosen)(dataset, part)
                folder.put_file(target.name, part)
            except folder.errors as error:
                raise StoreError(f"{target} cannot be written: {folder.describe_write_error(error)}") from error
    except unreadable as error:
        raise StoreError(f"{place}: cannot be exported: {place.describe_read_error(error)}") from error
    if note:
        for text in notes:
            note(text)
    return target.path


def _writer(form: Form) -> Callable[[xr.Dataset, Path], list[str]]:
    module, function = form.writer
    writer: Callable[[xr.Dataset, Path], list[str]] = getattr(
        import_module(f"lunarsim.reading.export.{module}"), function
    )
    return writer
