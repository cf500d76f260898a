"""Descriptions for readers of a page: without names of variables and keys, and without what only arrays hold."""

from __future__ import annotations

import re

import xarray as xr

from lunarsim.reading.titles.known import in_words
from lunarsim.reading.titles.outcomes import outcome_title
from lunarsim.reading.titles.parameters import declared_at, parameter_title

_OF_ARRAYS = re.compile(r"(?<=\.) NaN\b[^.]*\.|(?:[;,]? ?\bdecimal year\b)?[;,]? ?\bNaN\b[^;.]*", flags=re.IGNORECASE)
"""What descriptions tell readers of arrays, not of a page: how a value that is missing stands there."""

_IDENTIFIER = re.compile(r"\b[a-z][a-z0-9]+(?:[._][a-z0-9]+)+\b")
"""Names of variables and keys of parameters, which hold an underscore or a period within."""

_UNITS = re.compile(r"_(?:musd|usd|kg|t|kw|mwh|km|m|days|years?)(?:_per_[a-z]+)?$")


def description_in_words(text: str, dataset: xr.Dataset) -> str:
    """Return a description for a page.

    Variables and parameters stand by their titles, in quotes; a name that has no title stands as words.

    Parameters
    ----------
    text : str
        As the dataset has it.
    dataset : Dataset
        A sweep, whose variables may be named.
    """
    return _IDENTIFIER.sub(lambda match: _named(match[0], dataset), _OF_ARRAYS.sub("", text).lstrip(".").strip())


def _named(name: str, dataset: xr.Dataset) -> str:
    if name in dataset.variables and dataset[name].attrs.get("long_name"):
        return f"“{outcome_title(dataset[name])}”"
    declared = declared_at(name) if "." in name else None
    if declared is not None:
        return f"“{parameter_title(name, declared.about)}”"
    if "_" not in name:
        return name  # an address, or an abbreviation
    return in_words(_UNITS.sub("", name.rpartition(".")[2]))
