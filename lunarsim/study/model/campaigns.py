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
from lunarsim.study.accounts.ledger import ACCOUNT_VARIABLES, COST_CLASSES, accounts
from lunarsim.study.accounts.reliance import blocs
from lunarsim.study.model.interface import FAILED, OK, TIMED_OUT, Coordinate, Heard, Results
from lunarsim.words.draws import DrawBlock
from lunarsim.words.errors import Fault
from lunarsim.world.baseline.feasibility import impossible
from lunarsim.world.baseline.planned_dates import PlannedDates, planned_dates
from lunarsim.world.clock import TooManyEventsError
from lunarsim.world.mine.deposit import deposits
from lunarsim.world.outcomes.block_arrays import outcomes, trailing_labels
from lunarsim.world.outcomes.calendar import Calendar, calendar
from lunarsim.world.outcomes.run_catalog import WORLD_VARIABLES
from lunarsim.world.outcomes.variable import Variable
from lunarsim.world.prepared import Prepared, prepare
from lunarsim.world.simulate import simulate
from lunarsim.world.story.event_log import event_log
from lunarsim.world.story.spans import spans as spans_of
from lunarsim.world.trace import Trace

_LONG_NAMES = {
    "station": "station",
    "program": "program",
    "mission": "mission",
    "asset": "asset",
    "ree": "rare earth",
    "stage": "stage on the way from the ground to the Earth",
    "grade_cutoff": "cut-off grade of the lanthanides",
    "cause": "cause of delay",
    "milestone": "milestone",
    "limit": "limit of the plant",
    "purpose": "purpose of the flight",
    "cost_class": "class of cost",
    "bloc": "bloc of users",
}
_UNITS = {"grade_cutoff": "ppm"}


