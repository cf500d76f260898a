"""Dates of the milestones as planned: the yardstick of all delays."""

from __future__ import annotations

import dataclasses

from lunarsim.scenario.scenario import Scenario
from lunarsim.scenario.waits import Waits
from lunarsim.words.draws import Draws
from lunarsim.world.campaign import Campaign
from lunarsim.world.deposits import deposits
from lunarsim.world.prepared import Prepared
from lunarsim.world.returns import MADE
from lunarsim.world.supply import planned_mine_days

NO_WAITS = Waits(**{field.name: False for field in dataclasses.fields(Waits)})


@dataclasses.dataclass(frozen=True)
class PlannedDates:
    """Days of the station's milestones without any wait, and the missions that complete them."""

    day: dict[str, float]
    mission: dict[str, str]
    made_of: tuple[float, ...]

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


def planned_dates(scenario: Scenario, prepared: Prepared, max_events: int = 0) -> PlannedDates:
    """Return the dates of the station's milestones as planned: the same campaign with ``waits=none`` and no mine."""
    plant = dataclasses.replace(scenario.plant, units=0)
    calm = dataclasses.replace(scenario, waits=NO_WAITS, plant=plant)
    (ground,) = deposits([calm])
    campaign = Campaign(calm, _NO_DRAWS, prepared, ground, max_events)
    trace = campaign.run()
    by = {name: item.entity.partition("/")[0] for name, item in campaign.milestones.reached_by.items() if item}
    return PlannedDates(dict(trace.milestone_day), by, _made_of(scenario))


def planned_mine(campaign: Campaign, max_events: int = 0) -> dict[str, float]:
    """Return the planned days of first product and return of a campaign's scenario: those without any wait.

    Closed forms tell what hangs on flights alone. A product that needs the station's power and a return that waits for
    its load or for oxygen hang on what the plant does until then: only a run without waits tells it, which leaves out
    the station where the plant never needs its power.
    """
    scenario, prepared, plant = campaign.scenario, campaign.prepared, campaign.plant
    days = planned_mine_days(campaign)
    if not days:
        return days
    least_kg, interval = campaign.returns.least_load_kg, scenario.logistics.return_interval_days
    made = scenario.logistics.return_propellant == MADE
    returns_at_once = "first_return" not in days or (not made and plant.surely_made_kg(interval) > least_kg)
    if plant.works_at_once and returns_at_once:
        return days
    if plant.lives_on_own_power:
        prepared = dataclasses.replace(prepared, missions=(), present=())
    calm = dataclasses.replace(scenario, waits=NO_WAITS)
    trace = Campaign(calm, _NO_DRAWS, prepared, campaign.ground, max_events).run(to_first_return=True)
    return {
        name: day
        for name, day in trace.milestone_day.items()
        if name in ("first_product", "first_return") and day < campaign.horizon_days
    }


class _NoDraws(Draws):
    """Stands where nothing may be drawn."""

    def __init__(self) -> None:
        pass

    def uniform(self, entity: str, purpose: str, occurrence: int = 0) -> float:
        raise AssertionError(f"a plan without waits must not draw {entity}, {purpose}, {occurrence}")

    normal = uniform


_NO_DRAWS = _NoDraws()
