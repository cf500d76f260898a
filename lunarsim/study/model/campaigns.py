"""The model that lunarsim sweeps: campaigns with their outcomes and accounts."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

import numpy as np

from lunarsim.scenario.scenario import Scenario
from lunarsim.study.accounts.ledger import ACCOUNT_VARIABLES, account_coordinates, accounts
from lunarsim.study.accounts.plan_costs import dear_plans
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.study.model.interface import OK, Listener, Results
from lunarsim.study.model.time_spans import TimeSpan, each_by_itself, record, time_spans
from lunarsim.words.draws import DrawBlock
from lunarsim.words.errors import Fault
from lunarsim.world.baseline.planned_dates import PlannedDates, planned_dates
from lunarsim.world.baseline.slips_and_waits import slips_and_waits
from lunarsim.world.baseline.what_ifs import what_ifs
from lunarsim.world.feasibility.checks import impossible, is_worst_high
from lunarsim.world.feasibility.shortfalls import shortfalls
from lunarsim.world.history.trace import Trace
from lunarsim.world.mine import deposit
from lunarsim.world.outcomes.block_arrays import WORLD_VARIABLES, outcomes
from lunarsim.world.outcomes.coordinates import label_part, time_coordinates, world_coordinates
from lunarsim.world.outcomes.group import Arrays
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.variable import Coordinate, Labels, Variable
from lunarsim.world.prepared import Prepared, prepare
from lunarsim.world.simulate import simulate
from lunarsim.world.story.event_log import event_log
from lunarsim.world.story.spans import spans as story_spans

Row = tuple[int, int]

BASE_SECONDS = 0.007
"""A run of the base scenario, of 47 missions in 30 years, on a core of 2026 [s]. Beside it 10 and 60 years took 0.54
and 1.89 times as long, China alone (28 missions) 0.74 and the race (90) 1.84 times (`benchmarks/README.md`)."""


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
    """Simulates each run, then computes the outcomes and the accounts of all runs of a call at once.

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
    name: ClassVar[str] = "campaigns"
    variables: ClassVar[Sequence[Variable]] = (*WORLD_VARIABLES, *ACCOUNT_VARIABLES)

    def coordinates(self, scenarios: Iterable[Scenario]) -> Mapping[str, Coordinate]:
        """Return the labels of each trailing dimension: the union over the scenarios."""
        scenarios = list(scenarios)
        return {
            **world_coordinates(scenarios),
            **account_coordinates(scenarios),
            **time_coordinates(scenarios),
        }

    def label_part(self, key: str) -> str | None:
        """Return the part of the labels that a parameter decides: a record's, those of time, or all; None for none."""
        return label_part(key)

    def limited(self, max_events: int, on_run_start: Callable[[int], None] | None) -> Campaigns:
        """Return these campaigns with a limit on events, and a function that is called when a run starts."""
        return replace(self, max_events=max_events, on_run_start=on_run_start or _ignore)

    def with_listener(self, listener: Listener) -> Campaigns:
        """Return these campaigns with a listener."""
        return replace(self, listener=listener)

    def run_seconds(self, scenario: Scenario) -> float:
        """Return about how long a run takes on one core [s]: by its years and by the missions of active programs."""
        active = {name for name, program in scenario.programs.items() if program.active}
        missions = [1 for mission in scenario.missions.values() if mission.program in active]
        years = scenario.timeline.horizon_years
        return BASE_SECONDS * (len(missions) + 26) / (47 + 26) * (years + 13) / (30 + 13)

    def infeasible(self, scenario: Scenario) -> Sequence[Fault]:
        """Return why a scenario can never work: path and reason of each problem, or nothing."""
        return impossible(scenario)

    def is_worst_high(self, key: str) -> bool:
        """Return whether a scenario is the nearer to being infeasible the higher a parameter is."""
        return is_worst_high(key)

    def foreseen(self, scenario: Scenario) -> Sequence[str]:
        """Return what is asked of the manifest, what its plan leaves out, slips beside waits, plans without money."""
        return [*what_ifs(scenario), *shortfalls(scenario), *slips_and_waits(scenario), *dear_plans(scenario)]

    @_collection_paused()
    def run(self, scenarios: Sequence[Scenario], rows: Sequence[Row], seed: int, labels: Labels) -> Results:
        """Run each scenario at its row (sample, replicate); a run that raises is recorded and the others go on."""
        results = Results({}, np.full(len(scenarios), OK, dtype=np.int8), [""] * len(scenarios))
        deposits = self._deposits(scenarios, results)
        traces = self._simulated(scenarios, DrawBlock(seed, rows), deposits, results)
        if self.listener is not None:
            for run, trace in traces.items():
                self.listener(scenarios[run], event_log(trace), story_spans(trace))
        traced = partial(_traced, scenarios, traces, deposits)
        made = [each_by_itself(traced, span, results) for span in time_spans(scenarios, traces, labels)]
        # They are most of a block's memory, and only outcomes are computed from them.
        traces.clear()
        values = []
        while made:
            span, arrays = made.pop(0)
            values.append(each_by_itself(partial(_accounted, scenarios, rows, seed, span, arrays), span, results))
            del arrays
        for variable in self.variables:
            results.arrays[variable.name] = array = variable.empty(len(scenarios), labels)
            for span, arrays in values:
                if span.runs:
                    array[span.where(variable, labels)] = arrays.pop(variable.name)
        return results

    def _deposits(self, scenarios: Sequence[Scenario], results: Results) -> dict[int, deposit.DepositState]:
        """Return the deposit of each run; one that raises is recorded and has none."""
        try:
            return dict(enumerate(deposit.deposits(scenarios)))
        except Exception:
            made = {}
            for run, scenario in enumerate(scenarios):
                try:
                    (made[run],) = deposit.deposits([scenario])
                except Exception as error:
                    record(results, run, error)
            return made

    def _simulated(
        self,
        scenarios: Sequence[Scenario],
        draws: DrawBlock,
        deposits: Mapping[int, deposit.DepositState],
        results: Results,
    ) -> dict[int, Trace]:
        """Return the traces of the runs that ended well, by position; how each run went is recorded."""
        results.seconds = np.zeros(len(scenarios))
        traces: dict[int, Trace] = {}
        shared: tuple[Prepared, PlannedDates | None] | None = None
        with_notes = self.listener is not None
        for run, at in deposits.items():
            scenario = scenarios[run]
            self.on_run_start(run)
            start = time.perf_counter()
            try:
                if shared is None or not shared[0].fits(scenario):
                    prepared = prepare(scenario)
                    shared = prepared, planned_dates(scenario, prepared)
                traces[run] = simulate(scenario, draws.run(run), *shared, at, self.max_events, with_notes)
            except Exception as error:  # one bad run must not end the sweep
                record(results, run, error)
            results.seconds[run] = time.perf_counter() - start
        self.on_run_start(-1)
        return traces


def _traced(
    scenarios: Sequence[Scenario],
    traces: Mapping[int, Trace],
    deposits: Mapping[int, deposit.DepositState],
    span: TimeSpan,
) -> Arrays:
    """Return the outcomes of the runs of a span."""
    return outcomes(TracedRuns(span.of(scenarios), span.calendar, span.labels, span.of(traces), span.of(deposits)))


def _accounted(
    scenarios: Sequence[Scenario], rows: Sequence[Row], seed: int, whole: TimeSpan, arrays: Arrays, span: TimeSpan
) -> Arrays:
    """Return the outcomes of some runs of a whole span, with their accounts."""
    if span.runs != whole.runs:
        where = [whole.runs.index(run) for run in span.runs]
        arrays = {name: array[where] for name, array in arrays.items()}
    stored = StoredRuns(span.of(scenarios), span.calendar, span.labels, arrays, span.of(rows), seed)
    return arrays | accounts(stored)


CAMPAIGNS = Campaigns()
