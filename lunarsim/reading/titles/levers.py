"""Levers and uncertain factors of a dataset, and the values of levers, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lunarsim.reading.titles.known import capital, in_words, of_collection, titles
from lunarsim.reading.titles.labels import has_titles, label_title, stored_config
from lunarsim.reading.titles.outcomes import with_money_year
from lunarsim.reading.titles.parameters import parameter_title, units_in_words, value_title

if TYPE_CHECKING:
    import xarray as xr


def group_title(key: str) -> str:
    """Return the title of a config group by its key, such as ``site`` or ``program@programs.china``."""
    known = titles()["groups"]
    if key in known:
        return str(known[key])
    group, _, package = key.partition("@")
    owner = titles()["labels"]["program"].get(package.partition(".")[2])
    title = str(known.get(group) or capital(in_words(group)))
    return f"{title}: {owner}" if owner else title


def option_title(key: str, option: object, dataset: xr.Dataset | None = None) -> str:
    """Return the title of an option of a config group; one of the user's own has its name as words.

    Parameters
    ----------
    key : str
        Of the group.
    option : object
        Name of the option.
    dataset : Dataset, optional
        A sweep, whose stored config may know the title of a site of the user's own.
    """
    group, text = key.partition("@")[0], str(option)
    if group == "site":
        config = stored_config(dataset).get("site", {}) if dataset is not None else {}
        if isinstance(config, dict) and config.get("name") == text and config.get("title"):
            return str(config["title"])
        return of_collection("sites").get(text) or capital(in_words(text))
    return str(titles()["options"].get(group, {}).get(text) or capital(in_words(text)))


def lever_key(dataset: xr.Dataset, lever: str) -> str:
    """Return what a user types for a lever, of which the dimension's name may be the last part only."""
    return str(dataset[lever].attrs.get("config_key", lever)) if lever in dataset.coords else lever


def lever_title(dataset: xr.Dataset, lever: str) -> str:
    """Return the title of a lever: "Scenario", "Units of the plant"."""
    attrs = dataset[lever].attrs if lever in dataset.coords else {}
    key = attrs.get("config_key")
    if key is None:
        return capital(in_words(attrs.get("long_name") or lever))
    return parameter_title(key, str(attrs.get("description", ""))) if _is_parameter(key) else group_title(str(key))


def lever_title_with_units(dataset: xr.Dataset, lever: str) -> str:
    """Return the title of a lever with the units of its values in brackets, if any; of money with its year."""
    units = lever_units(dataset, lever)
    if lever in dataset.coords:
        units = with_money_year(dataset[lever], units)
    return f"{lever_title(dataset, lever)} [{units}]" if units else lever_title(dataset, lever)


def lever_units(dataset: xr.Dataset, lever: str) -> str:
    """Return the units of a lever's values as people write them."""
    return units_in_words(dataset[lever].attrs.get("units")) if lever in dataset.coords else ""


def lever_value(dataset: xr.Dataset, lever: str, value: Any, with_units: bool = False) -> str:
    """Return a value of a lever in words: "Joint station (ILRS)", "4", "domestic parts".

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    lever : str
        Dimension, or coordinate along one.
    value : object
        A label of it.
    with_units : bool
        Whether units follow the numbers.
    """
    attrs = dataset[lever].attrs if lever in dataset.coords else {}
    key = attrs.get("config_key")
    if key is None:
        # A text of the user's own that is no name stands as it is.
        if has_titles(lever) or str(value).isidentifier():
            return label_title(lever, value, dataset)
        return str(int(value) if isinstance(value, float) and value.is_integer() else value)
    if not _is_parameter(key):
        return option_title(str(key), value, dataset)
    text, units = value_title(key, value), lever_units(dataset, lever)
    return f"{text} {units}" if with_units and units and text[-1:].isdigit() else text


def lever_is(dataset: xr.Dataset, lever: str, value: Any) -> str:
    """Return a lever with one of its values as a heading: "Scenario: Joint station (ILRS)"."""
    return f"{lever_title(dataset, lever)}: {lever_value(dataset, lever, value, with_units=True)}"


def factor_title(dataset: xr.Dataset, key: str) -> str:
    """Return the title of an uncertain factor by its key, which is also the name of its variable."""
    description = str(dataset[key].attrs.get("description", "")) if key in dataset.variables else ""
    return parameter_title(str(key), description)


def _is_parameter(key: str) -> bool:
    """Return whether a key is that of a parameter, not of a config group."""
    return "." in key and "@" not in key
