"""The table by ten classes of supply: what has come to a station, year by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import numpy as np

from lunarsim.physics.logistics.crew_demand import crew_needs
from lunarsim.physics.logistics.supplies import base_class, summed
from lunarsim.physics.logistics.supply_table import class_shares
from lunarsim.scenario.library.supplies import (
    container_figures,
    crew_items,
    hardware_class,
    stock_mixes,
    supply_figures,
)
from lunarsim.scenario.scenario import Scenario
from lunarsim.world.history.mine import CARGO, MineTrace
from lunarsim.world.history.stations import StationTrace
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.stations.histories import as_rows, cells_of, each_station
from lunarsim.world.outcomes.variable import Coordinate, Variable

SUPPLY_CLASS = Coordinate(
    (
        "propellants", "crew_provisions", "crew_operations", "maintenance", "stowage",
        "research", "waste", "infrastructure", "transportation", "miscellaneous",
    ),
    "class of supply",
)  # fmt: skip
"""The ten classes of :data:`lunarsim.physics.logistics.supplies.CLASSES`, in their order."""

_STOCK_OF_UPKEEP = {"provisions": "crew_provisions", "spares": "spares"}

_STOCK_OF_CARGO = {"reagents": "reagents", "spares": "spares", "propellant": "propellant"}
"""Stocks among the cargo of a mine; plant and camp are infrastructure, craft for the return are transportation."""

_HARDWARE_OF_CARGO = {"hardware": "infrastructure", "craft": "transportation"}


@computes(
    Variable(
        "station_delivered_kg",
        "mass delivered",
        "kg",
        ("station", "supply_class", "year"),
        "f4",
        about=(
            "What the station has taken over in working order in the year, by the ten classes of supply of SpaceNet: "
            "hardware on the surface or in orbit, supplies with their containers, those that came with hardware and "
            "with crews as well; at the main station plant, craft and supplies of the mine."
        ),
    ),
)
def delivered(runs: TracedRuns) -> Arrays:
    """Compute what has come to each station by class of supply and year."""
    classes = len(SUPPLY_CLASS.values)
    there, found = cells_of(runs)
    mines = {id(trace.station): trace.mine for trace in runs.traces}
    scenarios = (runs.scenarios[run] for run, _, _ in each_station(runs))
    rows = (
        (cell * classes + number - 1, day, mass_kg)
        for (cell, station), scenario in zip(found, scenarios, strict=True)
        for day, number, mass_kg in arrivals(scenario, station, mines.get(id(station)))
    )
    cells, days, masses_kg = as_rows(rows, 3)
    count = runs.count * len(runs.labels["station"]) * classes
    by_year = runs.calendar.year_sums(cells.astype(np.int64), days, masses_kg, count)
    by_year = by_year.reshape(*there.shape, classes, -1)
    by_year[~there] = np.nan
    return {"station_delivered_kg": by_year}


def arrivals(scenario: Scenario, station: StationTrace, mine: MineTrace | None) -> Iterator[tuple[float, int, float]]:
    """Yield what has come to a station: day, class of supply from 1 to 10, mass [day, 1, kg].

    Parameters
    ----------
    scenario : Scenario
        Whose hardware it is.
    station : StationTrace
        Its history.
    mine : MineTrace, optional
        The mine whose supplies and plant it counts; none for a second station.
    """
    for piece in station.delivered:
        yield piece.day, _class_of(scenario.assets[piece.asset].functions), piece.mass_kg
    for name, stock in station.upkeep.stocks.items():
        for day, mass_kg in stock.came:
            yield from _shared(day, _STOCK_OF_UPKEEP[name], mass_kg)
    for day, landed in mine.cargo if mine is not None else ():
        for kind in CARGO:
            if landed[kind] <= 0.0:
                continue
            if kind in _STOCK_OF_CARGO:
                yield from _shared(day, _STOCK_OF_CARGO[kind], landed[kind])
            else:
                yield day, SUPPLY_CLASS.values.index(_HARDWARE_OF_CARGO[kind]) + 1, landed[kind]


def _shared(day: float, stock: str, mass_kg: float) -> Iterator[tuple[float, int, float]]:
    for number, share in stock_classes()[stock].items():
        yield day, number, mass_kg * share


@cache
def stock_classes() -> Mapping[str, Mapping[int, float]]:
    """Return the shares of the ten classes in what comes for each stock, with its containers [1]."""
    needs = crew_needs(crew_items(), supply_figures()["water_recovery"].value)
    mixes = {"crew_provisions": summed((needs.person_day, needs.person_stay_day)), **stock_mixes()}
    containers = {stowage: figure.value for stowage, figure in container_figures().items()}
    shares = {stock: class_shares(mix, containers) for stock, mix in mixes.items()}
    return {stock: {number: float(share) for number, share in each.items()} for stock, each in shares.items()}


@cache
def _class_of(functions: tuple[str, ...]) -> int:
    return base_class(hardware_class(functions))
