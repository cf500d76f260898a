"""What a sweep runs: the interface between the study and a simulation."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, cast, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from lunarsim.scenario.scenario import Scenario
from lunarsim.words.errors import Fault
from lunarsim.world.outcomes.variable import Coordinate, Labels, Variable
from lunarsim.world.story.event_log import Event
from lunarsim.world.story.spans import Span

NOT_RUN, OK, FAILED, TIMED_OUT, INFEASIBLE, EXCLUDED, NOT_NEEDED = range(7)
"""The states of a run, as stored in ``status``."""

RETRIED = (NOT_RUN, FAILED, TIMED_OUT)
"""The states of runs that ``resume`` runs."""

STATUS_FLAGS = (
    (NOT_RUN, "not_run"),
    (OK, "ok"),
    (FAILED, "failed"),
    (TIMED_OUT, "timed_out"),
    (INFEASIBLE, "infeasible"),
    (EXCLUDED, "excluded"),
    (NOT_NEEDED, "not_needed"),
)


@dataclass
class Results:
    """What a model returns for some runs.

    Parameters
    ----------
    arrays : dict
        By variable name, dims (run, then the variable's).
    status : array of int8, dims (run,)
        ``OK``, ``FAILED`` or ``TIMED_OUT``.
    errors : list of str
        Per run: empty, or "Class: message".
    seconds : array of float, dims (run,), optional
        Time that each run took [s]; left out, the time of all is shared equally.
    """

    arrays: dict[str, NDArray[Any]]
    status: NDArray[np.int8]
    errors: list[str] = field(default_factory=list)
    seconds: NDArray[np.float64] | None = None


class Model(Protocol):
    """A simulation that can be swept. It holds no state that a run changes."""

    @property
    def name(self) -> str:
        """Fixed name by which a stored sweep knows it, wherever its code stands; never imported."""
        ...

    @property
    def variables(self) -> Sequence[Variable]:
        """What is kept of a run."""
        ...

    def coordinates(self, scenarios: Sequence[Scenario]) -> Mapping[str, Coordinate]:
        """Return the labels of each trailing dimension: the union over the scenarios."""
        ...

    def infeasible(self, scenario: Scenario) -> Sequence[Fault]:
        """Return why a scenario can never work: path and reason of each problem, or nothing."""
        ...

    def run(
        self,
        scenarios: Sequence[Scenario],
        rows: Sequence[tuple[int, int]],
        seed: int,
        labels: Labels,
    ) -> Results:
        """Run each scenario at its row (sample, replicate).

        The scenarios differ in parameter values only; all come from one choice of config groups. A run that raises is
        recorded in the results, and the others go on. Rows of one replicate stand together, their samples ascending.
        """
        ...


@runtime_checkable
class Limited(Protocol):
    """A model that can stop a run that has too many events, and report which run it is in."""

    def limited(self, max_events: int, on_run_start: Callable[[int], None] | None) -> Model:
        """Return the model with a limit on the events of a run; 0 is none.

        It calls ``on_run_start`` with the position of each run that starts, and with -1 after the last.
        """
        ...


ALL_LABELS = ""
"""The part of the labels that stands for all of them."""


@runtime_checkable
class DividesLabels(Protocol):
    """A model that knows which of its labels a parameter decides, so that not all lever combinations are looked at."""

    def label_part(self, key: str) -> str | None:
        """Return the part of the labels that a parameter decides, ``ALL_LABELS`` for all of them, None for none.

        The labels of a part depend on its own parameters and on those that decide on all, never on those of another
        part.
        """
        ...


@runtime_checkable
class Foresees(Protocol):
    """A model that knows before any run what a scenario that can be run will lack."""

    def foreseen(self, scenario: Scenario) -> Sequence[str]:
        """Return what will never come, a sentence each."""
        ...


@runtime_checkable
class KnowsWorst(Protocol):
    """A model that knows at which end a parameter makes scenarios infeasible, so that few of them are tried."""

    def is_worst_high(self, key: str) -> bool:
        """Return whether a scenario is the nearer to being infeasible the higher a parameter is; if not, the lower."""
        ...


@runtime_checkable
class Timed(Protocol):
    """A model that knows about how long a run of a scenario takes."""

    def run_seconds(self, scenario: Scenario) -> float:
        """Return about how long a run takes on one core, outcomes included; never what is measured here and now [s]."""
        ...


Listener = Callable[[Scenario, list[Event], list[Span]], None]
"""Takes a run: its scenario, its events in order of time, and its waits, flights and works as spans of time."""


@runtime_checkable
class Observable(Protocol):
    """A model that can report what happened in its runs."""

    def with_listener(self, listener: Listener) -> Model:
        """Return the model with a listener, which is called with each run that ends well."""
        ...


CAMPAIGNS_REFERENCE = "lunarsim.study.model.campaigns:CAMPAIGNS"
"""Reference of the real simulation."""


def import_model(reference: str, max_events: int = 0, on_run_start: Callable[[int], None] | None = None) -> Model:
    """Return the model named by ``package.module:NAME``, so that a spawned worker finds the same one.

    Parameters
    ----------
    reference : str
        Name of the model.
    max_events, on_run_start
        Handed to a model that is :class:`Limited`.
    """
    module, _, name = reference.partition(":")
    model = getattr(importlib.import_module(module), name)
    return cast(Model, model.limited(max_events, on_run_start) if isinstance(model, Limited) else model)
