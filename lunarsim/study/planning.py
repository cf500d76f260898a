"""From a request to a plan: every fault is found here, all at once, and nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod

from lunarsim.scenario.scenario import Scenario, setter
from lunarsim.study.bases import build_bases
from lunarsim.study.factors import Factor, distributions, make_factors
from lunarsim.study.fingerprint import plan_hash
from lunarsim.study.grid import Grid
from lunarsim.study.intervals import check
from lunarsim.study.levers import Axis, checked_axes, named
from lunarsim.study.model import Model
from lunarsim.study.plan import Plan
from lunarsim.study.request import Request
from lunarsim.study.settings import Design
from lunarsim.study.verdicts import judge
from lunarsim.words.errors import Fault, InputError

MOST_RUNS = 10**8
MOST_BASES = 5_000
LISTED = 1_000
"""Lever combinations that are all looked at before the start; beyond, each is looked at when its turn comes."""


def make_plan(request: Request, model: Model, reference: str) -> Plan:
    """Check a request and return its plan.

    Raises
    ------
    InputError
        With all faults of levers, intervals and scenarios.
    """
    faults: list[Fault] = []
    notes: list[str] = []
    axes = checked_axes(request.levers, faults)
    trailing = {dim for variable in model.variables for dim in variable.dims}
    axes = named(axes, trailing | {variable.name for variable in model.variables})
    _check_intervals(request, axes, faults)
    design = _design(request, notes)
    shape = (*(len(axis.values) for axis in axes), design.samples, design.replicates)
    if _is_too_large(axes, shape, faults):
        raise InputError(faults)
    # Levers that are at fault are left out, so that what is wrong with the rest is told at once with them.
    at_fault = {fault.path for fault in faults}
    axes = tuple(axis for axis in axes if axis.key not in at_fault)
    bases = build_bases(request, axes, faults)
    if not bases:
        for interval in request.intervals:
            check(interval, None, faults)
        raise InputError(faults)
    faults.extend(_missing_names(axes, bases.values()))
    drawn = distributions(bases, request.intervals, _fixed(request, axes), notes, faults)
    if faults:
        raise InputError(faults)
    factors = make_factors(axes, drawn) if design.name != "nominal" else ()
    _look_ahead(axes, bases, factors, model, notes)
    coordinates = model.coordinates(list(_label_scenarios(axes, bases.values())))
    variables = tuple(model.variables)
    lacking = trailing - set(coordinates)
    if lacking:
        raise ValueError(f"the model {reference} gives no labels for {', '.join(sorted(lacking))}")
    return Plan(
        name=request.name,
        model=reference,
        axes=axes,
        bases=bases,
        factors=factors,
        design=design,
        variables=variables,
        coordinates=coordinates,
        grid=Grid.cut(shape, request.executor.block_runs),
        notes=tuple(notes),
        hash=plan_hash(model=reference, variables=variables, axes=axes, bases=bases, factors=factors, design=design),
    )


def _typed(command: Sequence[str]) -> set[str]:
    """Return the keys that the user gave a value."""
    return {text.partition("=")[0].lstrip("+~") for text in command}


def _fixed(request: Request, axes: Sequence[Axis]) -> dict[str, str] | None:
    """Return the parameters that are not uncertain though declared so, with the reason; None if that holds for all."""
    if request.uncertainties.use == "none":
        return None
    fixed = dict.fromkeys(_typed(request.command), "is set on the command line")
    return fixed | {axis.key: "is a lever" for axis in axes}


def _check_intervals(request: Request, axes: Sequence[Axis], faults: list[Fault]) -> None:
    keys = [interval.key for interval in request.intervals]
    levers = {axis.key for axis in axes}
    for key in dict.fromkeys(keys):
        if keys.count(key) > 1:
            faults.append(Fault(key, f"is given {keys.count(key)} intervals, allowed one"))
        if key in levers:
            faults.append(Fault(key, "is given a list of values and an interval, allowed one of them"))
        if request.design.name == "nominal":
            faults.append(
                Fault(key, "is given an interval, but design=nominal samples nothing; take design=lhs or one value")
            )


def _design(request: Request, notes: list[str]) -> Design:
    design = request.design
    if design.name != "nominal" or design.samples == 1:
        return design
    if "design.samples" in _typed(request.command):
        notes.append("design=nominal samples nothing: design.samples is 1; design.replicates repeats with other chance")
    return Design(design.name, 1, design.replicates, design.seed)


def _is_too_large(axes: Sequence[Axis], shape: tuple[int, ...], faults: list[Fault]) -> bool:
    before = len(faults)
    runs = prod(shape)
    if runs > MOST_RUNS:
        sizes = " x ".join(
            f"{length} {name}"
            for name, length in zip((*(axis.name for axis in axes), "sample", "replicate"), shape, strict=True)
            if length != 1
        )
        faults.append(
            Fault(
                "design.samples",
                f"gives {runs:,} runs ({sizes}), allowed {MOST_RUNS:,}; take fewer samples or lever values",
            )
        )
    bases = prod(len(axis.values) for axis in axes if axis.group)
    if bases > MOST_BASES:
        names = ", ".join(axis.key for axis in axes if axis.group)
        faults.append(Fault("design.samples", f"combines {bases:,} choices of {names}, allowed {MOST_BASES:,}"))
    return len(faults) > before


def _missing_names(axes: Sequence[Axis], scenarios: Iterable[Scenario]) -> list[Fault]:
    """Return levers on entries, such as a mission, that a choice of config groups lacks."""
    found: dict[Fault, None] = {}
    for scenario in scenarios:
        for axis in axes:
            if not axis.group:
                try:
                    scenario.declaration(axis.key)
                except InputError as error:
                    found.update(dict.fromkeys(error.faults))
    return list(found)


def _look_ahead(
    axes: Sequence[Axis],
    bases: Mapping[tuple[int, ...], Scenario],
    factors: Sequence[Factor],
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
    for looked_at, combination in enumerate(product(*(range(len(axis.values)) for axis in axes))):
        if looked_at >= LISTED and some_sound:
            break
        verdict = judge(axes, bases, factors, combination, model)
        some_sound = some_sound or not verdict.reason
        faults.update(dict.fromkeys(verdict.faults))
        values = ", ".join(f"{axis.key}={axis.values[at]}" for axis, at in zip(axes, combination, strict=True))
        where = f" at {values}" if values else ""
        if verdict.reason:
            notes.append(f"cannot be run{where}: {verdict.reason}")
        elif verdict.check_each:
            notes.append(f"some samples{where} may be recorded as infeasible: {verdict.warning}")
    if not some_sound:
        raise InputError(tuple(faults))


def _label_scenarios(axes: Sequence[Axis], bases: Collection[Scenario]) -> Iterator[Scenario]:
    """Yield the scenarios that labels are made from: all combinations, or one lever at a time where those are many.

    The span of time is made by several levers together, so those of the timeline are always combined.
    """
    parameters = [axis for axis in axes if not axis.group]
    put = setter([axis.key for axis in parameters])
    values = [axis.values for axis in parameters]
    if prod(map(len, values)) * len(bases) <= LISTED:
        choices = list(product(*values))
    else:
        choices = list(product(*(a.values if a.key.startswith("timeline.") else a.values[:1] for a in parameters)))
        for position, each in enumerate(values):
            choices += [(*choices[0][:position], value, *choices[0][position + 1 :]) for value in each]
    for base in bases:
        yield from (put(base, choice) for choice in choices)
