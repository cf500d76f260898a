"""Outcomes beside the function that computes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from lunarsim.world.outcomes.runs import Runs
from lunarsim.world.outcomes.variable import Variable

Arrays = dict[str, NDArray[Any]]
"""Values by name of the variable, dims (run, then the variable's)."""

R = TypeVar("R", bound=Runs)


@dataclass(frozen=True)
class OutcomeGroup(Generic[R]):
    """Outcomes that one function computes in one pass.

    Only the declarations reach plan, store and workers; the function stays here.

    Parameters
    ----------
    variables : tuple of Variable
        Declarations, in the order of the dataset.
    compute : callable
        From some runs to the values of just these variables, by name.
    """

    variables: tuple[Variable, ...]
    compute: Callable[[R], Mapping[str, NDArray[Any]]]

    def arrays(self, runs: R) -> Arrays:
        """Return the values as they are stored.

        Raises
        ------
        ValueError
            If the function gives other variables than are declared, or values of another shape or kind.
        """
        values = self.compute(runs)
        undeclared = values.keys() ^ {variable.name for variable in self.variables}
        if undeclared:
            raise ValueError(f"{', '.join(sorted(undeclared))}: declared or computed, but not both")
        return {variable.name: _as_declared(variable, values[variable.name], runs) for variable in self.variables}


def computes(*variables: Variable) -> Callable[[Callable[[R], Mapping[str, NDArray[Any]]]], OutcomeGroup[R]]:
    """Declare what a function computes: the decorated name is the group of both."""
    return lambda compute: OutcomeGroup(variables, compute)


def declared(groups: Iterable[OutcomeGroup[R]]) -> tuple[Variable, ...]:
    """Return the declarations of some groups, in their order."""
    return tuple(variable for group in groups for variable in group.variables)


def arrays_of(groups: Iterable[OutcomeGroup[R]], runs: R) -> Arrays:
    """Return the outcomes of all groups by name, as stored, in their order."""
    return {name: values for group in groups for name, values in group.arrays(runs).items()}


def _as_declared(variable: Variable, values: NDArray[Any], runs: Runs) -> NDArray[Any]:
    shape = variable.shape(runs.count, runs.labels)
    if values.shape != shape:
        dims = ", ".join(("run", *variable.dims))
        raise ValueError(f"{variable.name} has shape {values.shape}, declared {shape} ({dims})")
    if not np.can_cast(values.dtype, variable.dtype, "same_kind"):
        raise ValueError(f"{variable.name} has {values.dtype}, declared {variable.dtype}")
    # The order in memory decides the order of later sums, and so their last bit.
    return np.ascontiguousarray(values, dtype=variable.dtype)
