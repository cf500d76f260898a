"""What the mine and the way home of its product made of each run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.scenario.scenario import Scenario
from lunarsim.world.mine.deposit import DepositState
from lunarsim.world.outcomes.series import Arrays, Series
from lunarsim.world.trace import LIMITS, Trace

Labels = Mapping[str, tuple[Any, ...]]


def put_mine(arrays: Arrays, run: int, trace: Trace, scenario: Scenario, ground: DepositState, labels: Labels) -> None:
    """Fill in what mine and way home came to by the horizon, in one run.

    Parameters
    ----------
    arrays : dict
        Arrays by variable, dims (run, ...).
    run : int
        Position of the run.
    trace, scenario, ground : Trace, Scenario, DepositState
        Its record, input and deposit.
    labels : mapping
        Labels of the trailing dimensions.
    """
    programs = {name: place for place, name in enumerate(labels["program"])}
    arrays["reo_delivered_kg"][run] = 0.0
    purity = scenario.flowsheet.reo_purity
    for shipment in trace.mine.shipments:
        for name, mass in shipment.received_kg.items():
            arrays["reo_delivered_kg"][run, programs[name]] += mass * purity
    lost = [shipment for shipment in trace.mine.shipments if shipment.arrived_day < np.inf and not shipment.received_kg]
    arrays["reo_lost_kg"][run] = sum(shipment.sent_kg for shipment in lost) * purity
    arrays["returns_flown"][run] = len(trace.mine.shipments)
    arrays["return_propellant_kg"][run] = sum(shipment.propellant_kg for shipment in trace.mine.shipments)
    stocks = trace.mine.stocks_kg
    arrays["reo_on_moon_kg"][run] = stocks["product_left"] * purity
    arrays["oxygen_left_kg"][run] = stocks["oxygen_left"]
    produced = stocks["leached"] * np.array(ground.sheet.element_kg)
    ree_kg = stocks["leached"] * ground.sheet.ree_kg
    arrays["soil_mined_t"][run] = stocks["soil"] * 1e-3
    dug = stocks["soil"] / ground.soil_kg if ground.soil_kg > 0 else 0.0
    minable_km2 = scenario.deposit.area_km2 * scenario.deposit.access * ground.above_share
    arrays["area_mined_km2"][run] = dug * minable_km2
    if trace.mine.limits:
        arrays["plant_limited_by"][run] = _limit_shares(trace)
    arrays["ree_produced_kg"][run] = ree_kg
    arrays["reo_produced_kg"][run] = stocks["product"] * purity
    arrays["ree_produced_by_element_kg"][run] = produced
    arrays["ree_in_slag_kg"][run] = stocks["soil"] * ground.ree_grade - ree_kg
    arrays["oxygen_produced_kg"][run] = stocks["oxygen"]
    arrays["energy_used_mwh"][run] = sum(
        part.power_kw * (part.end_day - part.start_day) * 24e-3 for part in trace.mine.intervals
    )
    arrays["reagent_used_kg"][run] = stocks["reagents"]
    if trace.mine.landed_kg > 0:
        arrays["mass_payback"][run] = stocks["product"] * purity / trace.mine.landed_kg
    arrays["plant_unit_hardware_kg"][run] = trace.mine.unit_hardware_kg


def _limit_shares(trace: Trace) -> list[float]:
    """Return the share of the time from the plant's first work to the horizon in which each limit binds."""
    days = dict.fromkeys(LIMITS, 0.0)
    ends = [day for day, _ in trace.mine.limits[1:]] + [trace.horizon_days]
    for (start, limits), end in zip(trace.mine.limits, ends, strict=True):
        for limit, share in limits:
            days[limit] += share * (end - start)
    whole = trace.horizon_days - trace.mine.limits[0][0]
    return [days[limit] / whole for limit in LIMITS]


def put_mine_series(
    series: Series, scenarios: Sequence[Scenario], grounds: Sequence[DepositState], labels: Labels
) -> None:
    """Fill in the mine's series of months and years.

    Parameters
    ----------
    series : Series
        Months of the runs.
    scenarios, grounds : sequences, dims (run,)
        Input and deposit of each run.
    labels : mapping
        Labels of the trailing dimensions.
    """
    put, sums, means, done = series.put, series.sums, series.means, series.done
    put("month_plant_units", means(lambda run, trace: trace.mine.units))
    units = [(run, f.launched_day, f.plant_units) for run, trace in done for f in trace.flights.flown if f.plant_units]
    put("month_plant_units_sent", sums(units))
    lengths = np.diff(series.calendar.edges)
    put("month_oxygen_produced_kg", means(lambda run, trace: _rates(trace, "oxygen")) * lengths)
    made = means(lambda run, trace: _rates(trace, "product")) * lengths
    put("month_ree_produced_kg", made * _ree_share(grounds))
    shipments = [(run, scenarios[run].flowsheet.reo_purity, s) for run, trace in done for s in trace.mine.shipments]
    shipped = sums((run, s.sent_day, s.sent_kg * purity) for run, purity, s in shipments)
    put("month_reo_shipped_kg", shipped)
    put("month_reo_on_moon_kg", _stock(made * _purity(scenarios), shipped))
    arrived = [
        (run, s.arrived_day, sum(s.received_kg.values()) * purity) for run, purity, s in shipments if s.received_kg
    ]
    put("month_reo_delivered_kg", sums(arrived))
    _put_years(series, scenarios, labels)


def _put_years(series: Series, scenarios: Sequence[Scenario], labels: Labels) -> None:
    delivered, edges = series.arrays["year_reo_delivered_kg"], series.calendar.year_edges
    programs = {name: place for place, name in enumerate(labels["program"])}
    for run, trace in series.done:
        delivered[run] = 0.0
        for shipment in trace.mine.shipments:
            if shipment.received_kg:
                year = int(np.searchsorted(edges, shipment.arrived_day, side="right")) - 1
                for name, mass_kg in shipment.received_kg.items():
                    delivered[run, programs[name], year] += mass_kg * scenarios[run].flowsheet.reo_purity


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
    for part in trace.mine.intervals:
        if end is not None and part.start_day > end:
            steps.append((end, 0.0))
        steps.append((part.start_day, getattr(part, name)))
        end = part.end_day
    if end is not None and end < trace.horizon_days:
        steps.append((end, 0.0))
    return steps
