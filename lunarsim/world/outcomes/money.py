"""Money and work of programs by year: what they have, and what is developed, built and launched for the manifest.

Work has no price here, so that the accounts can put other prices on it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from lunarsim.scenario.library.fits.budgets import grants
from lunarsim.words.arrays import FloatArray
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.flights.given_up import stops_day
from lunarsim.world.history.trace import Trace
from lunarsim.world.money.development import NewDesign
from lunarsim.world.outcomes.calendar import Calendar, Indices
from lunarsim.world.outcomes.flights import flight_table
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.variable import Variable
from lunarsim.world.purposes import OF_THE_PROGRAMS, PURPOSES

BUILD_YEARS = 3.0
"""Years before a launch over which craft and launcher are built and paid; what lies before the start is paid."""


def development_ends(design: NewDesign, trace: Trace, lost: dict[str, float], lasts: bool) -> tuple[float, float]:
    """Return when the work on a design ends, at an even pace up to its first flight, and when it stops [day].

    Whichever of its missions flies first ends it. It stops when none of them can fly any more, before it begins where
    none was ever taken up; else it is still under way at the horizon. The first flight of a vehicle is a test of its
    own, with which the work on it ends, be anything ready to fly on it or not.

    Parameters
    ----------
    design : NewDesign
        What is new.
    trace : Trace
        What happened.
    lost : dict
        What is found of missions that never come, as in :func:`lunarsim.world.prospects.lost_day`.
    lasts : bool
        Whether something else needs a vehicle, so that its work goes on though no mission can fly on it.
    """
    horizon, missions = trace.horizon_days, trace.flights.missions
    flown = [missions[each].first_launched_day for each in design.carriers]
    flown = [day for day in flown if not math.isnan(day)]
    if design.vehicle:
        stops = math.inf if flown or lasts else stops_day(design.carriers, trace, lost)
        return trace.flights.first_flight_day[design.vehicle], min(stops, horizon)
    if flown:
        return min(flown), horizon
    stops = stops_day(design.carriers, trace, lost)
    if stops == -math.inf:
        return design.planned_day, stops
    if stops < math.inf:
        return max(design.planned_day, stops), stops
    return max(design.planned_day, horizon), horizon


class Spans(NamedTuple):
    """Spans of work: the cell that each belongs to, first and last day, and the day on which it stops, dims (span,)."""

    cells: Indices
    begins: FloatArray
    ends: FloatArray
    stops: FloatArray


def year_amounts(calendar: Calendar, spans: Spans, amounts: FloatArray, count: int) -> FloatArray:
    """Return what falls into each year, dims (cell, year), of amounts that are spread evenly over spans of days.

    Parameters
    ----------
    calendar : Calendar
        Years of the runs; what lies outside the simulation is left out.
    spans : Spans
        When the work is done [day].
    amounts : array, dims (span,)
        What is spread from the begin to the end of each.
    count : int
        Number of cells.
    """
    cells, begins, ends, stops = spans
    edges = np.clip(calendar.year_edges, 0.0, calendar.edges[-1])
    years, last = len(edges) - 1, edges[-1]
    rates = amounts / (ends - begins)
    days = np.concatenate([np.clip(begins, 0.0, last), np.clip(np.minimum(ends, stops), 0.0, last)])
    changes = np.concatenate([rates, -rates])
    # What stops before it begins is not worked on.
    changes[np.tile(np.minimum(ends, stops) <= begins, 2)] = 0.0
    year = np.clip(np.searchsorted(edges, days, side="right") - 1, 0, years - 1)
    at = np.tile(cells, 2) * years + year
    steps = np.bincount(at, weights=changes, minlength=count * years).reshape(count, years)
    within = np.bincount(at, weights=changes * (edges[year + 1] - days), minlength=count * years)
    level = np.cumsum(steps, axis=-1) - steps
    found: FloatArray = level * np.diff(edges) + within.reshape(count, years)
    # Rates that cancel leave rounding behind, which is no work.
    found[found < _ROUNDING * max(float(np.abs(amounts).max(initial=0.0)), 1.0)] = 0.0
    return found


_ROUNDING = 1e-12


@computes(
    Variable(
        "year_development_kg",
        "hardware in development",
        "kg",
        ("program", "year"),
        "f4",
        "Dry mass of new designs, spread over the work up to their first flight, with what delay adds to it.",
    ),
    Variable(
        "year_development_musd",
        "development at stated cost",
        "MUSD",
        ("program", "year"),
        "f4",
        "Of vehicles and missions whose development cost is stated, spread likewise, with what delay adds to it.",
    ),
    Variable(
        "year_hardware_kg",
        "hardware built",
        "kg",
        ("program", "year"),
        "f4",
        "Dry mass of the flights of the manifest, spread over the three years before their launch; of what is given "
        "up before, the part until then.",
    ),
    Variable(
        "year_launches_musd",
        "launches bought",
        "MUSD",
        ("program", "year"),
        "f4",
        "Price of the launches of the manifest, spread likewise.",
    ),
)
def work(runs: TracedRuns) -> Arrays:
    """Compute what each program develops, builds and launches for the manifest in each calendar year."""
    programs = runs.index("program")
    constant: dict[int, FloatArray] = {}
    parts: list[FloatArray] = []
    ends: list[tuple[float, float]] = []
    unflown: list[tuple[float, ...]] = []
    for run, (scenario, trace) in enumerate(zip(runs.scenarios, runs.traces, strict=True)):
        designs = trace.programs.designs
        if id(designs) not in constant:
            constant[id(designs)] = _constants(designs, programs)
        parts.append(constant[id(designs)])
        lost: dict[str, float] = {}
        for_mine = scenario.logistics.cargo_vehicle if scenario.plant.units > 0 else ""
        ends.extend(development_ends(design, trace, lost, design.vehicle == for_mine) for design in designs)
        unflown.extend((run * len(programs) + programs[each.program], *each[1:]) for each in trace.flights.unfinished)
    of_run = np.repeat(np.arange(runs.count), list(map(len, parts)))
    program, begins, planned, left, kg, musd = np.concatenate(parts).T
    ended, stopped = np.array(ends, dtype=float).reshape(-1, 2).T
    late_years = np.maximum(ended - planned, 0.0) / DAYS_PER_YEAR
    # Of the whole cost: what the plan has left at the start, and what each year of delay adds.
    share = left + runs.program_column("development_growth")[of_run, program.astype(np.int64)] * late_years
    cells = of_run * len(programs) + program.astype(np.int64)
    spans = Spans(cells, begins, np.maximum(ended, begins + _SHORTEST_DAYS), stopped)

    def by_year(spans: Spans, amounts: FloatArray) -> FloatArray:
        found = year_amounts(runs.calendar, spans, amounts, runs.count * len(programs))
        return found.reshape(runs.count, len(programs), -1)

    flights = runs.shared(flight_table)
    theirs = np.isin(flights.purpose, [PURPOSES.index(purpose) for purpose in sorted(OF_THE_PROGRAMS)])
    launched = flights.numbers["launched_day"][theirs]
    flown = flights.run[theirs] * len(programs) + flights.program[theirs]
    of, due, given_up, built, bought = np.array(unflown, dtype=float).reshape(-1, 5).T
    launched = np.concatenate([launched, due])
    building = Spans(
        np.concatenate([flown, of.astype(np.int64)]),
        launched - BUILD_YEARS * DAYS_PER_YEAR,
        launched,
        np.concatenate([launched[: len(flown)], given_up]),
    )
    return {
        "year_development_kg": by_year(spans, share * kg),
        "year_development_musd": by_year(spans, share * musd),
        "year_hardware_kg": by_year(building, np.concatenate([flights.numbers["hardware_kg"][theirs], built])),
        "year_launches_musd": by_year(building, np.concatenate([flights.numbers["launch_cost_musd"][theirs], bought])),
    }


_SHORTEST_DAYS = 30.0
"""What is flown before its work was to begin is made in a month."""


def _constants(designs: Sequence[NewDesign], programs: Mapping[str, int]) -> FloatArray:
    """Return what all runs of a plan have in common, dims (design, 6)."""
    rows = [
        (programs[each.program], each.begins_day, each.planned_day, each.left, each.kg, each.musd) for each in designs
    ]
    return np.array(rows, dtype=float).reshape(-1, 6)


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
