"""Base scenarios: one per combination of the config groups that are levers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from lunarsim.scenario.scenario import Scenario, build
from lunarsim.study.levers import Axis
from lunarsim.study.request import Request
from lunarsim.words.errors import Fault, InputError

TRIES = 200
"""How many lever values are tried at most to build a base scenario."""


@dataclass(frozen=True)
class Base:
    """The scenario of one choice of config groups, or why there is none.

    Parameters
    ----------
    scenario : Scenario or None
        Parameters that are levers stand at one of their values; each run sets its own.
    faults : tuple of Fault
        Why it cannot be built.
    """

    scenario: Scenario | None
    faults: tuple[Fault, ...] = ()


def build_bases(request: Request, axes: Sequence[Axis]) -> dict[tuple[int, ...], Base]:
    """Return the base scenarios by the positions of the options of the group levers, composed once each."""
    groups = [axis for axis in axes if axis.group]
    parameters = [axis for axis in axes if not axis.group]
    bases = {}
    for choice in product(*(range(len(axis.values)) for axis in groups)):
        options = {axis.key: axis.values[position] for axis, position in zip(groups, choice, strict=True)}
        bases[choice] = _base(request, options, parameters)
    return bases


def _base(request: Request, options: Mapping[str, str], parameters: Sequence[Axis]) -> Base:
    """Build with lever values in place: a base that breaks a rule at its own value may be sound at all of theirs."""
    try:
        tree = request.compose(options)
    except InputError as error:
        return Base(None, error.faults)
    faults: tuple[Fault, ...] = ()
    for values in islice(product(*(axis.values for axis in parameters)), TRIES):
        try:
            return Base(build(_with_values(tree, zip((axis.key for axis in parameters), values, strict=True))))
        except InputError as error:
            faults = faults or error.faults
    return Base(None, faults)


def _with_values(tree: Mapping[str, Any], values: Iterator[tuple[str, Any]]) -> Mapping[str, Any]:
    changed = deepcopy(dict(tree))
    for key, value in values:
        *path, last = key.split(".")
        here = changed
        for part in path:
            here = here.setdefault(part, {})
        here[last] = value
    return changed
