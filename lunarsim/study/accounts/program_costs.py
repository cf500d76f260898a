"""What programs spend on their manifest, year by year: the price of their work, within the money that they have."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lunarsim.scenario.scenario import NOBODY
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.words.arrays import FloatArray
from lunarsim.world.outcomes.calendar import Calendar

CLASSES = ("transport", "hardware", "operations", "development", "fixed")
"""Classes of what a program's budget pays, in the order of the arrays here."""


class Spending(NamedTuple):
    """What the work of programs costs, what of it they pay, and what they cannot pay [MUSD].

    Parameters
    ----------
    incurred : array [MUSD], dims (run, program, year, class)
        Cost of the work that is done in each year, by class of :data:`CLASSES`, whether it can be paid or not.
    paid : array [MUSD], dims (run, program, year, class)
        Spending by class of :data:`CLASSES`.
    available : array [MUSD], dims (run, program, year)
        Budget with what was not spent of the year before.
    unpaid : array [MUSD], dims (run, program)
        Cost of work that no money was there for, to the horizon.
    """

    incurred: FloatArray
    paid: FloatArray
    available: FloatArray
    unpaid: FloatArray


def program_spending(runs: StoredRuns) -> Spending:
    """Return what the programs of some runs spend; 0 for those that take no part."""
    budget = np.nan_to_num(runs.outcome("budget_musd"))
    return within_budget(program_costs(runs), budget)


def program_costs(runs: StoredRuns) -> FloatArray:
    """Return what the work of each program costs when it is done, dims (run, program, year, class) [MUSD]."""
    calendar = runs.calendar
    work_price = runs.program_column("cost_multiplier")
    kg_price = work_price * runs.program_column("hardware_usd_per_kg") * 1e-6
    development = (
        (kg_price * runs.program_column("development_ratio"))[..., None] * runs.outcome("year_development_kg")
        + work_price[..., None] * runs.outcome("year_development_musd")
    )  # fmt: skip
    operations = np.zeros(development.shape)
    programs, stations = runs.index("program"), runs.index("station")
    yearly = runs.column("finance", "station_musd_per_year")
    working = working_years(runs.outcome("station_working_year"), calendar)
    replaced = replacement_costs(runs)
    for group in ("station", "rival"):
        for run, (lead, name) in enumerate(zip(runs.texts(group, "lead"), runs.texts(group, "name"), strict=True)):
            if lead != NOBODY:
                operations[run, programs[lead]] += yearly[run] * working[run, stations[name]]
    for run, lead in enumerate(runs.texts("station", "lead")):
        development[run, programs[lead]] += replaced[run]
    costs = {
        "transport": work_price[..., None] * runs.outcome("year_launches_musd"),
        "hardware": kg_price[..., None] * runs.outcome("year_hardware_kg"),
        "operations": operations,
        "development": development,
        "fixed": np.nan_to_num(runs.outcome("fixed_cost_musd")),
    }
    return np.stack([costs[name] for name in CLASSES], axis=-1)


def within_budget(costs: FloatArray, budget: FloatArray) -> Spending:
    """Return what is spent of the cost of work where each year has a budget.

    Fixed cost is paid first and lies within the budget; the rest is paid in proportion. What cannot be paid is owed in
    the next year. Money that is not spent can be spent in the next year, before that year's own, and is then gone.

    Parameters
    ----------
    costs : array [MUSD], dims (run, program, year, class)
        Cost of the work of each year.
    budget : array [MUSD], dims (run, program, year)
        Money of each year.
    """
    fixed = CLASSES.index("fixed")
    owed = np.zeros((*costs.shape[:2], costs.shape[3]))
    carried = np.zeros(costs.shape[:2])
    paid, available = np.zeros(costs.shape), np.zeros(budget.shape)
    for year in range(costs.shape[2]):
        money = budget[..., year]
        # What is carried may be below 0 by a rounding, where the year before spent all that it had.
        available[..., year] = np.maximum(carried + money, 0.0)
        owed = owed + costs[:, :, year]
        bound = np.minimum(owed[..., fixed], available[..., year])
        rest = owed.sum(axis=-1) - owed[..., fixed]
        for_rest = np.minimum(rest, available[..., year] - bound)
        share = np.divide(for_rest, rest, out=np.zeros(rest.shape), where=rest > 0.0)
        payment = owed * share[..., None]
        payment[..., fixed] = bound
        paid[:, :, year] = payment
        owed = owed - payment
        carried = money - np.maximum(bound + for_rest - carried, 0.0)
    return Spending(costs, paid, available, owed.sum(axis=-1))


def by_month(spent: FloatArray, calendar: Calendar) -> FloatArray:
    """Return yearly amounts of some runs by month, dims (..., month): evenly over the part of a year that is simulated.

    Parameters
    ----------
    spent : array [MUSD], dims (..., year)
        Amounts by calendar year.
    calendar : Calendar
        Months and years of the runs.
    """
    lengths = np.diff(calendar.edges)
    year = np.searchsorted(calendar.year_edges, calendar.edges[:-1], side="right") - 1
    simulated = np.bincount(year, weights=lengths, minlength=len(calendar.years))
    monthly: FloatArray = spent[..., year] * (lengths / simulated[year])
    return monthly


def replacement_costs(runs: StoredRuns) -> FloatArray:
    """Return what developing the lead's own items instead of a partner's costs, dims (run, year) [MUSD].

    It is spread over ``cooperation.replacement_years`` from the order on, and is the same for a lead that replaces a
    partner and for one that never had one.
    """
    calendar = runs.calendar
    edges = simulated_edges(calendar)
    ordered = runs.outcome("replacement_ordered_year")[:, None]
    years = np.maximum(runs.column("cooperation", "replacement_years"), 1.0 / 12.0)[:, None]
    done = np.clip((edges - ordered) / years, 0.0, 1.0)
    spread: FloatArray = np.nan_to_num(np.diff(done, axis=-1)) * runs.column("finance", "replacement_musd")[:, None]
    return spread


def working_years(working_year: FloatArray, calendar: Calendar) -> FloatArray:
    """Return the years of each calendar year that lie after a station's first work and in the simulation.

    Parameters
    ----------
    working_year : array [yr], dims (run, station)
        Decimal year of the first work, NaN for never.
    calendar : Calendar
        Years of the runs.

    Returns
    -------
    array [yr], dims (run, station, year)
    """
    edges = simulated_edges(calendar)
    first = np.where(np.isnan(working_year), np.inf, working_year)
    years: FloatArray = np.clip(edges[1:] - np.maximum(first[..., None], edges[:-1]), 0.0, None)
    return years


def simulated_edges(calendar: Calendar) -> FloatArray:
    """Return where the calendar years begin and the last ends, no later than the simulation, in decimal years."""
    edges: FloatArray = calendar.decimal_years(np.clip(calendar.year_edges, 0.0, calendar.edges[-1]))
    return edges
