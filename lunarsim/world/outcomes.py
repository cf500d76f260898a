"""Traces of a block of runs become the arrays that are stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.physics.geochemistry import REE_AXIS
from lunarsim.scenario.scenario import Scenario
from lunarsim.world.calendar import Calendar
from lunarsim.world.catalog import WORLD_VARIABLES
from lunarsim.world.deposits import GRADE_CUTOFFS, DepositState
from lunarsim.world.resource_outcomes import STAGES, put_resource
from lunarsim.world.trace import (
    CAUSES,
    LANDING_LOSSES,
    LAUNCH_FAILURE,
    LIMITS,
    MILESTONES,
    PARTIAL,
    StationRecord,
    Trace,
)

PURPOSES = ("station", "plant", "supply", "mars")

Arrays = dict[str, NDArray[Any]]
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
    _series(arrays, done, scenarios, grounds, calendar)
    return arrays


def _scalars(arrays: Arrays, run: int, trace: Trace, scenario: Scenario, ground: DepositState, labels: Labels) -> None:
    outcome = [flight.outcome for flight in trace.flights if flight.purpose != "mars"]
    arrays["missions_flown"][run] = len(outcome)
    arrays["missions_lost"][run] = sum(code > PARTIAL for code in outcome)
    arrays["launch_failures"][run] = outcome.count(LAUNCH_FAILURE)
    arrays["landing_failures"][run] = sum(code in LANDING_LOSSES for code in outcome)
    for name in ("mass_landed_kg", "cargo_sent_kg", "delivery_sent_kg", "launch_cost_musd", "reo_delivered_kg"):
        arrays[name][run] = 0.0
    programs = {name: place for place, name in enumerate(labels["program"])}
    for flight in trace.flights:
        place = programs[flight.program]
        arrays["mass_landed_kg"][run, place] += flight.landed_kg
        arrays["cargo_sent_kg"][run, place] += flight.cargo_kg
        arrays["delivery_sent_kg"][run, place] += flight.delivery_kg
        arrays["launch_cost_musd"][run, place] += flight.launch_cost_musd
    purity = scenario.flowsheet.reo_purity
    for shipment in trace.shipments:
        for name, mass in shipment.received_kg.items():
            arrays["reo_delivered_kg"][run, programs[name]] += mass * purity
    lost = [shipment for shipment in trace.shipments if shipment.arrived_day < np.inf and not shipment.received_kg]
    arrays["reo_lost_kg"][run] = sum(shipment.sent_kg for shipment in lost) * purity
    arrays["returns_flown"][run] = len(trace.shipments)
    arrays["return_propellant_kg"][run] = sum(shipment.propellant_kg for shipment in trace.shipments)
    stocks = trace.soil_stocks_kg
    arrays["reo_on_moon_kg"][run] = stocks["product_left"] * purity
    arrays["oxygen_left_kg"][run] = stocks["oxygen_left"]
    produced = stocks["leached"] * np.array(ground.sheet.element_kg)
    ree_kg = stocks["leached"] * ground.sheet.ree_kg
    arrays["soil_mined_t"][run] = stocks["soil"] * 1e-3
    dug = stocks["soil"] / ground.soil_kg if ground.soil_kg > 0 else 0.0
    minable_km2 = scenario.deposit.area_km2 * scenario.deposit.access * ground.above_share
    arrays["area_mined_km2"][run] = dug * minable_km2
    if trace.plant_limits:
        arrays["plant_limited_by"][run] = _limit_shares(trace)
    arrays["ree_produced_kg"][run] = ree_kg
    arrays["reo_produced_kg"][run] = stocks["product"] * purity
    arrays["ree_produced_by_element_kg"][run] = produced
    arrays["ree_in_slag_kg"][run] = stocks["soil"] * ground.ree_grade - ree_kg
    arrays["oxygen_produced_kg"][run] = stocks["oxygen"]
    arrays["energy_used_mwh"][run] = sum(
        part.power_kw * (part.end_day - part.start_day) * 24e-3 for part in trace.plant
    )
    arrays["reagent_used_kg"][run] = stocks["reagents"]
    if trace.mine_landed_kg > 0:
        arrays["mass_payback"][run] = stocks["product"] * purity / trace.mine_landed_kg
    arrays["mass_balance_residual_kg"][run] = max(trace.node_residual_kg.values(), key=abs)


def _limit_shares(trace: Trace) -> list[float]:
    """Return the share of the time from the plant's first work to the horizon in which each limit binds."""
    days = dict.fromkeys(LIMITS, 0.0)
    ends = [day for day, _ in trace.plant_limits[1:]] + [trace.horizon_days]
    for (start, limits), end in zip(trace.plant_limits, ends, strict=True):
        for limit, share in limits:
            days[limit] += share * (end - start)
    whole = trace.horizon_days - trace.plant_limits[0][0]
    return [days[limit] / whole for limit in LIMITS]


