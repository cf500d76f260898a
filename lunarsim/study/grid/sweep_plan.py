"""The plan of a sweep: everything that decides its results, checked, before anything is run or written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lunarsim.scenario.scenario import Scenario
from lunarsim.study.grid.chunk_grid import Grid
from lunarsim.study.grid.verdicts import Verdict, judge
from lunarsim.study.model.interface import Model
from lunarsim.study.request.exclusions import Exclusion
from lunarsim.study.request.factors import Factor
from lunarsim.study.request.levers import Axis
from lunarsim.study.request.settings import Design
from lunarsim.study.request.stopping_rule import StoppingRule
from lunarsim.world.outcomes.variable import Coordinate, Variable


@dataclass(frozen=True)
class Plan:
    """A checked sweep. It can be pickled, and its size does not grow with the number of runs.

    Parameters
    ----------
    name : str
        Name of the experiment or scenario.
    model : str
        Reference ``package.module:NAME`` of what is run, by which workers import it; it is not stored.
    model_name : str
        Its fixed name, which is stored.
    axes : tuple of Axis
        The levers.
    bases : mapping
        The base scenarios by the positions of the options of the group levers.
    factors : tuple of Factor
        The uncertain factors.
    design : Design
        How they are sampled.
    variables, coordinates
        What is kept, and the labels of its trailing dimensions.
    grid : Grid
        Runs and blocks.
    exclusions : tuple of Exclusion
        Combinations of levers that are dropped.
    stopping_rule : StoppingRule, optional
        When a lever combination needs no more samples.
    notes : tuple of str
        What the user should know before the start.
    hash : str
        Equal for plans with equal results; the size of blocks does not count.
    """

    name: str
    model: str
    model_name: str
    axes: tuple[Axis, ...]
    bases: Mapping[tuple[int, ...], Scenario]
    factors: tuple[Factor, ...]
    design: Design
    variables: tuple[Variable, ...]
    coordinates: Mapping[str, Coordinate]
    grid: Grid
    exclusions: tuple[Exclusion, ...] = ()
    stopping_rule: StoppingRule | None = None
    notes: tuple[str, ...] = ()
    hash: str = ""
    labels: Mapping[str, tuple[Any, ...]] = field(init=False)

    def __post_init__(self) -> None:
        labels = {name: coordinate.values for name, coordinate in self.coordinates.items()}
        object.__setattr__(self, "labels", labels)

    @property
    def samples(self) -> int:
        """Length of the dimension ``sample``."""
        return self.grid.shape[-2]

    @property
    def run_dims(self) -> tuple[str, ...]:
        """Names of the run dimensions."""
        return (*(axis.name for axis in self.axes), "sample", "replicate")

    def verdict(self, combination: Sequence[int], model: Model) -> Verdict:
        """Return the scenario of a lever combination, factors at their present values, and whether it can be run."""
        return judge(self.axes, self.bases, self.factors, self.exclusions, combination, model)

    def row(self, combination: Sequence[int], sample: int, replicate: int) -> tuple[int, int]:
        """Return the row whose draws a run has, by ``design.common_random_numbers``.

        It depends on the position of the run in the dataset only: the row itself where lever combinations share their
        chance, the first sample's where samples do, too, and a row that no other run has where nothing is shared.
        """
        sharing = self.design.common_random_numbers
        if sharing == "all":
            return 0, replicate
        if sharing == "levers" or not self.axes:
            return sample, replicate
        index = 0
        for at, length in zip(combination, self.grid.shape, strict=False):
            index = index * length + at
        return index * self.samples + sample, replicate
