"""Dates of first product and first return as planned: those of the scenario without any wait."""

from __future__ import annotations

import dataclasses
import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter

from lunarsim.physics.power.light import LightCycle
from lunarsim.scenario.groups.extraction.plant import Plant
from lunarsim.scenario.library.power.ratings import NOTHING, left_over, site_cycle
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.baseline.planned_dates import NO_DRAWS, NO_WAITS, PlannedDates
from lunarsim.world.flights.hold import SAME_DAY
from lunarsim.world.mine.deposit import DepositState
from lunarsim.world.mine.feed_limits import START_UP_STEPS
from lunarsim.world.mine.logistics.return_plan import MADE, NOTHING_KG
from lunarsim.world.mine.mine_plan import MinePlan
from lunarsim.world.mine.unit_needs import LEARNING_YEARS, commissioning_days, lit_share
from lunarsim.world.prepared import Prepared
from lunarsim.world.wiring import Campaign

MOST_UNITS = 500
"""Units of a plant for which the closed form is quick; its time grows with their square, that of a run with them."""


def planned_mine(
    scenario: Scenario,
    prepared: Prepared,
    planned: PlannedDates,
    deposit: DepositState,
    mine: MinePlan,
    max_events: int = 0,
) -> dict[str, float]:
    """Return the planned days of first product and return of a scenario: those without any wait.

    Flights keep their plan then, and what the plant makes has a closed form while its stocks last. Oxygen for returns,
    stocks that may run out or never come along, and a great many units take a run without waits, which leaves out the
    station where the plant never needs its power.

    Parameters
    ----------
    scenario, prepared : Scenario, Prepared
        The input.
    planned : PlannedDates
        The plan of its station.
    deposit : DepositState
        Its deposit.
    mine : MinePlan
        The mine on it.
    max_events : int
        Events after which the run without waits is given up; 0 is no limit.

    Returns
    -------
    dict
        Days by milestone [day]; what is not reached by the horizon is left out.
    """
    if scenario.plant.units == 0 or min(mine.cargo.capacity_kg, deposit.soil_kg, mine.plant.flowsheet.product_kg) <= 0:
        return {}
    needs_oxygen = mine.returns.is_flown and scenario.logistics.return_propellant == MADE
    has_closed_form = mine.plant.is_supplied and not needs_oxygen and scenario.plant.units <= MOST_UNITS
    days = _in_closed_form(scenario, prepared, planned, deposit, mine) if has_closed_form else None
    if days is None:
        days = _in_a_run(scenario, prepared, deposit, mine, max_events)
    return {name: day for name, day in days.items() if day < prepared.horizon_days}


def _in_a_run(
    scenario: Scenario, prepared: Prepared, deposit: DepositState, mine: MinePlan, max_events: int
) -> dict[str, float]:
    """Return the days of first product and return that a run without waits reaches [day]."""
    if mine.plant.lives_on_own_power:
        prepared = dataclasses.replace(prepared, missions=(), joint=frozenset(), present={})
    without_waits = dataclasses.replace(scenario, waits=NO_WAITS)
    campaign = Campaign(without_waits, NO_DRAWS, prepared, deposit, mine, max_events)
    try:
        return campaign.run(to_first_return=True).mine.milestone_day
    finally:
        campaign.close()


