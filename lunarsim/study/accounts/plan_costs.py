"""Whether programs can pay for their plans: the cost of the planned work over the budget of its years."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from lunarsim.scenario.scenario import Scenario
from lunarsim.study.accounts.program_costs import program_costs
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.words.arrays import FloatArray
from lunarsim.words.sharing import Sharing
from lunarsim.words.terminal import OF_PLANS
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.baseline.planned_dates import NO_DRAWS, planned_first_work
from lunarsim.world.history.trace import Trace
from lunarsim.world.outcomes.calendar import scenario_calendar
from lunarsim.world.outcomes.group import Arrays
from lunarsim.world.outcomes.money import BUILD_YEARS, Spans, budgets, year_amounts
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.variable import Labels
from lunarsim.world.prepared import Prepared, prepare
from lunarsim.world.programs.cutoff import CutoffState
from lunarsim.world.programs.program import Programs
from lunarsim.world.programs.replacements import planned_order_day

PLAN_YEARS = 9
"""Calendar years after that of the start over which plan and budget are compared."""

MUCH = 1.05
"""Cost over budget from which a plan is said to cost more than there is; prices are not known better than that."""


def cost_over_budget(scenario: Scenario) -> dict[str, float]:
    """Return what the planned work of each program that takes part costs over its budget [1].

    Of the first full calendar years, :data:`PLAN_YEARS` of them: fixed cost, development, hardware and launches of what
    stands in the plan and operations of the stations, all on the planned day, priced as in the runs. The budget is that
    of a run in which it does not wander: see :func:`planned_money`.
    """
    prepared, calendar = prepare(scenario), scenario_calendar(scenario)
    programs = tuple(name for name, program in scenario.programs.items() if program.active)
    stations = [station.name for station in scenario.stations.values()]
    sites = (prepared.station_site, prepared.rival_site)
    works = [
        planned_first_work(scenario, prepared, station, site)
        for station, site in zip(scenario.stations.values(), sites, strict=False)
        if site is not None
    ]
    labels = {"program": programs, "station": tuple(stations), "year": calendar.years, "month": calendar.months}
    arrays = {
        **planned_work(scenario, prepared, {name: index for index, name in enumerate(programs)}),
        **planned_money(scenario, prepared, labels),
        "station_working_year": calendar.decimal_years(_within(np.array(works), prepared.horizon_days))[None],
        "replacement_ordered_year": calendar.decimal_years(np.array([_order_day(scenario, prepared)])),
    }
    runs = StoredRuns([scenario], calendar, labels, arrays, [(0, 0)], 0)
    cost = program_costs(runs)[0].sum(axis=-1)
    window = slice(1, 1 + PLAN_YEARS)
    return dict(
        zip(programs, cost[:, window].sum(axis=-1) / arrays["budget_musd"][0, :, window].sum(axis=-1), strict=True)
    )


def planned_money(scenario: Scenario, prepared: Prepared, labels: Labels) -> Arrays:
    """Return the variables of :data:`lunarsim.world.outcomes.money.budgets` for budgets that do not wander.

    They come from the functions that give the runs their money, without what is drawn: multiplier, income from energy
    and a cut-off as they are set, fixed cost that follows them, grants, new money for missions to Mars. Where
    ``waits.budget`` is off, budgets are those of the plan, in the runs as here.
    """
    calm = {name: dataclasses.replace(program, budget_ln_sd=0.0) for name, program in scenario.programs.items()}
    trace = Trace(prepared.horizon_days)
    cutoff = CutoffState(scenario.cutoff, scenario.waits.technology_cutoff, calm, prepared.start, NO_DRAWS)
    Programs(
        calm,
        energy=dataclasses.replace(scenario.energy, income_ln_sd=0.0),
        waits=scenario.waits,
        as_of=scenario.timeline.as_of,
        slips=scenario.slips,
        years=prepared.years,
        run_years=prepared.run_years,
        extra_needs=prepared.extra_needs,
        income_cut=cutoff.income_cut,
        draws=NO_DRAWS,
        trace=trace.programs,
    ).close(prepared.horizon_days)
    return budgets.arrays(TracedRuns([scenario], scenario_calendar(scenario), labels, [trace], []))


def _within(days: FloatArray, horizon_days: float) -> FloatArray:
    """Return days, NaN for those that the simulation does not reach [day]."""
    return np.where(days < horizon_days, days, np.nan)


def _order_day(scenario: Scenario, prepared: Prepared) -> float:
    """Return when a lead orders its own items by its plan, NaN where it has a partner [day]."""
    if scenario.cooperation.mode != "none":
        return np.nan
    lead = scenario.station.lead
    fallbacks = (planned for planned in prepared.missions if planned.mission.is_fallback_of(lead))
    day = planned_order_day(scenario.cooperation, fallbacks)
    return day if day < prepared.horizon_days else np.nan


def planned_work(scenario: Scenario, prepared: Prepared, programs: dict[str, int]) -> dict[str, FloatArray]:
    """Return the variables of :data:`lunarsim.world.outcomes.money.work` for a plan that nothing delays.

    Parameters
    ----------
    scenario, prepared : Scenario, Prepared
        The input and its constant parts.
    programs : dict
        Index of each program on its axis.

    Returns
    -------
    dict of str to array, dims (1, program, year)
    """
    lead, cooperates = scenario.station.lead, scenario.cooperation.mode != "none"
    flights = [
        (
            programs[planned.mission.program],
            planned.planned_day,
            planned.hardware_kg(0.0),
            planned.launches_musd,
        )
        for planned in prepared.missions
        if not (cooperates and planned.mission.is_fallback_of(lead))
    ]
    designs = [
        (programs[each.program], each.begins_day, each.planned_day, each.left * each.kg, each.left * each.musd)
        for each in prepared.designs
    ]
    of, launched, built, bought = np.array(flights, dtype=float).reshape(-1, 4).T
    by, begins, ends, kg, musd = np.array(designs, dtype=float).reshape(-1, 5).T
    building = Spans(of.astype(np.int64), launched - BUILD_YEARS * DAYS_PER_YEAR, launched, launched)
    ends = np.maximum(ends, begins + 1.0)
    developing = Spans(by.astype(np.int64), begins, ends, ends)
    calendar = scenario_calendar(scenario)
    spread = {
        "year_development_kg": (developing, kg),
        "year_development_musd": (developing, musd),
        "year_hardware_kg": (building, built),
        "year_launches_musd": (building, bought),
    }
    return {name: year_amounts(calendar, *work, len(programs))[None] for name, work in spread.items()}


def _deciding(scenario: Scenario) -> Sharing[Scenario]:
    """Return a scenario with what decides on plan and budgets."""
    return Sharing(
        scenario,
        scenario.missions,
        scenario.vehicles,
        scenario.assets,
        scenario.programs,
        scenario.timeline,
        scenario.plan,
        scenario.cooperation,
        scenario.station,
        scenario.rival,
        scenario.finance,
        scenario.waits,
        scenario.energy,
        scenario.cutoff,
        scenario.site,
        scenario.logistics,
    )


@lru_cache(16)
def _known(deciding: Sharing[Scenario]) -> dict[str, float]:
    return cost_over_budget(deciding.whole)


def dear_plans(scenario: Scenario) -> Iterator[str]:
    """Yield a sentence for each program whose planned work costs more than its budget."""
    years = scenario_calendar(scenario).years[1 : 1 + PLAN_YEARS]
    if not years:
        return
    for program, ratio in _known(_deciding(scenario)).items():
        if ratio > MUCH:
            yield (
                f"{OF_PLANS}{program} {years[0]}-{years[-1]} costs {ratio:.1f} times its budget; "
                "what has no money is counted as work without money"
            )
