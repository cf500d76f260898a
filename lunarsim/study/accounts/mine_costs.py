"""What the mine costs, by month and class: an investment of its own, beside what programs spend on their manifest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lunarsim.physics.money.discounting import wright_unit_cost
from lunarsim.physics.process.scale import economy_of_scale
from lunarsim.study.accounts.gate_costs import gate_costs, technology_costs
from lunarsim.study.accounts.program_costs import by_month
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.words.arrays import FloatArray
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.outcomes.calendar import Calendar
from lunarsim.world.outcomes.variable import Coordinate
from lunarsim.world.purposes import OF_THE_MINE, PLANT, PURPOSES, SUPPLY

_OF_THE_MINE = [PURPOSES.index(purpose) for purpose in PURPOSES if purpose in OF_THE_MINE]
_PLANT, _SUPPLY = PURPOSES.index(PLANT), PURPOSES.index(SUPPLY)

COST_PART = Coordinate(
    ("development", "delivery", "hardware", "spares", "operations", "return"),
    "part of the mine's cost",
    about="Development is what comes before the plant: prospecting, pilot and technology. Spares are what resupply "
    "brings for the plant, reagents among it: its hardware and its delivery. Return is its price with craft and "
    "propellant flown in for it, their hardware and their delivery.",
)


@dataclass(frozen=True)
class MineCosts:
    """Undiscounted costs of the mines of some runs by month [MUSD], dims (run, month).

    Parameters
    ----------
    delivery, hardware : array [MUSD], dims (run, month)
        Transport of its cargo to the surface, and hardware; the savings of learning are taken off.
    plant, returns : array [MUSD], dims (run, month)
        Operations of the plant, and the price of the return of its product.
    development : array [MUSD], dims (run, month)
        Prospecting, pilot and technology before it.
    spares_delivery, spares_hardware : array [MUSD], dims (run, month)
        What of delivery and hardware is resupply.
    return_delivery, return_hardware : array [MUSD], dims (run, month)
        What of both, in flights of the plant, is for craft and propellant of returns.
    return_resupply : array [MUSD], dims (run, month)
        The same in resupply, delivery and hardware.
    """

    delivery: FloatArray
    hardware: FloatArray
    plant: FloatArray
    returns: FloatArray
    development: FloatArray
    spares_delivery: FloatArray
    spares_hardware: FloatArray
    return_delivery: FloatArray
    return_hardware: FloatArray
    return_resupply: FloatArray

    @property
    def total(self) -> FloatArray:
        """Return all costs of the mine, dims (run, month) [MUSD]."""
        return self.plant + self.returns + self.delivery + self.hardware + self.development

    @property
    def resupply(self) -> FloatArray:
        """Return delivery and hardware of resupply, for the plant and for returns, dims (run, month) [MUSD]."""
        return self.spares_delivery + self.spares_hardware

    @property
    def whole_return(self) -> FloatArray:
        """Return what nothing but returns take: price, craft and propellant, dims (run, month) [MUSD]."""
        return self.returns + self.return_delivery + self.return_hardware + self.return_resupply

    @property
    def by_part(self) -> FloatArray:
        """Return the costs by :data:`COST_PART`, which add up to all, dims (run, cost_part, month) [MUSD]."""
        parts = {
            "development": self.development,
            "delivery": self.delivery - self.spares_delivery - self.return_delivery,
            "hardware": self.hardware - self.spares_hardware - self.return_hardware,
            "spares": self.resupply - self.return_resupply,
            "operations": self.plant,
            "return": self.whole_return,
        }
        return np.stack([parts[name] for name in COST_PART.values], axis=1)


def mine_costs(runs: StoredRuns) -> MineCosts:
    """Return the costs of the mines of some runs by month."""
    column, outcome = runs.column, runs.outcome
    month_years = np.diff(runs.calendar.edges) / DAYS_PER_YEAR
    hardware_price = column("finance", "hardware_usd_per_kg") * column("finance", "cost_growth") * 1e-6
    saving = learning_saving_musd(
        outcome("month_plant_units_sent"),
        hardware_price * outcome("plant_unit_hardware_kg"),
        column("finance", "learning_rate"),
    )
    sent, delivered = outcome("month_cargo_sent_kg"), outcome("month_delivery_sent_kg")
    for_returns, craft = outcome("month_return_supplies_sent_kg"), outcome("month_return_craft_sent_kg")
    price = by_month_of_year(delivery_prices(runs), runs.calendar)
    return MineCosts(
        delivery=price * delivered[:, _OF_THE_MINE].sum(axis=1) * 1e-6,
        hardware=hardware_price[:, None] * sent[:, _OF_THE_MINE].sum(axis=1) - saving,
        plant=plant_year_musd(runs)[:, None] * outcome("month_plant_units") * month_years,
        returns=(column("logistics", "return_usd_per_kg") / column("flowsheet", "reo_purity") * 1e-6)[:, None]
        * outcome("month_reo_shipped_kg"),
        development=by_month(gate_costs(runs).sum(axis=1) + technology_costs(runs), runs.calendar),
        spares_delivery=price * delivered[:, _SUPPLY] * 1e-6,
        spares_hardware=hardware_price[:, None] * sent[:, _SUPPLY],
        return_delivery=price * for_returns[:, _PLANT] * 1e-6,
        return_hardware=hardware_price[:, None] * craft[:, _PLANT],
        return_resupply=price * for_returns[:, _SUPPLY] * 1e-6 + hardware_price[:, None] * craft[:, _SUPPLY],
    )


def plant_year_musd(runs: StoredRuns) -> FloatArray:
    """Return what a year of operations of a unit costs, dims (run,) [MUSD]: a larger one takes less for its size."""
    scale, exponent = runs.column("plant", "scale"), runs.column("plant", "scale_exponent")
    year: FloatArray = runs.column("finance", "plant_musd_per_year") * scale * economy_of_scale(scale, exponent)
    return year


def delivery_prices(runs: StoredRuns) -> FloatArray:
    """Return the price of a kilogram of the mine's cargo on the Moon in each year, dims (run, year) [USD/kg].

    It moves along a path over the years and falls with the flights that the vehicle has made, by Wright's law from
    those of its first year on; what is below the floor stands on it.
    """
    first = runs.column("logistics", "delivery_usd_per_kg")
    years = np.arange(len(runs.calendar.years), dtype=float)
    path = np.exp(np.log1p(runs.column("logistics", "delivery_change_per_year"))[:, None] * years)
    flown = runs.outcome("year_cargo_vehicle_flights")
    known = runs.cargo_vehicle_column("flights")[:, None] + 1.0
    number = (known + np.cumsum(flown, axis=-1) - flown) / known
    learned = np.asarray(wright_unit_cost(1.0, number, runs.column("logistics", "delivery_learning_rate")[:, None]))
    floor = np.minimum(runs.column("logistics", "delivery_floor_usd_per_kg"), first)
    prices: FloatArray = np.maximum(first[:, None] * path * learned, floor[:, None])
    return prices


def by_month_of_year(yearly: FloatArray, calendar: Calendar) -> FloatArray:
    """Return what holds in each year for its months, dims (..., month)."""
    year_of_month = np.searchsorted(calendar.year_edges, calendar.edges[:-1], side="right") - 1
    monthly: FloatArray = yearly[..., year_of_month]
    return monthly


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
