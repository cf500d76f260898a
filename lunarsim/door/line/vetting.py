"""Option files, read as data only: untrusted files cannot run code, read the environment or write elsewhere.

Hydra never opens a file of the user. It is read here, once, checked, and given to Hydra as plain values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from lunarsim.door.line.option_catalog import LIMIT_BYTES, Catalog
from lunarsim.scenario.blocs import BLOCS
from lunarsim.scenario.regular_files import read_input
from lunarsim.scenario.scenario import COLLECTIONS, GROUPS
from lunarsim.study.request.settings import SETTINGS
from lunarsim.words.errors import MOST_FAULTS, Fault, InputError, unknown

LIMIT_DEPTH = 20
LIMIT_DEFAULTS = 100
LIMIT_KEYS = 1_000
"""Keys that a mapping of an option file may have."""

LIMIT_NODES = 25_000
"""Keys and values that an option file may hold."""

OVER_ALL = ("experiment", "scenario", "plan")
"""Groups whose options set values of any group, and may choose options of others."""

_CLOSED_TO_EXPERIMENTS = {"executor": None, "output": ("dir",)}
"""What an experiment file may not set: all keys of a group, or some of them."""

_FOR_AN_OPTION = (
    "is not a mission, and the file holds only missions; write an option of plan (--config-dir) to set more than those"
)

_ABOVE_MISSIONS = {
    "missions": "is not a mission: the file holds missions directly, so leave out this key",
    **dict.fromkeys(("official_milestones", "vehicles", "assets", "plan", "timeline", "defaults"), _FOR_AN_OPTION),
}
"""Top keys of an option of ``plan`` that a file of missions lacks, with what to say about each."""

_OVERRIDE = re.compile(r"override\s+/?(\S+)")
_HYDRA = re.compile(r"\s*[+~]*\s*(override\s+)?/?hydra\b")
_PACKAGE = re.compile(r"#\s*@package\s+(\S+)")

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """YAML as Hydra reads it: dates stay texts, 1e5 is a number."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":float", ":merge"))]
        for first, resolvers in _Base.yaml_implicit_resolvers.items()
    }


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(
        r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9]+|[0-9][0-9_]*(?=[eE]))(?:[eE][-+]?[0-9]+)?$|[-+]?\.(?:inf|nan)$", re.I
    ),
    list("-+0123456789."),
)


@dataclass(frozen=True)
class Vetted:
    """An option file that passed the checks.

    Parameters
    ----------
    content : dict
        What it sets, with the defaults list that Hydra shall see.
    needs : tuple of (group, option)
        The options that its defaults list names.
    own : bool
        Whether it is the user's.
    """

    group: str
    name: str
    path: Path
    content: dict[str, Any]
    needs: tuple[tuple[str, str], ...]
    own: bool


def vet(group: str, path: Path, catalog: Catalog) -> Vetted:
    """Read an option file that is not, or not certainly, one of lunarsim's.

    Raises
    ------
    InputError
        With everything that is refused in it.
    """
    content = plain_content(group, path)
    errors = list(_refused_texts(path, content))
    needs = _needs(path, group, content, tuple(catalog.base), errors)
    errors.extend(_top_level(path, group, content))
    if errors:
        raise InputError(list(dict.fromkeys(errors)))
    return Vetted(group, path.stem, path, content, tuple(needs), catalog.is_own(path))


def vet_manifest(path: Path) -> Vetted:
    """Read a file of missions, in the form of lunarsim's own, as the option of ``plan`` that it stands for.

    Raises
    ------
    InputError
        With everything that is refused in it.
    """
    content = plain_content("plan", path)
    errors = list(_refused_texts(path, content))
    if not content:
        errors.append(Fault(str(path), "holds no missions"))
    errors.extend(Fault(f"{path}: {key}", _ABOVE_MISSIONS[key]) for key in content if key in _ABOVE_MISSIONS)
    if errors:
        raise InputError(list(dict.fromkeys(errors)))
    return Vetted("plan", path.stem, path, {"missions": content}, (), own=True)


def vet_blocs(path: Path) -> Vetted:
    """Read a file of blocs, by their names or below the one key that lunarsim's own has.

    Raises
    ------
    InputError
        With everything that is refused in it.
    """
    content = plain_content("scenario", path)
    errors = list(_refused_texts(path, content))
    if list(content) == [BLOCS] and isinstance(content[BLOCS], dict):
        content = content[BLOCS]
    if not content:
        errors.append(Fault(str(path), "holds no blocs"))
    if errors:
        raise InputError(list(dict.fromkeys(errors)))
    return Vetted("scenario", path.stem, path, {BLOCS: content}, (), own=True)


def _refused_texts(path: Path, content: dict[str, Any]) -> Iterator[Fault]:
    """Yield the keys and texts of a file that no file may hold."""
    for where, text in _texts(content, ""):
        if "${" in text:
            yield Fault(f"{path}: {where}", "interpolations (${...}) are refused")
        if "_target_" in text:
            yield Fault(f"{path}: {where}", "_target_ is refused: a config names no class")
        elif _HYDRA.match(text):
            yield Fault(f"{path}: {where}", "Hydra's own settings cannot be changed by a file")


