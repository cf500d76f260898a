"""The model that lunarsim sweeps: campaigns with their outcomes and accounts."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from lunarsim.scenario.scenario import Scenario
from lunarsim.study.accounts.costs import COST_CLASS
from lunarsim.study.accounts.ledger import ACCOUNT_VARIABLES, accounts
from lunarsim.study.accounts.reliance import bloc_coordinate
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.study.model.interface import FAILED, OK, TIMED_OUT, Listener, Results
from lunarsim.words.draws import DrawBlock
from lunarsim.words.errors import Fault
from lunarsim.world.baseline.feasibility import impossible
from lunarsim.world.baseline.planned_dates import PlannedDates, planned_dates
from lunarsim.world.clock import TooManyEventsError
from lunarsim.world.mine import deposit
from lunarsim.world.outcomes.block_arrays import WORLD_VARIABLES, outcomes
from lunarsim.world.outcomes.calendar import Calendar, scenario_calendar
from lunarsim.world.outcomes.coordinates import time_coordinates, world_coordinates
from lunarsim.world.outcomes.group import Arrays
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.variable import Coordinate, Labels, Variable
from lunarsim.world.prepared import Prepared, prepare
from lunarsim.world.simulate import simulate
from lunarsim.world.story.event_log import event_log
from lunarsim.world.story.spans import spans
from lunarsim.world.trace import Trace

Row = tuple[int, int]


def _ignore(run: int) -> None:
    """Do nothing when a run starts."""


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Let no garbage collection interrupt a block until its traces are gone: it would look through all of them.

    They leave hardly any garbage, and the looking costs a fifth of the runs.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(frozen=True)
class Campaigns:
    """Simulates each run, then makes the outcomes and the accounts of all runs of a call at once.

    Parameters
    ----------
    max_events : int
        Events after which a run counts as timed out; 0 is no limit.
    on_run_start : callable
        Called with the position of each run that starts, and with -1 after the last.
    listener : callable, optional
        Called with each run that ends well; without it, traces keep no notes.
    """

    max_events: int = 0
    on_run_start: Callable[[int], None] = _ignore
    listener: Listener | None = None
    variables: ClassVar[Sequence[Variable]] = (*WORLD_VARIABLES, *ACCOUNT_VARIABLES)

    def coordinates(self, scenarios: Iterable[Scenario]) -> Mapping[str, Coordinate]:
        """Return the labels of each trailing dimension: the union over the scenarios."""
        scenarios = list(scenarios)
        return {
            **world_coordinates(scenarios),
            "cost_class": COST_CLASS,
            "bloc": bloc_coordinate(),
            **time_coordinates(scenarios),
        }

    def limited(self, max_events: int, on_run_start: Callable[[int], None] | None) -> Campaigns:
        """Return these campaigns with a limit on events, and a function that is called when a run starts."""
        return replace(self, max_events=max_events, on_run_start=on_run_start or _ignore)

    def with_listener(self, listener: Listener) -> Campaigns:
        """Return these campaigns with a listener."""
        return replace(self, listener=listener)

    def infeasible(self, scenario: Scenario) -> Sequence[Fault]:
        """Return why a scenario can never work: path and reason of each problem, or nothing."""
        return impossible(scenario)

    @_collection_paused()
    def run(self, scenarios: Sequence[Scenario], rows: Sequence[Row], seed: int, labels: Labels) -> Results:
        """Run each scenario at its row (sample, replicate); a run that raises is recorded and the others go on."""
        deposits = deposit.deposits(scenarios)
        results, traces = self._simulated(scenarios, DrawBlock(seed, rows), deposits)
        if self.listener is not None:
            for run, trace in traces.items():
                self.listener(scenarios[run], event_log(trace), spans(trace))
        results.arrays = _arrays(scenarios, traces, deposits, rows, seed, labels)
        return results

    def _simulated(
        self, scenarios: Sequence[Scenario], draws: DrawBlock, deposits: Sequence[deposit.DepositState]
    ) -> tuple[Results, dict[int, Trace]]:
        """Return how each run went, and the traces of those that ended well by position."""
        status = np.full(len(scenarios), OK, dtype=np.int8)
        seconds = np.zeros(len(scenarios))
        errors = [""] * len(scenarios)
        traces: dict[int, Trace] = {}
        shared: tuple[Prepared, PlannedDates | None] | None = None
        with_notes = self.listener is not None
        for run, scenario in enumerate(scenarios):
            self.on_run_start(run)
            start = time.perf_counter()
            try:
                if shared is None or not shared[0].fits(scenario):
                    prepared = prepare(scenario)
                    shared = prepared, planned_dates(scenario, prepared)
                traces[run] = simulate(scenario, draws.run(run), *shared, deposits[run], self.max_events, with_notes)
            except Exception as error:  # one bad run must not end the sweep
                errors[run] = f"{type(error).__name__}: {error}"
                status[run] = TIMED_OUT if isinstance(error, TooManyEventsError) else FAILED
            seconds[run] = time.perf_counter() - start
        self.on_run_start(-1)
        return Results({}, status, errors, seconds), traces


def _arrays(
    scenarios: Sequence[Scenario],
    traces: Mapping[int, Trace],
    deposits: Sequence[deposit.DepositState],
    rows: Sequence[Row],
    seed: int,
    labels: Labels,
) -> Arrays:
    """Return outcomes and accounts of all runs, dims (run, ...); those without a trace are missing.

    Runs of one time span are computed together, and stand on the axes of all spans.
    """
    arrays = {variable.name: variable.empty(len(scenarios), labels) for variable in Campaigns.variables}
    by_span: dict[tuple[str, float], list[int]] = {}
    for run in traces:
        timeline = scenarios[run].timeline
        by_span.setdefault((timeline.start, timeline.horizon_years), []).append(run)
    for runs in by_span.values():
        own = [scenarios[run] for run in runs]
        calendar = scenario_calendar(own[0])
        own_labels = {**labels, "month": calendar.months, "year": calendar.years}
        traced = TracedRuns(own, calendar, own_labels, [traces[run] for run in runs], [deposits[run] for run in runs])
        values = outcomes(traced)
        values |= accounts(StoredRuns(own, calendar, own_labels, values, [rows[run] for run in runs], seed))
        for variable in Campaigns.variables:
            where: tuple[Any, ...] = (np.array(runs), *(_section(dim, calendar, labels) for dim in variable.dims))
            arrays[variable.name][where] = values[variable.name]
    return arrays


def _section(dim: str, calendar: Calendar, labels: Labels) -> slice:
    """Return where the labels of one time span stand on a dimension."""
    if dim == "month":
        return slice(len(calendar.months))
    if dim == "year":
        first = labels["year"].index(calendar.years[0])
        return slice(first, first + len(calendar.years))
    return slice(None)


CAMPAIGNS = Campaigns()
