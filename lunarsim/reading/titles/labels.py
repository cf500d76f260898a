"""Labels of the axes of a dataset in words: missions, assets, programs, causes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from lunarsim.reading.titles.known import capital, in_words, of_collection, titles

if TYPE_CHECKING:
    import xarray as xr

_COLLECTIONS = {
    "mission": "missions",
    "asset": "assets",
    "vehicle": "vehicles",
    "official_milestone": "official_milestones",
    "bloc": "blocs",
    "site": "sites",
}
"""Libraries whose records stand on an axis."""

_NAMES = ("ree",)
"""Axes whose labels are words already: symbols of elements."""


def label_title(dim: str, label: object, dataset: xr.Dataset | None = None) -> str:
    """Return a label of an axis in words: "Chinese lunar power plant, unit 1".

    Parameters
    ----------
    dim : str
        Dimension, such as ``mission``, ``asset``, ``program``, ``cause`` or ``milestone``.
    label : object
        One of its labels.
    dataset : Dataset, optional
        A sweep, whose own missions and assets may have titles of their own.
    """
    collection = _COLLECTIONS.get(dim)
    return _title(dim, str(label), own_records(dataset, collection) if collection and dataset is not None else {})


def _title(dim: str, text: str, own: Mapping[str, Any]) -> str:
    """Return a label in words, where some records of a sweep's own may have titles of their own."""
    if dim in _NAMES:
        return text
    collection = _COLLECTIONS.get(dim)
    if collection is None:
        return str(titles()["labels"].get(dim, {}).get(text) or in_words(text))
    record = own.get(text, {})
    stated = record.get("title") if isinstance(record, Mapping) else None
    return str(stated or of_collection(collection).get(text) or capital(in_words(text)))


def has_titles(dim: str) -> bool:
    """Return whether labels of an axis have titles; others are what the user wrote."""
    return dim in _COLLECTIONS or dim in titles()["labels"]


def cause_definitions(causes: Iterable[str]) -> str:
    """Return what some causes of delay mean, one after the other: "slip: late by its own preparation; pad: ..."."""
    known = titles()["causes"]
    return "; ".join(f"{label_title('cause', cause)}: {known[cause]}" for cause in causes if cause in known)


def label_titles(dataset: xr.Dataset, dim: str) -> list[str]:
    """Return all labels of an axis in words; where two have the same title, each says its name as well."""
    labels = [label_text(label) for label in dataset[dim].values.reshape(-1)]
    collection = _COLLECTIONS.get(dim)
    own = own_records(dataset, collection) if collection else {}
    words = [_title(dim, label, own) for label in labels]
    times = Counter(words)
    return [
        word if times[word] == 1 else f"{word} ({in_words(label)})" for word, label in zip(words, labels, strict=True)
    ]


def label_text(label: Any) -> str:
    """Return a label as it is typed: a month by its first day."""
    return str(np.datetime_as_string(label, "D")) if isinstance(label, np.datetime64) else str(label)


def own_records(dataset: xr.Dataset, collection: str) -> Mapping[str, Any]:
    """Return what the stored config of a sweep says of the records of a library; nothing where it cannot be read."""
    records = stored_config(dataset).get(collection, {})
    return records if isinstance(records, Mapping) else {}


def stored_config(dataset: xr.Dataset) -> Mapping[str, Any]:
    """Return the composed config that a dataset carries, empty where it has none that can be read."""
    try:
        config = json.loads(dataset.attrs.get("config", "{}"))
    except (TypeError, ValueError, RecursionError):
        return {}
    return config if isinstance(config, Mapping) else {}
