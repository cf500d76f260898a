"""Values of levers as they are typed, and those that a part of a sweep was chosen by."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Collection, Set
from typing import Any

import xarray as xr

from lunarsim.reading.analysis.valid_runs import levers
from lunarsim.reading.titles.levers import lever_key
from lunarsim.reading.titles.parameters import is_list
from lunarsim.study.request.levers import CASE
from lunarsim.words.terminal import as_typed

_SWEEPS = {"-m", "--multirun"}


def values_as_typed(dataset: xr.Dataset, lever: str) -> list[str]:
    """Return the values of a lever, or of a coordinate along one, as they are typed."""
    key = lever_key(dataset, lever)
    return [as_lever_value(key, value) for value in dataset[lever].values.reshape(-1).tolist()]


def selected_values(dataset: xr.Dataset) -> dict[str, Any]:
    """Return the value of each lever of which only one was left, by the name of its dimension."""
    return {
        str(name): coordinate.values.item()
        for name, coordinate in dataset.coords.items()
        if not coordinate.dims and "config_key" in coordinate.attrs
    }


def selected_words(dataset: xr.Dataset) -> dict[str, str]:
    """Return what is typed for each lever of which not all values are left, by its key: one value, or several."""
    keys = {name: lever_key(dataset, name) for name in selected_values(dataset)}
    words = {keys[name]: as_lever_value(keys[name], value) for name, value in selected_values(dataset).items()}
    stored = json.loads(dataset.attrs.get("levers", "{}"))
    for name, coordinate in dataset.coords.items():
        key = str(coordinate.attrs.get("config_key", ""))
        # Of cases several cannot be typed: their table gives them all.
        if coordinate.dims not in ((), (CASE,)) and coordinate.size < len(stored.get(key, ())):
            words[key] = ",".join(values_as_typed(dataset, str(name)))
    return words


def places_left(whole: xr.Dataset, part: xr.Dataset) -> dict[str, list[int]]:
    """Return the places of the values that are left of levers that are cut, by the keys of all levers along."""
    left: dict[str, list[int]] = {}
    for dim in levers(whole):
        labels = whole[dim].values.tolist()
        places = [labels.index(value) for value in part[dim].values.reshape(-1).tolist()]
        if len(places) < len(labels):
            along = [str(name) for name, coordinate in whole.coords.items() if coordinate.dims == (dim,)]
            left |= {lever_key(whole, name): places for name in along}
    return left


def words_of_line(dataset: xr.Dataset, without: Collection[str] = ()) -> list[str]:
    """Return the words that made a sweep, with the values of levers that are left, but without those of some keys."""
    words = shlex.split(str(dataset.attrs.get("command", "")))
    selected = {key: value for key, value in selected_words(dataset).items() if key not in without}
    alone = {lever_key(dataset, name) for name in selected_values(dataset)}
    kept: dict[str, list[str]] = {}
    for word in words:
        key = _key(word)
        # What joins levers goes with them.
        joins = key == "design.table" and CASE in dataset.coords and CASE not in dataset.dims
        left = _pairs_left(word, alone) if key == "design.pair" else word
        if left and not joins and key not in (*without, *_SWEEPS):
            kept.setdefault(key, []).append(left)
    kept |= {key: [f"{key}={value}"] for key, value in selected.items()}
    swept = bool(json.loads(dataset.attrs.get("levers", "{}"))) or not _SWEEPS.isdisjoint(words)
    if selected and "experiment" not in kept:
        # An experiment may have levers without a word for each.
        swept = any(dim not in ("sample", "replicate") for dim in dataset["status"].dims)
        # Distributions of factors are given as sweeps are.
        swept |= any("interval(" in word for each in kept.values() for word in each)
    return [*(["-m"] if swept else []), *(word for each in kept.values() for word in each)]


def _pairs_left(word: str, alone: Set[str]) -> str:
    """Return ``design.pair=...`` with those lists alone whose levers are left; empty where none of some is."""
    start, _, lists = word.partition("=")
    pairs = re.findall(r"\[([^\[\]]*)\]", lists)
    if not pairs:
        # null takes away the pairs of an experiment.
        return word
    each = [pair for pair in pairs if alone.isdisjoint(key.strip(" '\"") for key in pair.split(","))]
    if not each:
        return ""
    return f"{start}=[{each[0]}]" if len(each) == 1 else f"{start}=[{','.join(f'[{pair}]' for pair in each)}]"


def _key(word: str) -> str:
    return word.partition("=")[0].lstrip("+")


def as_lever_value(key: str, value: Any) -> str:
    """Return a value of a lever as it is typed."""
    if is_list(key):
        # Stored as "a or b,c" for [[a,b],c], and "[]" for none.
        lists = [part.split(" or ") for part in value.split(",")] if value != "[]" else []
        each = [part[0] if len(part) == 1 else f"[{','.join(part)}]" for part in lists]
        return f"[{','.join(each)}]" if len(each) != 1 or not each[0].startswith("[") else each[0]
    return as_typed(int(value) if isinstance(value, float) and value.is_integer() else value)
