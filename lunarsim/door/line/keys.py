"""The keys of all parameters of scenario and settings, and suggestions for them; needs no Hydra."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lunarsim.door.line.option_catalog import Catalog
from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.declare.declaration import Parameter
from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.scenario.library.developers import known_developers
from lunarsim.scenario.library.files import read
from lunarsim.scenario.scenario import COLLECTIONS, GROUPS, declaration
from lunarsim.study.request.settings import SETTINGS
from lunarsim.words.errors import Fault, InputError, nearest, unknown

ROOTS = (*GROUPS, *COLLECTIONS, *SETTINGS)
"""The first parts of all keys."""


def parameter_keys(programs: Sequence[str]) -> Iterator[str]:
    """Yield the keys of all parameters of groups, programs and settings."""
    for group, cls in GROUPS.items():
        yield from (f"{group}.{name}" for name in declarations(cls))
    for program in programs:
        yield from (f"programs.{program}.{name}" for name in declarations(COLLECTIONS["programs"]))
    for group, cls in SETTINGS.items():
        yield from (f"{group}.{name}" for name in declarations(cls))


def parameter_at(key: str, programs: Sequence[str]) -> tuple[Parameter, Any]:
    """Return declaration and type of the parameter at a key; names in the libraries are not checked.

    Raises
    ------
    InputError
        If there is none, with the nearest one.
    """
    root, _, rest = key.partition(".")
    name, _, field = rest.partition(".")
    if root not in ROOTS:
        raise InputError([Fault(key, _unknown_key(key))])
    if not rest or (root in COLLECTIONS and not field):
        raise InputError([Fault(key, "is not a parameter; name one of those below it")])
    if root == "programs" and name not in programs:
        raise InputError([Fault(key, unknown(name, programs, "program"))])
    if root in SETTINGS:
        known = declarations(SETTINGS[root])
        if rest not in known:
            raise InputError([Fault(key, unknown(rest, known, f"parameter of {root}"))])
        return known[rest]
    return declaration(key)


def suggested_values(last: str, catalog: Catalog) -> list[str]:
    """Return the overrides that set the key of the last word to each of its values."""
    key, _, value = last.partition("=")
    start = f"{key}=" + (value[: value.rindex(",") + 1] if "," in value else "")
    return [f"{start}{option}" for option in _values(key, catalog)]


def suggested_keys(last: str, catalog: Catalog) -> Iterator[str]:
    """Yield the keys that may follow, up to their next dot, as there are too many to list at once."""
    yield from (f"{key}=" for key in catalog.base)
    depth = last.count(".")
    every = list(parameter_keys(catalog.programs))
    collection = last.partition(".")[0]
    if not depth:
        yield from (f"{name}." for name in COLLECTIONS)
    elif collection in COLLECTIONS and collection != "programs":
        every += (
            f"{collection}.{name}.{field}"
            for name in library_names(collection)
            for field in declarations(COLLECTIONS[collection])
        )
    for key in every:
        parts = key.split(".")
        yield ".".join(parts[: depth + 1]) + ("." if len(parts) > depth + 1 else "=")


def library_names(collection: str) -> list[str]:
    """Return the names of missions of any manifest, vehicles or assets."""
    files = [f"missions_{name}" for name in reversed(MANIFEST_DATES)] if collection == "missions" else [collection]
    return list(dict.fromkeys(name for file in files for name in read(file)))


def _values(key: str, catalog: Catalog) -> Iterable[str]:
    if key in catalog.base:
        return catalog.options(key.partition("@")[0])
    try:
        declared, hint = parameter_at(key, catalog.programs)
    except InputError:
        return ()
    if declared.refers_to == "programs":
        return catalog.programs
    if declared.refers_to == "developers":
        return sorted({*known_developers(), *catalog.programs})
    if declared.refers_to:
        return catalog.options("site") if declared.refers_to == "sites" else library_names(declared.refers_to)
    return ("true", "false") if hint is bool else declared.choices


def _unknown_key(key: str) -> str:
    """Return a message that a key is unknown, with the nearest one by its full name or by its last part."""
    keys = list(parameter_keys(()))
    if "." in key:
        guess = nearest(key, keys)
    else:
        by_end: dict[str, str] = {}
        for known in keys:
            by_end.setdefault(known.rpartition(".")[2], known)
        end = key if key in by_end else None if nearest(key, ROOTS) else nearest(key, by_end)
        guess = by_end[end] if end else nearest(key, ROOTS)
    return f"unknown key {key!r}" + (f"; did you mean {guess!r}?" if guess else "")
