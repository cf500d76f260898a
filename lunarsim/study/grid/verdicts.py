"""Whether a combination of lever values can be run at all, decided before any of its runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from lunarsim.scenario.rules import broken_rules, has_known_names
from lunarsim.scenario.scenario import Scenario, setter
from lunarsim.study.model.interface import EXCLUDED, INFEASIBLE, KnowsWorst, Model
from lunarsim.study.request.exclusions import Exclusion
from lunarsim.study.request.factors import Factor, varying
from lunarsim.study.request.levers import Axis
from lunarsim.words.errors import Fault, InputError

TAILS = (1e-4, 1 - 1e-4)
"""Unit quantiles at which the factors, all together, are tried against the rules."""


@dataclass(frozen=True)
class Verdict:
    """What is known of a lever combination.

    Parameters
    ----------
    scenario : Scenario
        With the levers' values, factors at their present values.
    reason : str
        Why none of its runs is made; empty where they are.
    faults : tuple of Fault
        The rules that it breaks, or why it can never work.
    check_each : bool
        Whether samples far out may break a rule or be infeasible, so that each run is checked.
    warning : str
        What is wrong with such a sample.
    status : int
        What its runs are recorded as, where none is made.
    """

    scenario: Scenario
    reason: str = ""
    faults: tuple[Fault, ...] = ()
    check_each: bool = False
    warning: str = ""
    status: int = INFEASIBLE


def judge(
    axes: Sequence[Axis],
    bases: Mapping[tuple[int, ...], Scenario],
    factors: Sequence[Factor],
    exclusions: Sequence[Exclusion],
    combination: Sequence[int],
    model: Model,
) -> Verdict:
    """Return the verdict on a lever combination, given as the positions along the axes."""
    faults: tuple[Fault, ...] = ()
    try:
        scenario = scenario_at(axes, bases, combination)
    except InputError as error:
        scenario, faults = bases[group_choice(axes, combination)], error.faults
    for exclusion in exclusions:
        if exclusion.holds(axes, combination, scenario):
            return Verdict(scenario, f"excluded by design.exclude: {exclusion.text}", status=EXCLUDED)
    faults = faults or tuple(wrong_with(scenario, model))
    if faults:
        return Verdict(scenario, one_line(faults), faults)
    # Checking each of many runs would cost too much where none of those far out has a fault.
    found = (
        fault for extreme in _extremes(scenario, factors, combination, model) for fault in wrong_with(extreme, model)
    )
    warning = one_line(list(dict.fromkeys(found)))
    return Verdict(scenario, check_each=bool(warning), warning=warning)


def wrong_with(scenario: Scenario, model: Model) -> list[Fault]:
    """Return why a scenario is not run: the rules that it breaks and, where its names are known, what can never be."""
    broken = broken_rules(scenario)
    if broken and not has_known_names(scenario):
        return broken
    return [*broken, *model.infeasible(scenario)]


def scenario_at(
    axes: Sequence[Axis], bases: Mapping[tuple[int, ...], Scenario], combination: Sequence[int]
) -> Scenario:
    """Return the scenario of a lever combination, factors at their present values.

    Raises
    ------
    InputError
        If a lever chooses a manifest that lacks what another one changes.
    """
    parameters = dict(chain.from_iterable(axis.parameters(at) for axis, at in zip(axes, combination, strict=True)))
    return setter(tuple(parameters))(bases[group_choice(axes, combination)], tuple(parameters.values()))


def group_choice(axes: Sequence[Axis], combination: Sequence[int]) -> tuple[int, ...]:
    """Return the part of a lever combination that chooses config groups."""
    return tuple(at for axis, at in zip(axes, combination, strict=True) if axis.group)


def one_line(faults: Sequence[Fault]) -> str:
    """Return errors as one line."""
    return "; ".join(map(str, faults))


def _extremes(
    scenario: Scenario, factors: Sequence[Factor], combination: Sequence[int], model: Model
) -> list[Scenario]:
    """Return a scenario with all its factors low, with all high and with each where it is worst; [] without any."""
    uncertain = varying(factors, combination)
    if not uncertain:
        return []
    put = setter([factor.key for factor, _ in uncertain])
    tails = [factor.typed_values(factor.values(TAILS, choice)) for factor, choice in uncertain]
    ends = list(zip(*tails, strict=True))
    if isinstance(model, KnowsWorst):
        worst = [pair[model.is_worst_high(factor.key)] for pair, (factor, _) in zip(tails, uncertain, strict=True)]
        ends.append(tuple(worst))
    return [put(scenario, values) for values in dict.fromkeys(ends)]
