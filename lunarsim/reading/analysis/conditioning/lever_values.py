"""Values of levers among what is given: ``site=peary`` leaves that value of the lever, all runs of the others go."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence

import xarray as xr

from lunarsim.reading.analysis.conditioning.conditions import FORM, conditions
from lunarsim.reading.analysis.lever_words import values_as_typed
from lunarsim.reading.analysis.sensitivity.design_check import factors
from lunarsim.reading.analysis.valid_runs import levers
from lunarsim.reading.titles.levers import lever_key, lever_value
from lunarsim.words.errors import Fault, InputError, nearest, unknown_choice

MOST_LISTED = 12
"""Values of a lever that an error names."""

_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def of_lever_values(dataset: xr.Dataset, texts: Sequence[str]) -> tuple[xr.Dataset, list[str]]:
    """Return the part of a sweep that has the lever values given, and the texts that are no values of levers.

    A lever of which one value is left is none any more: its dimension goes, the value stays as a coordinate. Of several
    values, such as those of ``price_multiplier<=2``, the dimension stays.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    texts : sequence of str
        Conditions; those whose name is a lever's dimension, its key or a coordinate along it are read here.

    Raises
    ------
    InputError
        With all faults of all texts.
    """
    texts = [texts] if isinstance(texts, str) else list(texts)
    kept: dict[str, list[int]] = {}
    others: list[str] = []
    faults: list[Fault] = []
    for text in texts:
        match = FORM.fullmatch(text)
        along = _coordinate(dataset, match[1]) if match else None
        if match is None or along is None:
            others.append(text)
            continue
        dim = str(dataset[along].dims[0])
        found = _places(dataset, along, match[2].replace("==", "="), match[3])
        before = kept.get(dim, list(range(dataset.sizes[dim])))
        if isinstance(found, str):
            faults.append(Fault(text, found))
        elif left := [at for at in before if at in found]:
            kept[dim] = left
        else:
            faults.append(Fault(text, f"leaves no value of {along} beside what else is given"))
    if faults:
        try:
            conditions(dataset, others)
        except InputError as error:
            faults += error.faults
        raise InputError(faults)
    return dataset.isel({dim: places[0] if len(places) == 1 else places for dim, places in kept.items()}), others


def with_lever_values(dataset: xr.Dataset, texts: Sequence[str], why_no_others: str) -> xr.Dataset:
    """Return the part of a sweep that has the lever values given, where nothing else can be given.

    Raises
    ------
    InputError
        With all faults, and ``why_no_others`` of each text that is not about a lever.
    """
    names = levers(dataset)
    dataset, others = of_lever_values(dataset, texts)
    refuse_others(others, names, why_no_others)
    return dataset


def refuse_others(others: Sequence[str], names: Sequence[str], why_no_others: str) -> None:
    """Refuse texts that are about none of the levers that have names.

    Raises
    ------
    InputError
        With each of them, and ``why_no_others`` where nothing is near.
    """
    if others:
        raise InputError([Fault(text, _no_lever(text, names, why_no_others)) for text in others])


def is_about_a_lever(dataset: xr.Dataset, text: str) -> bool:
    """Return whether a text gives values of a lever of the sweep, known ones or not."""
    match = FORM.fullmatch(text)
    return match is not None and _coordinate(dataset, match[1]) is not None


def lever_named(dataset: xr.Dataset, name: str) -> str | None:
    """Return the dimension of a lever by its name or its key, None where there is none."""
    return next((lever for lever in levers(dataset) if name in (lever, lever_key(dataset, lever))), None)


def _coordinate(dataset: xr.Dataset, name: str) -> str | None:
    """Return the coordinate along a lever that a name stands for; None where it stands for none."""
    if name in factors(dataset):
        return None
    lever = lever_named(dataset, name)
    if lever is not None:
        return lever
    of_levers = [str(key) for key, values in dataset.coords.items() if values.dims in zip(levers(dataset))]
    return next((key for key in of_levers if name in (key, lever_key(dataset, key))), None)


def _places(dataset: xr.Dataset, along: str, sign: str, value: str) -> list[int] | str:
    """Return at which places the values of a lever agree, or what is wrong with the text."""
    typed = values_as_typed(dataset, along)
    if sign in _COMPARE:
        numbers, limit = [_number(each) for each in typed], _number(value)
        if limit is None or None in numbers:
            what = "the values of" if limit is not None else f"{value!r} is not a number; the values of"
            return f"{what} {along} are {_listed(typed)}; choose with = or !="
        found = [at for at, each in enumerate(numbers) if each is not None and _COMPARE[sign](each, limit)]
        return found or f"leaves no value of {along}, which has {_listed(typed)}"
    same = [at for at, each in enumerate(typed) if each == value]
    if not same and _number(value) is not None:
        same = [at for at, each in enumerate(typed) if _number(each) == _number(value)]
    if not same:
        return _unknown(dataset, along, value, typed)
    if sign == "=":
        return same
    return [at for at in range(len(typed)) if at not in same] or f"leaves no value of {along}, which has no other"


def _unknown(dataset: xr.Dataset, along: str, value: str, typed: Sequence[str]) -> str:
    """Say that a lever has no such value, with the nearest one by name or title."""
    titles = [lever_value(dataset, along, each).lower() for each in dataset[along].values.tolist()]
    guess = nearest(value.lower(), titles)
    if guess is not None and nearest(value, typed) is None:
        return f"unknown value of {along} {value!r}; did you mean {typed[titles.index(guess)]!r}?"
    if len(typed) > MOST_LISTED and nearest(value, typed) is None:
        return f"unknown value of {along} {value!r}; it has {_listed(typed)}"
    return unknown_choice(value, typed, f"value of {along}")


def _listed(typed: Sequence[str]) -> str:
    more = [f"... ({len(typed)} values)"] if len(typed) > MOST_LISTED else []
    return ", ".join([*typed[:MOST_LISTED], *more])


def _no_lever(text: str, names: Sequence[str], why: str) -> str:
    match = FORM.fullmatch(text)
    guess = nearest(match[1], names) if match else None
    if guess is not None:
        return f"no lever has that name; did you mean {guess!r}?"
    return f"is not about a lever ({'levers: ' + ', '.join(names) if names else 'the sweep has none'}); {why}"


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
