"""Dates of the milestones as planned: the yardstick of all delays."""

from __future__ import annotations

import dataclasses

from lunarsim.scenario.scenario import Scenario
from lunarsim.scenario.waits import Waits
from lunarsim.words.draws import Draws
from lunarsim.world.campaign import Campaign
from lunarsim.world.deposits import DepositState, deposits
from lunarsim.world.prepared import Prepared

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


def planned_return_day(
    scenario: Scenario, prepared: Prepared, ground: DepositState, max_events: int = 0
) -> float | None:
    """Return the day of the first return without any wait, None where there is none.

    Where a return waits for oxygen from the plant, no closed form tells it.
    """
    calm = dataclasses.replace(scenario, waits=NO_WAITS)
    trace = Campaign(calm, _NO_DRAWS, prepared, ground, max_events).run()
    return trace.milestone_day.get("first_return")


class _NoDraws(Draws):
    """Stands where nothing may be drawn."""

    def __init__(self) -> None:
        pass

    def uniform(self, entity: str, purpose: str, occurrence: int = 0) -> float:
        raise AssertionError(f"a plan without waits must not draw {entity}, {purpose}, {occurrence}")

    normal = uniform


_NO_DRAWS = _NoDraws()
