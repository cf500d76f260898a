"""The keys of all parameters of scenario and settings, and suggestions for them; needs no Hydra."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, get_origin

from lunarsim.door.line.option_catalog import Catalog
from lunarsim.scenario.blocs import BLOCS
from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.declare.declaration import Parameter
from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.scenario.libraries import LIBRARIES, LIKE
from lunarsim.scenario.library.developers import known_developers
from lunarsim.scenario.library.files import read
from lunarsim.scenario.scenario import COLLECTIONS, GROUPS, declaration
from lunarsim.study.request.settings import SETTINGS
from lunarsim.words.errors import Fault, InputError, nearest, unknown

MANIFEST = "manifest"
"""Key of a line that names a file of missions, which is its plan."""

OWN_FILES = (MANIFEST, BLOCS)
"""Keys of a line that name a file of the user's own."""

_BRACES = re.compile(rf"\+?({'|'.join(LIBRARIES)})\.\w+=\{{([^{{}}]*)$")

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
    name = key.lstrip("+")
    start = f"{key}=" + value[: max(value.rfind(sign) for sign in ",[") + 1]
    if _holds_names(name, catalog) and "[" not in value:
        start += "["
    return [f"{start}{option}" for option in _values(name, catalog)]


def suggested_fields(line: str, last: str, catalog: Catalog) -> list[str] | None:
    """Return what may follow inside the braces of a new mission, vehicle or asset; None where the line is in none.

    Parameters
    ----------
    line : str
        The whole line.
    last : str
        Its last word, which each suggestion begins with.
    """
    opened = _BRACES.search(line)
    if opened is None:
        return None
    collection, inside = opened.groups()
    start = last[: max(last.rfind(sign) for sign in "{,:[") + 1]
    depth = begin = 0
    for at, sign in enumerate(inside):
        depth += (sign == "[") - (sign == "]")
        if sign == "," and not depth:
            begin = at + 1
    entry = inside[begin:]
    field, colon, _ = entry.partition(":")
    if not colon:
        return [f"{start}{name}:" for name in (LIKE, *declarations(COLLECTIONS[collection]))]
    key = f"{collection}.new.{field.strip()}"
    bracket = "[" if _holds_names(key, catalog) and "[" not in entry else ""
    return [f"{start}{bracket}{option}" for option in _values(key, catalog)]


def suggested_keys(last: str, catalog: Catalog) -> Iterator[str]:
    """Yield the keys that may follow, up to their next dot, as there are too many to list at once."""
    if last.startswith("+"):
        yield from _new_keys(last)
        return
    yield from (f"{key}=" for key in catalog.base)
    yield from (f"{name}=" for name in OWN_FILES)
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


def _new_keys(last: str) -> Iterator[str]:
    """Yield the keys of what is new in a library."""
    sign = last[: len(last) - len(last.lstrip("+"))]
    collection, *rest = last.lstrip("+").split(".")
    if not rest:
        yield from (f"{sign}{name}." for name in LIBRARIES)
    elif collection in LIBRARIES and len(rest) == 2:
        yield from (
            f"{sign}{collection}.{rest[0]}.{field}=" for field in (LIKE, *declarations(COLLECTIONS[collection]))
        )


def library_names(collection: str) -> list[str]:
    """Return the names of missions of any manifest, vehicles or assets."""
    files = [f"missions_{name}" for name in reversed(MANIFEST_DATES)] if collection == "missions" else [collection]
    return list(dict.fromkeys(name for file in files for name in read(file)))


def _holds_names(key: str, catalog: Catalog) -> bool:
    """Return whether a parameter is a list of names."""
    try:
        declared, hint = parameter_at(key, catalog.programs)
    except InputError:
        return False
    return bool(declared.refers_to) and get_origin(hint) is tuple


def _values(key: str, catalog: Catalog) -> Iterable[str]:
    if key in catalog.base:
        return catalog.options(key.partition("@")[0])
    collection, _, last = key.partition(".")
    if collection in LIBRARIES and last.endswith(f".{LIKE}"):
        return library_names(collection)
    try:
        declared, hint = parameter_at(key, catalog.programs)
    except InputError:
        return ()
    if declared.refers_to and not declared.choices:
        return _names_of(declared.refers_to, catalog)
    return ("true", "false") if hint is bool else declared.choices


def _names_of(target: str, catalog: Catalog) -> Iterable[str]:
    """Return the names that a parameter may refer to."""
    if target == "programs":
        return catalog.programs
    if target == "developers":
        return sorted({*known_developers(), *catalog.programs})
    return catalog.options("site") if target == "sites" else library_names(target)


def _unknown_key(key: str) -> str:
    """Return a message that a key is unknown, with the nearest one by its full name or by its last part."""
    keys, roots = list(parameter_keys(())), (*ROOTS, *OWN_FILES)
    if "." in key:
        guess = nearest(key, keys)
    else:
        by_end: dict[str, str] = {}
        for known in keys:
            by_end.setdefault(known.rpartition(".")[2], known)
        end = key if key in by_end else None if nearest(key, roots) else nearest(key, by_end)
        guess = by_end[end] if end else nearest(key, roots)
    return f"unknown key {key!r}" + (f"; did you mean {guess!r}?" if guess else "")
