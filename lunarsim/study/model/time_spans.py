"""Runs by their time span, computed together or, where one of them raises, each by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from lunarsim.scenario.scenario import Scenario
from lunarsim.study.model.interface import FAILED, TIMED_OUT, Results
from lunarsim.words.arrays import as_slice
from lunarsim.world.clock import TooManyEventsError
from lunarsim.world.outcomes.calendar import Calendar, scenario_calendar
from lunarsim.world.outcomes.group import Arrays
from lunarsim.world.outcomes.variable import Labels, Variable

T = TypeVar("T")


@dataclass(frozen=True)
class TimeSpan:
    """The runs of one start and horizon: their positions in the call, their calendar and the labels of their axes."""

    runs: list[int]
    calendar: Calendar
    labels: Labels

    def of(self, items: Mapping[int, T] | Sequence[T]) -> list[T]:
        """Return the items of these runs."""
        return [items[run] for run in self.runs]

    def where(self, variable: Variable, labels: Labels) -> tuple[Any, ...]:
        """Return where these runs stand in an array on the axes of all time spans."""
        first_year = labels["year"].index(self.calendar.years[0])
        parts = {
            "month": slice(len(self.calendar.months)),
            "year": slice(first_year, first_year + len(self.calendar.years)),
        }
        return (as_slice(np.array(self.runs)), *(parts.get(dim, slice(None)) for dim in variable.dims))


def time_spans(scenarios: Sequence[Scenario], runs: Iterable[int], labels: Labels) -> list[TimeSpan]:
    """Return some runs by their time span."""
    members: dict[tuple[str, float], list[int]] = {}
    for run in runs:
        timeline = scenarios[run].timeline
        members.setdefault((timeline.start, timeline.horizon_years), []).append(run)
    spans = []
    for own in members.values():
        calendar = scenario_calendar(scenarios[own[0]])
        spans.append(TimeSpan(own, calendar, {**labels, "month": calendar.months, "year": calendar.years}))
    return spans


def record(results: Results, run: int, error: Exception) -> None:
    """Record that a run has failed, and why."""
    results.errors[run] = f"{type(error).__name__}: {error}"
    results.status[run] = TIMED_OUT if isinstance(error, TooManyEventsError) else FAILED


def each_by_itself(compute: Callable[[TimeSpan], Arrays], span: TimeSpan, results: Results) -> tuple[TimeSpan, Arrays]:
    """Return what is computed of the runs of a span, and those runs; one that raises is recorded and left out.

    A run alone gives the same bits as in a block, so the others are as they would be without it.
    """
    if not span.runs:
        return span, {}
    try:
        return span, compute(span)
    except Exception:
        good, parts = [], []
        for run in span.runs:
            try:
                parts.append(compute(replace(span, runs=[run])))
                good.append(run)
            except Exception as error:
                record(results, run, error)
    names = parts[0] if parts else {}
    return replace(span, runs=good), {name: np.concatenate([part[name] for part in parts]) for name in names}
