"""What it takes to keep a station alive: failures and what became of them, and the mass that is flown in a year."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import FloatArray
from lunarsim.words.sums import total
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.history.upkeep import PARTS, UpkeepTrace
from lunarsim.world.outcomes.calendar import Indices
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.runs import Steps, TracedRuns
from lunarsim.world.outcomes.stations.histories import cells_of, each_station, steps_of, year_integrals
from lunarsim.world.outcomes.variable import Coordinate, Variable

UPKEEP_EVENT = Coordinate(
    ("failures", "mended", "given_up", "worn_out", "replacements", "cargo_flights"), "event of the upkeep"
)

_NO_STATION = -1


@computes(
    Variable(
        "station_upkeep_events",
        "events of the upkeep",
        "1",
        ("station", "upkeep_event"),
        "i4",
        about=(
            "From the start to the horizon: failures of units of equipment, units that were mended and given up, units "
            "that were lost or worn out, replacements that were ordered, and flights for the upkeep, whatever became "
            "of them."
        ),
        fill=_NO_STATION,
    ),
    Variable(
        "station_equipment_kg",
        "equipment of the station",
        "kg",
        ("station", "year"),
        "f4",
        about="Mass as listed of the equipment at work or in repair; mean of the year, up to the horizon in the last.",
    ),
    Variable(
        "station_person_days",
        "days of astronauts at the station",
        "day",
        ("station",),
        about="Sum over all stays up to the horizon.",
    ),
    Variable(
        "station_upkeep_yearly_kg",
        "mass flown in a year to keep the station alive",
        "kg year-1",
        ("station",),
        about=(
            "Spares, replacements and provisions that arrived from the date on which the station works the surface to "
            "the horizon, what crews brought included, over that time; NaN where it never works the surface."
        ),
    ),
    Variable(
        "station_upkeep_share",
        "mass flown in a year over the equipment of the station",
        "year-1",
        ("station",),
        about="The same mass over the mass of the equipment in that time; NaN where there is none.",
    ),
    Variable(
        "station_spares_share",
        "spares used in a year over the equipment of the station",
        "year-1",
        ("station",),
        about="Spares used up to the horizon over the mass of the equipment and its time; NaN where there is none.",
    ),
)
def upkeep(runs: TracedRuns) -> Arrays:
    """Compute what happened to hardware, and what was flown in to keep each station alive."""
    width = len(runs.labels["station"])
    events = np.full((runs.count, width, len(UPKEEP_EVENT.values)), _NO_STATION)
    person_days, per_year, of_equipment, spares = np.full((4, runs.count, width), np.nan)
    for run, index, station in each_station(runs):
        trace, horizon_days = station.upkeep, runs.traces[run].horizon_days
        events[run, index] = _events(trace)
        person_days[run, index] = trace.person_days
        kg_days = _kg_days(trace.equipment, 0.0, horizon_days)
        if kg_days > 0.0:
            spares[run, index] = trace.stocks["spares"].used_kg / kg_days * DAYS_PER_YEAR
        first_day = station.milestone_day.get("station_working", horizon_days)
        if first_day < horizon_days:
            flown_kg = _flown_kg(trace, first_day)
            per_year[run, index] = flown_kg / (horizon_days - first_day) * DAYS_PER_YEAR
            kept_kg_days = _kg_days(trace.equipment, first_day, horizon_days)
            if kept_kg_days > 0.0:
                of_equipment[run, index] = flown_kg / kept_kg_days * DAYS_PER_YEAR
    return {
        "station_upkeep_events": events,
        "station_equipment_kg": _year_means(runs, *steps_of(runs, lambda station: station.upkeep.equipment)),
        "station_person_days": person_days,
        "station_upkeep_yearly_kg": per_year,
        "station_upkeep_share": of_equipment,
        "station_spares_share": spares,
    }


def _events(trace: UpkeepTrace) -> tuple[int, ...]:
    ordered, flights = len(trace.ordered), len(trace.flights)
    return trace.failures, trace.mended, trace.given_up, trace.worn_out, ordered, flights


def _flown_kg(trace: UpkeepTrace, since_day: float) -> float:
    """Return the replacements and spares of cargo flights and all provisions that have come since a day [kg]."""
    cargo = [
        mass_kg
        for flight in trace.flights
        if flight.ended_day >= since_day
        for name, mass_kg in flight.landed_kg.items()
        if name not in ("provisions", PARTS)
    ]
    # Crews bring some as well.
    provisions = trace.stocks["provisions"].came if trace.stocks else []
    return total([*cargo, *(mass_kg for day, mass_kg in provisions if day >= since_day)], 0.0)


def _kg_days(steps: Steps, since_day: float, until_day: float) -> float:
    """Return the mass of the equipment times its time between two days [kg day]."""
    days = [max(day, since_day) for day, _ in steps]
    ends = [*days[1:], until_day]
    return total(((end - day) * mass_kg for (_, mass_kg), day, end in zip(steps, days, ends, strict=False)), 0.0)


def _year_means(runs: TracedRuns, cells: Indices, days: FloatArray, levels: FloatArray, firsts: Indices) -> FloatArray:
    """Return the mean level of each year, or of its part in the simulation, dims (run, station, year)."""
    calendar = runs.calendar
    ends = np.clip(calendar.year_edges, 0.0, calendar.edges[-1])
    lengths = np.diff(ends)
    integrals = year_integrals(runs, cells, days, levels, firsts)
    means = np.full(integrals.shape, np.nan)
    there, _ = cells_of(runs)
    np.divide(integrals, lengths, out=means, where=(lengths > 0.0) & there[:, :, np.newaxis])
    return means
