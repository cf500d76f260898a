"""A look at the lever combinations before the start: which can be run, and what labels they need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, islice, product
from math import prod

from lunarsim.scenario.references import names_in, unknown_references, unknown_values
from lunarsim.scenario.scenario import DECIDES_LIBRARIES, Scenario, setter
from lunarsim.study.grid.verdicts import group_choice, judge, scenario_at
from lunarsim.study.model.interface import EXCLUDED, Model
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
        elif verdict.check_each:
            notes.append(f"some samples{where} may be recorded as infeasible: {verdict.warning}")
    if not some_sound:
        raise InputError(tuple(faults) or [Fault("design.exclude", f"drops all {looked_at:,} combinations of levers")])
    if looked_at < prod(map(len, axes)):
        return
    notes.extend(f"{reason}: {count:,} of {looked_at:,} combinations" for reason, count in dropped.items())
    said = " ".join(dropped)
    notes.extend(f"design.exclude drops nothing by {each.text!r}" for each in excluded if each.text not in said)


def label_scenarios(axes: Sequence[Axis], bases: Mapping[tuple[int, ...], Scenario]) -> Iterator[Scenario]:
    """Yield the scenarios that labels are made from: all combinations, or one lever at a time where those are many.

    The span of time is made by several levers together, so those of the timeline are always combined, as are options.
    """
    lengths = [len(axis) for axis in axes]
    if prod(lengths) <= LISTED:
        yield from (scenario_at(axes, bases, combination) for combination in product(*map(range, lengths)))
        return
    together = [axis.group or any(lever.key.startswith("timeline.") for lever in axis.levers) for axis in axes]
    seen: set[tuple[int, ...]] = set()
    for combination in product(*(range(n) if joined else (0,) for n, joined in zip(lengths, together, strict=True))):
        yield scenario_at(axes, bases, combination)
        if (options := group_choice(axes, combination)) in seen:
            continue
        seen.add(options)
        for position, joined in enumerate(together):
            for at in range(0 if joined else 1, 0 if joined else lengths[position]):
                yield scenario_at(axes, bases, (*combination[:position], at, *combination[position + 1 :]))
