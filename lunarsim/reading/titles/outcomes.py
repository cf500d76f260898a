"""Outcomes of a dataset in words, and what a milestone asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lunarsim.reading.titles.known import capital, in_words
from lunarsim.reading.titles.labels import stored_config
from lunarsim.reading.titles.parameters import number_title, units_in_words

if TYPE_CHECKING:
    import xarray as xr

_UNLESS_SET = re.compile(r"([a-z_]+)\.([a-z_]+) \(([\d.,]+) (\w+) unless set[^)]*\)")
"""How a description names a parameter with the value that it has where nothing else is said."""

_STORED_AS = re.compile(r"[;,]? ?(?:as )?decimal year\b.*$", flags=re.IGNORECASE | re.DOTALL)


def outcome_title(values: xr.DataArray) -> str:
    """Return the name of a variable as a heading: "Basic station"."""
    return capital(str(values.attrs.get("long_name") or in_words(values.name)))


def outcome_units(values: xr.DataArray) -> str:
    """Return the units of a variable as people write them; a pure number and a date have none."""
    return units_in_words(values.attrs.get("units"), of_dates=str(values.name).endswith("_year"))


def outcome_with_units(values: xr.DataArray) -> str:
    """Return the name of a variable with its units in brackets, where it has any."""
    units = outcome_units(values)
    return f"{outcome_title(values)} [{units}]" if units else outcome_title(values)


def definition(dataset: xr.Dataset, name: str) -> str:
    """Return what a milestone asks for, in one sentence without its period; nothing where the dataset does not say.

    Parameters that the description names stand as the values that the sweep was made with.
    """
    values = dataset[name]
    text = str(values.attrs.get("description", ""))
    if text == values.attrs.get("long_name"):
        return ""
    config = stored_config(dataset)

    def stored(match: re.Match[str]) -> str:
        group, key, number, unit = match.groups()
        found = config.get(group, {})
        value = found.get(key) if isinstance(found, Mapping) else None
        return f"{number_title(float(value)) if isinstance(value, (int, float)) else number} {unit}"

    return _STORED_AS.sub("", _UNLESS_SET.sub(stored, text)).strip().rstrip(".;")
