"""Parameters, their values and their units in words."""

from __future__ import annotations

import math
import re
from typing import Any, get_origin

import numpy as np

from lunarsim.reading.titles.known import capital, in_words, of_collection, titles
from lunarsim.scenario.declare.declaration import Parameter
from lunarsim.scenario.scenario import COLLECTIONS, GROUPS, declaration
from lunarsim.words.errors import InputError

_UNITS = {
    "1": "",
    "degrees_north": "°N",
    "degrees_east": "°E",
    "percent": "%",
    "MUSD": "million USD",
    "km2": "km²",
    "day": "days",
    "hour": "hours",
    "year": "years",
    "year-1": "per year",
}
"""Units as people write them, by their UDUNITS text; others are put together of their parts."""

_LARGE, _SMALL = 1e7, 1e-4
"""From here, and below, numbers would stand with powers of ten."""

_WORDS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))

_SWITCHES = "waits"
"""Group whose values are switched on or off."""

_LONGEST_CLAUSE = 60
"""Characters of a description that may stand for a title."""


def units_in_words(units: object, of_dates: bool = False) -> str:
    """Return units as people write them; a pure number has none, nor has a date."""
    text = "" if units is None or of_dates else str(units)
    if text in _UNITS:
        return _UNITS[text]
    parts = text.split()
    # "kW h kg-1" is kWh/kg.
    above = "".join(part for part in parts if not part.endswith("-1"))
    return "/".join([above, *(part[:-2] for part in parts if part.endswith("-1"))])


def parameter_title(key: str, description: str = "") -> str:
    """Return the title of a parameter by its key, behind its owner: "Chang'e-8, planned launch".

    Parameters
    ----------
    key : str
        Such as ``plant.units``, ``rival.lead`` or ``programs.china.slip_multiplier``.
    description : str
        What the dataset says of it; of keys that are not known here its first clause is the title.
    """
    declared = declared_at(key)
    first, _, rest = key.partition(".")
    owner, _, field = rest.partition(".")
    general = f"{first}.{field}" if field else key.replace("rival.", "station.", 1)
    title = titles()["parameters"].get(general)
    if title is None:
        title = _clause(declared.about if declared else description) or capital(in_words(key.rpartition(".")[2]))
    if not field:
        return f"{title} (second station)" if first == "rival" else str(title)
    record = titles()["labels"]["program"].get(owner) if first == "programs" else of_collection(first).get(owner)
    return f"{record or capital(in_words(owner))}, {title[:1].lower()}{title[1:]}"


def value_title(key: str, value: Any) -> str:
    """Return the value of a parameter in words, without its units: "domestic parts", "on", "1,500".

    Parameters
    ----------
    key : str
        Of the parameter.
    value : object
        As it stands in a dataset, a config or on the command line.
    """
    if isinstance(value, (bool, np.bool_)) or value in ("true", "false"):
        words = ("off", "on") if key.startswith(f"{_SWITCHES}.") else ("no", "yes")
        return words[value in (True, "true")]
    if value is None or value == "null":
        return "by default"
    if isinstance(value, (int, float, np.number)):
        declared = declared_at(key)
        return number_title(float(value), separated=declared is not None and declared.unit != "year")
    if isinstance(value, (tuple, list)):
        value = ",".join(" or ".join(each) if isinstance(each, (tuple, list)) else str(each) for each in value)
    text = str(value).strip("[]")
    return _word_title(key, text) if text else "none"


def _word_title(key: str, text: str) -> str:
    """Return the value of a parameter that is a word, a date or names of records."""
    first, _, rest = key.partition(".")
    known = titles()["values"].get(f"{first}.{rest.rpartition('.')[2]}", {})
    declared = declared_at(key)
    if text in known:
        return str(known[text])
    if declared is not None and declared.refers_to:
        return _names(declared.refers_to, text)
    return in_words(text)


def number_title(number: float, separated: bool = False) -> str:
    """Return a number as a label, with all digits that it was given with.

    Parameters
    ----------
    number : float
        The number.
    separated : bool
        Whether thousands below 10,000 are separated as well: of no number that may be a year.
    """
    if not math.isfinite(number):
        return "none" if math.isnan(number) else str(number)
    if abs(number) >= _LARGE:
        size, word = next(each for each in _WORDS if abs(number) >= each[0])
        return f"{number / size:,.10g} {word}"
    if 0 < abs(number) < _SMALL:
        return np.format_float_positional(number, precision=10, fractional=False, trim="-")
    text = f"{number:,.10g}"
    return text if separated or abs(number) >= 10_000 else text.replace(",", "")


def declared_at(key: str) -> Parameter | None:
    """Return the declaration of a parameter, None where this version has no such key."""
    first = key.partition(".")[0]
    if first not in GROUPS and first not in COLLECTIONS:
        return None
    try:
        return declaration(key)[0]
    except (InputError, LookupError, ValueError):
        return None


def is_list(key: str) -> bool:
    """Return whether the values of a parameter are lists of texts."""
    return declared_at(key) is not None and get_origin(declaration(key)[1]) is tuple


def _clause(about: str) -> str:
    """Return the first clause of a description, or nothing where that is too long to be a title."""
    clause = re.split(r"[;:(,]|\. |\.$", about, maxsplit=1)[0].strip()
    return clause if len(clause) <= _LONGEST_CLAUSE else ""


def _names(collection: str, text: str) -> str:
    """Return names of records as their titles: lists are written ``a,b``, alternatives ``a or b``."""
    known = titles()["labels"]["program"] if collection in ("programs", "developers") else of_collection(collection)
    parts = [
        " or ".join(str(known.get(name, in_words(name))) for name in part.split(" or ")) for part in text.split(",")
    ]
    return " and ".join(parts)
