"""Outcomes of a dataset in words, and what a milestone asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from lunarsim.reading.titles.known import capital, in_words, titles
from lunarsim.reading.titles.labels import stored_config
from lunarsim.reading.titles.parameters import number_title, units_in_words
from lunarsim.scenario.declare.declaration import parameters_of
from lunarsim.scenario.scenario import GROUPS

if TYPE_CHECKING:
    import xarray as xr

CHOSEN_OF = "chosen_of"
"""Attribute of an outcome at one label: the name of the variable that it was chosen from."""

_KEY = re.compile(r"\{([a-z_.]+)\}")

_STORED_AS = re.compile(r"[;,]? ?(?:as )?decimal year\b.*$", flags=re.IGNORECASE | re.DOTALL)


def outcome_title(values: xr.DataArray) -> str:
    """Return the name of a variable as a heading: "Basic station"."""
    return capital(str(values.attrs.get("long_name") or in_words(values.name)))


def outcome_units(values: xr.DataArray) -> str:
    """Return the units of a variable as people write them, money with its year; a pure number and a date have none."""
    units = units_in_words(values.attrs.get("units"), of_dates=str(values.name).endswith("_year"))
    return with_money_year(values, units)


def with_money_year(values: xr.DataArray, units: str) -> str:
    """Return units of a variable, as declared or in other sizes, where they are money with its year."""
    year = values.attrs.get("currency_year")
    if not year or "USD" not in units:
        return units
    money, _, divided = units.partition("/")
    return f"{money} of {year}" + (f" per {divided}" if divided else "")


def outcome_with_units(values: xr.DataArray) -> str:
    """Return the name of a variable with its units in brackets, where it has any."""
    units = outcome_units(values)
    return f"{outcome_title(values)} [{units}]" if units else outcome_title(values)


def money_note(dataset: xr.Dataset, units: Iterable[str]) -> str:
    """Return the line that says of which year the money of a table is; "" where it has none, or no year is stored."""
    years = [year for values in dataset.data_vars.values() if (year := values.attrs.get("currency_year"))]
    return f"USD of {years[0]}." if years and any("USD" in unit for unit in units) else ""


def definition(dataset: xr.Dataset, name: str) -> str:
    """Return what a milestone asks for, in words without a period; nothing where neither titles nor dataset say.

    Parameters stand as the values that the sweep was made with; where a lever or a second station gives them several,
    all of them.
    """
    template = titles()["definitions"].get(dataset[name].attrs.get(CHOSEN_OF, name))
    if template is not None:
        return _KEY.sub(lambda match: _values(dataset, match[1]), template)
    values = dataset[name]
    text = str(values.attrs.get("description", ""))
    if text == values.attrs.get("long_name"):
        return ""
    text = _STORED_AS.sub("", text).strip().rstrip(".;")
    # It stands behind the title and a colon.
    return f"{text[:1].lower()}{text[1:]}" if text.startswith(("A ", "An ", "The ")) else text


def _values(dataset: xr.Dataset, key: str) -> str:
    """Return the value of a parameter in a sweep, or the values where there are several, as stored or as declared."""
    config, (group, _, name) = stored_config(dataset), key.partition(".")
    groups = [group] if group != "station" or dataset.sizes.get("station", 1) < 2 else [group, "rival"]
    found: list[object] = []
    for each in groups:
        lever = next((one for one in dataset.coords.values() if one.attrs.get("config_key") == f"{each}.{name}"), None)
        part = config.get(each)
        stored = part.get(name) if isinstance(part, Mapping) else None
        found += [stored] if lever is None else lever.values.ravel().tolist()
    numbers = [float(value) for value in found if isinstance(value, (int, float))]
    if not numbers:
        cls = GROUPS[group]
        numbers = [float(value) for field, _, value in parameters_of(cls) if field == name]
    return " or ".join(dict.fromkeys(number_title(number) for number in numbers))
