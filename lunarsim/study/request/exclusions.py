"""Constraints that drop combinations of levers: ``plant.units>2 and site=shackleton``, read without any evaluation."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lunarsim.scenario.declare.checking import checked
from lunarsim.scenario.scenario import Scenario
from lunarsim.study.request.intervals import number_kind
from lunarsim.study.request.levers import Axis, CheckedLever, levers_of
from lunarsim.words.errors import MOST_FAULTS, Fault, InputError, unknown

_KEY = "design.exclude"
_TERM = re.compile(r"([^\s<>=!]+)\s*(<=|>=|!=|==|=|<|>)\s*([^<>=!]+)")
_AND = re.compile(r"\s+and\s+")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Term:
    """One comparison of a lever, or of a parameter that the levers' options set, with a value."""

    key: str
    sign: str
    value: Any

    def holds(self, values: Mapping[str, Any], scenario: Scenario) -> bool:
        """Return whether it holds; what a combination lacks, or has null, is only equal to null."""
        try:
            value = values[self.key] if self.key in values else scenario.value(self.key)
        except (KeyError, AttributeError):
            value = None
        if None in (value, self.value) and self.sign not in ("=", "==", "!="):
            return False
        return _COMPARE[self.sign](value, self.value)


@dataclass(frozen=True)
class Exclusion:
    """Combinations that are dropped: those in which all terms hold."""

    text: str
    terms: tuple[Term, ...]

    def holds(self, axes: Sequence[Axis], combination: Sequence[int], scenario: Scenario) -> bool:
        """Return whether a combination, given as positions along the axes, is dropped."""
        values = {
            lever.key: lever.values[at] for axis, at in zip(axes, combination, strict=True) for lever in axis.levers
        }
        return all(term.holds(values, scenario) for term in self.terms)


def exclusions(
    texts: Iterable[str], axes: Sequence[Axis], scenarios: Sequence[Scenario], faults: list[Fault]
) -> tuple[Exclusion, ...]:
    """Return the constraints of ``design.exclude``; their errors are added to ``faults``.

    Parameters
    ----------
    texts : iterable of str
        Comparisons joined by ``and``; a combination is dropped if any of the texts holds.
    axes : sequence of Axis
        The levers.
    scenarios : sequence of Scenario
        The base scenarios, any of which may have the parameters that are named.
    faults : list of Fault
        Takes the errors.
    """
    excluded = []
    levers = {lever.key: lever for lever in levers_of(axes)}
    for text in texts:
        if len(faults) >= MOST_FAULTS:
            break
        terms = []
        for part in _AND.split(text.strip()):
            try:
                terms.append(_term(part, levers, scenarios))
            except ValueError as error:
                faults.append(Fault(_KEY, f"{text!r}: {error}"))
        excluded.append(Exclusion(text.strip(), tuple(terms)))
    return tuple(excluded)


def uncertain_terms(excluded: Iterable[Exclusion], factors: Iterable[str]) -> list[Fault]:
    """Return the errors of constraints on what differs from sample to sample."""
    return [
        Fault(_KEY, f"{exclusion.text!r}: {term.key} is uncertain, so it differs between the runs of a combination")
        for exclusion in excluded
        for term in exclusion.terms
        if term.key in set(factors)
    ]


def _term(text: str, levers: Mapping[str, CheckedLever], scenarios: Sequence[Scenario]) -> Term:
    match = _TERM.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a comparison; write KEY=VALUE, or !=, <, <=, >, >=, joined by 'and'")
    key, sign, written = match[1], match[2], match[3].strip()
    lever = levers.get(key)
    ordered = sign not in ("=", "==", "!=")
    if lever is not None and lever.group:
        if ordered:
            raise ValueError(f"{key} has options, which have no order; compare with = or !=")
        option = written.strip("'\"")
        if option not in lever.values:
            raise ValueError(f"{key}: " + unknown(option, map(str, lever.values), "option among those compared"))
        return Term(key, sign, option)
    declared, hint = _declaration(key, scenarios)
    if ordered and number_kind(hint) is None and not declared.date:
        raise ValueError(f"{key} is neither a number nor a date and has no order; compare with = or !=")
    try:
        value = checked(_plain(written), declared, hint)
    except ValueError as error:
        raise ValueError(f"{key} {error}") from None
    if lever is not None and not ordered and value not in lever.values:
        listed = ", ".join(map(str, lever.labels()[:12]))
        raise ValueError(f"{key} is never {written} here; its values are {listed}")
    return Term(key, sign, value)


def _declaration(key: str, scenarios: Sequence[Scenario]) -> tuple[Any, Any]:
    problem = "unknown key"
    for scenario in scenarios:
        try:
            return scenario.declaration(key)
        except InputError as error:
            problem = error.faults[0].problem
    raise ValueError(f"{key}: {problem}")


def _plain(written: str) -> Any:
    """Return a number, Boolean, null or string; dates stay strings."""
    words = {"true": True, "false": False, "null": None}
    if written.lower() in words:
        return words[written.lower()]
    for kind in (int, float):
        try:
            return kind(written)
        except ValueError:
            continue
    return written.strip("'\"")
