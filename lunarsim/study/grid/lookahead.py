"""A look at the lever combinations before the start: which can be run, and what labels they need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice, product
from math import prod
from typing import Any

from lunarsim.scenario.references import names_in, unknown_references, unknown_values
from lunarsim.scenario.scenario import DECIDES_LIBRARIES, Scenario, setter
from lunarsim.study.grid.verdicts import judge, scenario_at
from lunarsim.study.model.interface import ALL_LABELS, EXCLUDED, DividesLabels, Foresees, Model
from lunarsim.study.request.exclusions import Exclusion
from lunarsim.study.request.factors import Factor
from lunarsim.study.request.levers import Axis, CheckedLever, levers_of
from lunarsim.words.errors import MOST_FAULTS, Fault, InputError

LISTED = 1_000
"""Lever combinations that are all looked at before the start; beyond, each is looked at when its turn comes."""


def missing_names(axes: Sequence[Axis], scenarios: Collection[Scenario]) -> list[Fault]:
    """Return levers on entries, such as a mission, that a choice of config groups lacks, and names that nothing has.

    A name that some combination knows is no error: combinations that do not are judged by the rules.
    """
    errors: dict[Fault, None] = {}
    levers = [lever for lever in levers_of(axes) if not lever.group]
    for scenario in scenarios:
        for lever in levers:
            try:
                scenario.declaration(lever.key)
            except InputError as error:
                errors.update(dict.fromkeys(error.faults))
    known = names_in(chain.from_iterable(_with_libraries(scenario, levers) for scenario in scenarios))
    for lever in levers:
        errors.update(dict.fromkeys(islice(unknown_values(lever.key, lever.values, known), MOST_FAULTS)))
    moved = {lever.key for lever in levers}
    for scenario in scenarios:
        wrong = (fault for fault in unknown_references(scenario, known) if fault.path not in moved)
        errors.update(dict.fromkeys(islice(wrong, MOST_FAULTS)))
    return list(errors)


def _with_libraries(scenario: Scenario, levers: Sequence[CheckedLever]) -> Iterator[Scenario]:
    """Yield a scenario with each of the libraries that levers choose."""
    deciding = [lever for lever in levers if lever.key in DECIDES_LIBRARIES]
    put = setter([lever.key for lever in deciding])
    return (put(scenario, values) for values in product(*(lever.values for lever in deciding)))


def look_ahead(
    axes: Sequence[Axis],
    bases: Mapping[tuple[int, ...], Scenario],
    factors: Sequence[Factor],
    excluded: Sequence[Exclusion],
    model: Model,
    notes: list[str],
) -> None:
    """List the lever combinations that cannot be run.

    Raises
    ------
    InputError
        If no combination can be run.
    """
    faults: dict[Fault, None] = {}
    some_sound = False
    dropped: Counter[str] = Counter()
    foreseen: dict[str, list[str]] = {}
    looked_at = 0
    for combination in product(*map(range, map(len, axes))):
        if looked_at >= LISTED and some_sound:
            break
        looked_at += 1
        verdict = judge(axes, bases, factors, excluded, combination, model)
        some_sound = some_sound or not verdict.reason
        faults.update(dict.fromkeys(verdict.faults))
        values = ", ".join(axis.text(at) for axis, at in zip(axes, combination, strict=True))
        where = f" at {values}" if values else ""
        if verdict.status == EXCLUDED:
            dropped[verdict.reason] += 1
        elif verdict.reason:
            notes.append(f"cannot be run{where}: {verdict.reason}")
            continue
        if isinstance(model, Foresees):
            for sentence in model.foreseen(verdict.scenario):
                foreseen.setdefault(sentence, []).append(where)
        if verdict.check_each:
            notes.append(f"some samples{where} may be recorded as infeasible: {verdict.warning}")
    notes.extend(_said_once(sentence, places, looked_at) for sentence, places in foreseen.items())
    if not some_sound:
        raise InputError(tuple(faults) or [Fault("design.exclude", f"drops all {looked_at:,} combinations of levers")])
    if looked_at < prod(map(len, axes)):
        return
    notes.extend(f"{reason}: {count:,} of {looked_at:,} combinations" for reason, count in dropped.items())
    said = " ".join(dropped)
    notes.extend(f"design.exclude drops nothing by {each.text!r}" for each in excluded if each.text not in said)


def _said_once(sentence: str, places: Sequence[str], looked_at: int) -> str:
    """Return a sentence with the first place at which it holds, unless it holds wherever was looked."""
    if len(places) == looked_at:
        return sentence
    others = {1: "", 2: " and one more combination"}.get(len(places), f" and {len(places) - 1} more combinations")
    return f"{sentence} ({places[0].strip()}{others})"


def label_scenarios(
    axes: Sequence[Axis], bases: Mapping[tuple[int, ...], Scenario], model: Model
) -> Iterator[Scenario]:
    """Yield scenarios that have among them the labels of all lever combinations.

    These are all combinations or, where those are many, as few as the model allows by :class:`DividesLabels`: levers
    that decide no label stay at their first value, and levers that decide different parts of the labels are not
    combined with each other, but each with those that decide on all.
    """
    for combination in _deciding_combinations(axes, model):
        try:
            yield scenario_at(axes, bases, combination)
        except InputError:
            # It lacks a record that a lever changes, so it is never run.
            continue


def _deciding_combinations(axes: Sequence[Axis], model: Model) -> Iterator[tuple[int, ...]]:
    if prod(map(len, axes)) <= LISTED:
        yield from product(*map(range, map(len, axes)))
        return
    decided = [_decided(axis, model) for axis in axes]
    positions = [_distinct(axis, model) for axis in axes]
    on_all = [at if ALL_LABELS in parts else at[:1] for at, parts in zip(positions, decided, strict=True)]
    for chosen in product(*on_all):
        yield chosen
        for group in _joined(parts for parts in decided if ALL_LABELS not in parts):
            moved = (
                at if parts and parts <= group else [here]
                for at, parts, here in zip(positions, decided, chosen, strict=True)
            )
            yield from (combination for combination in product(*moved) if combination != chosen)


def _decides(lever: CheckedLever, model: Model) -> str | None:
    """Return the part of the labels that a lever decides; None for none."""
    if lever.group or not isinstance(model, DividesLabels):
        return ALL_LABELS
    return model.label_part(lever.key)


def _decided(axis: Axis, model: Model) -> frozenset[str]:
    """Return the parts of the labels that an axis decides."""
    return frozenset(part for lever in axis.levers if (part := _decides(lever, model)) is not None)


def _distinct(axis: Axis, model: Model) -> list[int]:
    """Return the positions along an axis at which the levers that decide labels differ."""
    deciding = [lever for lever in axis.levers if _decides(lever, model) is not None]
    first: dict[tuple[Any, ...], int] = {}
    for at in range(len(axis)):
        first.setdefault(tuple(lever.values[at] for lever in deciding), at)
    return list(first.values())


def _joined(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Return sets joined where they overlap, so that none overlaps another; empty ones are left out."""
    joined: list[frozenset[str]] = []
    for each in filter(None, sets):
        overlapping = [other for other in joined if other & each]
        joined = [other for other in joined if not other & each] + [each.union(*overlapping)]
    return joined
