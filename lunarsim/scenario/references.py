"""Names by which parameters refer to programs, missions, vehicles, sites, blocs and others, and which exist."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from lunarsim.scenario.blocs import shipped_blocs
from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.libraries import LIKE
from lunarsim.scenario.library.developers import known_developers
from lunarsim.scenario.library.places.known_sites import known_sites
from lunarsim.scenario.scenario import COLLECTIONS, GROUPS, NOBODY, Scenario, declaration
from lunarsim.words.errors import Fault, unknown

NAMES: dict[str, Callable[[Scenario], Collection[str]]] = {
    "programs": lambda scenario: scenario.programs,
    "missions": lambda scenario: scenario.missions,
    "vehicles": lambda scenario: scenario.vehicles,
    "assets": lambda scenario: scenario.assets,
    "developers": lambda scenario: {*known_developers(), *scenario.programs},
    "sites": lambda scenario: {*known_sites(), scenario.site.name},
    "blocs": lambda scenario: scenario.blocs,
}
"""The names that a scenario knows, by what a parameter declares that it refers to."""


_LISTED = 5
"""Names that are listed where there are many and none is alike."""


def _referring(groups: Mapping[str, type]) -> list[tuple[str, str, str]]:
    """Return group, parameter and what it refers to, of all parameters that hold names."""
    return [
        (group, name, declared.refers_to)
        for group, cls in groups.items()
        for name, (declared, _) in declarations(cls).items()
        if declared.refers_to
    ]


_OF_GROUPS = _referring(GROUPS)
_OF_COLLECTIONS = _referring(COLLECTIONS)

_WORDS = {
    f"{group}.{name}": set(declarations(GROUPS[group])[name][0].choices) - set(shipped_blocs())
    for group, name, target in _OF_GROUPS
    if target == "blocs"
}
"""Words beside names of blocs that a parameter may have."""


def unknown_references(scenario: Scenario, names: Mapping[str, Collection[str]] | None = None) -> Iterator[Fault]:
    """Yield the names in a scenario that it does not know or, where ``names`` are given, that are none of these."""
    known = names_in([scenario]) if names is None else names
    absent = () if scenario.has_rival else ("rival",)
    for group, name, target in _OF_GROUPS:
        if group not in absent:
            yield from _unknown(f"{group}.{name}", getattr(getattr(scenario, group), name), target, known)
    for collection, name, target in _OF_COLLECTIONS:
        given = scenario.changes.get(collection, {})
        for key, record in getattr(scenario, collection).items():
            path, value = f"{collection}.{key}.{name}", getattr(record, name)
            own = given.get(key, ())
            if LIKE not in own or name in own:
                yield from _unknown(path, value, target, known)
            elif missing := [each for each in dict.fromkeys(_names(value)) if _is_unknown(path, each, known[target])]:
                # The user has not written these names.
                problem = (
                    f"names {', '.join(missing)}, as {own[LIKE]} does, which this plan lacks; add that or give other"
                )
                yield Fault(path, f"{problem} {name}{', such as []' if isinstance(value, tuple) else ''}")


def names_in(scenarios: Iterable[Scenario]) -> dict[str, set[str]]:
    """Return the names that any of some scenarios knows, by what refers to them."""
    listed = list(scenarios)
    return {target: {name for scenario in listed for name in names(scenario)} for target, names in NAMES.items()}


def unknown_values(key: str, values: Iterable[Any], known: Mapping[str, Collection[str]]) -> Iterator[Fault]:
    """Yield the names that nothing has among the values of one parameter."""
    target = declaration(key)[0].refers_to
    if target:
        for value in values:
            yield from _unknown(key, value, target, known)


def _unknown(key: str, value: Any, target: str, known: Mapping[str, Collection[str]]) -> Iterator[Fault]:
    for name in _names(value):
        if _is_unknown(key, name, known[target]):
            problem = unknown(name, {*known[target], *_WORDS.get(key, ())}, target.removesuffix("s"))
            if known[target] and ";" not in problem:
                names = sorted(known[target])
                problem += f"; there are {', '.join(names[:_LISTED])}, ... ({len(names)} in all)"
            yield Fault(key, problem)


def _is_unknown(key: str, name: str, known: Collection[str]) -> bool:
    return name not in known and not _names_nothing(key, name)


def _names(value: Any) -> Iterator[Any]:
    """Yield the names that a value holds, alone or in lists of lists."""
    if isinstance(value, tuple):
        for inner in value:
            yield from _names(inner)
    else:
        yield value


def _names_nothing(key: str, name: str) -> bool:
    """Return whether a text is one by which a parameter refers to nobody else, or to somebody by another word."""
    if key in _WORDS:
        return name in _WORDS[key]
    return (key, name) == ("rival.lead", NOBODY) or (name == "" and key.endswith((".developer", ".heritage")))
