"""How a sweep is displayed in a notebook: what it is of and the names it holds, in some thousand bytes.

A sweep has some two hundred variables, of which xarray's own display shows each attribute and the first values: 300 kB
and more each time. The dataset stays a plain one; what differs is how notebooks are told to display it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

from lunarsim.words.terminal import one_line

if TYPE_CHECKING:
    import xarray as xr

LONGEST = 400
"""Characters of a text of the store that are shown."""


def display_lightly() -> None:
    """Have sweeps displayed lightly where this process is that of a notebook; all other datasets as they were."""
    if "IPython" not in sys.modules:
        return
    from IPython import get_ipython

    shell = get_ipython()
    formatter = None if shell is None else shell.display_formatter.formatters.get("text/html")
    if formatter is None:
        return
    import xarray as xr

    formatter.for_type(xr.Dataset, html_of)


def html_of(dataset: xr.Dataset) -> str:
    """Return what a notebook shows of a dataset: of a sweep little, of any other what xarray shows."""
    if "lunarsim_version" not in dataset.attrs or "status" not in dataset:
        # Declared by xarray without a type.
        html: str = dataset._repr_html_()
        return html
    return "".join(_parts(dataset))


def _parts(dataset: xr.Dataset) -> Iterator[str]:
    from lunarsim.reading.subject import subject

    sizes = ", ".join(f"{name}: {length:,}" for name, length in dataset.sizes.items())
    yield f"<div><p><b>{_text(dataset.attrs.get('title', 'lunarsim sweep'))}</b> (xarray.Dataset)<br>{_text(sizes)}</p>"
    yield from _listed(subject(dataset))
    for title, names in _groups(dataset).items():
        if names:
            yield f"<details><summary>{title} ({len(names)})</summary>"
            yield from _listed((name, _said(dataset[name])) for name in names)
            yield "</details>"
    yield "</div>"


def _groups(dataset: xr.Dataset) -> dict[str, list[str]]:
    run_dims = set(dataset["status"].dims)
    every = [str(name) for name in dataset.data_vars]
    of_runs = [name for name in every if run_dims <= set(dataset[name].dims)]
    series = [name for name in of_runs if {"month", "year"} & set(dataset[name].dims)]
    return {
        "Outcomes": [name for name in of_runs if name not in series],
        "Series by month or year": series,
        "Factors and design": [name for name in every if name not in of_runs],
        "Labels": [str(name) for name in dataset.coords],
    }


def _said(values: xr.DataArray) -> str:
    units = str(values.attrs.get("units", ""))
    along = [str(dim) for dim in values.dims if dim not in ("sample", "replicate")]
    parts = [str(values.attrs.get("long_name", "")), f"[{units}]" if units not in ("", "1") else ""]
    return " ".join(filter(None, [*parts, f"by {', '.join(along)}" if along and values.name not in along else ""]))


def _listed(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield "<ul>"
    yield from (f"<li><b>{_text(name)}</b> {_text(text)}</li>" for name, text in pairs)
    yield "</ul>"


def _text(text: object) -> str:
    plain = one_line(str(text))
    return escape(plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…")
