"""Why a change of a stored sweep cannot be made without simulating it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lunarsim.scenario.blocs import BLOCS
from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.scenario import GROUPS, declaration
from lunarsim.study.accounts.ledger import ACCOUNT_VARIABLES
from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.request.levers import levers_of
from lunarsim.study.request.request import Request
from lunarsim.study.revaluing.changes import line_to_simulate
from lunarsim.words.errors import Fault, InputError
from lunarsim.words.terminal import as_typed


def feeds_back(key: str) -> bool:
    """Return whether a parameter, or any of a config group, acts on the simulation.

    Raises
    ------
    InputError
        If there is no such parameter, with the nearest one.
    """
    if "." in key:
        declared, _ = declaration(key)
        return declared.feeds_back
    return key not in GROUPS or any(declared.feeds_back for declared, _ in declarations(GROUPS[key]).values())


def refusals(words: Mapping[str, str], request: Request, plan: Plan) -> Iterator[Fault]:
    """Yield why changes would need another simulation, or would not give what it gives, each with the line for it.

    Parameters
    ----------
    words : mapping
        The overrides as typed, by their keys, whose names are known.
    request, plan : Request, Plan
        Of the stored sweep.
    """
    levers = {lever.key: lever for lever in levers_of(plan.axes)}
    together = {key for pair in request.design.pair for key in pair} | set(request.cases.keys if request.cases else ())
    factors = {factor.key for factor in plan.factors}
    rule = plan.stopping_rule
    for key, word in words.items():
        asked = word.partition("=")[2]
        sweeps = any(sign in asked for sign in "(,")
        line = f"simulate it: {line_to_simulate(request, key, word, sweeps)}"
        if key in levers:
            listed = ", ".join(as_typed(value) for value in levers[key].values)
            way_out = "start a new sweep" if key in together else line
            yield Fault(key, f"is {asked}, but it is a lever of this sweep, which compares {listed}; {way_out}")
        elif _acts(key):
            yield Fault(key, f"is {asked}, but it acts on the simulation, whose results are stored as they are; {line}")
        elif deciding := _acts_here(key, plan):
            problem = f"is {asked}, but it acts on the simulation where {deciding}"
            yield Fault(key, f"{problem}, and results are stored as they are; {line}")
        elif rule is not None and rule.outcome in {variable.name for variable in ACCOUNT_VARIABLES}:
            problem = f"is {asked}, but {rule.outcome} decided when this sweep stopped (design.until)"
            yield Fault(key, f"{problem}; {line}")
        elif named := _excluding(key, plan):
            yield Fault(key, f"is {asked}, but decides which combinations are run ({named}); {line}")
        elif key in factors and not plan.design.kind.factor_by_factor:
            problem = f"is {asked}, but it is uncertain in this sweep, and design={plan.design.name} draws all factors "
            yield Fault(key, f"{problem}together: without it, all others would have other values; {line}")


def _acts(key: str) -> bool:
    if key == BLOCS:
        return False
    try:
        return feeds_back(key)
    except InputError:
        return True


def _acts_here(key: str, plan: Plan) -> str:
    """Return the condition under which a parameter, or one of a group, acts on runs of a sweep; empty where on none."""
    levers = {lever.key: lever.values for lever in levers_of(plan.axes)}
    declared = [declaration(key)] if "." in key else declarations(GROUPS[key]).values() if key != BLOCS else ()
    for one, _ in declared:
        met = [
            any(value in condition.values for value in levers.get(condition.key, _of_bases(condition.key, plan)))
            for condition in one.feeds_back_if
        ]
        if met and all(met):
            return " and ".join(map(str, one.feeds_back_if))
    return ""


def _of_bases(key: str, plan: Plan) -> list[Any]:
    return [base.value(key) for base in plan.bases.values()]


def _excluding(key: str, plan: Plan) -> str:
    """Return the exclusion that names a parameter, or one of a group; empty where there is none."""
    named = (
        exclusion.text
        for exclusion in plan.exclusions
        for term in exclusion.terms
        if term.key == key or term.key.startswith(f"{key}.")
    )
    return next((f"design.exclude: {text}" for text in named), "")


def new_factors(stored: Plan, plan: Plan) -> Iterator[Fault]:
    """Yield the parameters that the option of a group makes uncertain, or uncertain in another way than stored."""
    known = {factor.key: factor for factor in stored.factors}
    for factor in plan.factors:
        if known.get(factor.key) != factor:
            yield Fault(
                factor.key, "would be uncertain in a way that is not drawn in this sweep; give it a value as well"
            )
    if plan.factors != stored.factors and not plan.design.kind.factor_by_factor:
        gone = set(known) - {factor.key for factor in plan.factors}
        problem = f"would no longer be uncertain, and design={plan.design.name} draws all factors together"
        yield from (Fault(key, f"{problem}; start a new sweep") for key in sorted(gone))
