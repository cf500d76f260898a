"""Working hours of robots and crews: what they were used for, and to what they were lost."""

from __future__ import annotations

import numpy as np

from lunarsim.physics.reliability.hands import contact_share
from lunarsim.scenario.groups.extraction.site import Site
from lunarsim.scenario.groups.upkeep import Upkeep
from lunarsim.scenario.library.places.known_sites import site_named
from lunarsim.words.arrays import FloatArray
from lunarsim.words.sums import total
from lunarsim.world.history.stations import StationTrace
from lunarsim.world.history.upkeep import BY_CREW, BY_ROBOT, UpkeepTrace, hours_of
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.stations.hands import WORKER
from lunarsim.world.outcomes.stations.histories import each_station
from lunarsim.world.outcomes.variable import Coordinate, Variable

HOURS_USE = Coordinate(
    ("repairs", "commissioning", "idle", "darkness", "no_contact", "unpowered", "out_of_order", "absent"),
    "what working hours went to",
)
"""The first two were worked, then nothing was to be done; the others are lost."""

ROBOT, CREW = range(len(WORKER.values))


@computes(
    Variable(
        "station_working_hours",
        "working hours, used and lost",
        "h",
        ("station", "worker", "hours_use"),
        about=(
            "From the start to the horizon; all uses add up to the working hours of the calendar. Of robots those are "
            "upkeep.robot_hours_per_day of each pair of hands from its first work until it is given up: lost while it "
            "is out of order or shed for want of power, in darkness, and in light without contact with the Earth. Of "
            "crews they are upkeep.crew_hours_per_day of one stay's crew from the day on which the station works the "
            "surface, or a crew first lands: lost while none is there. NaN where nothing fails."
        ),
    ),
)
def working_hours(runs: TracedRuns) -> Arrays:
    """Compute what the working hours of robots and crews went to."""
    width = len(runs.labels["station"])
    hours = np.full((runs.count, width, len(WORKER.values), len(HOURS_USE.values)), np.nan)
    for run, index, station in each_station(runs):
        scenario, trace = runs.scenarios[run], runs.traces[run]
        if not scenario.waits.repair:
            continue
        limits = scenario.station if station is trace.station else scenario.rival
        site = site_named(limits.site, scenario.site)
        hours[run, index, ROBOT] = robot_hours(station, scenario.upkeep, site, trace.horizon_days)
        hours[run, index, CREW] = crew_hours(station, scenario.upkeep, trace.horizon_days)
    return {"station_working_hours": hours}


def robot_hours(station: StationTrace, rules: Upkeep, site: Site, horizon_days: float) -> FloatArray:
    """Return what the working hours of robots went to, dims (hours_use,) [h]."""
    steps = station.hands
    days, standing, working, served, relays = np.array([*steps, (horizon_days, 0, 0, 0, 0)], dtype=float).T
    spans = np.diff(days)
    at_hand = spans * served[:-1]
    contact = np.array(
        [contact_share(site.earth_visible_fraction, int(number), rules.relay_share) for number in relays]
    )
    in_contact = _sum(at_hand * contact[:-1])
    hours, lit = rules.robot_hours_per_day, site.lit_fraction
    return _uses(
        station.upkeep,
        BY_ROBOT,
        hours * lit * in_contact,
        darkness=hours * (1.0 - lit) * _sum(at_hand),
        no_contact=hours * lit * (_sum(at_hand) - in_contact),
        unpowered=hours * _sum(spans * (working - served)[:-1]),
        out_of_order=hours * _sum(spans * (standing - working)[:-1]),
    )


def crew_hours(station: StationTrace, rules: Upkeep, horizon_days: float) -> FloatArray:
    """Return what the working hours of crews went to, dims (hours_use,) [h]."""
    first_day = station.milestone_day.get("station_working", horizon_days)
    steps = station.upkeep.crew_pairs
    if steps:
        first_day = min(first_day, steps[0][0])
    days, pairs = np.array([(first_day, 0), *steps, (horizon_days, 0)], dtype=float).T
    spans = np.diff(np.clip(days, first_day, horizon_days))
    of_a_stay = max(rules.stay_crew // 2, 1)
    hours = rules.crew_hours_per_day
    return _uses(
        station.upkeep,
        BY_CREW,
        hours * _sum(spans * pairs[:-1]),
        absent=hours * _sum(spans * np.maximum(of_a_stay - pairs[:-1], 0.0)),
    )


def _uses(upkeep: UpkeepTrace, worker: str, at_hand_h: float, **lost_h: float) -> FloatArray:
    """Return all uses of working hours, of which some were at hand and others lost, dims (hours_use,) [h]."""
    repairs_h, commissioning_h = hours_of(upkeep.spells, worker), hours_of(upkeep.commissioning_spells, worker)
    # What was at work all the time leaves rounding behind.
    idle_h = max(at_hand_h - repairs_h - commissioning_h, 0.0)
    by_use = {"repairs": repairs_h, "commissioning": commissioning_h, "idle": idle_h, **lost_h}
    return np.array([by_use.get(use, 0.0) for use in HOURS_USE.values])


def _sum(values: FloatArray) -> float:
    return total((float(value) for value in values), 0.0)