def _untold(run: int) -> None:
    """Tell nobody of a run."""


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
    """Simulates each run, then makes the arrays and the accounts of all runs of a call at once.

    Parameters
    ----------
    max_events : int
        Events after which a run counts as timed out; 0 is no limit.
    began : callable
        Is told the position of each run that begins, and -1 after the last.
    heard : callable, optional
        Is told what happened in each run that ends well; without it, traces keep no notes.
    """

    max_events: int = 0
    began: Callable[[int], None] = _untold
    heard: Heard | None = None
    variables: ClassVar[Sequence[Variable]] = (*WORLD_VARIABLES, *ACCOUNT_VARIABLES)

    def coordinates(self, scenarios: Iterable[Scenario]) -> Mapping[str, Coordinate]:
        """Return the labels of each trailing dimension: the union over the scenarios."""
        seen: list[Scenario] = []
        carried: dict[tuple[str, str], None] = {}
        calendars: dict[tuple[str, float], Calendar] = {}
        for scenario in scenarios:
            seen.append(scenario)
            prepared = prepare(scenario)
            calendars[scenario.timeline.start, prepared.horizon_days] = calendar(prepared.start, prepared.horizon_days)
            carried |= dict.fromkeys(("", key) for key in prepared.present)
            for planned in prepared.missions:
                carried[planned.key, ""] = None
                carried |= dict.fromkeys((planned.key, asset) for asset in planned.mission.assets)
        labels = trailing_labels(seen, carried) | {"cost_class": COST_CLASSES, "bloc": tuple(blocs()["blocs"])}
        found = {name: Coordinate(values, _LONG_NAMES[name], _UNITS.get(name, "1")) for name, values in labels.items()}
        longest = max(calendars.values(), key=lambda item: len(item.months))
        if len({start for start, _ in calendars}) == 1:
            found["month"] = Coordinate(longest.months, "month", about="First day of the month.")
        else:
            numbers = tuple(range(len(longest.months)))
            found["month"] = Coordinate(numbers, "months since the start", "1", "Starts differ, see the levers.")
        years = range(min(c.years[0] for c in calendars.values()), max(c.years[-1] for c in calendars.values()) + 1)
        found["year"] = Coordinate(tuple(years), "calendar year", "1")
        return found

    def limited(self, max_events: int, began: Callable[[int], None] | None) -> Campaigns:
        """Return these campaigns with a limit on events, telling of each run that begins."""
        return replace(self, max_events=max_events, began=began or _untold)

    def telling(self, heard: Heard) -> Campaigns:
        """Return these campaigns with a listener."""
        return replace(self, heard=heard)

    def infeasible(self, scenario: Scenario) -> Sequence[Fault]:
        """Return why a scenario can never work: place and reason of each fault, or nothing."""
        return impossible(scenario)

    @_collection_paused()
    def run(
        self,
        scenarios: Sequence[Scenario],
        rows: Sequence[tuple[int, int]],
        seed: int,
        labels: Mapping[str, tuple[Any, ...]],
    ) -> Results:
        """Run each scenario at its row (sample, replicate); a run that raises is recorded and the others go on."""
        count = len(scenarios)
        block = DrawBlock(seed, rows)
        grounds = deposits(scenarios)
        traces: list[Trace | None] = [None] * count
        errors = [""] * count
        status = np.full(count, OK, dtype=np.int8)
        seconds = np.zeros(count)
        shared: tuple[Prepared, PlannedDates | None] | None = None
        for run, scenario in enumerate(scenarios):
            self.began(run)
            start = time.perf_counter()
            try:
                if shared is None or not shared[0].fits(scenario):
                    prepared = prepare(scenario)
                    shared = prepared, planned_dates(scenario, prepared)
                traces[run] = simulate(
                    scenario, block.run(run), *shared, grounds[run], self.max_events, self.heard is not None
                )
            except Exception as error:  # one bad run must not end the sweep
                errors[run] = f"{type(error).__name__}: {error}"
                status[run] = TIMED_OUT if isinstance(error, TooManyEventsError) else FAILED
            seconds[run] = time.perf_counter() - start
        self.began(-1)
        if self.heard is not None:
            for scenario, trace in zip(scenarios, traces, strict=True):
                if trace is not None:
                    self.heard(scenario, event_log(trace), spans_of(trace))
        results = Results({}, status, errors, seconds)
        spans: dict[tuple[str, float], list[int]] = {}
        for run, scenario in enumerate(scenarios):
            spans.setdefault((scenario.timeline.start, scenario.timeline.horizon_years), []).append(run)
        for members in spans.values():
            self._tell(results, members, scenarios, traces, grounds, rows, seed, labels)
        return results

    def _tell(
        self,
        results: Results,
        members: Sequence[int],
        scenarios: Sequence[Scenario],
        traces: Sequence[Trace | None],
        grounds: Sequence[Any],
        rows: Sequence[tuple[int, int]],
        seed: int,
        labels: Mapping[str, tuple[Any, ...]],
    ) -> None:
        """Put outcomes and accounts of runs of one time span into the results, on the axes of all spans."""
        chosen = [scenarios[run] for run in members]
        prepared = prepare(chosen[0])
        span = calendar(prepared.start, prepared.horizon_days)
        own_labels = {**labels, "month": span.months, "year": span.years}
        arrays = outcomes(chosen, [traces[run] for run in members], [grounds[run] for run in members], span, own_labels)
        money = accounts(arrays, chosen, [rows[run] for run in members], seed, span, own_labels)
        failed = [place for place, run in enumerate(members) if traces[run] is None]
        for variable in self.variables:
            values = arrays.get(variable.name)
            if values is None:
                values = money[variable.name].astype(variable.dtype)
                values[failed] = variable.missing
            whole: Any = results.arrays.setdefault(
                variable.name,
                np.full(
                    (len(scenarios), *(len(labels[dim]) for dim in variable.dims)), variable.missing, variable.dtype
                ),
            )
            place = tuple(
                slice(labels["year"].index(span.years[0]), labels["year"].index(span.years[-1]) + 1)
                if dim == "year"
                else slice(0, len(own_labels[dim]))
                for dim in variable.dims
            )
            whole[(np.array(members), *place)] = values


CAMPAIGNS = Campaigns()
