"""What programs have year by year, and what of it is bound."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from lunarsim.scenario.library.budget_fits import grants
from lunarsim.words.arrays import FloatArray
from lunarsim.world.outcomes.calendar import Calendar
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.variable import Variable
from lunarsim.world.trace import Trace

YearlyRates = Callable[[Trace], Mapping[str, Sequence[float]]]


@computes(
    Variable(
        "budget_musd",
        "budget",
        "MUSD",
        ("program", "year"),
        "f4",
        "Money that a program has in the part of the year that is simulated, for all but the mine; NaN for one that "
        "takes no part.",
    ),
    Variable(
        "fixed_cost_musd",
        "fixed cost",
        "MUSD",
        ("program", "year"),
        "f4",
        "What the year costs whatever is built or flown; NaN for a program that takes no part.",
    ),
)
def budgets(runs: TracedRuns) -> Arrays:
    """Compute what each program has and is bound to pay in each calendar year."""
    simulated = simulated_shares(runs.calendar)
    budget = _by_year(runs, lambda trace: trace.programs.budget_musd)
    for program, position in runs.index("program").items():
        granted = grants(program)
        budget[:, position] += np.array([granted.get(year, 0.0) for year in runs.calendar.years])
    return {
        "budget_musd": budget * simulated,
        "fixed_cost_musd": _by_year(runs, lambda trace: trace.programs.fixed_musd) * simulated,
    }


def simulated_shares(calendar: Calendar) -> FloatArray:
    """Return the share of each calendar year that is simulated, dims (year,) [1]."""
    inside = np.clip(calendar.year_edges, 0.0, calendar.edges[-1])
    shares: FloatArray = np.diff(inside) / np.diff(calendar.year_edges)
    return shares


def _by_year(runs: TracedRuns, rates: YearlyRates) -> FloatArray:
    """Return yearly rates of each run, dims (run, program, year); NaN for programs that take no part."""
    absent = [np.nan] * len(runs.calendar.years)
    labels = runs.labels["program"]
    return np.array([[kept.get(label, absent) for label in labels] for kept in map(rates, runs.traces)], dtype=float)
