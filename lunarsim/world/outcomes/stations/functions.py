"""What works at a station, by function and year."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import FloatArray
from lunarsim.world.outcomes.calendar import Indices
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.stations.histories import cells_of, steps_of, year_integrals
from lunarsim.world.outcomes.variable import Coordinate, Variable
from lunarsim.world.station.functions import COMMAND, CREW, FACILITIES, PILOT, RELAY, SURFACE, bits

_MASKS = {
    "relay": RELAY,
    "command": COMMAND,
    "surface": SURFACE,
    "robot": bits(("robot",)),
    "facility": FACILITIES,
    "pilot": PILOT,
    "crew": CREW,
}
"""Functions of which one piece of hardware at work is enough, as bits."""

FUNCTION = Coordinate(("contact", *_MASKS, "power"), "function of the station")

STEPS_OF_SHARES = 1000
"""Shares of a year are stored in thousandths, some nine hours."""


@computes(
    Variable(
        "station_function_availability",
        "availability of a function of the station",
        "1",
        ("station", "function", "year"),
        "f4",
        about=(
            "Share of the year, from the first day on which the function works, in which it does: hardware that has it "
            "works and has power; power means station.basic_power_kw (10 kW unless set) through a night, and contact "
            "the share of the time in which the station can be worked from the Earth. In thousandths; NaN before it "
            "works and beyond the horizon."
        ),
    ),
)
def function_availability(runs: TracedRuns) -> Arrays:
    """Compute the share of each year in which each function works, once it has begun to."""
    cells, days, found, firsts = steps_of(runs, lambda station: station.functions)
    working = found.astype(np.int64)
    shares = {
        name: _shares(runs, cells, days, ((working & mask) != 0).astype(float), firsts) for name, mask in _MASKS.items()
    }
    shares["contact"] = _shares(runs, *steps_of(runs, lambda station: station.contact))
    cells, days, power_kw, firsts = steps_of(runs, lambda station: station.power_kw)
    enough = power_kw >= _basic_power_kw(runs).ravel()[cells]
    shares["power"] = _shares(runs, cells, days, enough.astype(float), firsts)
    stacked = np.stack([shares[name] for name in FUNCTION.values], axis=2)
    return {"station_function_availability": np.round(stacked * STEPS_OF_SHARES) / STEPS_OF_SHARES}


def _shares(runs: TracedRuns, cells: Indices, days: FloatArray, levels: FloatArray, firsts: Indices) -> FloatArray:
    """Return the mean of levels from 0 to 1 in each year since they were first above 0, dims (run, station, year)."""
    worked = year_integrals(runs, cells, days, levels, firsts)
    above = np.flatnonzero(levels > 0.0)
    first_works = above[np.flatnonzero(np.diff(cells[above], prepend=-1))]
    since = year_integrals(
        runs, cells[first_works], days[first_works], np.ones(len(first_works)), np.arange(len(first_works))
    )
    shares = np.full(since.shape, np.nan)
    np.divide(worked, since, out=shares, where=since > _MOMENT_DAYS)
    shares.clip(0.0, 1.0, out=shares)
    return shares


_MOMENT_DAYS = 1e-6
"""What has worked for no longer in a year has no share of it."""


def _basic_power_kw(runs: TracedRuns) -> FloatArray:
    """Return what each station takes to be a basic one, dims (run, station) [kW]."""
    there, _ = cells_of(runs)
    index = runs.index("station")
    limits_kw = np.full(there.shape, np.inf)
    for run, scenario in enumerate(runs.scenarios):
        for limits in scenario.stations.values():
            limits_kw[run, index[limits.name]] = limits.basic_power_kw
    return limits_kw
