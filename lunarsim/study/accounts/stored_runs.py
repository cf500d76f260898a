"""The stored outcomes of some runs, as the accounts read them.

Accounts read a number of the scenario through what is here, never from the scenario itself: where accounts are computed
again, uncertain numbers stand beside the scenarios, not in them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.scenario.blocs import Bloc
from lunarsim.words.arrays import FloatArray
from lunarsim.world.outcomes.runs import Runs


@dataclass(frozen=True)
class StoredRuns(Runs):
    """Runs of one time span with their outcomes as stored.

    Parameters
    ----------
    arrays : mapping
        Outcomes by name, rounded as stored, dims (run, ...).
    rows : sequence of (sample, replicate), dims (run,)
        Row of each run; rows own the draws of prices.
    seed : int
        Seed of the sweep.
    parameters : mapping
        Numbers by their keys, dims (run,), where runs differ in them while their scenarios do not: a scenario of
        its own for each run takes as long as its accounts.
    """

    arrays: Mapping[str, NDArray[Any]]
    rows: Sequence[tuple[int, int]]
    seed: int
    parameters: Mapping[str, FloatArray] = field(default_factory=dict)
    _outcomes: dict[str, FloatArray] = field(default_factory=dict, init=False, repr=False, compare=False)

    def column(self, group: str, name: str) -> FloatArray:
        """Return a parameter of each run, dims (run,)."""
        given = self.parameters.get(f"{group}.{name}")
        return super().column(group, name) if given is None else given

    def program_column(self, name: str) -> FloatArray:
        """Return a parameter of each run's programs, dims (run, program); 0 for a program that a run lacks."""
        values = super().program_column(name)
        for index, label in enumerate(self.labels["program"]):
            given = self.parameters.get(f"programs.{label}.{name}")
            if given is not None:
                values[:, index] = given
        return values

    def cargo_vehicle_column(self, name: str) -> FloatArray:
        """Return a parameter of the vehicle of each run's cargo, dims (run,)."""
        vehicles = self.texts("logistics", "cargo_vehicle")
        pairs = zip(self.scenarios, vehicles, strict=True)
        values = np.array([getattr(scenario.vehicles[vehicle], name) for scenario, vehicle in pairs], dtype=float)
        for vehicle in dict.fromkeys(vehicles):
            given = self.parameters.get(f"vehicles.{vehicle}.{name}")
            if given is not None:
                own = np.array(vehicles) == vehicle
                values[own] = given[own]
        return values

    def texts(self, group: str, name: str) -> list[str]:
        """Return a parameter of each run that is a text, which is never uncertain."""
        return [getattr(getattr(scenario, group), name) for scenario in self.scenarios]

    @property
    def blocs(self) -> Mapping[str, Bloc]:
        """The blocs of users by name; they are the same in all runs of a sweep."""
        return self.scenarios[0].blocs

    def outcome(self, name: str) -> FloatArray:
        """Return an outcome in double precision, dims (run, ...); several accounts read it, and none may change it."""
        if name not in self._outcomes:
            values = np.asarray(self.arrays[name], dtype=float).view()
            values.flags.writeable = False
            self._outcomes[name] = values
        return self._outcomes[name]
