"""Base scenarios: one per combination of the config groups that are levers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, product

from lunarsim.scenario.building import assemble
from lunarsim.scenario.scenario import Scenario
from lunarsim.study.request.levers import Axis
from lunarsim.study.request.request import Request
from lunarsim.words.errors import Fault, InputError


def build_bases(request: Request, axes: Sequence[Axis], faults: list[Fault]) -> dict[tuple[int, ...], Scenario]:
    """Return the base scenarios by the positions of the options of the group levers, composed once each.

    Rules over several fields are judged later, with the levers' values in place. Errors of values are added to
    ``faults``, and their scenarios left out.
    """
    groups = [axis for axis in axes if axis.group]
    bases = {}
    for choice in product(*(range(len(axis)) for axis in groups)):
        options = dict(chain.from_iterable(axis.options(at) for axis, at in zip(groups, choice, strict=True)))
        try:
            tree = request.compose(options)
            bases[choice] = assemble(tree, request.maps)
        except InputError as error:
            faults.extend(fault for fault in error.faults if fault not in faults)
    return bases
