"""The accounts: money and supply, from stored arrays only, for all runs of a block at once.

They read the arrays as they are stored, so that they can be made again from a stored sweep, bit for bit. Each run's row
depends on no other: sums run over trailing axes, and no matrix product crosses runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.physics.money.discounting import (
    discount_factors,
    levelized_cost_usd_per_kg,
    net_present_value,
    wright_unit_cost,
)
from lunarsim.scenario.scenario import Scenario
from lunarsim.study.accounts.partnership import member_contribution, replacement_cost
from lunarsim.study.accounts.prices import basket_prices
from lunarsim.study.accounts.reliance import reliance
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.outcomes.block_arrays import PURPOSES
from lunarsim.world.outcomes.calendar import Calendar
from lunarsim.world.outcomes.variable import Variable

COST_CLASSES = ("transport", "hardware", "operations", "return")

ACCOUNT_VARIABLES: tuple[Variable, ...] = (
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
    Variable(
        "member_contribution_musd",
        "worth of contributions of further members",
        "MUSD",
        about="Mostly payloads, from the start to the horizon, undiscounted; credited apart from all other figures.",
    ),
    Variable(
        "revenue_musd",
        "revenue from rare earths",
        "MUSD",
        about="Oxide delivered to Earth times the basket's price of its year, less separation; undiscounted.",
    ),
    Variable(
        "oxygen_value_musd",
        "value of oxygen",
        "MUSD",
        about=(
            "Oxygen made and not used on the way home, at the value of propellant on the Moon, undiscounted; credited "
            "apart from all other figures."
        ),
    ),
    Variable(
        "npv_musd",
        "net present value of the mine",
        "MUSD",
        about="Revenue from rare earths minus the mine's increment, discounted to the start.",
    ),
    Variable(
        "npv_program_musd",
        "net present value of everything",
        "MUSD",
        about="Revenue from rare earths minus all cost, discounted to the start.",
    ),
    Variable(
        "unit_cost_usd_per_kg",
        "unit cost of oxide on Earth",
        "USD/kg",
        about=(
            "Present value of the mine's cost over present value of kilograms of oxide delivered; NaN without product."
        ),
    ),
    Variable(
        "breakeven_price_usd_per_kg",
        "break-even price",
        "USD/kg",
        about="Basket price, before separation, at which the mine's net present value is zero; NaN without product.",
    ),
    Variable(
        "basket_price_usd_per_kg",
        "basket price",
        "USD/kg",
        about="Mean over the years of the price of the product's oxides, before separation; NaN without product.",
    ),
    Variable(
        "import_reliance",
        "import reliance",
        "1",
        ("bloc", "year"),
        about="Share of a bloc's use of rare earths that neither its refineries nor its lunar product cover.",
    ),
)

Numbers = NDArray[np.float64]
Arrays = Mapping[str, NDArray[Any]]


def accounts(
    arrays: Arrays,
    scenarios: Sequence[Scenario],
    rows: Sequence[tuple[int, int]],
    seed: int,
    calendar: Calendar,
    labels: Mapping[str, tuple[Any, ...]],
) -> dict[str, NDArray[Any]]:
    """Return the accounts of some runs, by variable, dims (run, ...).

    Parameters
    ----------
    arrays : mapping
        Outcomes of the runs as stored, dims (run, ...).
    scenarios, rows : sequences, dims (run,)
        Input and row of each run; rows own the draws of prices.
    seed : int
        Seed of the sweep.
    calendar : Calendar
        Months and years.
    labels : mapping
        Labels of the trailing dimensions.
    """

    def column(group: str, name: str) -> Numbers:
        return np.array([getattr(getattr(scenario, group), name) for scenario in scenarios], dtype=float)

    def series(name: str) -> Numbers:
        return np.asarray(arrays[name], dtype=float)

    month_years = np.diff(calendar.edges) / DAYS_PER_YEAR
    delivery = column("logistics", "delivery_usd_per_kg")[:, None, None] * series("month_delivery_sent_kg") * 1e-6
    hardware_price = column("finance", "hardware_usd_per_kg") * column("finance", "cost_growth") * 1e-6
    hardware = hardware_price[:, None, None] * series("month_cargo_sent_kg")
    plant_flights, supply = PURPOSES.index("plant"), PURPOSES.index("supply")
    saved = _learning(series, hardware_price, column("finance", "learning_rate"))
    hardware[:, plant_flights] -= saved
    replacement = replacement_cost(arrays, column("finance", "replacement_musd"), calendar)
    plant = column("finance", "plant_musd_per_year")[:, None] * series("month_plant_units") * month_years
    stations = column("finance", "station_musd_per_year")[:, None, None] * _working_years(arrays, calendar)
    station = stations.sum(axis=1)
    purity = column("flowsheet", "reo_purity")
    home = (column("logistics", "return_usd_per_kg") / purity * 1e-6)[:, None] * series("month_reo_shipped_kg")
    launches = series("month_launch_cost_musd")
    built = hardware.sum(axis=1) + replacement
    cost = np.stack([delivery.sum(axis=1) + launches, built, station + plant, home], axis=1)
    mine_cost = plant + home
    for purpose in (plant_flights, supply):
        mine_cost = mine_cost + delivery[:, purpose] + hardware[:, purpose]

    prices = basket_prices(arrays, scenarios, rows, seed, calendar)
    year_of_month = np.searchsorted(calendar.year_edges, calendar.edges[:-1], side="right") - 1
    kept = 1.0 - column("market", "separation_discount")
    delivered = series("month_reo_delivered_kg")
    revenue = delivered * np.nan_to_num(prices)[:, year_of_month] * kept[:, None] * 1e-6
    middle_years = (calendar.edges[:-1] + calendar.edges[1:]) / 2 / DAYS_PER_YEAR
    factors = np.asarray(discount_factors(middle_years, column("finance", "discount_rate")[:, None]))
    unit_cost = np.asarray(levelized_cost_usd_per_kg(mine_cost, delivered, factors))
    made = ~np.isnan(prices[:, 0])
    return {
        "month_cost_musd": cost,
        "month_mine_cost_musd": mine_cost,
        "cost_musd": _by_program(
            arrays,
            scenarios,
            stations.sum(axis=-1),
            plant + home + replacement - saved,
            hardware_price,
            labels,
        ),
        "member_contribution_musd": member_contribution(column, calendar),
        "revenue_musd": revenue.sum(axis=-1),
        "oxygen_value_musd": series("oxygen_left_kg") * column("market", "oxygen_usd_per_kg") * 1e-6,
        "npv_musd": _value(revenue - mine_cost, factors),
        "npv_program_musd": _value(revenue - cost[:, 0] - cost[:, 1] - cost[:, 2] - cost[:, 3], factors),
        "unit_cost_usd_per_kg": unit_cost,
        "breakeven_price_usd_per_kg": np.where(kept > 0, unit_cost / np.where(kept > 0, kept, 1.0), np.nan),
        "basket_price_usd_per_kg": np.where(made, prices.sum(axis=-1) / prices.shape[-1], np.nan),
        "import_reliance": reliance(arrays, column("market", "demand_growth"), calendar, labels),
    }


def _value(flows: Numbers, factors: Numbers) -> Numbers:
    return np.asarray(net_present_value(np.ascontiguousarray(flows), factors))


def _learning(series: Callable[[str], Numbers], hardware_price: Numbers, learning_rate: Numbers) -> Numbers:
    """Return what later units of the plant save against the first, dims (run, month) [MUSD].

    Units count as they are sent, so those that never fly teach nothing and those that are lost do. Camp, craft and
    stocks for the way home in the same flights keep their price.
    """
    # Runs that failed have none; they are marked later.
    sent = np.nan_to_num(series("month_plant_units_sent"))
    so_far = np.cumsum(sent, axis=-1)
    whole = np.floor(so_far).astype(np.int64)
    numbers = np.arange(1.0, whole.max(initial=0) + 2.0)
    prices = np.asarray(wright_unit_cost(1.0, numbers, learning_rate[:, None]))
    paid = np.take_along_axis(np.cumsum(prices, axis=-1) - prices, whole, axis=-1)
    paid += (so_far - whole) * np.take_along_axis(prices, whole, axis=-1)
    full: Numbers = sent - np.diff(paid, axis=-1, prepend=0.0)
    return (hardware_price * series("plant_unit_hardware_kg"))[:, None] * full


def _working_years(arrays: Arrays, calendar: Calendar) -> Numbers:
    """Return the years of each month, dims (run, station, month), that lie after the station's first work."""
    edges = calendar.decimal_years(calendar.edges)
    first = np.where(np.isnan(arrays["station_working_year"]), np.inf, arrays["station_working_year"])
    years: Numbers = np.clip(edges[1:] - np.maximum(first[..., None], edges[:-1]), 0.0, None)
    return years


def _by_program(
    arrays: Arrays,
    scenarios: Sequence[Scenario],
    stations: Numbers,
    running: Numbers,
    hardware_price: Numbers,
    labels: Mapping[str, tuple[Any, ...]],
) -> Numbers:
    """Return undiscounted cost, dims (run, program): what each sent, the lead's mine and each lead's operations."""
    price = np.array([scenario.logistics.delivery_usd_per_kg * 1e-6 for scenario in scenarios])
    cost: Numbers = (
        np.asarray(arrays["delivery_sent_kg"]) * price[:, None]
        + np.asarray(arrays["cargo_sent_kg"]) * hardware_price[:, None]
        + np.asarray(arrays["launch_cost_musd"])
    )
    # The plant is in the lead's masses at the price of the first unit; what later units save is the lead's.
    lead = np.array([labels["program"].index(scenario.station.lead) for scenario in scenarios])
    runs = np.arange(len(scenarios))
    cost[runs, lead] += running.sum(axis=-1)
    for run, scenario in enumerate(scenarios):
        for station in scenario.stations.values():
            place = labels["program"].index(station.lead)
            cost[run, place] += stations[run, labels["station"].index(station.name)]
    return cost
