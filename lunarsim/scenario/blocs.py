"""Blocs of rare-earth users: those of the library, or those of a user's file in their place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import MISSING, dataclass
from functools import cache
from typing import Any

from lunarsim.scenario.declare.checking import build_group
from lunarsim.scenario.declare.declaration import EVIDENCE, parameter
from lunarsim.scenario.declare.records import Records
from lunarsim.scenario.library.files import read
from lunarsim.words.errors import Fault, shown, unknown_choice
from lunarsim.words.sums import total

BLOCS = "blocs"
"""Key under which a scenario's tree holds blocs of the user's own."""

OTHERS = "others"
"""The bloc of the countries and programs that no other names."""

_RESERVED = ("none", "holder", "agreement", "lead", "partners")
"""Words that say something else where a parameter names a bloc."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


@dataclass(frozen=True, kw_only=True)
class Bloc:
    """A bloc of users of rare earths."""

    countries: tuple[str, ...] = parameter(MISSING, "Countries whose production is the bloc's.")
    use_share: float = parameter(MISSING, "Share of the world's use.", unit="1", low=1e-6, high=1)
    title: str = parameter("", "The name in words.")
    programs: tuple[str, ...] | None = parameter(
        None, "Programs whose product the bloc holds; left out, those of its countries.", optional=True
    )
    source: str = parameter("", "Where the share is from.")
    evidence: str = parameter("assumed", "How well it is known.", choices=EVIDENCE)


@cache
def shipped_blocs() -> Mapping[str, Bloc]:
    """Return the blocs of the library by name."""
    return Records(
        (name, Bloc(**entry | {field: tuple(entry[field]) for field in ("countries", "programs")}))
        for name, entry in read("blocs")["blocs"].items()
    )


@cache
def known_countries() -> frozenset[str]:
    """Return the countries that produce at some stage, now or later, and those of the shipped blocs."""
    market = read("market")
    found = {country for bloc in shipped_blocs().values() for country in bloc.countries}
    for stage in market["stages"].values():
        found |= {*stage["producers"], *stage["outlook"]["producers"]}
    return frozenset(found)


def own_blocs(content: Any, programs: Collection[str], faults: list[Fault]) -> Mapping[str, Bloc]:
    """Return the blocs that a user gives in place of those of the library, and then that of all others.

    Parameters
    ----------
    content : mapping
        Fields of each bloc by its name; empty: the user gives none.
    programs : collection of str
        Names of the programs of the scenario.
    faults : list
        To which all errors are added.

    Returns
    -------
    mapping
        Empty where the user gives none or where there are errors.
    """
    if not isinstance(content, Mapping):
        faults.append(Fault(BLOCS, f"is {shown(content)}, must be a mapping from names to blocs"))
        return Records()
    before = len(faults)
    built = {}
    for name, fields in content.items():
        faults.extend(_wrong_name(name))
        bloc: Bloc | None = build_group(Bloc, fields, f"{BLOCS}.{name}", faults)
        if bloc is not None:
            built[name] = bloc
    # As written, so that what is wrong in one field of a bloc hides nothing of the others.
    for field, names in (("countries", known_countries()), ("programs", programs)):
        faults.extend(_wrong_members({name: _members(fields, field) for name, fields in content.items()}, field, names))
    shares = total(map(_use_share, content.values()), 0.0)
    if shares >= 1.0:
        problem = f"use {shares:g} of the world's use together, must leave something for {OTHERS}: below 1"
        faults.append(Fault(BLOCS, problem))
    if len(faults) > before or not content:
        return Records()
    held = {name: _programs(bloc, programs) for name, bloc in built.items()}
    claimed = {program for names in held.values() for program in names}
    found = {name: _with_programs(bloc, held[name]) for name, bloc in built.items()}
    rest = tuple(program for program in programs if program not in claimed)
    return Records({**found, OTHERS: Bloc(countries=(), use_share=1.0 - shares, programs=rest)})


def _wrong_name(name: Any) -> Iterator[Fault]:
    if name == OTHERS:
        yield Fault(f"{BLOCS}.{name}", "is made of the countries and the use that no bloc names; leave it out")
    elif name in _RESERVED or not isinstance(name, str) or not _NAME.fullmatch(name):
        rule = f"letters, digits and _ after a letter, at most 64, and none of {', '.join(_RESERVED)}"
        yield Fault(f"{BLOCS}.{name}", f"is not a name of a bloc: {rule}")


def _members(fields: Any, field: str) -> tuple[str, ...] | None:
    """Return the names that a field of a bloc lists, as far as they are names; None where it is no list."""
    listed = fields.get(field) if isinstance(fields, Mapping) else None
    return tuple(each for each in listed if isinstance(each, str)) if isinstance(listed, list | tuple) else None


def _use_share(fields: Any) -> float:
    """Return the share of use of a bloc, 0 where it is none that is allowed."""
    share = fields.get("use_share") if isinstance(fields, Mapping) else None
    return float(share) if isinstance(share, int | float) and not isinstance(share, bool) and 0 < share <= 1 else 0.0


def _wrong_members(
    members: Mapping[str, tuple[str, ...] | None], field: str, known: Collection[str]
) -> Iterator[Fault]:
    """Yield the countries or programs that do not exist or stand twice, and blocs without a country."""
    named: dict[str, str] = {}
    for name, listed in members.items():
        path = f"{BLOCS}.{name}.{field}"
        if listed == () and field == "countries":
            yield Fault(path, "is empty; name at least one country")
        for member in listed or ():
            if member not in known:
                kind = "country" if field == "countries" else "program"
                yield Fault(path, unknown_choice(member, sorted(known), kind))
            elif member in named:
                twice = "twice" if named[member] == name else f"and {BLOCS}.{named[member]} names it, too"
                yield Fault(path, f"names {member} {twice}; allowed is one bloc")
            named.setdefault(member, name)


def _programs(bloc: Bloc, programs: Collection[str]) -> tuple[str, ...]:
    return bloc.programs if bloc.programs is not None else tuple(name for name in programs if name in bloc.countries)


def _with_programs(bloc: Bloc, programs: tuple[str, ...]) -> Bloc:
    return Bloc(countries=bloc.countries, use_share=bloc.use_share, title=bloc.title, programs=programs)
