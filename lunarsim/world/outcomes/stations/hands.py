"""The work of robots and of crews on repairs and on what is being commissioned, and what repairs wait for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from lunarsim.words.sums import total
from lunarsim.world.history.stations import StationTrace
from lunarsim.world.history.trace import MILESTONES
from lunarsim.world.history.upkeep import BY_CREW, BY_LANDER, BY_ROBOT, REPAIR_WAITS, Spell
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.stations.histories import as_rows, cells_of, each_station
from lunarsim.world.outcomes.variable import Coordinate, Variable

_WORKERS = {BY_ROBOT: "robot", BY_CREW: "crew"}

WORKER = Coordinate(tuple(_WORKERS.values()), "who works")
_BUILDERS = _WORKERS | {BY_LANDER: "lander"}

BUILDER = Coordinate(tuple(_BUILDERS.values()), "who commissions")
REPAIR_WAIT = Coordinate(REPAIR_WAITS, "what repairs wait for")

_HOURS = "Hours of a pair of hands, of a robot or of two astronauts, on repairs; what else they do is not simulated."


@computes(
    Variable(
        "station_repair_hours",
        "hours worked on repairs",
        "h",
        ("station", "worker", "year"),
        "f4",
        about=f"{_HOURS} By year.",
    ),
    Variable(
        "milestone_repair_hours",
        "hours worked on repairs up to a milestone",
        "h",
        ("station", "worker", "milestone"),
        "f4",
        about=f"{_HOURS} Up to the day of the milestone, NaN where it is not reached; milestones of the mine are the "
        "main station's.",
    ),
    Variable(
        "station_repair_wait_days",
        "days that repairs waited",
        "day",
        ("station", "repair_wait"),
        about=(
            "Sum over the failures of units of the days that each waited: for the end of its diagnosis, for spares, "
            "for a crew, or for robotic hands, which are busy, without contact or without power."
        ),
    ),
)
def repair_work(runs: TracedRuns) -> Arrays:
    """Compute the hours worked on repairs by year and up to milestones, and the days that repairs waited."""
    stations, workers = len(runs.labels["station"]), len(_WORKERS)
    there, found = cells_of(runs)
    places = {what: place for place, what in enumerate(_WORKERS)}
    spells = (
        (cell * workers + places[spell.what], spell.since_day, spell.until_day, spell.hours)
        for cell, station in found
        for spell in station.upkeep.spells
        if spell.what in places
    )
    cells, since, until, hours = as_rows(spells, 4)
    rate = hours / (until - since)
    changes = np.ravel([rate, -rate], order="F")
    days = np.ravel([since, until], order="F")
    by_year = runs.calendar.year_integrals(
        np.repeat(cells.astype(np.int64), 2), days, changes, runs.count * stations * workers
    )
    # What has begun and ended leaves rounding behind.
    by_year[by_year < _ROUNDING_H] = 0.0
    by_year = by_year.reshape(runs.count, stations, workers, -1)
    by_year[~there] = np.nan
    waits = np.full((runs.count, stations, len(REPAIR_WAITS)), np.nan)
    so_far = np.full((runs.count, stations, workers, len(MILESTONES)), np.nan)
    for run, index, station in each_station(runs):
        waited = station.upkeep.waited_days
        waits[run, index] = [waited.get(what, 0.0) for what in REPAIR_WAITS]
        spells_of = _by_hands(station.upkeep.spells, _WORKERS)
        for position, day in milestones_of(runs, run, station):
            so_far[run, index, :, position] = [_hours_up_to(each, day) for each in spells_of]
    return {
        "station_repair_hours": by_year,
        "milestone_repair_hours": so_far,
        "station_repair_wait_days": waits,
    }


_BUILDING = (
    "Hours of a pair of hands, of robots, of two astronauts or of landers by themselves, on hardware that hands set up "
    "before it can work."
)


@computes(
    Variable(
        "station_commissioning_hours",
        "hours worked on commissioning",
        "h",
        ("station", "builder"),
        about=_BUILDING,
    ),
    Variable(
        "milestone_commissioning_hours",
        "hours worked on commissioning up to a milestone",
        "h",
        ("station", "builder", "milestone"),
        "f4",
        about=f"{_BUILDING} Up to the day of the milestone, NaN where it is not reached; milestones of the mine are "
        "the main station's.",
    ),
)
def commissioning_work(runs: TracedRuns) -> Arrays:
    """Compute the hours worked on what was being commissioned, in all and up to milestones."""
    in_all = np.full((runs.count, len(runs.labels["station"]), len(_BUILDERS)), np.nan)
    so_far = np.full((*in_all.shape, len(MILESTONES)), np.nan)
    for run, index, station in each_station(runs):
        spells = _by_hands(station.upkeep.commissioning_spells, _BUILDERS)
        in_all[run, index] = [total((spell.hours for spell in each), 0.0) for each in spells]
        for position, day in milestones_of(runs, run, station):
            so_far[run, index, :, position] = [_hours_up_to(each, day) for each in spells]
    return {"station_commissioning_hours": in_all, "milestone_commissioning_hours": so_far}


_ROUNDING_H = 1e-6


def milestones_of(runs: TracedRuns, run: int, station: StationTrace) -> Iterator[tuple[int, float]]:
    """Yield the milestones that a station has reached by their place on the axis, with their day; the mine's as well.

    The mine belongs to the main station.
    """
    trace = runs.traces[run]
    days = trace.milestone_day if station is trace.station else station.milestone_day
    return ((place, days[milestone]) for place, milestone in enumerate(MILESTONES) if milestone in days)


def _by_hands(spells: Sequence[Spell], whose: Iterable[str]) -> list[list[Spell]]:
    """Return the spells of each kind of hands, in order."""
    return [[spell for spell in spells if spell.what == what] for what in whose]


def _hours_up_to(spells: Iterable[Spell], day: float) -> float:
    """Return the hours that were worked up to a day [h]."""
    return total(
        (
            spell.hours * min((day - spell.since_day) / (spell.until_day - spell.since_day), 1.0)
            for spell in spells
            if spell.since_day < day
        ),
        0.0,
    )