def _dates(arrays: Arrays, run: int, trace: Trace, scenario: Scenario, labels: Labels) -> None:
    # Days for now; all become decimal years at once.
    arrays["horizon_year"][run] = trace.horizon_days
    reached = trace.milestone_day
    for milestone in MILESTONES:
        if milestone in reached and not milestone.startswith("station"):
            arrays[f"{milestone}_year"][run] = reached[milestone]
    records: list[tuple[str, Trace | StationRecord]] = [(scenario.station.name, trace)]
    if trace.rival is not None:
        records.append((scenario.rival.name, trace.rival))
    for station, kept in records:
        _station(arrays, run, labels["station"].index(station), kept, trace.horizon_days)
    for place, name in enumerate(labels["program"]):
        arrays["crewed_landing_year"][run, place] = trace.crewed_landing_day.get(name, np.nan)
    arrays["cooperation_end_year"][run] = trace.lapse_day
    arrays["replacement_ordered_year"][run] = trace.replacement_day
    for place, name in enumerate(labels["program"]):
        arrays["program_pace"][run, place] = trace.mean_pace.get(name, np.nan)
    milestones = {name: place for place, name in enumerate(labels["milestone"])}
    for milestone, (program, mission) in trace.critical.items():
        place = milestones[milestone]
        arrays["milestone_critical_program"][run, place] = labels["program"].index(program)
        if mission:
            arrays["milestone_critical_mission"][run, place] = labels["mission"].index(mission)
    for milestone, parts in trace.delay_days.items():
        arrays["delay_days"][run, milestones[milestone]] = [parts.get(cause, 0.0) for cause in CAUSES]
    for place, name in enumerate(labels["mission"]):
        record = trace.missions.get(name)
        if record is not None:
            arrays["mission_planned_year"][run, place] = record.planned_day
            arrays["mission_launch_year"][run, place] = record.launched_day
            arrays["mission_outcome"][run, place] = record.outcome
    for place, name in enumerate(labels["asset"]):
        arrays["asset_online_year"][run, place] = trace.asset_online_day.get(name, np.nan)


def _station(arrays: Arrays, run: int, place: int, record: Trace | StationRecord, horizon_days: float) -> None:
    for milestone, day in record.milestone_day.items():
        if milestone.startswith("station"):
            arrays[f"{milestone}_year"][run, place] = day
    working = record.milestone_day.get("station_working")
    if working is not None and working < horizon_days:
        arrays["station_availability"][run, place] = record.working_days / (horizon_days - working)


_Done = Sequence[tuple[int, Trace]]


