"""The report of a stored sweep as a file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from lunarsim.reading.opening import open_runs, readable
from lunarsim.reading.report.assemble import assemble
from lunarsim.reading.report.content import content
from lunarsim.reading.whole_file import part_of
from lunarsim.study.store.places.address import is_url
from lunarsim.study.store.places.chosen import place_of
from lunarsim.study.store.places.local import LocalPlace
from lunarsim.words.errors import Fault, InputError, StoreError

if TYPE_CHECKING:
    import xarray as xr

NAME = "report.html"
"""Its name beside the dataset."""


def write_report(
    path: Path | str, output: Path | str | None = None, question: Callable[[xr.Dataset], str] = lambda dataset: ""
) -> Path | str:
    """Write the report of a stored sweep and return its path, or its URL.

    Parameters
    ----------
    path : Path or str
        The dataset ``sweep.zarr``, or its URL.
    output : Path or str, optional
        The local file, which must not exist; left out, ``report.html`` beside the dataset, also where that is at a URL,
        replaced if it is there.
    question : callable
        Returns what was asked with a dataset; empty where it is of no experiment with a question.

    Raises
    ------
    InputError
        If the file exists or is a URL.
    StoreError
        If the dataset cannot be read or the file cannot be written; there is no file then.
    AnalysisError
        If the sweep has more combinations of levers than a page holds.
    """
    if output is not None and is_url(str(output)):
        raise InputError([Fault("--output", "is a URL; give a local file, or leave it out")])
    if output is not None and os.path.lexists(output):
        raise InputError([Fault("--output", f"{output} exists already; choose another name")])
    place, file = place_of(path), None if output is None else Path(output)
    folder = place.parent if file is None else LocalPlace(file.parent)
    target = folder.child(NAME if file is None else file.name)
    with part_of(target) as part:
        with readable(place), open_runs(path) as dataset:
            held = content(path, dataset, question(dataset))
        text = assemble(held)
        try:
            part.write_text(text, encoding="utf-8")
            folder.put_file(target.name, part)
        except folder.errors as error:
            raise StoreError(f"{target} cannot be written: {folder.describe_write_error(error)}") from error
    return target.path
