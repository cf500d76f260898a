"""What can stand at a station together."""

from __future__ import annotations

from collections.abc import Iterator

from lunarsim.scenario.groups.station import Station
from lunarsim.scenario.library.asset import Asset
from lunarsim.scenario.scenario import Scenario


def present(scenario: Scenario, station: Station) -> dict[str, Asset]:
    """Return what works at a station at the start, by name."""
    members = scenario.members(station)
    return {name: asset for name, asset in scenario.assets.items() if asset.present and asset.program in members}


def joining(scenario: Scenario, station: Station, left_out: str = "") -> dict[str, Asset]:
    """Return what missions of the plan, cancelled ones too, bring to a station, by name.

    Assets of a partner without an agreement never join the station, so nobody asks what they need.

    Parameters
    ----------
    scenario, station : Scenario, Station
        The input and one of its stations.
    left_out : str
        Role of missions that are left out.
    """
    members = scenario.members(station)
    return {
        name: scenario.assets[name]
        for mission in scenario.missions.values()
        if scenario.plans(mission) and mission.role != left_out
        for name in mission.assets
        if scenario.assets[name].program in members
    }


def together(scenario: Scenario, station: Station) -> Iterator[dict[str, Asset]]:
    """Yield what can come to a station together: with the partners' contributions, or the lead's own instead."""
    for left_out in ("fallback", "joint"):
        yield joining(scenario, station, left_out)
