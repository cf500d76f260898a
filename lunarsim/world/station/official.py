"""What official milestones ask of the station that their program leads."""

from __future__ import annotations

from typing import NamedTuple

from lunarsim.scenario.groups.station import Station
from lunarsim.scenario.scenario import Scenario
from lunarsim.world.station.functions import bits


class Equipment(NamedTuple):
    """What an official milestone asks of a station: functions, as bits, and power through a night [kW]."""

    milestone: str
    functions: int
    power_kw: float


def equipment_for(scenario: Scenario, station: Station) -> tuple[Equipment, ...]:
    """Return what the official milestones of the program that leads a station ask of it."""
    return tuple(
        Equipment(key, bits(milestone.functions), milestone.power_kw)
        for key, milestone in scenario.official_milestones.items()
        if milestone.program == station.lead and milestone.asks_the_station
    )
