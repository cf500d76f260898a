"""A new sweep beside a stored one, in which news are facts of the manifest."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lunarsim.reading.analysis.lever_words import places_left, words_of_line
from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.request.request import Request
from lunarsim.study.run.stored_executor import local_executor
from lunarsim.study.run.sweep import SweepResult, run_sweep
from lunarsim.study.store.folder import beside
from lunarsim.study.store.stored_sweep import StoredSweep
from lunarsim.words.errors import Fault, InputError

if TYPE_CHECKING:
    import xarray as xr

Facts = Mapping[str, Mapping[str, str]]


def sweep_with_facts(
    path: Path | str,
    whole: xr.Dataset,
    part: xr.Dataset,
    facts: Facts,
    more: Mapping[str, Any],
    announce: Callable[[Plan], None],
    note: Callable[[str], None],
) -> SweepResult:
    """Simulate what a stored sweep asked again, with some facts, and store it in the folder beside.

    Its scenarios are those of the store, whatever became of the config files; seed, factors and design stay, so that
    its rows share their chance with the stored ones. Of levers it has the values that are left in ``part``.

    Parameters
    ----------
    path : Path or str
        The stored dataset, or its URL.
    whole, part : Dataset
        What is stored there, and what is left of it.
    facts : mapping
        Fields by mission, such as ``{"change_7": {"outcome": "lost"}}``.
    more : mapping
        Settings of its design that change, such as ``{"samples": 1000}``.
    announce, note : callable
        Are given the plan, and what is to be read before the runs are made.

    Raises
    ------
    StoreError
        If the store was made by a code with other results: forecasts of two codes are not compared.
    InputError
        If a fact is a lever of the sweep, or the scenarios do not allow it.
    """
    stored = StoredSweep.open_made_alike(path, so_does="--simulate: make the sweep again first")
    request = _with_levers_left(stored.request(), places_left(whole, part))
    keys = {f"missions.{mission}.{field}" for mission, fields in facts.items() for field in fields}
    compared = [lever.key for lever in request.levers if lever.key in keys]
    if compared:
        raise InputError(
            [Fault(key, "is a lever of this sweep, so the news cannot be a fact in it") for key in compared]
        )
    executor, notes = local_executor(request.executor, stored.place)
    for text in notes:
        note(text)
    words = [
        f"missions.{mission}.{field}={value}" for mission, fields in facts.items() for field, value in fields.items()
    ]
    words += [f"design.{field}={value}" for field, value in more.items()]
    asked = dataclasses.replace(
        request,
        compose=_with_facts(request, facts),
        design=dataclasses.replace(request.design, **more),
        executor=executor,
        output=beside(stored.place, request),
        command=(*words_of_line(part, {word.partition("=")[0] for word in words}), *words),
        config=_merged(request.config, facts),
    )
    return run_sweep(asked, announce=announce)


def _with_levers_left(request: Request, left: Mapping[str, Sequence[int]]) -> Request:
    """Return a request without some values of levers, by the places of those that stay."""
    if not left:
        return request
    levers = tuple(
        dataclasses.replace(lever, values=tuple(lever.values[at] for at in left[lever.key]))
        if lever.key in left
        else lever
        for lever in request.levers
    )
    cases = request.cases
    if cases and cases.keys[0] in left:
        cases = dataclasses.replace(cases, labels=tuple(cases.labels[at] for at in left[cases.keys[0]]))
    # The config is that of the first combination.
    options = {lever.key: lever.values[0] for lever in levers if lever.group}
    choices = {**request.config.get("choices", {}), **options}
    config = {**request.config, **request.compose(options), "choices": choices}
    return dataclasses.replace(request, levers=levers, cases=cases, config=config)


def _with_facts(request: Request, facts: Facts) -> Callable[[Mapping[str, str]], Mapping[str, Any]]:
    compose = request.compose
    return lambda options: _merged(compose(options), facts)


def _merged(tree: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    """Return a tree of groups with facts among the changes to missions."""
    missions = dict(tree.get("missions") or {})
    for mission, fields in facts.items():
        missions[mission] = {**(missions.get(mission) or {}), **_typed(fields)}
    return {**tree, "missions": missions}


def _typed(fields: Mapping[str, str]) -> dict[str, Any]:
    return {name: value == "true" if name == "cancelled" else value for name, value in fields.items()}
