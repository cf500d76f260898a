"""What a sweep changes against the defaults of its scenario, as its stored config shows."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from lunarsim.reading.titles.labels import stored_config
from lunarsim.reading.titles.levers import group_title, option_title
from lunarsim.reading.titles.parameters import declared_at, parameter_title, units_in_words, value_title
from lunarsim.scenario.blocs import BLOCS
from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.library.files import read
from lunarsim.scenario.library.paths import shipped
from lunarsim.scenario.scenario import COLLECTIONS, GROUPS
from lunarsim.study.request.levers import is_setting
from lunarsim.version import RESULTS

if TYPE_CHECKING:
    import xarray as xr

SAID_ELSEWHERE = ("scenario", "plan", "site", BLOCS)
"""What the subject of a result names by itself."""

_OWN_LIBRARIES = ("missions", "vehicles", "assets", "official_milestones")


class Override(NamedTuple):
    """One value that is not the default.

    Parameters
    ----------
    key : str
        Config group or parameter.
    title : str
        The key in words.
    value, default : str
        In words, with units; the default is empty where there is none or it is not known.
    """

    key: str
    title: str
    value: str
    default: str

    def __str__(self) -> str:
        return f"{self.title}: {self.value}"


def overrides(dataset: xr.Dataset) -> tuple[Override, ...]:
    """Return what a sweep changes against the defaults of its scenario and plan; levers and varied factors apart.

    The stored config is held against the option files that it names. Where another version of the rules made the sweep,
    whose defaults may be others, the words of its command line count instead.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    """
    config = stored_config(dataset)
    varied = {*lever_keys(dataset), *(key for key, _, _, _ in intervals(dataset))}
    choices = config.get("choices")
    if isinstance(choices, Mapping) and dataset.attrs.get("results") == RESULTS:
        return tuple(_changed(config, {str(key): str(option) for key, option in choices.items()}, varied))
    return tuple(_said(str(dataset.attrs.get("command", "")), varied))


def lever_defaults(dataset: xr.Dataset) -> dict[str, Any]:
    """Return the defaults of levers by their keys: options of groups and values of parameters, where they are known.

    Under rules of another version they may be others, and none is known.
    """
    choices = stored_config(dataset).get("choices")
    if not isinstance(choices, Mapping) or dataset.attrs.get("results") != RESULTS:
        return {}
    options = {str(key): str(option) for key, option in choices.items()}
    contents = {key: _option(key.partition("@")[0], option) for key, option in options.items()}
    usual = dict(_base())
    for content in contents.values():
        usual |= _asked_for(content or {})
    values = _defaults(options, contents)
    keys = lever_keys(dataset)
    found = {key: _default(key, values) if "." in key and "@" not in key else usual.get(key, _MISSING) for key in keys}
    return {key: value for key, value in found.items() if value is not _MISSING}


def lever_keys(dataset: xr.Dataset) -> list[str]:
    """Return the keys of the levers that a sweep was made with."""
    return list(_mapping(dataset.attrs.get("levers")))


def intervals(dataset: xr.Dataset) -> list[tuple[str, float, float, str]]:
    """Return key, both ends and kind of each factor whose distribution was given with the sweep."""
    try:
        listed = json.loads(dataset.attrs.get("intervals", "[]"))
        return [(str(one["key"]), float(one["low"]), float(one["high"]), str(one["kind"])) for one in listed]
    except (TypeError, ValueError, LookupError, RecursionError):
        return []


def chosen(dataset: xr.Dataset, group: str) -> str:
    """Return the option of a config group that a sweep was made with, empty where it does not say."""
    choices = stored_config(dataset).get("choices")
    return str(choices.get(group, "")) if isinstance(choices, Mapping) else ""


def _changed(config: Mapping[str, Any], choices: Mapping[str, str], varied: set[str]) -> Iterator[Override]:
    contents = {key: _option(key.partition("@")[0], option) for key, option in choices.items()}
    usual = dict(_base())
    for content in contents.values():
        usual |= _asked_for(content or {})
    for key, option in choices.items():
        is_other = option != usual.get(key, option) and key not in (*SAID_ELSEWHERE, *varied)
        if is_other and not is_setting(key):
            yield Override(key, group_title(key), option_title(key, option), option_title(key, usual[key]))
    defaults = _defaults(choices, contents)
    own = {_package(key) for key, content in contents.items() if content is None}
    for key, value in _flat(config):
        group = key.partition(".")[0]
        if key in varied or group not in (*GROUPS, *COLLECTIONS) or any(_within(key, each) for each in own):
            continue
        default = _default(key, defaults)
        if not _same(value, default):
            yield Override(key, parameter_title(key), _in_words(key, value), _in_words(key, default))


def _said(command: str, varied: set[str]) -> Iterator[Override]:
    """Yield what a command line sets, without what is varied or named elsewhere."""
    try:
        words = shlex.split(command)
    except ValueError:
        return
    for word in words:
        key, sign, value = word.lstrip("+").partition("=")
        is_group = "." not in key or "@" in key
        if not sign or key in varied or key in SAID_ELSEWHERE or is_setting(key):
            continue
        if is_group:
            yield Override(key, group_title(key), option_title(key, value), "")
        else:
            yield Override(key, parameter_title(key), _in_words(key, value), "")


def _in_words(key: str, value: Any) -> str:
    if value is _MISSING:
        return ""
    text = value_title(key, value)
    declared = declared_at(key)
    units = units_in_words(declared.unit) if declared is not None else ""
    return f"{text} {units}" if units and text[-1:].isdigit() else text


_MISSING = object()


def _default(key: str, defaults: Mapping[str, Any]) -> Any:
    """Return the default of a parameter: of the options, of the library, or as declared."""
    if key in defaults:
        return defaults[key]
    first, _, rest = key.partition(".")
    owner, _, field = rest.partition(".")
    if first in COLLECTIONS and first != "programs":
        manifest = f"missions_{defaults.get('plan.manifest', 'latest')}" if first == "missions" else first
        try:
            record = read(manifest).get(owner)
        except OSError:
            record = None
        return _MISSING if record is None else record.get(field, _declared(COLLECTIONS[first]).get(field, _MISSING))
    name = field if first == "programs" else rest
    cls = COLLECTIONS["programs"] if first == "programs" else GROUPS.get(first)
    return _declared(cls).get(name, _MISSING) if cls else _MISSING


@cache
def _declared(cls: type) -> dict[str, Any]:
    import dataclasses

    return {field.name: field.default for field in dataclasses.fields(cls) if field.name in declarations(cls)}


def _defaults(choices: Mapping[str, str], contents: Mapping[str, Mapping[str, Any] | None]) -> dict[str, Any]:
    """Return the values that the chosen option files set, the later ones over the earlier ones."""
    found: dict[str, Any] = {}
    for key in choices:
        content = contents[key]
        if content is not None:
            whole = content.get("@global")
            package = "" if whole else f"{_package(key)}."
            found |= {f"{package}{name}": value for name, value in _flat(content) if name[0] != "@"}
    return found


def _package(key: str) -> str:
    return key.partition("@")[2] or key


def _within(key: str, package: str) -> bool:
    return key.startswith(f"{package}.")


def _asked_for(content: Mapping[str, Any]) -> dict[str, str]:
    """Return the options of other groups that an option file takes."""
    items = content.get("@defaults") or ()
    return {
        name.removeprefix("override /"): str(option)
        for item in items
        if isinstance(item, dict)
        for name, option in item.items()
    }


@cache
def _base() -> Mapping[str, str]:
    """Return the options that the base config takes."""
    items = _yaml("config")["@defaults"]
    return {key: str(option) for item in items if isinstance(item, dict) for key, option in item.items()}


@cache
def _option(group: str, option: str) -> Mapping[str, Any] | None:
    """Return what a shipped option file says, None where there is no such file."""
    if not all(part.replace("_", "").isalnum() for part in (group, option)):
        return None
    try:
        return _yaml(f"{group}/{option}")
    except OSError:
        return None


def _yaml(name: str) -> dict[str, Any]:
    text = (shipped("configs") / f"{name}.yaml").read_text(encoding="utf-8")
    content = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}
    return {
        "@global": text.startswith("# @package _global_"),
        "@defaults": content.pop("defaults", None),
        **content,
    }


def _flat(tree: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the leaves of a tree by their full keys."""
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _same(value: Any, default: Any) -> bool:
    if isinstance(value, (list, tuple)) and isinstance(default, (list, tuple)):
        return json.dumps(value, default=str) == json.dumps(default, default=str)
    return bool(value == default)


def _mapping(text: Any) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, Mapping) else {}
