"""Dates of the station's milestones as planned, against which delays are counted."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

from lunarsim.scenario.groups.extraction.site import Site
from lunarsim.scenario.groups.station import Station
from lunarsim.scenario.groups.waits import Waits
from lunarsim.scenario.library.power.ratings import Ratings, site_cycle
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.draws import Draws
from lunarsim.world.baseline.planned_landings import planned_landings
from lunarsim.world.flights.windows import MARS_TRANSIT_DAYS
from lunarsim.world.history.missions import HardwareId
from lunarsim.world.prepared import Prepared
from lunarsim.world.station.balance import Balance
from lunarsim.world.station.functions import functions_of, works_the_surface
from lunarsim.world.station.hardware import Item, by_priority, completing_item
from lunarsim.world.station.milestones import served_by

NO_WAITS = Waits(**{field.name: False for field in dataclasses.fields(Waits)})


@dataclasses.dataclass(frozen=True)
class PlannedDates:
    """Days of the station's milestones without any wait, and the missions that complete them.

    ``power`` are steps (day, ratings, load in milliwatts) of what feeds the station's loads in the plan, ``joining`` is
    what joins it, with the day of its first work, in that order.
    """

    day: dict[str, float]
    mission: dict[str, str]
    power: tuple[tuple[float, Ratings, int], ...]
    made_of: tuple[float, ...]
    joining: Sequence[tuple[float, Item]] = dataclasses.field(repr=False, compare=False)

    def fit(self, scenario: Scenario) -> bool:
        """Return whether another scenario with the same prepared parts has the same planned dates."""
        return self.made_of == _made_of(scenario)


def _made_of(scenario: Scenario) -> tuple[float, ...]:
    station = scenario.station
    return (
        station.trial_days,
        station.basic_power_kw,
        station.extended_power_kw,
        station.power_multiplier,
        scenario.logistics.transit_days,
    )


def planned_dates(scenario: Scenario, prepared: Prepared, known: PlannedDates | None = None) -> PlannedDates:
    """Return the dates of the station's milestones as planned.

    A plan without waits takes no campaign: each mission flies on its day, each asset works when it has been
    commissioned, and nothing fails.

    Parameters
    ----------
    scenario : Scenario
        The input.
    prepared : Prepared
        Its constant parts.
    known : PlannedDates, optional
        Those of another scenario with the same constant parts: what joins is the same but for its power.
    """
    station, horizon_days = scenario.station, prepared.horizon_days
    of_site = functions_of(prepared.station_site)
    installed = Balance(of_site, site_cycle(prepared.station_site))
    day: dict[str, float] = {}
    by: dict[str, str] = {}
    power: list[tuple[float, Ratings, int]] = []
    trial_day = works_day = math.inf
    online: list[Item] = []

    def reach(item: Item, today: float) -> None:
        for milestone in served_by(station, installed.functions, installed.supply_kw):
            if milestone not in day:
                day[milestone], by[milestone] = today, item.hardware.mission

    def work() -> None:
        newest = completing_item(sorted(online, key=by_priority))
        assert newest is not None
        day["station_working"], by["station_working"] = works_day, newest.hardware.mission
        reach(newest, works_day)

    if known is not None and known.made_of[-1] == scenario.logistics.transit_days:
        joining = [(today, item.at_power(station.power_multiplier)) for today, item in known.joining]
    else:
        joining = as_planned(scenario, prepared, station)
    for today, item in joining:
        if today >= horizon_days:
            break
        # Of what comes on the same day, first that which was started first.
        if "station_working" not in day and (works_day, trial_day) < (today, item.delivered_day):
            work()
        installed.join(item)
        power.append((today, installed.ratings, installed.load_milliwatts))
        online.append(item)
        if works_day == math.inf and works_the_surface(installed.functions):
            trial_day, works_day = today, today + station.trial_days
        if "station_working" in day and "station_extended" not in day:
            reach(item, today)
    if "station_working" not in day and works_day < horizon_days:
        work()
    return PlannedDates(day, by, tuple(power), _made_of(scenario), joining)


def planned_first_work(scenario: Scenario, prepared: Prepared, station: Station, site: Site) -> float:
    """Return when a station works for the first time as planned, the rival's as well, infinity for never [day]."""
    installed = Balance(functions_of(site), site_cycle(site))
    for today, item in as_planned(scenario, prepared, station):
        installed.join(item)
        if works_the_surface(installed.functions):
            return today + station.trial_days
    return math.inf


def as_planned(scenario: Scenario, prepared: Prepared, station: Station) -> list[tuple[float, Item]]:
    """Return what joins a station in the plan, with the day of its first work, in that order."""
    members = scenario.members(station)
    cooperates = scenario.cooperation.mode != "none"
    joining = []
    for key, since_day in prepared.present.items():
        asset = scenario.assets[key]
        if asset.program in members:
            item = Item(HardwareId(key), asset, 0.0, None)
            item.online_day = since_day
            joining.append((0.0, item))
    for planned in prepared.missions:
        mission = planned.mission
        replaced = cooperates and mission.is_fallback_of(station.lead)
        if mission.program not in members or replaced:
            continue
        transit_days = MARS_TRANSIT_DAYS if mission.kind == "mars" else scenario.logistics.transit_days
        arrival = planned.planned_day + transit_days
        for name in dict.fromkeys(mission.assets):
            asset = scenario.assets[name]
            item = Item(HardwareId(name, planned.key), asset, arrival, None, station.power_multiplier)
            item.online_day = arrival + asset.commissioning_days
            joining.append((item.online_day, item))
    joining.extend([*planned_landings(scenario, prepared, station, joining)])
    return sorted(joining, key=lambda pair: (pair[0], pair[1].delivered_day))


class _NoDraws(Draws):
    """Stands where nothing may be drawn."""

    def __init__(self) -> None:
        pass

    def uniform(self, entity: str, purpose: str, occurrence: int = 0) -> float:
        raise AssertionError(f"a plan without waits must not draw {entity}, {purpose}, {occurrence}")

    normal = uniform


NO_DRAWS = _NoDraws()