def plain_content(group: str, path: Path) -> dict[str, Any]:
    """Return a file's plain content; anything but plain data is refused."""

    def refuse(problem: str) -> InputError:
        return InputError([Fault(str(path), problem)])

    raw = read_input(path, LIMIT_BYTES)
    try:
        text = raw.decode("utf-8-sig")
        _scan(text)
        content = yaml.load(text, Loader=_Loader)
    except UnicodeDecodeError:
        raise refuse("is not UTF-8 text") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        words = " ".join(str(error).replace('in "<unicode string>", ', "at ").split())
        raise refuse(f"is refused: {words}") from None
    package = _PACKAGE.match(text.lstrip())
    allowed = ("_global_",) if group in OVER_ALL else ("_group_", group)
    if package and package[1] not in allowed:
        raise refuse(f"has package {package[1]}, allowed {allowed[0]}")
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise refuse("must hold keys and values")
    return content


def _scan(text: str) -> None:
    """Refuse tags, anchors, aliases, several documents, duplicate keys and deep nesting, before anything is built."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Loader)):
        if count > LIMIT_NODES:
            raise ValueError(f"it holds more than {LIMIT_NODES:,} keys and values")
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ValueError(f"anchor or alias in line {line}")
        if tag := getattr(event, "tag", None):
            raise ValueError(f"tag {tag} in line {line}")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > LIMIT_DEPTH:
            raise ValueError(f"nested deeper than {LIMIT_DEPTH} levels in line {line}")
    root = yaml.compose(text, Loader=_Loader)
    if root is not None:
        _refuse_duplicates(root)


def _refuse_duplicates(node: yaml.Node) -> None:
    if isinstance(node, yaml.MappingNode):
        if len(node.value) > LIMIT_KEYS:
            raise ValueError(f"{len(node.value):,} keys at one place, allowed {LIMIT_KEYS:,}")
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.tag != "tag:yaml.org,2002:str":
                raise ValueError(f"key in line {key.start_mark.line + 1} is not a string")
            if key.value in seen:
                raise ValueError(f"duplicate key {key.value!r} in line {key.start_mark.line + 1}")
            seen.add(key.value)
            _refuse_duplicates(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_duplicates(item)


def _texts(value: Any, where: str) -> Iterator[tuple[str, str]]:
    """Yield every key and string of a file with its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            inside = f"{where}.{key}" if where else key
            yield inside, key
            yield from _texts(inner, inside)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, where)
    elif isinstance(value, str):
        yield where, value


def _needs(
    path: Path, group: str, content: dict[str, Any], group_keys: tuple[str, ...], errors: list[Fault]
) -> Iterator[tuple[str, str]]:
    """Return the options that the defaults list names; what it may not hold is added to ``errors``."""
    items = content.get("defaults", [])
    where = f"{path}: defaults"
    needs: list[tuple[str, str]] = []
    if not isinstance(items, list):
        errors.append(Fault(where, "must be a list"))
        items = []
    if len(items) > LIMIT_DEFAULTS:
        errors.append(Fault(where, f"has {len(items):,} entries, allowed {LIMIT_DEFAULTS}"))
        items = []
    for item in items:
        if item == "_self_":
            continue
        if isinstance(item, str) and "/" not in item and "@" not in item:
            needs.append((group, item))
            continue
        key, option = next(iter(item.items())) if isinstance(item, dict) and len(item) == 1 else ("", None)
        match = _OVERRIDE.fullmatch(key)
        if group not in OVER_ALL or match is None or not isinstance(option, str):
            example = ", or 'override /GROUP: OPTION'" if group in OVER_ALL else ""
            errors.append(Fault(where, f"{item!r} is refused; allowed are an option of {group} to start from{example}"))
        elif match[1] not in (open_to := [key for key in group_keys if key not in ("experiment", group)]):
            errors.append(Fault(where, unknown(match[1], open_to, "group")))
        elif group == "experiment" and match[1] in _CLOSED_TO_EXPERIMENTS and _CLOSED_TO_EXPERIMENTS[match[1]] is None:
            errors.append(Fault(where, f"{match[1]} is set on the command line, not by an experiment"))
        else:
            needs.append((match[1].partition("@")[0], option))
    return iter(needs)


def _top_level(path: Path, group: str, content: dict[str, Any]) -> Iterator[Fault]:
    """Yield the keys that an option of this group may not set."""
    if group not in OVER_ALL:
        return
    allowed = [*GROUPS, *COLLECTIONS, "defaults"]
    if group == "experiment":
        allowed += [*SETTINGS, "sweep"]
    for count, (key, values) in enumerate(content.items()):
        if count >= MOST_FAULTS:
            return
        if key not in allowed:
            yield Fault(f"{path}: {key}", unknown(key, allowed, "key"))
        elif group == "experiment" and key in _CLOSED_TO_EXPERIMENTS:
            closed = _CLOSED_TO_EXPERIMENTS[key]
            for field in values if isinstance(values, dict) else [key]:
                if closed is None or field in closed:
                    yield Fault(f"{path}: {key}.{field}", "is set on the command line, not by an experiment")
        elif key != "defaults" and not isinstance(values, dict):
            yield Fault(f"{path}: {key}", f"is {values!r}, must be a mapping")


def sets(file: Vetted, key: str) -> bool:
    """Return whether an option file sets a parameter."""
    root, *parts = key.split(".")
    if file.group in OVER_ALL:
        parts = [root, *parts]
    elif root not in (file.group, f"{file.group}s"):
        return False
    elif file.group == "program":
        parts = parts[1:]
    here: Any = file.content
    for part in parts:
        here = here.get(part) if isinstance(here, dict) else None
    return here is not None
