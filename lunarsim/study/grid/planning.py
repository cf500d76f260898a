"""From a request to a plan: every error is reported here, all of them at once, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod

from lunarsim.scenario.scenario import Scenario
from lunarsim.study.grid.chunk_grid import MOST_RUNS, Grid
from lunarsim.study.grid.coherence import check_design, check_intervals, fixed_parameters, notes_on_samples
from lunarsim.study.grid.fingerprint import plan_hash
from lunarsim.study.grid.lookahead import label_scenarios, look_ahead, missing_names
from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.model.interface import Model, Timed
from lunarsim.study.request.bases import build_bases
from lunarsim.study.request.exclusions import exclusions, uncertain_terms
from lunarsim.study.request.factors import ACTS_NOWHERE, distributions, make_factors
from lunarsim.study.request.intervals import check
from lunarsim.study.request.levers import Axis, checked_axes, levers_of, named
from lunarsim.study.request.request import Request
from lunarsim.study.request.settings import Design
from lunarsim.study.request.stopping_rule import stopping_rule
from lunarsim.words.errors import Fault, InputError

MOST_BASES = 5_000

BLOCK_SECONDS = 2.0
"""What a block should take on one core [s]."""

MOST_BLOCK_RUNS = 1_000
UNTIMED_RUNS = 500
"""Runs of a block of a model that does not say how long a run takes."""


def make_plan(request: Request, model: Model, reference: str) -> Plan:
    """Check a request and return its plan.

    Raises
    ------
    InputError
        With all errors of levers, intervals and scenarios.
    """
    faults: list[Fault] = []
    notes: list[str] = []
    axes = checked_axes(request.levers, request.design.pair, request.cases, faults)
    trailing = {dim for variable in model.variables for dim in variable.dims}
    axes = named(axes, trailing | {variable.name for variable in model.variables})
    check_intervals(request, axes, faults)
    design = request.design
    if _is_too_large(axes, _shape(axes, design, 0), faults):
        raise InputError(faults)
    # Levers with errors are left out, so that errors of all else are reported at once with theirs.
    at_fault = {fault.path for fault in faults}
    axes = tuple(axis for axis in axes if not at_fault & {lever.key for lever in axis.levers})
    bases = build_bases(request, axes, faults)
    if not bases:
        for interval in request.intervals:
            check(interval, None, faults)
        raise InputError(faults)
    faults.extend(missing_names(axes, bases.values()))
    excluded = exclusions(design.exclude, axes, tuple(bases.values()), faults)
    if faults:
        raise InputError(faults)
    drawn = distributions(
        bases,
        request.intervals,
        request.uncertainties,
        fixed_parameters(request, axes),
        notes,
        faults,
        levers_of(axes),
    )
    if faults:
        raise InputError(faults)
    factors = make_factors(axes, drawn) if design.kind.rows != "single" else ()
    shape = _shape(axes, design, len(factors))
    faults.extend(uncertain_terms(excluded, [factor.key for factor in factors]))
    check_design(design, factors, faults)
    rule = stopping_rule(design, tuple(model.variables), faults)
    if _is_too_large(axes, shape, faults) or faults:
        raise InputError(faults)
    block_runs = request.executor.block_runs or runs_of_a_block(model, bases.values())
    grid = Grid.cut(shape, block_runs)
    if design.until:
        grid = Grid.cut_in_batches(shape, block_runs, design.batch_samples)
    notes.extend(notes_on_samples(request))
    look_ahead(axes, bases, factors, excluded, model, notes)
    coordinates = model.coordinates(list(label_scenarios(axes, bases, model)))
    variables = tuple(model.variables)
    lacking = trailing - set(coordinates)
    if lacking:
        raise ValueError(f"the model {reference} gives no labels for {', '.join(sorted(lacking))}")
    return Plan(
        name=request.name,
        model=reference,
        model_name=model.name,
        axes=axes,
        bases=bases,
        factors=factors,
        design=design,
        variables=variables,
        coordinates=coordinates,
        grid=grid,
        exclusions=excluded,
        stopping_rule=rule,
        notes=_said_once(notes),
        hash=plan_hash(model=model.name, variables=variables, axes=axes, bases=bases, factors=factors, design=design),
    )


def _said_once(notes: Sequence[str]) -> tuple[str, ...]:
    """Return notes without those on a parameter that acts nowhere where another one, with its value, says why."""
    others = [note for note in notes if ACTS_NOWHERE not in note]
    return tuple(
        note for note in notes if note in others or not any(f"({note.split()[0]}=" in other for other in others)
    )


def runs_of_a_block(model: Model, bases: Iterable[Scenario]) -> int:
    """Return how many runs take some two seconds, so that Ctrl-C loses little; of the scenario that takes longest.

    By what was measured once and the model says, not by a measurement now: so the same line makes the same blocks
    anywhere, and a plan makes no run that may hang.
    """
    if not isinstance(model, Timed):
        return UNTIMED_RUNS
    longest = max(model.run_seconds(scenario) for scenario in bases)
    return max(1, min(MOST_BLOCK_RUNS, round(BLOCK_SECONDS / longest)))


def _shape(axes: Sequence[Axis], design: Design, factors: int) -> tuple[int, ...]:
    """Return the lengths of the run dimensions."""
    return (*map(len, axes), design.rows(factors), design.replicates)


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
    bases = prod(len(axis) for axis in axes if axis.group)
    if bases > MOST_BASES:
        names = ", ".join(axis.name for axis in axes if axis.group)
        faults.append(Fault("design.samples", f"combines {bases:,} choices of {names}, allowed {MOST_BASES:,}"))
    return len(faults) > before
