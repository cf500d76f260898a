"""Make one run of a stored sweep again, compare it with its row, and report what happened in it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from lunarsim.scenario.scenario import Scenario
from lunarsim.study.grid.chunk_grid import Grid
from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.model.block import Arrays
from lunarsim.study.model.interface import CAMPAIGNS_REFERENCE, NOT_NEEDED, NOT_RUN, OK, Observable, import_model
from lunarsim.study.run.block_runner import Runner
from lunarsim.study.store.stored_sweep import StoredSweep
from lunarsim.study.store.zarr_store import ZarrStore
from lunarsim.words.errors import Fault, InputError, nearest
from lunarsim.world.story.event_log import Event
from lunarsim.world.story.spans import Span

SHOWN = 12
"""Labels that a message lists; of more, the first and last ones."""


@dataclass(frozen=True)
class Replayed:
    """A run that was made again.

    Parameters
    ----------
    labels : dict
        Its label on each run dimension.
    seed : int
        Seed of all draws.
    start : str
        First day of the simulation, ISO, of which the events count their days.
    stored, status : int
        Status in the dataset and now.
    error : str
        What it raised, or why it is not made.
    compared : int
        Number of variables that were compared; 0 where the run had not been made.
    different : tuple of str
        Names of those that differ from the stored row.
    events : list of Event
        What happened.
    spans : list of Span
        The same as spans of time, for a Gantt chart.
    """

    labels: dict[str, Any]
    seed: int
    start: str
    stored: int
    status: int
    error: str
    compared: int
    different: tuple[str, ...]
    events: list[Event] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


def replay_run(path: Path | str, where: Mapping[str, str], model: str = CAMPAIGNS_REFERENCE) -> Replayed:
    """Make one run again, exactly.

    Parameters
    ----------
    path : Path or str
        The dataset ``sweep.zarr``, or its URL.
    where : mapping
        Label, as text, of each lever by the name of its dimension or its key, and of ``sample`` and ``replicate``;
        what has one label only, sample and replicate may be left out.
    model : str
        Reference ``package.module:NAME`` of what is run.

    Raises
    ------
    InputError
        With all names and labels that the dataset lacks.
    StoreError
        If the dataset cannot be read or belongs to another plan.
    """
    stored = StoredSweep.open(path)
    request = stored.request()
    plan = stored.plan(request, model)
    position = _position(plan, where)
    # A grid whose blocks are single runs: so the run is made by what makes blocks, rules and verdicts included.
    plan = dataclasses.replace(plan, grid=Grid(plan.grid.shape, (1,) * len(plan.grid.shape)))
    index = int(np.ravel_multi_index(position, plan.grid.shape))
    simulation = import_model(model, request.executor.max_events)
    reported: list[tuple[Scenario, list[Event], list[Span]]] = []
    if isinstance(simulation, Observable):
        simulation = simulation.with_listener(lambda *run: reported.append(run))
    store = ZarrStore(path, plan, writing=False)
    row = store.earlier(index)
    kept = NOT_RUN if row is None else int(row["status"].item())
    if kept == NOT_NEEDED:
        row = None
    store.continued = False
    arrays = Runner(plan, simulation, store).run(index).arrays
    status = int(arrays["status"].item())
    scenario, events, spans = reported[-1] if reported and status == OK else (next(iter(plan.bases.values())), [], [])
    return Replayed(
        labels={name: labels[at] for (name, labels), at in zip(_labels(plan).items(), position, strict=True)},
        seed=plan.design.seed,
        start=scenario.timeline.start,
        stored=kept,
        status=status,
        error=str(arrays["error"].item()),
        compared=0 if row is None else len(arrays) - 1,
        different=() if row is None else tuple(_different(row, arrays)),
        events=events,
        spans=spans,
    )


def _different(row: Arrays, arrays: Arrays) -> list[str]:
    """Return the variables that are not equal bit for bit, the time that the run took apart."""
    return [
        name
        for name, array in arrays.items()
        if name != "run_seconds"
        and (row[name].item() != array.item() if name == "error" else row[name].tobytes() != array.tobytes())
    ]


def _labels(plan: Plan) -> dict[str, list[Any]]:
    """Return the labels of each run dimension."""
    rows = {"sample": list(range(plan.samples)), "replicate": list(range(plan.design.replicates))}
    return {axis.name: list(axis.cases) or axis.levers[0].labels() for axis in plan.axes} | rows


def _along(plan: Plan) -> dict[str, dict[str, list[Any]]]:
    """Return what names an index on each run dimension: its labels, and those of all levers along it, by name."""
    names = {name: {name: labels} for name, labels in _labels(plan).items()}
    for axis in plan.axes:
        names[axis.name] |= {lever.name: lever.labels() for lever in axis.levers}
    return names


def _position(plan: Plan, where: Mapping[str, str]) -> tuple[int, ...]:
    """Return the indices of the run that some labels name."""
    along = _along(plan)
    names = {lever.key: lever.name for axis in plan.axes for lever in axis.levers}
    names |= {name: name for levers in along.values() for name in levers}
    faults: list[Fault] = []
    for name in where:
        if name not in names:
            guess = nearest(name, names)
            hint = f"did you mean {guess!r}?" if guess else f"it has {', '.join(along)}"
            faults.append(Fault(name, f"is not a dimension of the runs; {hint}"))
    given: dict[str, str] = {}
    for name, text in where.items():
        if given.setdefault(names.get(name, name), text) != text:
            faults.append(Fault(name, f"is given as {given[names[name]]!r} and as {text!r}"))
    position = [_index(name, levers, given, faults) for name, levers in along.items()]
    if faults:
        raise InputError(faults)
    return tuple(position)


def _index(dim: str, levers: Mapping[str, list[Any]], given: Mapping[str, str], faults: list[Fault]) -> int:
    """Return the one index on a dimension that has all labels given for it."""
    values = levers[dim]
    asked = {name: labels for name, labels in levers.items() if name in given}
    if not asked:
        if len(values) > 1 and dim not in ("sample", "replicate"):
            faults.append(Fault(dim, f"is needed to name the run; allowed: {_listed(values)}"))
        return 0
    before = len(faults)
    indices = list(range(len(values)))
    for name, labels in asked.items():
        here = [index for index, value in enumerate(labels) if _is(value, given[name])]
        if not here:
            faults.append(Fault(name, f"has no {given[name]!r}; {_nearest_label(given[name], labels)}"))
        indices = [index for index in indices if index in here]
    if len(faults) == before and len(indices) != 1:
        said = ", ".join(f"{name}={given[name]}" for name in asked)
        which = (
            f"stand together at {_listed([values[index] for index in indices])}" if indices else "never stand together"
        )
        faults.append(Fault(dim, f"{said} {which}; name one of {_listed(values)}"))
    return indices[0] if indices else 0


def _is(value: Any, text: str) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value).lower() == text.lower() if isinstance(value, bool) else value == text
    try:
        return float(text) == value
    except ValueError:
        return False


def _nearest_label(text: str, values: Sequence[Any]) -> str:
    """Say which label is the nearest, by value or by letters, or which there are."""
    if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
        try:
            number = float(text)
        except ValueError:
            return f"allowed: {_listed(values)}"
        return f"the nearest is {min(values, key=lambda value: abs(value - number))!r}"
    guess = nearest(text, map(str, values))
    return f"did you mean {guess!r}?" if guess else f"allowed: {_listed(values)}"


def _listed(values: Sequence[Any]) -> str:
    if len(values) <= SHOWN:
        return ", ".join(map(str, values))
    return f"{values[0]}, {values[1]}, ... {values[-1]} ({len(values):,} in all)"
