"""What everything costs, by month, class and program."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lunarsim.physics.money.discounting import wright_unit_cost
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.words.arrays import FloatArray
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.outcomes.calendar import Calendar
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.variable import Coordinate, Variable
from lunarsim.world.purposes import PLANT, PURPOSES, SUPPLY

COST_CLASS = Coordinate(("transport", "hardware", "operations", "return"), "class of cost")

_PLANT, _SUPPLY = PURPOSES.index(PLANT), PURPOSES.index(SUPPLY)


@dataclass(frozen=True)
class MonthlyCosts:
    """Undiscounted costs of some runs by month [MUSD].

    Parameters
    ----------
    delivery, hardware : array [MUSD], dims (run, purpose, month)
        Transport of cargo to the surface, and hardware; the savings of learning are taken off.
    learning_saving : array [MUSD], dims (run, month)
        What later units of the plant cost less than the first.
    launches : array [MUSD], dims (run, month)
        Launches without a delivery price.
    replacement : array [MUSD], dims (run, month)
        Development of the lead's own items instead of a partner's.
    station : array [MUSD], dims (run, station, month)
        Operations of each station.
    plant, returns : array [MUSD], dims (run, month)
        Operations of the plant, and the return of its product.
    """

    delivery: FloatArray
    hardware: FloatArray
    learning_saving: FloatArray
    launches: FloatArray
    replacement: FloatArray
    station: FloatArray
    plant: FloatArray
    returns: FloatArray

    @cached_property
    def by_class(self) -> FloatArray:
        """Return the costs of everything, dims (run, cost_class, month) [MUSD]."""
        transport = self.delivery.sum(axis=1) + self.launches
        hardware = self.hardware.sum(axis=1) + self.replacement
        return np.stack([transport, hardware, self.station.sum(axis=1) + self.plant, self.returns], axis=1)

    @cached_property
    def of_mine(self) -> FloatArray:
        """Return what the mine adds to all other costs, dims (run, month) [MUSD]."""
        cost = self.plant + self.returns
        for purpose in (_PLANT, _SUPPLY):
            cost = cost + self.delivery[:, purpose] + self.hardware[:, purpose]
        return cost

    @cached_property
    def of_lead(self) -> FloatArray:
        """Return what the lead pays whoever flies: mine, replacements, learning; dims (run,) [MUSD]."""
        monthly: FloatArray = self.plant + self.returns + self.replacement - self.learning_saving
        total: FloatArray = monthly.sum(axis=-1)
        return total


def monthly_costs(runs: StoredRuns) -> MonthlyCosts:
    """Return the costs of some runs by month."""
    column, outcome, calendar = runs.column, runs.outcome, runs.calendar
    month_years = np.diff(calendar.edges) / DAYS_PER_YEAR
    hardware_price = _hardware_musd_per_kg(runs)
    saving = learning_saving_musd(
        outcome("month_plant_units_sent"),
        hardware_price * outcome("plant_unit_hardware_kg"),
        column("finance", "learning_rate"),
    )
    hardware = hardware_price[:, None, None] * outcome("month_cargo_sent_kg")
    hardware[:, _PLANT] -= saving
    return MonthlyCosts(
        delivery=column("logistics", "delivery_usd_per_kg")[:, None, None] * outcome("month_delivery_sent_kg") * 1e-6,
        hardware=hardware,
        learning_saving=saving,
        launches=outcome("month_launch_cost_musd"),
        replacement=replacement_musd(
            outcome("replacement_ordered_year"), column("finance", "replacement_musd"), calendar
        ),
        station=column("finance", "station_musd_per_year")[:, None, None]
        * working_years(outcome("station_working_year"), calendar),
        plant=column("finance", "plant_musd_per_year")[:, None] * outcome("month_plant_units") * month_years,
        returns=(column("logistics", "return_usd_per_kg") / column("flowsheet", "reo_purity") * 1e-6)[:, None]
        * outcome("month_reo_shipped_kg"),
    )


@computes(
    Variable(
        "month_cost_musd",
        "cost",
        "MUSD",
        ("cost_class", "month"),
        "f4",
        "Of all programs of the scenario, undiscounted.",
    ),
    Variable(
        "month_mine_cost_musd",
        "cost of the mine",
        "MUSD",
        ("month",),
        "f4",
        "The mine's increment: plant with its power, delivery, spares, operations, return.",
    ),
    Variable(
        "cost_musd",
        "cost",
        "MUSD",
        ("program",),
        about="Undiscounted, to the horizon; operations, mine, return and replacements of partners are the lead's.",
    ),
)
def costs(runs: StoredRuns) -> Arrays:
    """Compute what all and the mine cost by month, and what each program pays."""
    monthly = runs.shared(monthly_costs)
    return {
        "month_cost_musd": monthly.by_class,
        "month_mine_cost_musd": monthly.of_mine,
        "cost_musd": _by_program(runs, monthly),
    }


def _by_program(runs: StoredRuns, monthly: MonthlyCosts) -> FloatArray:
    """Return undiscounted cost, dims (run, program): what each sent, the lead's mine and each lead's operations."""
    delivery_price = runs.column("logistics", "delivery_usd_per_kg") * 1e-6
    cost = (
        runs.outcome("delivery_sent_kg") * delivery_price[:, None]
        + runs.outcome("cargo_sent_kg") * _hardware_musd_per_kg(runs)[:, None]
        + runs.outcome("launch_cost_musd")
    )
    programs, stations = runs.index("program"), runs.index("station")
    # The plant is in the lead's masses at the price of the first unit; what later units save is the lead's.
    lead = [programs[scenario.station.lead] for scenario in runs.scenarios]
    cost[np.arange(runs.count), lead] += monthly.of_lead
    operations = monthly.station.sum(axis=-1)
    for run, scenario in enumerate(runs.scenarios):
        for station in scenario.stations.values():
            cost[run, programs[station.lead]] += operations[run, stations[station.name]]
    return cost


def _hardware_musd_per_kg(runs: StoredRuns) -> FloatArray:
    return runs.column("finance", "hardware_usd_per_kg") * runs.column("finance", "cost_growth") * 1e-6


def learning_saving_musd(units_sent: FloatArray, unit_musd: FloatArray, learning_rate: FloatArray) -> FloatArray:
    """Return what later units of the plant save against the first.

    Units count as they are sent, so those that never fly teach nothing and those that are lost do. Camp, craft and
    stocks for the return in the same flights keep their price.

    Parameters
    ----------
    units_sent : array [1], dims (run, month)
        Units of the plant launched, in parts.
    unit_musd : array [MUSD], dims (run,)
        Hardware of the first unit.
    learning_rate : array [1], dims (run,)
        Cost saved each time the number of units doubles.

    Returns
    -------
    array [MUSD], dims (run, month)
    """
    so_far = np.cumsum(units_sent, axis=-1)
    complete = np.floor(so_far).astype(np.int64)
    numbers = np.arange(1.0, complete.max(initial=0) + 2.0)
    prices = np.asarray(wright_unit_cost(1.0, numbers, learning_rate[:, None]))
    paid = np.take_along_axis(np.cumsum(prices, axis=-1) - prices, complete, axis=-1)
    paid += (so_far - complete) * np.take_along_axis(prices, complete, axis=-1)
    saved: FloatArray = units_sent - np.diff(paid, axis=-1, prepend=0.0)
    return unit_musd[:, None] * saved


def replacement_musd(ordered_year: FloatArray, development_musd: FloatArray, calendar: Calendar) -> FloatArray:
    """Return what developing the lead's own items costs, booked when they are ordered.

    It is the same for a lead that replaces a partner and for one that never had one.

    Parameters
    ----------
    ordered_year : array [yr], dims (run,)
        Decimal year of the order, NaN for none.
    development_musd : array [MUSD], dims (run,)
        Cost of the development.
    calendar : Calendar
        Months of the runs.

    Returns
    -------
    array [MUSD], dims (run, month)
    """
    edges = calendar.decimal_years(calendar.edges)
    ordered = ordered_year[:, None]
    in_month = (ordered >= edges[:-1]) & (ordered < edges[1:])
    cost: FloatArray = np.where(in_month, development_musd[:, None], 0.0)
    return cost


def working_years(working_year: FloatArray, calendar: Calendar) -> FloatArray:
    """Return the years of each month that lie after a station's first work.

    Parameters
    ----------
    working_year : array [yr], dims (run, station)
        Decimal year of the first work, NaN for never.
    calendar : Calendar
        Months of the runs.

    Returns
    -------
    array [yr], dims (run, station, month)
    """
    edges = calendar.decimal_years(calendar.edges)
    first = np.where(np.isnan(working_year), np.inf, working_year)
    years: FloatArray = np.clip(edges[1:] - np.maximum(first[..., None], edges[:-1]), 0.0, None)
    return years
