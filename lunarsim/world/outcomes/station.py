"""The stations: when they can do what, how much of the time they work, their power, and each asset's first work."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import FloatArray
from lunarsim.world.history.stations import StationTrace
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.variable import Variable


@computes(
    Variable(
        "station_working_year",
        "station works the surface",
        "year",
        ("station",),
        about=(
            "Relay, command link and a rover or robot have worked together for station.trial_days (180 days unless "
            "set; of a second station rival.trial_days) on end; decimal year, NaN for never."
        ),
    ),
    Variable(
        "station_basic_year",
        "basic station",
        "year",
        ("station",),
        about=(
            "After that trial relay, command, rover or robot, a science or ISRU facility and station.basic_power_kw "
            "(10 kW unless set; of a second station rival.basic_power_kw) through a night work at the same time; "
            "decimal year, NaN for never."
        ),
    ),
    Variable(
        "station_extended_year",
        "extended station",
        "year",
        ("station",),
        about=(
            "What makes it basic, ISRU at pilot scale, hardware for crews and station.extended_power_kw (100 kW unless "
            "set; of a second station rival.extended_power_kw) through a night work at the same time; decimal year, "
            "NaN for never."
        ),
    ),
)
def station_dates(runs: TracedRuns) -> Arrays:
    """Compute the dates of each station's milestones."""
    return {
        f"{milestone}_year": runs.calendar.decimal_years(station_milestone_days(runs, milestone))
        for milestone in ("station_working", "station_basic", "station_extended")
    }


@computes(
    Variable(
        "station_availability",
        "availability of the station, once it works the surface",
        "1",
        ("station",),
        about=(
            "Share of the time from the date on which it works the surface, so has passed its trial, to the horizon in "
            "which it can be worked: command link and a rover or robot work, and it is in contact with the Earth, by "
            "sight or by its relays at work (upkeep.relay_share); NaN where it never works the surface."
        ),
    ),
)
def station_availability(runs: TracedRuns) -> Arrays:
    """Compute the share of the time in which each station works."""
    left_days = runs.each(lambda trace: trace.horizon_days)[:, np.newaxis] - station_milestone_days(
        runs, "station_working"
    )
    days = np.full(left_days.shape, np.nan)
    for run, records in enumerate(runs.shared(stations_of)):
        for index, record in records.items():
            days[run, index] = record.working_days
    availability = np.full(left_days.shape, np.nan)
    np.divide(days, left_days, out=availability, where=left_days > 0.0)
    return {"station_availability": availability}


@computes(
    Variable("asset_online_year", "first work of the asset", "year", ("asset",), about="Decimal year, NaN for never."),
)
def assets(runs: TracedRuns) -> Arrays:
    """Compute the date of each asset's first work."""
    first_day = runs.by_label("asset", lambda trace: trace.online_day)
    return {"asset_online_year": runs.calendar.decimal_years(first_day)}


@computes(
    Variable(
        "month_power_kw", "power of the station through the night", "kW", ("month",), "f4", about="Mean of the month."
    ),
    Variable(
        "month_load_kw",
        "load of the station",
        "kW",
        ("month",),
        "f4",
        about="Mean of the month; shed loads are not counted.",
    ),
)
def station_power(runs: TracedRuns) -> Arrays:
    """Compute the power and load of the main station by month."""
    return {
        "month_power_kw": runs.month_means(lambda trace: trace.station.power_kw),
        "month_load_kw": runs.month_means(lambda trace: trace.station.load_kw),
    }


def stations_of(runs: TracedRuns) -> list[dict[int, StationTrace]]:
    """Return the stations of each run by their index on the axis, the main one first."""
    stations = runs.index("station")
    stations_of_runs = []
    for scenario, trace in zip(runs.scenarios, runs.traces, strict=True):
        records = {stations[scenario.station.name]: trace.station}
        if trace.rival is not None:
            records[stations[scenario.rival.name]] = trace.rival
        stations_of_runs.append(records)
    return stations_of_runs


def station_milestone_days(runs: TracedRuns, milestone: str) -> FloatArray:
    """Return the day of a milestone of each station, dims (run, station); NaN for never."""
    days = np.full((runs.count, len(runs.labels["station"])), np.nan)
    for run, records in enumerate(runs.shared(stations_of)):
        for index, record in records.items():
            days[run, index] = record.milestone_day.get(milestone, np.nan)
    return days
