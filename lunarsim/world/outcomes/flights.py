"""Flights towards the Moon: how many, how many were lost, and what they brought."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from lunarsim.scenario.scenario import Scenario
from lunarsim.words.arrays import FloatArray
from lunarsim.world.history.flight_outcomes import LANDING_LOSSES, LAUNCH_LOSSES, PARTIAL
from lunarsim.world.history.flights import Flight
from lunarsim.world.outcomes.calendar import Calendar
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.variable import Coordinate, Variable
from lunarsim.world.purposes import MARS, OF_THE_MINE, PURPOSES

PURPOSE = Coordinate(PURPOSES, "purpose of the flight")

_NUMBERS = (
    "outcome",
    "launched_day",
    "ended_day",
    "sent_kg",
    "landed_kg",
    "hardware_kg",
    "delivery_kg",
    "launch_cost_musd",
    "plant_units",
    "return_supplies_kg",
    "return_craft_kg",
)


@dataclass(frozen=True)
class FlightTable:
    """The flights of some runs, one after the other in the order of each run.

    Parameters
    ----------
    calendar : Calendar
        Months of the runs.
    shape : tuple of int
        Number of runs and of programs.
    run, program, purpose : array of int, dims (flight,)
        Index of the run, and of program and purpose on their axes.
    numbers : mapping
        Fields of :class:`~lunarsim.world.history.flights.Flight` by name, dims (flight,).
    """

    calendar: Calendar
    shape: tuple[int, int]
    run: NDArray[np.int64]
    program: NDArray[np.int64]
    purpose: NDArray[np.int64]
    numbers: dict[str, FloatArray]

    def count(self, where: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the number of some flights, dims (run,)."""
        return np.bincount(self.run[where], minlength=self.shape[0])

    def by_program(self, name: str) -> FloatArray:
        """Return the sum of a field, dims (run, program)."""
        runs, programs = self.shape
        cells = self.run * programs + self.program
        sums = np.bincount(cells, weights=self.numbers[name], minlength=runs * programs)
        return sums.astype(float, copy=False).reshape(self.shape)

    def by_month(self, name: str, day: str = "launched_day") -> FloatArray:
        """Return the sum of a field over the flights of each month, dims (run, month)."""
        return self.calendar.month_sums(self.run, self.numbers[day], self.numbers[name], self.shape[0])

    def by_purpose_and_month(self, name: str) -> FloatArray:
        """Return the sum of a field over the launches of each month, dims (run, purpose, month)."""
        runs, purposes = self.shape[0], len(PURPOSES)
        cells = self.run * purposes + self.purpose
        sums = self.calendar.month_sums(cells, self.numbers["launched_day"], self.numbers[name], runs * purposes)
        return sums.reshape(runs, purposes, -1)


def flight_table(runs: TracedRuns) -> FlightTable:
    """Return all flights of some runs."""
    flown = [trace.flights.flown for trace in runs.traces]
    flights = [flight for flights in flown for flight in flights]
    programs, purposes = runs.index("program"), runs.index("purpose")
    numbers = np.array(list(map(attrgetter(*_NUMBERS), flights)), dtype=float).reshape(-1, len(_NUMBERS))
    return FlightTable(
        runs.calendar,
        (runs.count, len(programs)),
        np.repeat(np.arange(runs.count), [len(flights) for flights in flown]),
        np.array([programs[flight.program] for flight in flights], dtype=np.int64),
        np.array([purposes[flight.purpose] for flight in flights], dtype=np.int64),
        dict(zip(_NUMBERS, numbers.T, strict=True)),
    )


@computes(
    Variable(
        "missions_flown",
        "flights towards the Moon",
        "1",
        dtype="i4",
        about=(
            "Launch campaigns, whatever became of them, re-flights and mine cargo included; missions to Mars and "
            "returns are not."
        ),
    ),
    Variable(
        "missions_lost",
        "flights lost at launch, in cruise or in landing",
        "1",
        dtype="i4",
        about="Of the flights towards the Moon, with a crew or without; partial landings are not counted.",
    ),
    Variable(
        "launch_failures",
        "launch failures",
        "1",
        dtype="i4",
        about="Of the flights towards the Moon, with a crew on board or without.",
    ),
    Variable(
        "landing_failures",
        "landing failures",
        "1",
        dtype="i4",
        about=(
            "Losses in descent and at touchdown without a crew; partial landings and losses in cruise are not counted."
        ),
    ),
    Variable(
        "mass_landed_kg",
        "mass landed",
        "kg",
        ("program",),
        about=(
            "Hardware and cargo put down in working order; of a partial landing what came down so, of the mine's cargo "
            "its mean share."
        ),
    ),
    Variable(
        "cargo_sent_kg",
        "hardware sent",
        "kg",
        ("program",),
        about="Spacecraft and hardware that were launched, dry; the basis of hardware cost.",
    ),
    Variable(
        "delivery_sent_kg",
        "cargo sent to the surface",
        "kg",
        ("program",),
        about="Cargo of the mine, which pays the delivery price.",
    ),
    Variable(
        "launch_cost_musd",
        "price of launches",
        "MUSD",
        ("program",),
        about="Of the manifest; cargo of the mine pays a price of delivery instead.",
    ),
)
def flight_totals(runs: TracedRuns) -> Arrays:
    """Count flights and losses, and add up what was sent and landed."""
    flights = runs.shared(flight_table)
    outcome = flights.numbers["outcome"]
    to_moon = flights.purpose != PURPOSES.index(MARS)
    return {
        "missions_flown": flights.count(to_moon),
        "missions_lost": flights.count(to_moon & (outcome > PARTIAL)),
        "launch_failures": flights.count(to_moon & np.isin(outcome, list(LAUNCH_LOSSES))),
        "landing_failures": flights.count(to_moon & np.isin(outcome, list(LANDING_LOSSES))),
        "mass_landed_kg": flights.by_program("landed_kg"),
        "cargo_sent_kg": flights.by_program("hardware_kg"),
        "delivery_sent_kg": flights.by_program("delivery_kg"),
        "launch_cost_musd": flights.by_program("launch_cost_musd"),
    }


