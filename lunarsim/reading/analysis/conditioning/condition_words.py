"""Conditions in words: "First product on Earth by the start of 2045"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import xarray as xr

from lunarsim.reading.analysis.conditioning.agreement import NEVER, NONE
from lunarsim.reading.analysis.conditioning.conditions import Condition, conditions
from lunarsim.reading.analysis.conditioning.named_quantity import CODE, DATE, FACTOR, FIELDS, Quantity
from lunarsim.reading.titles.known import in_words
from lunarsim.reading.titles.labels import label_title
from lunarsim.reading.titles.outcomes import outcome_title, outcome_units
from lunarsim.reading.titles.parameters import number_title, parameter_title, units_in_words

_END = "by the end of the simulation"

_WHAT = {"online": "in operation"}

_SIZES = {"=": "exactly", "!=": "other than", "<": "below", "<=": "at most", ">": "above", ">=": "at least"}

_WHEN = {
    "=": "in {}",
    "!=": "not in {}",
    "<": "before {}",
    "<=": "by the end of {}",
    ">": "after {} or never",
    ">=": "in {} or later, or never",
}
"""Of months."""

_WHEN_OF_DAYS = {
    "=": "on {}",
    "!=": "not on {}",
    "<": "before {}",
    "<=": "by {}",
    ">": "after {} or never",
    ">=": "on {} or later, or never",
}
_WHEN_OF_INSTANTS = {
    "<": "before {}",
    "<=": "by {}",
    ">": "after {} or never",
    ">=": "at {} or later, or never",
}


def condition_title(condition: Condition) -> str:
    """Return a condition in words, as it is read in a table of probabilities."""
    about, (sign, value, *_) = condition.about, condition.agreement
    title = _title(about)
    if about.kind == CODE:
        return f"{title}: {'not ' * (sign == '!=')}{in_words(value)}"
    if about.kind == DATE:
        if value == NEVER:
            return f"{title} {'not ' * (sign == '=')}{_END}"
        return f"{title} {_when(sign, value)}"
    if value == NONE:
        return f"{title}: {'none' if sign == '=' else 'any'}"
    return " ".join(filter(None, (title, _SIZES[sign], number_title(float(value)), stored_units(about))))


def stored_units(about: Quantity) -> str:
    """Return the units of what a condition is about, in which its value is typed."""
    values = about.read()
    return units_in_words(values.attrs.get("units")) if about.kind == FACTOR else outcome_units(values)


def conditions_in_words(dataset: xr.Dataset, texts: Sequence[str]) -> list[str]:
    """Return conditions in words and as typed: "Chang'e-7, first flight: lost (change_7.outcome=lost)"."""
    return [f"{condition_title(condition)} ({condition.text})" for condition in conditions(dataset, texts)]


def _title(about: Quantity) -> str:
    """Return what a condition is about."""
    if about.kind == FACTOR:
        return parameter_title(about.name, str(about.read().attrs.get("description", "")))
    for dim, fields in FIELDS.items():
        if about.field in fields and about.label:
            name = label_title(dim, about.label, about.dataset)
            return f"{name}, first flight" if about.kind == CODE else f"{name} {_WHAT.get(about.field, about.field)}"
    labels = [label_title("program", about.label, about.dataset)] if about.label else []
    labels += [label_title(dim, label, about.dataset) for dim, label in about.place.items() if not about.label]
    title = outcome_title(about.read())
    return f"{title} ({', '.join(labels)})" if labels else title


def _when(sign: str, value: str) -> str:
    """Return when a date is, as agreement understands it: a day, a month or a year lasts, a number is an instant."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        day = dt.date.fromisoformat(value)
        return _WHEN_OF_DAYS[sign].format(f"{day.day} {day:%B %Y}")
    if re.fullmatch(r"\d{4}-\d\d", value):
        return _WHEN[sign].format(f"{dt.date.fromisoformat(value + '-01'):%B %Y}")
    number = float(value)
    if sign in ("=", "!="):
        return _WHEN[sign].format(f"{number:g}")
    is_whole = number == int(number)
    instant = f"the start of {number:.0f}" if is_whole else f"{number:.10g}"
    return _WHEN_OF_INSTANTS[sign].format(instant)
