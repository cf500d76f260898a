"""Traces of a block of runs become the arrays that are stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from lunarsim.physics.resource.geochemistry import REE_AXIS
from lunarsim.scenario.scenario import Scenario
from lunarsim.world.causes import CAUSES
from lunarsim.world.mine.deposit import GRADE_CUTOFFS, DepositState
from lunarsim.world.outcomes.calendar import Calendar
from lunarsim.world.outcomes.mine_outcomes import put_mine, put_mine_series
from lunarsim.world.outcomes.resource_outcomes import STAGES, put_resource
from lunarsim.world.outcomes.run_catalog import WORLD_VARIABLES
from lunarsim.world.outcomes.series import Arrays, Series
from lunarsim.world.trace import (
    LANDING_LOSSES,
    LAUNCH_FAILURE,
    LIMITS,
    MILESTONES,
    PARTIAL,
    StationTrace,
    Trace,
)

PURPOSES = ("station", "plant", "supply", "mars")

Labels = Mapping[str, tuple[Any, ...]]


def empty_arrays(count: int, labels: Labels) -> Arrays:
    """Return the arrays of so many runs, filled with what stands for missing."""
    return {
        variable.name: np.full(
            (count, *(len(labels[dim]) for dim in variable.dims)), variable.missing, dtype=variable.dtype
        )
        for variable in WORLD_VARIABLES
    }


def outcomes(
    scenarios: Sequence[Scenario],
    traces: Sequence[Trace | None],
    grounds: Sequence[DepositState],
    calendar: Calendar,
    labels: Labels,
) -> Arrays:
    """Return the outcomes of some runs, by variable, dims (run, ...); what a failed run (None) has not stays missing.

    Parameters
    ----------
    scenarios, traces, grounds : sequences, dims (run,)
        Input, trace and deposit of each run.
    calendar : Calendar
        Months and years of the runs.
    labels : mapping
        Labels of the trailing dimensions.
    """
    arrays = empty_arrays(len(traces), labels)
    done = [(run, trace) for run, trace in enumerate(traces) if trace is not None]
    for run, trace in done:
        _scalars(arrays, run, trace, scenarios[run], grounds[run], labels)
        _dates(arrays, run, trace, scenarios[run], labels)
    put_resource(arrays, done, grounds)
    for name in [name for name in arrays if name.endswith("_year")]:
        arrays[name] = calendar.decimal_years(arrays[name])
    series = Series(arrays, done, len(scenarios), calendar)
    _put_series(series)
    put_mine_series(series, scenarios, grounds, labels)
    return arrays


def _scalars(arrays: Arrays, run: int, trace: Trace, scenario: Scenario, ground: DepositState, labels: Labels) -> None:
    outcome = [flight.outcome for flight in trace.flights.flown if flight.purpose != "mars"]
    arrays["missions_flown"][run] = len(outcome)
    arrays["missions_lost"][run] = sum(code > PARTIAL for code in outcome)
    arrays["launch_failures"][run] = outcome.count(LAUNCH_FAILURE)
    arrays["landing_failures"][run] = sum(code in LANDING_LOSSES for code in outcome)
    for name in ("mass_landed_kg", "cargo_sent_kg", "delivery_sent_kg", "launch_cost_musd"):
        arrays[name][run] = 0.0
    programs = {name: place for place, name in enumerate(labels["program"])}
    for flight in trace.flights.flown:
        place = programs[flight.program]
        arrays["mass_landed_kg"][run, place] += flight.landed_kg
        arrays["cargo_sent_kg"][run, place] += flight.cargo_kg
        arrays["delivery_sent_kg"][run, place] += flight.delivery_kg
        arrays["launch_cost_musd"][run, place] += flight.launch_cost_musd
    put_mine(arrays, run, trace, scenario, ground, labels)
    arrays["mass_balance_residual_kg"][run] = max(trace.mine.residual_kg.values(), key=abs)


def _dates(arrays: Arrays, run: int, trace: Trace, scenario: Scenario, labels: Labels) -> None:
    # Days for now; all become decimal years at once.
    arrays["horizon_year"][run] = trace.horizon_days
    for milestone, day in trace.mine.milestone_day.items():
        arrays[f"{milestone}_year"][run] = day
    records: list[tuple[str, StationTrace]] = [(scenario.station.name, trace.station)]
    if trace.rival is not None:
        records.append((scenario.rival.name, trace.rival))
    for station, kept in records:
        _station(arrays, run, labels["station"].index(station), kept, trace.horizon_days)
    for place, name in enumerate(labels["program"]):
        arrays["crewed_landing_year"][run, place] = trace.flights.crewed_landing_day.get(name, np.nan)
    arrays["cooperation_end_year"][run] = trace.programs.lapse_day
    arrays["replacement_ordered_year"][run] = trace.programs.replacement_day
    for place, name in enumerate(labels["program"]):
        arrays["program_pace"][run, place] = trace.programs.mean_pace.get(name, np.nan)
    milestones = {name: place for place, name in enumerate(labels["milestone"])}
    for milestone, (program, mission) in trace.critical.items():
        place = milestones[milestone]
        arrays["milestone_critical_program"][run, place] = labels["program"].index(program)
        if mission:
            arrays["milestone_critical_mission"][run, place] = labels["mission"].index(mission)
    for milestone, parts in trace.delay_days.items():
        arrays["delay_days"][run, milestones[milestone]] = [parts.get(cause, 0.0) for cause in CAUSES]
    for place, name in enumerate(labels["mission"]):
        record = trace.flights.missions.get(name)
        if record is not None:
            arrays["mission_planned_year"][run, place] = record.planned_day
            arrays["mission_launch_year"][run, place] = record.launched_day
            arrays["mission_outcome"][run, place] = record.outcome
    online_day = trace.online_day
    for place, name in enumerate(labels["asset"]):
        arrays["asset_online_year"][run, place] = online_day.get(name, np.nan)


def _station(arrays: Arrays, run: int, place: int, record: StationTrace, horizon_days: float) -> None:
    for milestone, day in record.milestone_day.items():
        if milestone.startswith("station"):
            arrays[f"{milestone}_year"][run, place] = day
    working = record.milestone_day.get("station_working")
    if working is not None and working < horizon_days:
        arrays["station_availability"][run, place] = record.working_days / (horizon_days - working)


def _put_series(series: Series) -> None:
    flights = [(run, flight) for run, trace in series.done for flight in trace.flights.flown]
    series.put("month_mass_landed_kg", series.sums((run, f.ended_day, f.landed_kg) for run, f in flights))
    series.put("month_mass_launched_kg", series.sums((run, f.launched_day, f.sent_kg) for run, f in flights))
    series.put("month_launch_cost_musd", series.sums((run, f.launched_day, f.launch_cost_musd) for run, f in flights))
    for place, purpose in enumerate(PURPOSES):
        mine = [(run, f) for run, f in flights if f.purpose == purpose]
        series.put(
            "month_delivery_sent_kg", series.sums((run, f.launched_day, f.delivery_kg) for run, f in mine), place
        )
        series.put("month_cargo_sent_kg", series.sums((run, f.launched_day, f.cargo_kg) for run, f in mine), place)
    series.put("month_power_kw", series.means(lambda run, trace: trace.station.power_kw))
    series.put("month_load_kw", series.means(lambda run, trace: trace.station.load_kw))
    series.put("month_cooperation_active", series.means(lambda run, trace: trace.programs.cooperation))


def trailing_labels(scenarios: Sequence[Scenario], carried: Iterable[tuple[str, str]]) -> dict[str, tuple[Any, ...]]:
    """Return the labels of the dimensions whose labels the scenarios decide, as a union in the order met.

    Parameters
    ----------
    scenarios : sequence of Scenario
        All combinations of levers.
    carried : iterable of (mission, asset)
        Missions that can fly and what they carry; an empty mission or asset stands for none.
    """
    pairs = list(carried)
    return {
        "station": tuple(
            dict.fromkeys(station.name for scenario in scenarios for station in scenario.stations.values())
        ),
        "program": tuple(
            dict.fromkeys(
                name for scenario in scenarios for name, program in scenario.programs.items() if program.active
            )
        ),
        "mission": tuple(dict.fromkeys(mission for mission, _ in pairs if mission)),
        "asset": tuple(dict.fromkeys(asset for _, asset in pairs if asset)),
        "ree": REE_AXIS,
        "stage": STAGES,
        "grade_cutoff": GRADE_CUTOFFS,
        "cause": CAUSES,
        "milestone": MILESTONES,
        "limit": LIMITS,
        "purpose": PURPOSES,
    }