def _in_closed_form(
    scenario: Scenario, prepared: Prepared, planned: PlannedDates, deposit: DepositState, mine: MinePlan
) -> dict[str, float] | None:
    """Return the days of first product and return [day]; None where stocks may run out first."""
    logistics, plant, masses = scenario.logistics, scenario.plant, mine.cargo.masses
    horizon_days = prepared.horizon_days
    spacing = max(logistics.cargo_interval_days, logistics.transit_days)

    def landed_day(mass_kg: float) -> float:
        return mine.planned_day + (mine.cargo.fleets(mass_kg) - 1) * spacing + logistics.transit_days

    to_work_days = commissioning_days(plant) + mine.plant.needs.first_soil_days
    works = [landed_day(masses.with_units_kg(unit + 1)) + to_work_days for unit in range(plant.units)]
    if works[0] >= horizon_days:
        return {}
    times = _feeding_times(plant, planned, mine, site_cycle(prepared.station_site), works, horizon_days)
    days = {"first_product": next((begin for begin, _, feed in times if feed > 0.0), math.inf)}
    if not mine.returns.is_flown:
        return days
    stock_days = _stock_days(scenario, mine)
    stocks_last_days = math.inf if _resupply_is_in_time(scenario, mine, stock_days) else stock_days
    least_kg = max(mine.returns.least_load_kg - NOTHING_KG, NOTHING_KG)
    departure = max(works[0] + logistics.return_interval_days, landed_day(masses.with_returns_kg))
    ended, fed_kg = 0, 0.0
    while departure < horizon_days:
        while ended < len(times) and times[ended][1] <= departure:
            begin, end, feed = times[ended]
            fed_kg += feed * (end - begin)
            ended += 1
        soil_kg = fed_kg
        if ended < len(times) and times[ended][0] < departure:
            begin, _, feed = times[ended]
            soil_kg += feed * (departure - begin)
        if soil_kg > deposit.soil_kg or departure - works[0] > stocks_last_days:
            return None
        product_kg = soil_kg * mine.plant.flowsheet.product_kg
        next_departure = departure + logistics.return_interval_days
        waits_no_longer = next_departure - works[0] > mine.returns.wait_days + SAME_DAY
        if product_kg > (NOTHING_KG if waits_no_longer else least_kg):
            return days | {"first_return": departure + logistics.transit_days}
        departure = next_departure
    return days


def _stock_days(scenario: Scenario, mine: MinePlan) -> float:
    """Return how long the stocks of a unit last at least [day].

    They are made for a plant that works when its own source gives power; with that of the station it may work always.
    """
    days = scenario.plant.reagent_stock_days
    return days if mine.plant.lives_on_own_power else days * lit_share(scenario)


def _resupply_is_in_time(scenario: Scenario, mine: MinePlan, stock_days: float) -> bool:
    """Return whether without waits each resupply has landed before what it replaces is used up.

    It is, where the stocks last from one order to the next and until the last flight of that has landed, though each
    brought as much as the plant can use between two orders and all that returns can ask for.
    """
    logistics, needs = scenario.logistics, mine.plant.needs
    interval = logistics.resupply_interval_days
    if not 0.0 < interval < stock_days:
        return False
    used_kg = scenario.plant.units * (needs.reagents_kg + needs.spares_kg) * interval / stock_days
    landers = math.ceil((used_kg + mine.returns.most_supplies().mass_kg) / mine.cargo.capacity_kg)
    flights = math.ceil(landers / mine.cargo.fleet) + 1
    return interval + flights * logistics.transit_days <= stock_days


def _feeding_times(
    plant: Plant, planned: PlannedDates, mine: MinePlan, cycle: LightCycle, works: Sequence[float], horizon_days: float
) -> list[tuple[float, float, float]]:
    """Return times of constant rate to the horizon: begin and end [day], and the soil that the plant is fed [kg/day].

    Parameters
    ----------
    plant : Plant
        Its start-up.
    planned : PlannedDates
        The plan of the station, with the power that it leaves.
    mine : MinePlan
        The mine.
    cycle : LightCycle
        Light and darkness of the station [h].
    works : sequence of float
        Day of the first work of each unit, ascending [day].
    horizon_days : float
        End of the run [day].
    """
    design = mine.plant
    step_days = plant.start_up_days / START_UP_STEPS
    rises = [begin + step * step_days for begin in works for step in range(START_UP_STEPS + 1)]
    learns = [works[0] + years * DAYS_PER_YEAR for years in LEARNING_YEARS]
    power = () if design.lives_on_own_power else planned.power
    days = {day for day in (*rises, *learns, *(day for day, *_ in power)) if works[0] <= day < horizon_days}
    times = []
    for begin, end in pairwise([*sorted(days), horizon_days]):
        # In the middle, no rounding of a change can put it into the next time.
        middle = (begin + end) / 2.0
        ages = [middle - work for work in works if work < middle]
        level = math.fsum(design.capacity_share(age) for age in ages)
        availability = design.availabilities[bisect_right(learns, middle)]
        before = bisect_right(power, middle, key=itemgetter(0))
        left = left_over(*power[before - 1][1:], cycle) if before else NOTHING
        feed, _ = design.rule.feed(design.flowsheet, len(ages), level, availability, left)
        times.append((begin, end, feed))
    return times
