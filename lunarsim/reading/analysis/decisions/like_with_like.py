"""Two sweeps brought to the same choices: a lever of one takes the plain value that the other has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import xarray as xr

from lunarsim.reading.analysis.conditioning.lever_values import is_about_a_lever, refuse_others, with_lever_values
from lunarsim.reading.analysis.lever_words import as_lever_value, selected_values, values_as_typed
from lunarsim.reading.analysis.sensitivity.design_check import factors
from lunarsim.reading.analysis.valid_runs import levers
from lunarsim.reading.overrides import chosen
from lunarsim.reading.titles.labels import stored_config
from lunarsim.reading.titles.levers import lever_key

WHY_NO_OTHERS = "two sweeps are compared at values of levers, with all their runs"


class Alike(NamedTuple):
    """Two sweeps at the same choices.

    Parameters
    ----------
    first, second : Dataset
        Without the levers that were given or taken.
    taken : tuple of (str, str, str, str)
        Of each lever whose value was taken as the other sweep has it: ``a`` or ``b``, the sweep of the lever, its name,
        the value as it is typed, and another one.
    """

    first: xr.Dataset
    second: xr.Dataset
    taken: tuple[tuple[str, str, str, str], ...]


def like_with_like(first: xr.Dataset, second: xr.Dataset, given: Sequence[str] = ()) -> Alike:
    """Return two sweeps at the values of levers that are given, then at those that the other has as a plain value.

    Parameters
    ----------
    first, second : Dataset
        Sweeps.
    given : sequence of str
        Such as ``scenario=china_alone``; each holds for the sweeps that have the lever.

    Raises
    ------
    InputError
        If neither sweep has the lever, or a sweep that has it lacks the value.
    """
    sides = [first, second]
    names = list(dict.fromkeys(name for each in sides for name in levers(each)))
    others = [text for text in given if not any(is_about_a_lever(each, text) for each in sides)]
    refuse_others(others, names, WHY_NO_OTHERS)
    sides = [
        with_lever_values(each, [text for text in given if is_about_a_lever(each, text)], WHY_NO_OTHERS)
        for each in sides
    ]
    taken = []
    for place, (name, other) in enumerate((("a", sides[1]), ("b", sides[0]))):
        here = sides[place]
        for lever in levers(here):
            if lever in levers(other):
                continue
            typed = values_as_typed(here, lever)
            value = plain_value(other, lever_key(here, lever))
            if value in typed:
                here = here.isel({lever: typed.index(value)})
                another = next((each for each in typed if each != value), value)
                taken.append((name, lever, str(value), another))
        sides[place] = here
    return Alike(sides[0], sides[1], tuple(taken))


def plain_value(dataset: xr.Dataset, key: str) -> str | None:
    """Return the one value that all runs of a sweep have of a lever's key, as it is typed; None where it is not known.

    Parameters
    ----------
    dataset : Dataset
        A sweep; the value of a lever may have been selected.
    key : str
        Config group or parameter.
    """
    for name, label in selected_values(dataset).items():
        if lever_key(dataset, name) == key:
            return as_lever_value(key, label)
    if key in factors(dataset) or any(lever_key(dataset, lever) == key for lever in levers(dataset)):
        return None
    if "." not in key or "@" in key:
        return chosen(dataset, key) or None
    value: Any = stored_config(dataset)
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    if value is None or isinstance(value, Mapping):
        return None
    if isinstance(value, list):
        # As a lever's values are stored: alternatives within a list, then the list.
        value = ",".join(" or ".join(map(str, each)) if isinstance(each, list) else str(each) for each in value) or "[]"
    return as_lever_value(key, value)
