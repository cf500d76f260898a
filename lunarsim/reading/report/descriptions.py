"""Descriptions for readers of a page: without names of variables and keys, and without what only arrays hold."""

from __future__ import annotations

import re

import xarray as xr

from lunarsim.reading.titles.known import capital, in_words
from lunarsim.reading.titles.outcomes import outcome_title
from lunarsim.reading.titles.parameters import declared_at, parameter_title

_OF_ARRAYS = re.compile(r"(?<=\.) NaN\b[^.]*\.|(?:[;,]? ?\bdecimal year\b)?[;,]? ?\bNaN\b[^;.]*", flags=re.IGNORECASE)
"""What descriptions say to readers of arrays, not of a page: how a value that is missing stands there."""

_IDENTIFIER = re.compile(r"\b[a-z][a-z0-9]+(?:[._][a-z0-9]+)+\b")
"""Names of variables and keys of parameters, which hold an underscore or a period within."""

_UNITS = re.compile(r"_(?:musd|usd|kg|t|kw|mwh|km|m|days|years?)(?:_per_[a-z]+)?$")


_PATH = re.compile(r"\b(docs|configs|experiments|lunarsim)/(?:([\w-]+)/)?(?:[\w-]+/)*([\w-]+)\.\w+\b")
"""Files of the project, with the folder below the first one and the name of the file."""

_WRITTEN = {"docs": "documentation on {name}", "configs": "library of {name}", "experiments": "analysis of {folder}"}
"""What stands for files by their first folder."""

_POWER_OF_TEN = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?e\d+)(?![\w.])")
_POWER = re.compile(r"\s*\*\*\s*")
_MILLIONS = re.compile(r"\bMUSD\b")


def source_in_words(text: str, evidence: str, dataset: xr.Dataset) -> str:
    """Return a source for a page: files of the project by their subjects, figures and formulas in words.

    Parameters
    ----------
    text : str
        As the dataset has it.
    evidence : str
        The class of evidence, which stands beside it and is not said twice.
    dataset : Dataset
        A sweep, whose variables may be named.
    """
    said = re.sub(rf"^{re.escape(evidence)}[:;,] +", "", text) if evidence else text
    return capital(description_in_words(_PATH.sub(_file_in_words, said), dataset))


def _file_in_words(match: re.Match[str]) -> str:
    top, folder, name = match[1], match[2], in_words(match[3])
    return _WRITTEN.get(top, "{name}").format(name=name, folder=in_words(folder or match[3]))


def description_in_words(text: str, dataset: xr.Dataset) -> str:
    """Return a description for a page.

    Variables and parameters stand by their titles, in quotes; a name that has no title stands as words, as formulas do.

    Parameters
    ----------
    text : str
        As the dataset has it.
    dataset : Dataset
        A sweep, whose variables may be named.
    """
    said = _POWER.sub(" to the power of ", _OF_ARRAYS.sub("", text).lstrip(".").strip())
    said = _MILLIONS.sub("million USD", _POWER_OF_TEN.sub(lambda match: f"{float(match[0]):,.0f}", said))
    return _IDENTIFIER.sub(lambda match: _named(match[0], dataset), said)


def _named(name: str, dataset: xr.Dataset) -> str:
    if name in dataset.variables and dataset[name].attrs.get("long_name"):
        return f"“{outcome_title(dataset[name])}”"
    declared = declared_at(name) if "." in name else None
    if declared is not None:
        return f"“{parameter_title(name, declared.about)}”"
    if "_" not in name:
        return name  # an address, or an abbreviation
    return in_words(_UNITS.sub("", name.rpartition(".")[2]))