@computes(
    Variable(
        "year_cargo_vehicle_flights",
        "launches of the mine's cargo vehicle",
        "1",
        ("year",),
        "f4",
        "Towards the Moon, for whatever purpose, by year of the first launch of a flight, with all launches that its "
        "mission plans; from them its price learns. 0 without a plant.",
    ),
    Variable("month_mass_landed_kg", "mass landed", "kg", ("month",), "f4"),
    Variable("month_mass_launched_kg", "mass sent towards the Moon", "kg", ("month",), "f4"),
    Variable(
        "month_delivery_sent_kg",
        "cargo sent to the surface",
        "kg",
        ("purpose", "month"),
        "f4",
        about="Basis of transport cost.",
    ),
    Variable("month_cargo_sent_kg", "hardware sent", "kg", ("purpose", "month"), "f4", about="Basis of hardware cost."),
    Variable(
        "month_return_supplies_sent_kg",
        "craft and propellant sent for returns",
        "kg",
        ("purpose", "month"),
        "f4",
        about="Of month_delivery_sent_kg, what returns of the product take.",
    ),
    Variable(
        "month_return_craft_sent_kg",
        "craft sent for returns",
        "kg",
        ("purpose", "month"),
        "f4",
        about="Of month_cargo_sent_kg, what returns of the product take.",
    ),
    Variable("month_launch_cost_musd", "price of launches", "MUSD", ("month",), "f4"),
)
def flights_by_month(runs: TracedRuns) -> Arrays:
    """Add up by month what was sent and landed."""
    flights = runs.shared(flight_table)
    return {
        "year_cargo_vehicle_flights": _cargo_vehicle_flights(runs),
        "month_mass_landed_kg": flights.by_month("landed_kg", "ended_day"),
        "month_mass_launched_kg": flights.by_month("sent_kg"),
        "month_delivery_sent_kg": flights.by_purpose_and_month("delivery_kg"),
        "month_cargo_sent_kg": flights.by_purpose_and_month("hardware_kg"),
        "month_return_supplies_sent_kg": flights.by_purpose_and_month("return_supplies_kg"),
        "month_return_craft_sent_kg": flights.by_purpose_and_month("return_craft_kg"),
        "month_launch_cost_musd": flights.by_month("launch_cost_musd"),
    }


def _cargo_vehicle_flights(runs: TracedRuns) -> FloatArray:
    """Return how often the vehicle of the mine's cargo was launched in each year, dims (run, year)."""
    days = [
        (run, flight.launched_day, launches_of(scenario, flight))
        for run, (scenario, trace) in enumerate(zip(runs.scenarios, runs.traces, strict=True))
        for flight in trace.flights.flown
        if scenario.plant.units and vehicle_of(scenario, flight) == scenario.logistics.cargo_vehicle
    ]
    run, day, launches = np.array(days, dtype=float).reshape(-1, 3).T
    return runs.calendar.year_sums(run.astype(np.int64), day, launches, runs.count)


def launches_of(scenario: Scenario, flight: Flight) -> int:
    """Return the launches that a flight plans, the unit in which the record of its vehicle counts."""
    mission = scenario.missions.get(flight.mission)
    return 1 if mission is None else mission.launches


def vehicle_of(scenario: Scenario, flight: Flight) -> str:
    """Return the vehicle of a flight: that of its mission, of the mine's cargo or of a station's."""
    # A piece of hardware that is replaced flies alone as it did with its mission, and is named MISSION/ASSET.
    mission = scenario.missions.get(flight.mission.partition("/")[0])
    if mission is not None:
        return mission.vehicle
    if flight.purpose in OF_THE_MINE:
        return scenario.logistics.cargo_vehicle
    stations = scenario.stations.values()
    return next((station.cargo_vehicle for station in stations if station.lead == flight.program), "")