def _series(
    arrays: Arrays, done: _Done, scenarios: Sequence[Scenario], grounds: Sequence[DepositState], calendar: Calendar
) -> None:
    count = len(scenarios)
    valid = np.zeros(count, dtype=bool)
    valid[[run for run, _ in done]] = True

    def put(name: str, values: NDArray[np.float64], *place: int) -> None:
        whole: Any = arrays[name]
        whole[(valid, *place)] = values[valid]

    def sums(rows: Iterable[tuple[int, float, float]]) -> NDArray[np.float64]:
        runs, days, amounts = _columns(rows)
        return calendar.month_sums(runs, days, amounts, count)

    def means(steps: Callable[[int, Trace], Sequence[tuple[float, float]]]) -> NDArray[np.float64]:
        runs, days, changes = _columns(
            (run, day, level - before) for run, trace in done for day, level, before in _changes(steps(run, trace))
        )
        return calendar.month_means(runs, days, changes, count)

    flights = [(run, flight) for run, trace in done for flight in trace.flights]
    put("month_mass_landed_kg", sums((run, f.ended_day, f.landed_kg) for run, f in flights))
    put("month_mass_launched_kg", sums((run, f.launched_day, f.sent_kg) for run, f in flights))
    put("month_launch_cost_musd", sums((run, f.launched_day, f.launch_cost_musd) for run, f in flights))
    for place, purpose in enumerate(PURPOSES):
        mine = [(run, f) for run, f in flights if f.purpose == purpose]
        put("month_delivery_sent_kg", sums((run, f.launched_day, f.delivery_kg) for run, f in mine), place)
        put("month_cargo_sent_kg", sums((run, f.launched_day, f.cargo_kg) for run, f in mine), place)
    put("month_power_kw", means(lambda run, trace: trace.power_kw))
    put("month_load_kw", means(lambda run, trace: trace.load_kw))
    put("month_cooperation_active", means(lambda run, trace: trace.cooperation))
    put("month_plant_units", means(lambda run, trace: trace.plant_units))
    lengths = np.diff(calendar.edges)
    put("month_oxygen_produced_kg", means(lambda run, trace: _rates(trace, "oxygen")) * lengths)
    made = means(lambda run, trace: _rates(trace, "product")) * lengths
    put("month_ree_produced_kg", made * _ree_share(grounds))
    shipments = [(run, scenarios[run].flowsheet.reo_purity, s) for run, trace in done for s in trace.shipments]
    shipped = sums((run, s.sent_day, s.sent_kg * purity) for run, purity, s in shipments)
    put("month_reo_shipped_kg", shipped)
    put("month_reo_on_moon_kg", _stock(made * _purity(scenarios), shipped))
    arrived = [
        (run, s.arrived_day, sum(s.received_kg.values()) * purity) for run, purity, s in shipments if s.received_kg
    ]
    put("month_reo_delivered_kg", sums(arrived))


def _ree_share(grounds: Sequence[DepositState]) -> NDArray[np.float64]:
    """Return the lanthanides per product of each run."""
    sheets = [ground.sheet for ground in grounds]
    shares = [sheet.ree_kg / sheet.product_kg if sheet.product_kg > 0 else 0.0 for sheet in sheets]
    return np.array(shares)[:, np.newaxis]


def _purity(scenarios: Sequence[Scenario]) -> NDArray[np.float64]:
    return np.array([scenario.flowsheet.reo_purity for scenario in scenarios])[:, np.newaxis]


def _stock(made: NDArray[np.float64], gone: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what is left at each month's end; what is no more than rounding is nothing."""
    all_made = np.cumsum(made, axis=-1)
    left = all_made - np.cumsum(gone, axis=-1)
    left[left < _ROUNDING * all_made] = 0.0
    return left


_ROUNDING = 1e-9


def _rates(trace: Trace, name: str) -> list[tuple[float, float]]:
    """Return a rate of the plant as a step history; times without work have rate 0."""
    steps: list[tuple[float, float]] = []
    end = None
    for part in trace.plant:
        if end is not None and part.start_day > end:
            steps.append((end, 0.0))
        steps.append((part.start_day, getattr(part, name)))
        end = part.end_day
    if end is not None and end < trace.horizon_days:
        steps.append((end, 0.0))
    return steps


def _changes(steps: Sequence[tuple[float, float]]) -> Iterable[tuple[float, float, float]]:
    before = 0.0
    for day, level in steps:
        if level != before:
            yield day, level, before
        before = level


def _columns(
    rows: Iterable[tuple[int, float, float]],
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    table = np.fromiter(chain.from_iterable(rows), dtype=float).reshape(-1, 3)
    return table[:, 0].astype(np.int64), table[:, 1], table[:, 2]


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
