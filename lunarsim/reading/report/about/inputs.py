"""What a page knows of levers and uncertain factors: their names, their values and the words of the command line."""

from __future__ import annotations

import shlex
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.valid_runs import levers
from lunarsim.reading.overrides import intervals, lever_defaults
from lunarsim.reading.report.columns import Column
from lunarsim.reading.report.descriptions import description_in_words, source_in_words
from lunarsim.reading.report.factors import Grid
from lunarsim.reading.titles.labels import label_title
from lunarsim.reading.titles.levers import factor_title, group_title, lever_key, lever_title, lever_value
from lunarsim.reading.titles.parameters import units_in_words
from lunarsim.words.terminal import as_typed


def about_levers(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Return the dimensions along which choices are compared, their defaults, and the words of each value on a line."""
    described, defaults = [], lever_defaults(dataset)
    for dim in levers(dataset):
        along = [name for name, labels in dataset.coords.items() if labels.dims == (dim,)]
        typed = [" ".join(label_on_line(dataset, name, at) for name in along[:1]) for at in range(dataset.sizes[dim])]
        title = lever_title(dataset, dim)
        labels = [_counted(dataset, dim, value, title) for value in dataset[dim].values.tolist()]
        key = lever_key(dataset, dim)
        usual = _counted(dataset, dim, defaults[key], title) if key in defaults else None
        described.append({"name": dim, "key": key, "label": title, "values": labels, "lines": typed, "default": usual})
    return described


def _counted(dataset: xr.Dataset, dim: str, value: Any, title: str) -> str:
    """Return a value of a lever with its units, a number of things with what is counted: "4 units", "15 members"."""
    text, thing = lever_value(dataset, dim, value, with_units=True), title.partition(" ")[0].lower()
    is_count = isinstance(value, int) and not isinstance(value, bool) and text.isdigit() and thing.endswith("s")
    return f"{text} {thing.removesuffix('s') if value == 1 else thing}" if is_count else text


def about_factors(dataset: xr.Dataset, grids: Mapping[str, Grid], columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Return the uncertain factors with the values along their quantiles, for sliders."""
    places = {column.name: index for index, column in enumerate(columns)}
    given = {key: kind for key, _, _, kind in intervals(dataset)}
    words = _words(dataset)
    described = []
    for key, grid in grids.items():
        attrs = dataset[key].attrs
        group, _, rest = key.partition(".")
        title = label_title("program", rest.partition(".")[0]) if group == "programs" else group_title(group)
        described.append(
            {
                "key": key,
                "cut": _cut(key, given.get(key, "cut")),
                "word": shlex.quote(words[key]) if key in words else "",
                "label": factor_title(dataset, key),
                "group": title,
                "units": units_in_words(attrs.get("units", "1")),
                "kind": _kind(factor_title(dataset, key), grid),
                "discrete": grid.whole,
                "evidence": str(attrs.get("evidence", "")),
                "source": source_in_words(str(attrs.get("source", "")), str(attrs.get("evidence", "")), dataset),
                "about": description_in_words(str(attrs.get("description", "")), dataset),
                "distribution": str(attrs.get("distribution", "")),
                "column": places[f"u:{key}"],
                "grid": {
                    "by_lever": grid.by_lever,
                    "tables": grid.tables,
                    "begins": grid.begins or None,
                    "ends": grid.ends or None,
                    "stored": grid.stored,
                    "labels": None,
                },
            }
        )
    return described


def _kind(title: str, grid: Grid) -> str:
    if grid.whole:
        return "count"
    known = [value for table in grid.tables for value in table if value is not None]
    is_share = bool(known) and min(known) >= 0 and max(known) <= 1
    return "probability" if is_share and "probability" in title.lower() else "number"


_CUTS = {"cut": "tag(cut,interval({low},{high}))", "uniform": "interval({low},{high})"}
_CUTS["log"] = f"tag(log,{_CUTS['uniform']})"


def _cut(key: str, kind: str) -> str | None:
    """Return the words that cut a factor, None where no form of the command line cuts the distribution that it has."""
    return f"{key}={_CUTS[kind]}" if kind in _CUTS else None


def _words(dataset: xr.Dataset) -> dict[str, str]:
    """Return the words of the command line of a sweep by their keys."""
    try:
        words = shlex.split(str(dataset.attrs.get("command", "")))
    except ValueError:
        return {}
    return {word.partition("=")[0].lstrip("+"): word for word in words if "=" in word}


def label_on_line(dataset: xr.Dataset, dim: Hashable, at: int) -> str:
    """Return the word of the command line that names a label along a dimension."""
    return shlex.quote(f"{dim}={as_typed(_plain(dataset[dim].values[at]))}")


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
