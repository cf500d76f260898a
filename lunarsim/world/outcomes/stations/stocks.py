"""The four stocks of a station: what came in, what was used, and what is left at the end of each year."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lunarsim.physics.logistics.supply_table import STOCKS
from lunarsim.words.arrays import FloatArray
from lunarsim.words.sums import total
from lunarsim.world.history.mine import MineTrace
from lunarsim.world.history.upkeep import StockStep, StockTrace
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.stations.histories import each_station
from lunarsim.world.outcomes.variable import Coordinate, Variable

STOCK = Coordinate(STOCKS, "stock")

PROVISIONS, SPARES, REAGENTS, PROPELLANT = (STOCKS.index(name) for name in STOCKS)

OF_UPKEEP = {"provisions": PROVISIONS, "spares": SPARES}
"""Stocks of the upkeep by their place on the axis."""

_ABOUT = "Reagents, propellant for returns and the spares of its plant are those of the mine, at the main station."


@computes(
    Variable(
        "station_stock_kg",
        "stock of the station at the end of the year",
        "kg",
        ("station", "stock", "year"),
        "f4",
        about=f"At the end of each year, of the last one at the horizon. {_ABOUT}",
    ),
    Variable(
        "station_stock_in_kg",
        "supplies that came in",
        "kg",
        ("station", "stock"),
        about=f"From the start to the horizon: what was flown in, with hardware and with crews as well. {_ABOUT}",
    ),
    Variable(
        "station_stock_used_kg",
        "supplies that were used",
        "kg",
        ("station", "stock"),
        about=f"From the start to the horizon. {_ABOUT}",
    ),
    Variable(
        "station_stock_left_kg",
        "supplies that are left",
        "kg",
        ("station", "stock"),
        about=f"At the horizon: what came in and was not used. {_ABOUT}",
    ),
)
def stocks(runs: TracedRuns) -> Arrays:
    """Compute the balances of the stocks, and what is left of them year by year."""
    shape = (runs.count, len(runs.labels["station"]), len(STOCKS))
    left = np.full((*shape, len(runs.calendar.years)), np.nan)
    balances = np.full((3, *shape), np.nan)
    ends = np.minimum(runs.calendar.year_edges[1:], runs.calendar.edges[-1])
    for run, index, station in each_station(runs):
        trace = runs.traces[run]
        left[run, index], balances[:, run, index] = 0.0, 0.0
        for name, stock in station.upkeep.stocks.items():
            place = OF_UPKEEP[name]
            left[run, index, place] += _left(stock.steps, ends)
            balances[:, run, index, place] += _balance(stock)
        if station is trace.station:
            came, used, totals = _of_mine(trace.mine, ends)
            left[run, index] += came - used
            balances[:, run, index] += totals
    # What is left of a stock that was just enough is rounding.
    left[np.abs(left) < _ROUNDING_KG] = 0.0
    came_in, used_up, left_over = balances
    return {
        "station_stock_kg": left,
        "station_stock_in_kg": came_in,
        "station_stock_used_kg": used_up,
        "station_stock_left_kg": left_over,
    }


_ROUNDING_KG = 1e-6


def _balance(stock: StockTrace) -> list[float]:
    return [stock.in_kg, stock.used_kg, stock.left_kg]


def _left(steps: Sequence[StockStep], ends: FloatArray) -> FloatArray:
    """Return what is left of a stock at some days, dims (year,) [kg]."""
    if not steps:
        return np.zeros(len(ends))
    days, left_kg, kg_per_day = np.array([(0.0, 0.0, 0.0), *steps]).T
    last = np.searchsorted(days, ends, side="right") - 1
    left: FloatArray = np.maximum(left_kg[last] - kg_per_day[last] * (ends - days[last]), 0.0)
    return left


def _of_mine(mine: MineTrace, ends: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return what has come for the mine and what it has used up to some days, dims (stock, year), and its balances.

    Balances have dims (entry, stock): what came in, was used and is left at the end [kg].
    """
    came = np.zeros((len(STOCKS), len(ends)))
    used = np.zeros(came.shape)
    for day, landed in mine.cargo:
        after = ends >= day
        for name, place in (("spares", SPARES), ("reagents", REAGENTS), ("propellant", PROPELLANT)):
            came[place, after] += landed[name]
    if mine.intervals:
        times = np.ravel([(each.start_day, each.end_day) for each in mine.intervals])
        spans = np.diff(times)[::2]
        for place, rates in (
            (SPARES, [each.spares for each in mine.intervals]),
            (REAGENTS, [each.reagents for each in mine.intervals]),
        ):
            so_far = np.cumsum(np.array(rates) * spans)
            used[place] = np.interp(ends, times, np.ravel([np.append(0.0, so_far[:-1]), so_far], order="F"))
    for shipment in mine.shipments:
        used[PROPELLANT, ends >= shipment.sent_day] += shipment.flown_kg
    in_kg = np.zeros(len(STOCKS))
    for place, name in ((SPARES, "spares"), (REAGENTS, "reagents"), (PROPELLANT, "propellant")):
        in_kg[place] = total((landed[name] for _, landed in mine.cargo), 0.0)
    used_kg = used[:, -1]
    return came, used, np.stack([in_kg, used_kg, in_kg - used_kg])
