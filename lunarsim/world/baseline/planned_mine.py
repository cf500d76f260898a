"""Dates of first product and first return as planned: those of the scenario without any wait."""

from __future__ import annotations

import dataclasses
import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter

from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.baseline.planned_dates import NO_DRAWS, NO_WAITS, PlannedDates
from lunarsim.world.mine.feed_limits import START_UP_STEPS
from lunarsim.world.mine.returns import MADE, NOTHING_KG
from lunarsim.world.mine.supply import plant_masses
from lunarsim.world.mine.unit_needs import LEARNING_YEARS, availability_after, lit_share
from lunarsim.world.wiring import Campaign


def planned_mine(campaign: Campaign, planned: PlannedDates, max_events: int = 0) -> dict[str, float]:
    """Return the planned days of first product and return of a campaign's scenario: those without any wait.

    Flights keep their plan then, and what the plant makes has a closed form while its stocks last. Oxygen for the way
    home, and stocks that may run out or never come along, take a run without waits, which leaves out the station where
    the plant never needs its power.

    Parameters
    ----------
    campaign : Campaign
        A run, before or after its end.
    planned : PlannedDates
        The plan of its station.
    max_events : int
        Events after which the run without waits is given up; 0 is no limit.

    Returns
    -------
    dict
        Days by milestone [day]; what is not reached by the horizon is left out.
    """
    scenario, plant, returns = campaign.scenario, campaign.plant, campaign.returns
    capacity_kg = scenario.vehicles[scenario.logistics.cargo_vehicle].landed_payload_kg
    if scenario.plant.units == 0 or min(capacity_kg, campaign.ground.soil_kg, plant.sheet.product_kg) <= 0:
        return {}
    makes_its_way = returns.planned and scenario.logistics.return_propellant == MADE
    days = _in_closed_form(campaign, planned, capacity_kg) if plant.is_supplied and not makes_its_way else None
    if days is None:
        prepared = campaign.prepared
        if plant.lives_on_own_power:
            prepared = dataclasses.replace(prepared, missions=(), present={})
        calm = Campaign(dataclasses.replace(scenario, waits=NO_WAITS), NO_DRAWS, prepared, campaign.ground, max_events)
        try:
            reached = calm.run(to_first_return=True).milestone_day
        finally:
            calm.clear()
        days = {name: reached[name] for name in ("first_product", "first_return") if name in reached}
    return {name: day for name, day in days.items() if day < campaign.horizon_days}


def _in_closed_form(campaign: Campaign, planned: PlannedDates, capacity_kg: float) -> dict[str, float] | None:
    """Return the days of first product and return [day]; None where stocks may run out first."""
    logistics, plant = campaign.scenario.logistics, campaign.scenario.plant
    masses = plant_masses(campaign)
    spacing = max(logistics.cargo_interval_days, logistics.transit_days)

    def landed_day(mass_kg: float) -> float:
        flights = math.ceil((mass_kg - NOTHING_KG) / capacity_kg)
        return campaign.mine_record.planned_day + (flights - 1) * spacing + logistics.transit_days

    to_work_days = plant.commissioning_days + campaign.plant.needs.first_soil_days
    works = [landed_day(masses.with_units_kg(unit + 1)) + to_work_days for unit in range(plant.units)]
    if works[0] >= campaign.horizon_days:
        return {}
    times = _feeding_times(campaign, planned, works)
    days = {"first_product": next((begin for begin, _, feed in times if feed > 0.0), math.inf)}
    if not campaign.returns.planned:
        return days
    stock_days = _stock_days(campaign)
    stocks_last_days = math.inf if _resupply_is_in_time(campaign, capacity_kg, stock_days) else stock_days
    least_kg = max(campaign.returns.least_load_kg - NOTHING_KG, NOTHING_KG)
    departure = max(works[0] + logistics.return_interval_days, landed_day(masses.with_kits_kg))
    while departure < campaign.horizon_days:
        soil_kg = sum(feed * (min(end, departure) - begin) for begin, end, feed in times if begin < departure)
        if soil_kg > campaign.ground.soil_kg or departure - works[0] > stocks_last_days:
            return None
        if soil_kg * campaign.plant.sheet.product_kg > least_kg:
            return days | {"first_return": departure + logistics.transit_days}
        departure += logistics.return_interval_days
    return days


def _stock_days(campaign: Campaign) -> float:
    """Return how long the stocks of a unit last at least [day].

    They are made for a plant that works when its own source gives power; with that of the station it may work always.
    """
    days = campaign.scenario.plant.reagent_stock_days
    return days if campaign.plant.lives_on_own_power else days * lit_share(campaign.scenario)


def _resupply_is_in_time(campaign: Campaign, capacity_kg: float, stock_days: float) -> bool:
    """Return whether without waits each resupply has landed before what it replaces is used up.

    It is, where the stocks last from one order to the next and until the last flight of that has landed, though each
    brought as much as the plant can use between two orders and all that returns can ask for.
    """
    logistics, needs = campaign.scenario.logistics, campaign.plant.needs
    interval = logistics.resupply_interval_days
    if not 0.0 < interval < stock_days:
        return False
    used_kg = campaign.scenario.plant.units * (needs.reagents_kg + needs.spares_kg) * interval / stock_days
    flights = math.ceil((used_kg + campaign.returns.most_kits().mass_kg) / capacity_kg) + 1
    return interval + flights * logistics.transit_days <= stock_days


def _feeding_times(
    campaign: Campaign, planned: PlannedDates, works: Sequence[float]
) -> list[tuple[float, float, float]]:
    """Return times of constant rate to the horizon: begin and end [day], and the soil that the plant is fed [kg/day].

    Parameters
    ----------
    campaign : Campaign
        The run.
    planned : PlannedDates
        The plan of its station, which tells the power that it leaves.
    works : sequence of float
        Day of the first work of each unit, ascending [day].
    """
    scenario, plant = campaign.scenario, campaign.plant
    step_days = scenario.plant.start_up_days / START_UP_STEPS
    rises = [begin + step * step_days for begin in works for step in range(START_UP_STEPS + 1)]
    learns = [works[0] + years * DAYS_PER_YEAR for years in LEARNING_YEARS]
    surplus = () if plant.lives_on_own_power else planned.surplus_kw
    days = {day for day in (*rises, *learns, *(day for day, _ in surplus)) if works[0] <= day < campaign.horizon_days}
    availabilities = [availability_after(scenario, doublings) for doublings in range(len(LEARNING_YEARS) + 1)]
    times = []
    for begin, end in pairwise([*sorted(days), campaign.horizon_days]):
        # In the middle, no rounding of a change can put it into the next time.
        middle = (begin + end) / 2.0
        ages = [middle - work for work in works if work < middle]
        level = math.fsum(plant.capacity_share(age) for age in ages)
        availability = availabilities[bisect_right(learns, middle)]
        before = bisect_right(surplus, middle, key=itemgetter(0))
        left_kw = surplus[before - 1][1] if before else 0.0
        feed, _ = plant.rule.feed(plant.sheet, len(ages), level, availability, left_kw)
        times.append((begin, end, feed))
    return times
