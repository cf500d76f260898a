"""Export of a stored sweep to one file, written completely or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from lunarsim.reading.export.forms import FORMS, Form
from lunarsim.reading.opening import require_runs
from lunarsim.reading.whole_file import part_of
from lunarsim.study.store.places.address import is_url
from lunarsim.study.store.places.chosen import place_of
from lunarsim.study.store.places.local import LocalPlace
from lunarsim.study.store.stored_dataset import open_dataset
from lunarsim.words.errors import Fault, InputError, LunarsimError, StoreError

if TYPE_CHECKING:
    import xarray as xr


def export(
    path: Path | str,
    form: str,
    output: Path | None = None,
    note: Callable[[str], None] | None = None,
    outcomes: Sequence[str] | None = None,
    quantiles: bool = False,
) -> Path | str:
    """Write a stored sweep to a file and return its path, or its URL.

    Parameters
    ----------
    path : Path or str
        The dataset ``sweep.zarr``, or its URL.
    form : str
        ``netcdf``: the whole dataset; ``csv`` or ``parquet``: one row a run, with levers, factors and what has
        one value a run; ``xlsx``: a workbook with the runs, the summary, units and assumptions.
    output : Path, optional
        The local file, which must not exist; left out, ``sweep.nc`` and so on beside the dataset, also where
        that is at a URL, replaced if it is there.
    note : callable, optional
        Called with what differs in the file from the dataset.
    outcomes : sequence of str, optional
        Names or patterns of the outcomes that go into it; left out, all.
    quantiles : bool
        Whether the runs are left out, of a form that has a summary.

    Raises
    ------
    InputError
        If the file exists or is a URL, a package is not installed, or the form has no summary or not so many cells.
    AnalysisError
        If there are no such outcomes.
    StoreError
        If the dataset cannot be read or the file cannot be written; there is no file then.
    """
    chosen = FORMS[form]
    if chosen.package and find_spec(chosen.package) is None:
        problem = f"{form} needs the package {chosen.package}; install it with: pip install 'lunarsim[{chosen.extra}]'"
        raise InputError([Fault("--to", problem)])
    if quantiles and not chosen.summary_alone:
        with_summary = ", ".join(f"--to {name}" for name, each in FORMS.items() if each.summary_alone)
        raise InputError([Fault("--quantiles", f"has no meaning with --to {form}; it belongs to {with_summary}")])
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
            require_runs(dataset, path)
            try:
                notes = _writer(chosen, quantiles)(_narrowed(dataset, form, outcomes), part)
                folder.put_file(target.name, part)
            except folder.errors as error:
                raise StoreError(f"{target} cannot be written: {folder.describe_write_error(error)}") from error
    except LunarsimError:
        raise  # it has its own message; an AnalysisError is a ValueError, too
    except unreadable as error:
        raise StoreError(f"{place}: cannot be exported: {place.describe_read_error(error)}") from error
    if note:
        for text in notes:
            note(text)
    return target.path


def _narrowed(dataset: xr.Dataset, form: str, outcomes: Sequence[str] | None) -> xr.Dataset:
    if outcomes is None:
        return dataset
    from lunarsim.reading.export.narrowing import of_rows, of_whole_variables

    return (of_whole_variables if form == "netcdf" else of_rows)(dataset, outcomes)


def _writer(form: Form, quantiles: bool) -> Callable[[xr.Dataset, Path], list[str]]:
    module, function = form.writer
    writer: Callable[[xr.Dataset, Path], list[str]] = getattr(
        import_module(f"lunarsim.reading.export.{module}"), form.summary_alone if quantiles else function
    )
    return writer
